"""Two versions side by side with a keyboard, and comments as they stand on the pages."""

import pytest

from tests.browser.checks import faults
from tests.browser.test_pages import MALTHE, tab  # noqa: F401 - pytest finds fixtures by name here

PLAN = f"{MALTHE}/dokumenter/PLAN-0117"
PAIR = f"{PLAN}/sammenlign/2..3"


@pytest.fixture
def user():
    return "jonas"


def focused(tab):  # noqa: F811
    return tab.evaluate("document.activeElement.id")


def test_from_change_to_change_by_keys(tab):  # noqa: F811
    tab.goto(PAIR)
    seen = []
    for key in "nnnpn":
        tab.keyboard.press(key)
        seen.append(focused(tab))

    assert seen == ["ae1", "ae2", "ae3", "ae2", "ae3"]
    assert tab.locator("[data-step-where]").inner_text().startswith("Ændring 3 af ")
    assert tab.url.endswith("#ae3")
    assert tab.evaluate("document.activeElement.getBoundingClientRect().top") >= 0


def test_the_ends_are_ends_and_the_links_step_too(tab):  # noqa: F811
    tab.goto(PAIR)
    tab.keyboard.press("p")
    last = focused(tab)
    tab.keyboard.press("n")
    assert focused(tab) == last
    tab.locator("[data-step='-1']").click()
    assert focused(tab) == f"ae{int(last[2:]) - 1}"
    tab.get_by_role("link", name="Forrige ændring, nummer 2").click()
    assert tab.url.endswith("#ae2")


def test_letters_are_letters_in_a_field_and_keys_can_be_switched_off(tab):  # noqa: F811
    tab.goto(PAIR)
    tab.locator("#ae1 summary", has_text="Skriv en kommentar").click()
    field = tab.locator("#ae1 textarea[name=tekst]")
    field.fill("")
    field.press_sequentially("npk")
    assert field.input_value() == "npk"

    tab.get_by_role("button", name="Slå tasterne fra").click()
    tab.locator("h1").click()
    tab.keyboard.press("n")
    assert not tab.url.endswith("#ae1")
    tab.get_by_role("button", name="Slå tasterne til").click()


def test_without_a_script_everything_is_a_link(tab):  # noqa: F811
    tab.goto(PAIR)
    assert tab.get_by_role("link", name="Hele dokumentet").get_attribute("href").endswith("?vis=alt")
    tab.get_by_role("link", name="Hele dokumentet").click()
    assert tab.locator(".cmp-f").count() > 30


def test_marked_words_become_the_quotation_and_all_is_told_in_order(tab, vnu):  # noqa: F811
    tab.goto(PAIR)
    tab.evaluate(
        """() => {
          const words = document.querySelector('#ae2 .cmp-new .t');
          const range = document.createRange();
          range.setStart(words.firstChild, 0);
          range.setEnd(words.firstChild, 8);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    tab.wait_for_function("getSelection().toString() === 'FGU tre '")
    # The summary is opened by the keyboard, so that the words stay marked.
    tab.evaluate("document.querySelector('#ae2 details.talk-way').open = true")
    tab.wait_for_function("document.querySelector('#ae2 input[name=citat]').value !== ''")
    assert tab.locator("#ae2 input[name=citat]").input_value() == "FGU tre"
    tab.locator("#ae2 textarea[name=tekst]").fill("Hvilke dage?")
    tab.locator("#ae2 button[value=skriv]").click()
    tab.wait_for_url("**#k*")

    snapshot = tab.locator("#ae2").aria_snapshot()
    order = [snapshot.find(words) for words in ("Uddybning", "deletion", "insertion", "Kommentar", "Hvilke dage?")]
    assert -1 not in order, snapshot
    assert order == sorted(order), snapshot
    assert "fjernet:" in snapshot
    tab.locator("h1").click()
    tab.keyboard.press("k")
    assert focused(tab).startswith("k")
    assert faults(tab, tab.request.get(tab.url).text(), vnu) == []

    number = focused(tab)
    tab.locator(f"#{number} summary").click()
    assert faults(tab, tab.request.get(tab.url).text(), vnu) == []
    tab.locator(f"#{number} button[value=loes]").click()
    tab.wait_for_url("**#k*")
    assert tab.locator(f"#{number}").get_by_text("Løst af Jonas Ravnsborg").count() == 1
    tab.goto(f"{PLAN}/versioner/3")
    assert faults(tab, tab.request.get(tab.url).text(), vnu) == []
