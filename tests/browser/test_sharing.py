"""The warning while an uncovered department is written down, in a real browser (D22)."""

import json

import pytest

from kuidocs.assets import asset_root

PAGE = """<!doctype html><html lang="da"><head><title>Form</title></head><body>
<section data-covered='{covered}' data-people='{people}'><p role="status" data-share-status></p></section>
<form id="dokument"><input id="participants-a-name"><input id="participants-a-department">
<input id="efforts-a-department"><button>Gem</button></form><script type="module">{script}</script></body></html>"""


@pytest.fixture
def page(browser):
    script = (asset_root("static") / "js/sharing.js").read_text(encoding="utf-8")
    found = browser.new_page()
    people = json.dumps({"Louise Grønvang": "PPR", "Mette Lindekrone": "Familie og Børn"})
    found.set_content(PAGE.format(covered=json.dumps(["PPR"]), people=people, script=script))
    yield found
    found.close()


def typed(page, field, words):
    page.fill(f"#{field}", words)
    page.dispatch_event(f"#{field}", "change")
    return page.text_content("[data-share-status]")


@pytest.mark.parametrize(
    ("field", "words", "warned"),
    [
        ("participants-a-department", "ppr ", ""),
        ("participants-a-department", "SSP", "SSP er ikke med i samtykket."),
        ("participants-a-department", "PPR / Skolen", "Skolen er ikke med i samtykket."),
        ("participants-a-name", "Mette Lindekrone", "Familie og Børn er ikke med i samtykket."),
        ("participants-a-name", "Louise Grønvang", ""),
        ("participants-a-name", "En Anden", ""),
        ("efforts-a-department", "SSP", ""),
        ("participants-a-department", "<b>SSP</b>", "<b>SSP"),
    ],
)
def test_it_is_said_at_once_and_beside_the_field(page, field, words, warned):
    told = typed(page, field, words)

    assert told.startswith(warned) if warned else told == ""
    assert page.locator(f"#{field}-share").count() == bool(warned)


def test_the_warning_goes_when_it_is_mended(page):
    typed(page, "participants-a-department", "SSP")

    assert typed(page, "participants-a-department", "PPR") == ""
    assert page.locator("#participants-a-department-share").is_hidden()
