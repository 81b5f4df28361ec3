"""A reviewer with nothing but a keyboard: quoting, replying, resolving, opening again, returning, approving."""

import pytest

from tests.browser.test_pages import MALTHE, tab  # noqa: F401 - pytest finds fixtures by name here

REVIEW = f"{MALTHE}/dokumenter/FLK-2026-0117-D25/gennemse"
HERE = "document.activeElement"


@pytest.fixture
def user():
    return "kirsten"


def to(tab, place):  # noqa: F811
    """Go on with Tab until focus is there."""
    for _ in range(120):
        tab.keyboard.press("Tab")
        if tab.evaluate(f"place => {HERE}.matches(place)", place):
            return
    raise AssertionError(place)


def press(tab, place):  # noqa: F811
    """Press what is there with Enter; return what has focus on the page that comes, and what it says was done."""
    to(tab, place)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    said = tab.locator(".said[role=status]")
    return tab.evaluate(f"{HERE}.id || {HERE}.className"), said.inner_text().strip() if said.count() else ""


def way(tab, place):  # noqa: F811
    to(tab, f"{place} summary")
    tab.keyboard.press("Enter")


def test_comments_are_written_answered_and_resolved_by_keyboard_and_focus_is_never_lost(tab):  # noqa: F811
    tab.goto(REVIEW)
    way(tab, "details:has(#ny-felt) >")
    to(tab, "#ny-felt")
    tab.keyboard.type("Hvorfor")
    to(tab, "#ny-ord")
    tab.keyboard.press("Control+Home")
    for _ in "Praktikken":
        tab.keyboard.press("Shift+ArrowRight")
    tab.keyboard.type("x")
    assert tab.locator("#ny-citat").input_value() == "Praktikken"
    to(tab, "#ny-tekst")
    tab.keyboard.type("Hvornår sluttede den?")
    focus, said = press(tab, "button[value=skriv]")
    assert (focus[0], said) == ("k", "Kommentaren er gemt.")
    assert "Til: »Praktikken«" in tab.locator(f"#{focus}").inner_text()

    for handling, words in (("svar", "Svaret er gemt."), ("loes", "Kommentaren er løst.")):
        way(tab, f"#{focus}")
        to(tab, f"#{focus} textarea")
        tab.keyboard.type("I uge 43.")
        assert press(tab, f"#{focus} button[value={handling}]") == (focus, words)
    way(tab, f"#{focus}")
    assert press(tab, f"#{focus} button[value=aabn]") == (focus, "Kommentaren er åben igen.")

    assert press(tab, "button[name=godkend]") == ("summary", "")
    assert press(tab, "button[name=tilbage]") == ("summary", "")
    to(tab, ".summary a")
    tab.keyboard.press("Enter")
    assert tab.evaluate(f"{HERE}.id") == "note"
    way(tab, f"#{focus}")
    press(tab, f"#{focus} button[value=loes]")
