"""The screens in the room with a keyboard, and as they look while one writes in them."""

import pytest

from tests.browser.checks import faults
from tests.browser.test_pages import MALTHE, tab  # noqa: F401 - pytest finds fixtures by name here

SCREEN, AGENDA = f"{MALTHE}/moeder/7/hvem-goer-hvad", f"{MALTHE}/moeder/5/dagsorden"


@pytest.fixture
def user():
    return "jonas"


def press(tab, key, then="**"):  # noqa: F811
    with tab.expect_navigation(url=then):
        tab.keyboard.press(key)


def write(tab, what, who="", when=""):  # noqa: F811
    tab.fill("#hvad", what)
    tab.fill("#hvem", who)
    tab.fill("#naar", when)
    tab.focus("#hvad")
    press(tab, "Enter")


def now(tab):  # noqa: F811
    return tab.locator("tr[aria-current=true] th").inner_text().split("\n")[0]


def test_the_screen_by_keyboard_alone(tab, vnu):  # noqa: F811
    tab.goto(SCREEN)
    press(tab, "Enter", "**ny=1*")
    assert tab.evaluate("document.activeElement.id") == "hvad"
    write(tab, "Møder cykelsmeden", "Malthe", "2026-12-15")
    write(tab, "Spørger FGU")
    press(tab, "Escape")
    assert now(tab) == "Spørger FGU"
    press(tab, "p")
    assert now(tab) == "Møder cykelsmeden"
    press(tab, "ArrowDown")
    press(tab, "r", "**ret=*")
    assert tab.input_value("#hvad") == "Spørger FGU"
    tab.get_by_role("button", name="Nanna", exact=True).click()
    assert tab.input_value("#hvem") == "Nanna"
    assert faults(tab, tab.request.get(tab.url).text(), vnu) == []
    tab.focus("#hvad")
    press(tab, "Enter")
    assert "Nanna" in tab.locator("tr[aria-current=true]").inner_text()

    # In a field a letter is a letter.
    press(tab, "Enter", "**ny=1*")
    tab.keyboard.type("pn r")
    assert tab.input_value("#hvad") == "pn r"
    press(tab, "Escape")

    # What was removed comes back.
    press(tab, "r", "**ret=*")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Fjern opgaven").click()
    assert faults(tab, tab.request.get(tab.url).text(), vnu) == []
    with tab.expect_navigation():
        tab.get_by_role("button", name="Fortryd").click()
    assert "Nanna" in tab.locator("table").inner_text()


def test_the_keys_can_be_switched_off(tab):  # noqa: F811
    tab.goto(AGENDA)
    tab.get_by_text("Brug tastaturet").click()
    tab.get_by_role("button", name="Slå tasterne fra").click()
    tab.reload()

    tab.keyboard.press("ArrowRight")
    assert tab.url.endswith("/dagsorden")
    tab.get_by_text("Brug tastaturet").click()
    tab.get_by_role("button", name="Slå tasterne til").click()
    tab.locator("h1").click()

    press(tab, "ArrowRight", "**punkt=1*")


def test_the_agenda_by_keyboard_alone(tab):  # noqa: F811
    tab.goto(AGENDA)
    press(tab, "Space", "**punkt=1*")
    press(tab, "ArrowRight", "**punkt=2*")
    assert "fra=" in tab.url
    assert "min. brugt" in tab.locator(".slide").inner_text()
    press(tab, "End")
    assert "Inden I går" in tab.locator("main").inner_text()
    press(tab, "Home", "**punkt=0*")
    press(tab, "ArrowRight", "**punkt=1*")
    press(tab, "ArrowLeft", "**punkt=0*")


def test_the_agenda_prints_as_a_list(tab):  # noqa: F811
    tab.goto(AGENDA)
    tab.emulate_media(media="print")

    assert tab.locator(".slide-list li").first.is_visible()
    assert not tab.locator(".slide").is_visible()


def test_a_point_of_the_demonstration(tab, vnu):  # noqa: F811
    tab.goto(f"{MALTHE}/opgaver")
    with tab.expect_navigation() as coming:
        tab.get_by_role("link", name="Hvad blev der af det?").first.click()

    assert faults(tab, coming.value.text(), vnu) == []


def test_the_screen_shows_what_somebody_else_wrote_but_takes_no_form_away(tab):  # noqa: F811
    other = tab.context.new_page()
    other.clock.install()
    tab.goto(f"{SCREEN}?ny=1")
    other.goto(SCREEN)

    write(tab, "Ringer til cykelsmeden")
    with other.expect_navigation():
        other.clock.run_for(9000)
    assert "Ringer til cykelsmeden" in other.inner_text("main")

    other.goto(f"{SCREEN}?ny=1")
    other.fill("#hvad", "Skriver til FGU")
    tab.goto(f"{SCREEN}?ny=1")
    write(tab, "Spørger hjemme")
    other.clock.run_for(9000)
    other.wait_for_selector("[data-news]:not(:empty)")
    assert other.input_value("#hvad") == "Skriver til FGU"
