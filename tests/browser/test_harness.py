"""The tools of the browser tests see what they are for, and find nothing in a good page."""

from tests.browser.tools import axe, shot, too_wide

GOOD = """<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>Prøve</title></head>
<body><main><h1>Prøve</h1><label for="navn">Navn</label> <input id="navn"></main></body></html>"""


def test_a_good_page_passes(blank, vnu):
    blank.set_content(GOOD)

    assert (axe(blank), vnu(GOOD), too_wide(blank)) == ([], [], [])


def test_axe_sees_a_field_without_a_label(blank):
    blank.set_content(GOOD.replace('for="navn"', ""))

    assert [found.split(" ")[0] for found in axe(blank)] == ["label"]


def test_vnu_sees_an_attribute_that_does_not_exist(vnu):
    assert "orderable" in vnu(GOOD.replace("<main>", "<main orderable=1>"))[0]


def test_sideways_scrolling_is_seen(blank):
    blank.set_content(GOOD.replace("<main>", '<main><div style="width:600px">bred</div>'))

    assert "600px" in "".join(too_wide(blank))


def test_dates_are_danish(blank):
    assert blank.evaluate("new Date(2026, 10, 21).toLocaleDateString()") == "21.11.2026"


def test_a_picture_is_taken(blank, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.browser.tools.SHOTS", tmp_path)
    blank.set_content(GOOD)

    assert shot(blank, "prøve", 390).read_bytes().startswith(b"\x89PNG")
