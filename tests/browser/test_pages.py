"""Every page is reachable for a screen reader, valid, narrow enough, titled and has one main heading."""

import pytest

from tests.browser.tools import axe, too_wide, watched

NOBODY = ""
# (address, user). A new page is added here; nothing else is needed for it to be checked.
PAGES = [
    ("/log-ind", NOBODY),
]

pages = pytest.mark.parametrize(("address", "user"), PAGES)


@pytest.fixture
def shown(address, user, sessions):
    """The page in a tab of that user, with what the server sent. The test fails when the browser complained."""
    complaints: list[str] = []
    tab = watched(sessions[user].new_page(), complaints)
    tab.answer = tab.goto(address)
    yield tab
    tab.close()
    assert complaints == []


@pages
def test_axe_finds_nothing(shown):
    assert axe(shown) == []


@pages
def test_the_html_is_valid(shown, vnu):
    assert vnu(shown.answer.text()) == []


@pages
def test_it_fits_at_400_percent(shown):
    assert too_wide(shown) == []


@pages
def test_it_has_a_title_and_one_heading(shown):
    assert shown.locator("h1").count() == 1
    assert shown.title().endswith(" – kuidocs")
    assert shown.locator("html").get_attribute("lang") == "da"
