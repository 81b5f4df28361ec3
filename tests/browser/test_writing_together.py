"""Two and five people in one document at once, each in a real browser, with the network cut and restored."""

import re
import shutil
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.browser.tools import axe, too_wide
from tests.browser.writers import WAIT, Host, begin, until, writer

NOTE, AGENDA = "kui.contact_note", "kui.agenda.followup_with_young"
USERS = ("jonas", "birgitte", "jonas", "birgitte", "jonas")


@pytest.fixture(scope="module")
def host(demo_home, tmp_path_factory):
    found = Host(shutil.copytree(demo_home, tmp_path_factory.mktemp("together") / "home"))
    yield found
    found.end()


@pytest.fixture
def writers(browser, host, demo_password):
    """Open so many windows as are asked for."""
    with ExitStack() as stack:

        def opened(number):
            return [stack.enter_context(writer(browser, host.address, u, demo_password)) for u in USERS[:number]]

        yield opened


@pytest.fixture
def two(writers):
    jonas, birgitte = writers(2)
    path = begin(jonas, NOTE)
    return jonas.open(path), birgitte.open(path)


def test_what_the_other_writes_in_another_field_appears(two):
    jonas, birgitte = two
    jonas.type("learned", "Malthe kommer.").saved()

    birgitte.hears()

    expect(birgitte.field("learned")).to_have_value("Malthe kommer.", timeout=WAIT)
    expect(birgitte.page.locator("[data-field=learned] .written")).to_have_text("Skrevet af Jonas Ravnsborg")
    expect(birgitte.page.locator("[data-present]")).to_contain_text("Jonas Ravnsborg skriver i afsnittet")
    assert axe(birgitte.page) == []


def test_the_field_that_i_write_in_is_left_alone_until_i_leave_it(two):
    jonas, birgitte = two
    jonas.type("learned", "Malthe kommer hver tirsdag. Torsdag er svær.").saved()
    birgitte.hears()
    expect(birgitte.field("learned")).to_have_value("Malthe kommer hver tirsdag. Torsdag er svær.", timeout=WAIT)

    birgitte.field("learned").focus()
    birgitte.page.keyboard.press("Control+Home")
    birgitte.page.keyboard.type("I dag: ")
    jonas.type("learned", " Onsdag går det godt.").saved()
    birgitte.hears().saved()

    expect(birgitte.field("learned")).to_have_value("I dag: Malthe kommer hver tirsdag. Torsdag er svær.")
    assert birgitte.page.evaluate("document.activeElement.selectionStart") == len("I dag: ")
    birgitte.leave_field()
    whole = "I dag: Malthe kommer hver tirsdag. Torsdag er svær. Onsdag går det godt."
    expect(birgitte.field("learned")).to_have_value(whole, timeout=WAIT)
    jonas.leave_field().hears()
    expect(jonas.field("learned")).to_have_value(whole, timeout=WAIT)


def test_different_words_in_one_place_stand_as_two_proposals_until_one_chooses(two):
    jonas, birgitte = two
    birgitte.offline()
    jonas.type("learned", "Malthe vil gerne male.").saved().leave_field()
    birgitte.type("learned", "Malthe vil hellere køre truck.")
    birgitte.offline(False).hears().saved()

    expect(birgitte.field("learned")).to_have_value("Malthe vil hellere køre truck.")
    box = birgitte.page.locator("[data-field=learned] [data-proposals]")
    expect(box).to_contain_text("Malthe vil gerne male.", timeout=WAIT)
    assert axe(birgitte.page) == []
    assert too_wide(birgitte.page) == []
    jonas.hears()
    expect(jonas.page.locator("[data-field=learned] [data-proposals]")).to_contain_text("køre truck", timeout=WAIT)

    jonas.page.locator("button[name=send]").click()
    expect(jonas.page.locator("[data-summary]")).to_contain_text("Der står to forslag i", timeout=WAIT)
    jonas.page.locator("[data-proposals] a").click()
    expect(jonas.page.get_by_role("heading", level=1)).to_have_text("I har begge skrevet i ét felt")
    assert axe(jonas.page) == []
    assert too_wide(jonas.page) == []

    box.get_by_role("button", name="Behold begge").click()
    birgitte.saved()
    expect(box).to_have_count(0, timeout=WAIT)
    expect(birgitte.field("learned")).to_have_value("Malthe vil hellere køre truck.\nMalthe vil gerne male.")
    jonas.page.goto(jonas.page.url.replace("/forslag", "/udkast"))
    both = "Malthe vil hellere køre truck.\nMalthe vil gerne male."
    expect(jonas.field("learned")).to_have_value(both, timeout=WAIT)


def rows(one):
    found = one.page.locator("[data-rows=agenda_items] > [data-row]")
    return [row.get_attribute("data-row") for row in found.all()]


@pytest.fixture
def agenda(writers):
    jonas, birgitte = writers(2)
    path = begin(jonas, AGENDA, "ny:followup_with_young")
    return jonas.open(path), birgitte.open(path)


def press(one, row, name):
    place = one.page.locator(f"[data-row='{row}']")
    place.locator(".rowmenu summary").first.click()
    place.locator("button", has_text=name).first.click()


def order_is(one, expected):
    for _ in range(WAIT // 100):
        if rows(one) == expected:
            return
        one.page.wait_for_timeout(100)
    assert rows(one) == expected


def test_rows_that_one_adds_moves_and_removes_are_so_for_the_other(agenda):
    jonas, birgitte = agenda
    first, second, third, *rest = rows(jonas)

    press(jonas, first, "Flyt ned")
    press(jonas, third, "Fjern")
    jonas.page.locator("#agenda_items-add").click()
    jonas.page.keyboard.type("Nyt punkt")
    jonas.saved()
    new = rows(jonas)[-1]
    birgitte.hears()

    order_is(birgitte, [second, first, *rest, new])
    expect(birgitte.field(f"{new}-heading")).to_have_value("Nyt punkt")
    gone = birgitte.page.locator("p.removed")
    expect(gone).to_contain_text("Jonas Ravnsborg har fjernet")
    assert axe(birgitte.page) == []

    gone.get_by_role("button", name=re.compile("^Fortryd ?, at dagsordenspunkt 3 er fjernet$")).press("Enter")
    order_is(birgitte, [second, first, third, *rest, new])
    expect(gone).to_have_count(0)
    assert birgitte.page.evaluate("document.activeElement.closest('[data-row]')?.dataset.row") == third
    names = [button.text_content() for button in birgitte.page.locator(f"[data-row='{third}'] .rowmenu button").all()]
    assert names == [f"{verb} dagsordenspunkt 3" for verb in ("Flyt op", "Flyt ned", "Fjern")]
    expect(birgitte.field(f"{third}-heading")).not_to_have_value("", timeout=WAIT)
    jonas.hears()
    birgitte.saved()


def test_a_row_that_one_removes_while_the_other_writes_in_it_stays(agenda):
    jonas, birgitte = agenda
    first = rows(jonas)[0]
    birgitte.offline().type(f"{first}-heading", " – vigtigt")
    press(jonas, first, "Fjern")
    jonas.saved()

    birgitte.offline(False).hears().saved()

    assert first in rows(birgitte)
    jonas.leave_field().hears()
    until(jonas.page, f"document.querySelector(\"[data-row='{first}']\") !== null")
    expect(jonas.field(f"{first}-heading")).to_have_value(
        birgitte.field(f"{first}-heading").input_value(), timeout=WAIT
    )


def test_five_windows_at_once_with_the_network_cut_lose_no_word(writers):
    five = writers(5)
    path = begin(five[0], NOTE)
    for one in five:
        one.open(path)
    five[0].type("learned", "Vi talte om skole, hjem, venner, fritid og arbejde.").saved().leave_field()
    for one in five:
        one.hears()
        expect(one.field("learned")).to_have_value("Vi talte om skole, hjem, venner, fritid og arbejde.", timeout=WAIT)
    places = ("skole", "hjem", "venner", "fritid", "arbejde")
    five[1].offline()
    five[3].offline()
    for n, (one, place) in enumerate(zip(five, places, strict=True)):
        one.field("learned").focus()
        one.page.evaluate(
            "place => { const f = document.activeElement; const at = f.value.indexOf(place) + place.length;"
            " f.setSelectionRange(at, at); }",
            place,
        )
        one.page.keyboard.type(f" (ord{n})")
    for one in (five[0], five[2], five[4]):
        one.saved()
    five[3].offline(False)
    five[1].offline(False)
    for one in five:
        one.hears().saved().leave_field()

    page = five[0].context.new_page()
    page.goto(path)
    text = page.locator("[id=learned]").input_value() + page.locator("form").first.inner_text()
    text += page.locator("main").inner_text()
    assert all(f"(ord{n})" in text for n in range(5)), text


def test_who_leaves_is_no_longer_there(two):
    jonas, birgitte = two
    birgitte.hears()
    expect(birgitte.page.locator("[data-present]")).to_contain_text("Jonas Ravnsborg", timeout=WAIT)

    jonas.page.goto("/min-dag")
    birgitte.hears()

    expect(birgitte.page.locator("[data-present]")).not_to_contain_text("Jonas Ravnsborg", timeout=WAIT)


def test_a_row_that_comes_back_to_who_removed_it_comes_whole_and_once(agenda):
    jonas, birgitte = agenda
    _, second, *_ = before = rows(jonas)
    name, question = jonas.field(f"{second}-heading").input_value(), jonas.field(f"{second}-guiding_question")
    birgitte.offline()
    press(birgitte, second, "Fjern")
    expect(birgitte.page.get_by_role("button", name="Fortryd")).to_be_focused()
    question.fill("Hvad siger Malthe?")
    jonas.saved()

    birgitte.offline(False).hears()

    expect(birgitte.field(f"{second}-guiding_question")).to_have_value("Hvad siger Malthe?", timeout=WAIT)
    expect(birgitte.field(f"{second}-heading")).to_have_value(name, timeout=WAIT)
    order_is(birgitte, before)
    expect(birgitte.page.get_by_role("button", name="Fortryd")).to_have_count(0)
    assert birgitte.page.evaluate("document.activeElement.closest('[data-row]')?.dataset.row") == second


def test_a_row_that_was_out_for_a_moment_holds_what_another_wrote_in_it(agenda):
    jonas, birgitte = agenda
    first, second, *_ = rows(jonas)
    held, answered = [], []
    birgitte.page.route("**/skriv", lambda route: held.append(route), times=1)
    birgitte.page.on("requestfinished", lambda request: answered.append(request.url))
    birgitte.type(f"{first}-heading", " nu")
    for _ in range(WAIT // 100):
        if held:
            break
        birgitte.page.wait_for_timeout(100)
    jonas.field(f"{second}-preparation").fill("Skrevet imens.")
    jonas.saved()
    press(birgitte, second, "Fjern")
    answered.clear()
    held[0].continue_()
    for _ in range(WAIT // 20):
        if answered:
            break
        birgitte.page.wait_for_timeout(20)

    birgitte.page.get_by_role("button", name="Fortryd").click()

    birgitte.saved().hears()
    expect(birgitte.field(f"{second}-preparation")).to_have_value("Skrevet imens.", timeout=WAIT)


def test_a_choice_that_could_not_be_sent_outlives_a_reload_and_both_texts_stay(two):
    jonas, birgitte = two
    birgitte.offline().type("learned", "Malthe vil hellere køre truck.")
    jonas.type("learned", "Malthe vil gerne male.").saved()
    birgitte.offline(False).hears()
    box = birgitte.page.locator("[data-field=learned] [data-proposals]")
    expect(box).to_contain_text("gerne male", timeout=WAIT)
    birgitte.page.route("**/skriv", lambda route: route.abort())
    birgitte.type("learned", " Helst i nat.")
    box.get_by_role("button", name="Brug det, Jonas Ravnsborg skrev").click()
    birgitte.type("learned", " Selv.")
    birgitte.page.on("dialog", lambda dialog: dialog.accept())
    birgitte.page.reload()
    birgitte.page.unroute("**/skriv")

    birgitte.hears().saved()

    expect(birgitte.field("learned")).to_have_value("Malthe vil gerne male. Selv.")
    expect(box).to_have_count(0)
    birgitte.page.goto(birgitte.page.url.replace("/udkast", "/historik"))
    told = birgitte.page.locator("main").text_content()
    assert "Malthe vil hellere køre truck." in told
    assert "Malthe vil hellere køre truck. Helst i nat." in told


def test_two_reloads_before_the_network_is_back_keep_all_that_was_typed(two):
    jonas, _ = two
    jonas.page.on("dialog", lambda dialog: dialog.accept())
    # What only says that the page is left gets through; no text does.
    jonas.page.route("**/skriv", lambda one: one.abort() if '"path"' in one.request.post_data else one.continue_())
    for field, words in (("learned", "Skrevet først."), ("shared", "Skrevet siden.")):
        jonas.type(field, words)
        expect(jonas.status).to_contain_text("Ikke gemt", timeout=WAIT)
        jonas.page.reload()
        expect(jonas.field(field)).to_have_value(words)
    jonas.page.unroute("**/skriv")

    jonas.type("learned", " Og skrevet på.").hears().saved()

    other = jonas.context.new_page()
    other.goto(jonas.page.url)
    expect(other.locator("#learned")).to_have_value("Skrevet først. Og skrevet på.")
    expect(other.locator("#shared")).to_have_value("Skrevet siden.")
    expect(other.locator("[data-proposals]")).to_have_count(0)
