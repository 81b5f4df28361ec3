"""Writing in a draft: what was typed is saved by itself, whatever happens."""

import re
import shutil
import signal

import pytest
from playwright.sync_api import expect

from tests.browser.test_form_rows import NATIVE
from tests.browser.tools import axe, too_wide
from tests.browser.writers import WAIT, Host, begin, until, writer

NOTE = "kui.contact_note"


@pytest.fixture(scope="module")
def host(demo_home, tmp_path_factory):
    found = Host(shutil.copytree(demo_home, tmp_path_factory.mktemp("writing") / "home"))
    yield found
    found.end()


@pytest.fixture
def jonas(browser, host, demo_password):
    with writer(browser, host.address, "jonas", demo_password) as found:
        yield found


@pytest.fixture
def note(jonas):
    path = begin(jonas, NOTE)
    jonas.open(path)
    return path


def stored(one, path, oid):
    """What the server has, as somebody sees who opens the page anew."""
    page = one.context.new_page()
    page.goto(path)
    found = page.locator(f"[id='{oid}']").input_value()
    page.close()
    return found


def test_what_is_typed_is_saved_by_itself(jonas, note):
    jonas.type("learned", "Malthe kommer hver tirsdag.").saved()

    assert stored(jonas, note, "learned") == "Malthe kommer hver tirsdag."
    expect(jonas.page.locator("[data-draft-said]")).to_contain_text("Gemt kl. 10.00")
    assert axe(jonas.page) == []


def test_who_types_on_and_on_is_saved_too(jonas, note):
    jonas.field("learned").focus()
    jonas.page.keyboard.type("Uden en pause på et helt sekund. " * 6, delay=30)

    assert jonas.status.inner_text().startswith("Gemt kl.")


def test_closing_the_tab_at_once_loses_nothing(jonas, note):
    jonas.type("learned", "Lige før jeg går.")
    other = jonas.context.new_page()

    jonas.page.close(run_before_unload=True)

    jonas.page = other
    expect_stored(jonas, note, "learned", "Lige før jeg går.")


def expect_stored(one, path, oid, text):
    """Wait until the server has a text; what was sent while a page closed may come a little later."""
    for _ in range(50):
        if (found := stored(one, path, oid)) == text:
            return
        one.page.wait_for_timeout(100)
    assert found == text


def test_without_network_the_text_lies_here_and_goes_when_it_is_back(jonas, note):
    jonas.offline().type("learned", "Skrevet i toget.")
    expect(jonas.status).to_contain_text(
        "Ikke gemt – ingen forbindelse. Det, du skriver, bliver liggende her", timeout=WAIT
    )
    assert "Skrevet i toget." in jonas.page.evaluate("Object.values(sessionStorage).join()")
    assert axe(jonas.page) == []
    asked = []
    jonas.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    jonas.page.close(run_before_unload=True)
    jonas.page.wait_for_timeout(300)
    assert asked == ["beforeunload"]

    jonas.type("learned", " Stadig i toget.")
    jonas.offline(False).saved()

    assert stored(jonas, note, "learned") == "Skrevet i toget. Stadig i toget."


def test_nothing_asks_when_everything_is_saved(jonas, note):
    jonas.type("learned", "Gemt.").saved()
    asked = []
    jonas.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    jonas.page.goto("/min-dag")

    assert asked == []


def test_a_server_that_is_killed_while_somebody_types(jonas, note, host):
    jonas.type("learned", "Før strømmen gik.").saved()
    host.end(signal.SIGKILL)
    jonas.type("learned", " Mens den var væk.")
    expect(jonas.status).to_contain_text("Ikke gemt", timeout=WAIT)

    host.start()
    jonas.type("learned", " Efter.").saved()

    assert stored(jonas, note, "learned") == "Før strømmen gik. Mens den var væk. Efter."


def log_out_elsewhere(one):
    page = one.context.new_page()
    page.goto("/min-dag")
    page.locator("#log-ud button").click()
    page.wait_for_url("**/log-ind**")
    return page


def test_a_session_that_ends_in_mid_sentence_logging_in_in_the_same_tab(jonas, note, demo_password):
    jonas.type("learned", "Første halvdel").saved()
    log_out_elsewhere(jonas).close()
    jonas.type("learned", " og anden halvdel.")
    expect(jonas.status).to_contain_text("du er logget ud", timeout=WAIT)

    jonas.page.get_by_role("link", name="Log ind igen").click()
    jonas.page.get_by_label("Brugernavn").fill("jonas")
    jonas.page.get_by_label("Adgangskode").fill(demo_password)
    jonas.page.locator("main form button[type=submit]").first.click()

    expect(jonas.page).to_have_url(re.compile(re.escape(f"{note}#learned") + "$"), timeout=WAIT)
    expect(jonas.field("learned")).to_have_value("Første halvdel og anden halvdel.")
    expect(jonas.field("learned")).to_be_focused()
    jonas.saved()
    assert stored(jonas, note, "learned") == "Første halvdel og anden halvdel."


def test_a_session_that_ends_in_mid_sentence_logging_in_in_another_tab(jonas, note, demo_password):
    jonas.type("learned", "Første halvdel").saved()
    other = log_out_elsewhere(jonas)
    jonas.type("learned", " og anden halvdel.")
    expect(jonas.status).to_contain_text("du er logget ud", timeout=WAIT)

    other.get_by_label("Brugernavn").fill("jonas")
    other.get_by_label("Adgangskode").fill(demo_password)
    other.locator("main form button[type=submit]").first.click()
    other.wait_for_url("**/min-dag")

    jonas.hears().saved()
    assert stored(jonas, note, "learned") == "Første halvdel og anden halvdel."


def test_what_one_wrote_is_not_sent_by_another_who_logs_in(jonas, note, demo_password):
    other = log_out_elsewhere(jonas)
    jonas.type("learned", "Skrevet af Jonas.")
    expect(jonas.status).to_contain_text("du er logget ud", timeout=WAIT)
    other.get_by_label("Brugernavn").fill("birgitte")
    other.get_by_label("Adgangskode").fill(demo_password)
    other.locator("main form button[type=submit]").first.click()
    other.wait_for_url("**/min-dag")

    jonas.hears()

    expect(jonas.status).to_contain_text("Siden blev åbnet af en anden", timeout=WAIT)
    assert "Jonas" not in stored(jonas, note, "learned")


def test_an_old_token_is_renewed_without_losing_anything(jonas, note):
    jonas.page.evaluate("document.getElementsByName('csrf_token').forEach(one => one.value = 'gammel')")

    jonas.type("learned", "Med et gammelt mærke.").saved()

    assert stored(jonas, note, "learned") == "Med et gammelt mærke."
    assert jonas.page.evaluate("new Set([...document.getElementsByName('csrf_token')].map(o => o.value)).size") == 1


def test_sending_the_form_takes_along_what_was_typed_last(jonas, note):
    jonas.type("learned", "Sidste ord.")
    jonas.page.locator("button[name=luk]").click()
    jonas.page.wait_for_url(lambda url: not url.endswith("/udkast"))

    assert stored(jonas, note, "learned") == "Sidste ord."


TYPED_AFTER = """() => addEventListener("submit", () => setTimeout(() => {
    document.getElementById("learned").focus();
    document.execCommand("selectAll");
    getSelection().collapseToEnd();
    document.execCommand("insertText", false, " Efter.");
}, 300))"""


def test_what_is_typed_while_the_form_is_under_way_does_not_come_there_before_it(jonas, note):
    jonas.type("learned", "Før.").saved()
    held, turns = [], []
    jonas.page.route(
        f"**{note}", lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    jonas.page.on("request", lambda request: turns.append(request) if request.url.endswith("/skriv") else None)
    # The page itself types: whoever drives it would wait for the form that is held here, and so for ever.
    jonas.page.evaluate(TYPED_AFTER)
    jonas.page.locator("button[name=gem]").last.click(no_wait_after=True)
    jonas.page.wait_for_timeout(2500)
    assert turns == []

    held[0].continue_()
    expect(jonas.page.locator("main")).to_contain_text("Kladden er gemt kl.", timeout=WAIT)

    expect(jonas.field("learned")).to_have_value("Før. Efter.", timeout=WAIT)
    jonas.saved()
    assert stored(jonas, note, "learned") == "Før. Efter."


def test_what_is_typed_and_taken_back_while_the_server_is_slow_is_not_being_saved_for_ever(jonas, note):
    held, slow = [], [True]
    jonas.page.route("**/skriv", lambda route: held.append(route) if slow else route.continue_())
    jonas.hears().type("learned", "x")
    expect(jonas.status).to_have_text("Gemmer …", timeout=WAIT)
    jonas.page.keyboard.press("Backspace")

    slow.clear()
    for route in held:
        route.continue_()

    expect(jonas.status).to_contain_text("Gemt kl.", timeout=WAIT)


def test_without_network_the_form_stays_where_it_is(jonas, note):
    jonas.offline().type("learned", "Bliver her.")
    jonas.page.locator("button[name=luk]").click()

    expect(jonas.page.locator("[data-draft-said]")).to_contain_text("Ikke sendt", timeout=WAIT)
    expect(jonas.field("learned")).to_have_value("Bliver her.")
    jonas.offline(False).saved()


def test_the_way_back_brings_no_old_text_over_a_newer_one(jonas, note):
    jonas.type("learned", "Gammel.").saved()
    jonas.page.goto("/hjaelp")
    page = jonas.context.new_page()
    page.goto(note)
    page.locator("[id=learned]").fill("Ny.")
    until(page, "sessionStorage.length === 0")
    expect(page.locator("[data-save-status]")).to_contain_text("Gemt kl.")
    page.close()

    jonas.page.go_back()

    expect(jonas.field("learned")).to_have_value("Ny.", timeout=WAIT)
    jonas.page.wait_for_timeout(1500)
    assert stored(jonas, note, "learned") == "Ny."


def test_logging_out_takes_along_what_was_typed_last(jonas, note, demo_password):
    jonas.type("learned", "Og så ud.")
    jonas.page.locator("#log-ud button").click()
    jonas.page.wait_for_url("**/log-ind**")
    jonas.page.get_by_label("Brugernavn").fill("jonas")
    jonas.page.get_by_label("Adgangskode").fill(demo_password)
    jonas.page.locator("main form button[type=submit]").first.click()
    jonas.page.wait_for_url("**/min-dag")

    assert stored(jonas, note, "learned") == "Og så ud."


def test_a_document_that_was_sent_away_meanwhile_keeps_the_text_on_the_page(jonas, note):
    page = jonas.context.new_page()
    page.goto(note)
    page.locator("details.rowmenu summary", has_text="Annuller").click()
    page.locator("#annuller-note").fill("Dobbelt.")
    page.get_by_role("button", name="Annuller udkastet").click()
    page.wait_for_url("**/sager/**")
    page.close()

    jonas.type("learned", "For sent.")

    expect(jonas.status).to_contain_text("Der skrives ikke længere på dokumentet", timeout=WAIT)
    expect(jonas.field("learned")).to_have_value("For sent.")


def test_the_page_is_narrow_and_right_in_all_states(jonas, note, vnu):
    told = vnu(jonas.context.request.get(note).text())
    assert [one for one in told if NATIVE not in one] == []
    jonas.offline().type("learned", "x")
    expect(jonas.status).to_contain_text("Ikke gemt", timeout=WAIT)

    assert too_wide(jonas.page) == []
    jonas.offline(False)
