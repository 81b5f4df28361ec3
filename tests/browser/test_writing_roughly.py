"""Writing when much goes wrong at once: networks cut on both sides, answers lost, a slow line, a server that dies."""

import shutil
import signal
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.browser.test_writing_together import AGENDA, NOTE, press, rows
from tests.browser.tools import axe
from tests.browser.writers import WAIT, Host, begin, until, writer


@pytest.fixture(scope="module")
def host(demo_home, tmp_path_factory):
    found = Host(shutil.copytree(demo_home, tmp_path_factory.mktemp("roughly") / "home"))
    yield found
    found.end()


@pytest.fixture
def open_for(browser, host, demo_password):
    """Open a window for each of some people."""
    if host.process.poll() is not None:
        host.start()
    with ExitStack() as stack:
        yield lambda *users: [stack.enter_context(writer(browser, host.address, u, demo_password)) for u in users]


@pytest.fixture
def two(open_for):
    jonas, birgitte = open_for("jonas", "birgitte")
    path = begin(jonas, NOTE)
    return jonas.open(path), birgitte.open(path)


def all_of_it(one, path):
    """What a page that is opened anew holds: fields, and proposals beside them."""
    page = one.context.new_page()
    page.goto(path)
    values = page.evaluate(
        "[...document.querySelectorAll('#dokument textarea, #dokument input')].map(f => f.value).join('\\n')"
    )
    found = values + page.locator("main").inner_text()
    page.close()
    return found


def path_of(one):
    return one.page.evaluate("location.pathname")


def test_a_server_that_dies_while_two_type_in_one_field_and_in_two(two, host):
    jonas, birgitte = two
    jonas.type("learned", "Før.").saved().leave_field()
    birgitte.hears()
    expect(birgitte.field("learned")).to_have_value("Før.", timeout=WAIT)
    jonas.type("learned", " Jonas-ord")
    host.end(signal.SIGKILL)
    birgitte.type("learned", " Birgitte-ord")
    birgitte.type("shared", "Aftale-ord")
    jonas.type("learned", " mere-jonas")
    expect(birgitte.status).to_contain_text("Ikke gemt", timeout=WAIT)

    host.start()
    for one in two:
        one.hears().saved().leave_field().hears().saved()

    found = all_of_it(jonas, path_of(jonas))
    for word in ("Før.", "Jonas-ord", "mere-jonas", "Birgitte-ord", "Aftale-ord"):
        assert word in found, found


def test_an_answer_that_is_lost_saves_once(two):
    jonas, birgitte = two
    lost = []

    def lose(route):
        route.fetch()
        lost.append(1)
        route.abort()

    jonas.page.route("**/skriv", lose, times=2)
    jonas.type("learned", "Kun én gang.")
    expect(jonas.status).to_contain_text("Ikke gemt", timeout=WAIT)
    jonas.type("learned", " Og mere.").saved()
    birgitte.hears()

    expect(birgitte.field("learned")).to_have_value("Kun én gang. Og mere.", timeout=WAIT)
    assert lost


def test_a_slow_line_keeps_up_with_who_types_on(two):
    jonas, birgitte = two

    def slow(route):
        jonas.page.wait_for_timeout(700)
        route.continue_()

    jonas.page.route("**/skriv", slow)
    jonas.field("learned").focus()
    jonas.page.keyboard.type("Skrevet mens linjen er langsom. " * 4, delay=15)
    jonas.saved()
    jonas.page.unroute("**/skriv")
    birgitte.hears()

    expect(birgitte.field("learned")).to_have_value(("Skrevet mens linjen er langsom. " * 4).strip(), timeout=WAIT)


def test_two_tabs_of_one_person(open_for):
    first, second = open_for("jonas", "jonas")
    path = begin(first, NOTE)
    first.open(path)
    second.open(path)
    first.hears()
    expect(first.page.locator("[data-present]")).to_contain_text("Du har også dokumentet åbent", timeout=WAIT)

    first.type("learned", "I den ene.")
    second.type("shared", "I den anden.")
    for one in (first, second):
        one.saved().leave_field().hears()

    expect(first.field("shared")).to_have_value("I den anden.", timeout=WAIT)
    expect(second.field("learned")).to_have_value("I den ene.", timeout=WAIT)


def test_rows_on_both_sides_of_a_cut_network(open_for):
    jonas, birgitte = open_for("jonas", "birgitte")
    path = begin(jonas, AGENDA, "ny:followup_with_young")
    jonas.open(path)
    birgitte.open(path)
    first, second, third, *rest = rows(jonas)
    birgitte.offline()
    press(birgitte, third, "Flyt op")
    birgitte.page.locator("#agenda_items-add").click()
    birgitte.page.keyboard.type("Birgittes punkt")
    birgitte.type(f"{second}-heading", " BIRGITTE-ORD")
    press(jonas, first, "Fjern")
    press(jonas, second, "Flyt ned")
    jonas.page.locator("#agenda_items-add").click()
    jonas.page.keyboard.type("Jonas’ punkt")
    jonas.type(f"{rest[0]}-heading", " JONAS-ORD").saved()

    birgitte.offline(False).hears().saved().leave_field()
    jonas.leave_field().hears().saved()
    birgitte.hears()

    for _ in range(WAIT // 100):
        if rows(jonas) == rows(birgitte):
            break
        jonas.page.wait_for_timeout(100)
    assert rows(jonas) == rows(birgitte)
    assert first not in rows(jonas)
    assert {second, third, *rest} < set(rows(jonas))
    found = all_of_it(jonas, path)
    for words in ("Birgittes punkt", "Jonas’ punkt", "BIRGITTE-ORD", "JONAS-ORD"):
        assert words in found


def test_a_row_that_another_writes_in_while_its_removal_waits_for_an_answer(open_for):
    jonas, birgitte = open_for("jonas", "birgitte")
    path = begin(jonas, AGENDA, "ny:followup_with_young")
    jonas.open(path)
    first, second, *_ = rows(jonas)
    jonas.type(f"{second}-heading", " Før").saved().leave_field()
    birgitte.open(path)
    held = []
    jonas.page.route("**/skriv", lambda route: held.append(route), times=1)
    jonas.type(f"{first}-heading", " JONAS-ORD")
    for _ in range(WAIT // 100):
        if held:
            break
        jonas.page.wait_for_timeout(100)
    birgitte.type(f"{second}-heading", " BIRGITTE-ORD").saved().leave_field()
    press(jonas, second, "Fjern")
    # The answer to what was sent before tells of Birgitte's words; the row is not on the page any more.
    held[0].continue_()
    jonas.saved().leave_field().hears().saved()

    found = all_of_it(jonas, path)
    assert "JONAS-ORD" in found
    assert "BIRGITTE-ORD" in found


def test_a_document_that_another_submits_keeps_what_comes_too_late_on_the_page(open_for):
    jonas, other = open_for("jonas", "jonas")
    path = begin(jonas, "kui.contact_card")
    jonas.open(path)
    other.open(path)
    jonas.offline().type("acute_help", " Skrevet imens.")
    for name in ("contact_person", "plan_coordinator"):
        other.field(f"{name}-name").fill("Jonas Ravnsborg")
        other.field(f"{name}-department").fill("Den Kommunale Ungeindsats")
        other.field(f"{name}-phone").fill("00 00 10 02")
    other.page.locator("button[name=faerdig]").click()
    other.page.wait_for_url("**/versioner/**")

    jonas.offline(False).hears()

    expect(jonas.status).to_contain_text("Der skrives ikke længere på dokumentet", timeout=WAIT)
    expect(jonas.field("acute_help")).to_have_value(
        jonas.page.evaluate("document.getElementById('acute_help').value"), timeout=WAIT
    )
    assert "Skrevet imens." in jonas.field("acute_help").input_value()
    assert axe(jonas.page) == []

    # In the next draft it is put in again, whose revisions are counted anew.
    token = other.page.locator("input[name=csrf_token]").first.input_value()
    told = {"csrf_token": token, "note": "Rettes."}
    other.context.request.post(path.replace("udkast", "ny-version"), form=told)
    other.open(path).type("when_to_contact", " Ny version.").saved()
    jonas.page.on("dialog", lambda dialog: dialog.accept())
    jonas.page.reload()
    jonas.saved()

    assert "Skrevet imens." in all_of_it(other, path)
    assert "Ny version." in all_of_it(other, path)


def test_the_window_keeps_text_only_until_it_is_saved_and_nothing_after_log_out(two, demo_password):
    jonas, _ = two
    path = path_of(jonas)
    jonas.type("learned", "Gemt.").saved()
    jonas.offline().type("learned", " Ikke gemt.")
    expect(jonas.status).to_contain_text("Ikke gemt", timeout=WAIT)
    assert jonas.page.evaluate("sessionStorage.length") == 1
    jonas.page.on("dialog", lambda dialog: dialog.accept())
    # The page is left in spite of the warning, and its owner logs out from another.
    jonas.page.route("**/skriv", lambda route: route.abort())
    jonas.offline(False).page.goto("/min-dag")
    assert "Ikke gemt." in jonas.page.evaluate("Object.values(sessionStorage).join()")
    jonas.page.unroute("**/skriv")

    jonas.page.goto(path)
    jonas.saved()
    expect(jonas.field("learned")).to_have_value("Gemt. Ikke gemt.")
    jonas.page.evaluate("sessionStorage.setItem('kuidocs:jonas:/x', 'rest')")
    jonas.page.locator("#log-ud button").click()
    jonas.page.wait_for_url("**/log-ind**")

    until(jonas.page, "sessionStorage.length === 0")


def test_without_script_two_write_and_one_chooses(open_for, browser, host, demo_password):
    (jonas,) = open_for("jonas")
    path = begin(jonas, NOTE)
    jonas.open(path)
    with writer(browser, host.address, "birgitte", demo_password, java_script_enabled=False) as birgitte:
        birgitte.page.goto(path)
        birgitte.field("learned").fill("Birgittes ord.")
        birgitte.field("shared").fill("Birgittes aftale.")
        jonas.type("learned", "Jonas’ ord.").saved()
        birgitte.page.get_by_role("button", name="Gem kladde").click()
        expect(birgitte.page.get_by_role("heading", level=1)).to_have_text("I har begge skrevet i ét felt")
        expect(birgitte.page.locator("#flettet ~ table")).to_contain_text("Birgittes aftale.")
        birgitte.page.get_by_label("Brug begge, min først").check()
        birgitte.page.get_by_role("button", name="Gem og fortsæt").click()
        expect(birgitte.field("learned")).to_have_value("Birgittes ord.\nJonas’ ord.")


def test_a_row_that_came_back_by_being_written_in_stays_when_it_is_left(open_for):
    jonas, birgitte = open_for("jonas", "birgitte")
    path = begin(jonas, AGENDA, "ny:followup_with_young")
    jonas.open(path)
    birgitte.open(path)
    _, second, *_ = rows(jonas)
    jonas.field(f"{second}-preparation").focus()
    press(birgitte, second, "Fjern")
    birgitte.saved()
    # It is still here while the cursor is in it, and what is written now brings it back.
    jonas.hears()
    jonas.page.wait_for_timeout(1000)
    jonas.page.keyboard.type("Skrevet i en fjernet række.")
    jonas.saved().leave_field().hears().saved()
    birgitte.hears()

    expect(birgitte.field(f"{second}-preparation")).to_have_value("Skrevet i en fjernet række.", timeout=WAIT)
    assert second in rows(jonas)
    assert "Skrevet i en fjernet række." in all_of_it(jonas, path)


def test_a_page_whose_script_comes_late_saves_what_was_typed_before(open_for):
    (jonas,) = open_for("jonas")
    path = begin(jonas, NOTE)
    jonas.page.route("**/draft_fields.js*", lambda route: route.abort(), times=2)
    jonas.open(path)
    jonas.type("learned", "Skrevet før siden var klar.")
    expect(jonas.status).to_contain_text("Ikke gemt", timeout=WAIT)

    expect(jonas.status).to_contain_text("Gemt kl.", timeout=WAIT)

    assert "Skrevet før siden var klar." in all_of_it(jonas, path)
