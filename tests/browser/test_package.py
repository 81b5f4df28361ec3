"""The first page of a package, opened from the disk: no server, no script, no net."""

from tests.browser.checks import WIDTHS
from tests.browser.tools import axe, shot, too_wide
from tests.conftest import kuidocs

MALTHE = "FLK-2026-0117"


def test_the_first_page_opens_offline_and_is_for_everybody(blank, vnu, demo_home, tmp_path):
    done = kuidocs("export", demo_home / "development.ini", MALTHE, "--drafts", "--out", tmp_path / "p", home=demo_home)
    assert done.returncode == 0, done.stderr
    index, asked, said = tmp_path / "p/data/index.html", [], []
    blank.on("request", lambda request: asked.append(request.url))
    blank.on("console", lambda message: said.append(message.text))

    blank.goto(index.as_uri())

    assert asked == [index.as_uri()]
    assert said == []
    assert blank.locator("h1").inner_text() == f"Forløb {MALTHE}"
    assert blank.locator("table").evaluate("one => getComputedStyle(one).borderCollapse") == "collapse"
    for width in WIDTHS:
        blank.set_viewport_size({"width": width, "height": 900})
        assert axe(blank) == []
    shot(blank, "package")
    shot(blank, "package-narrow", 390)
    assert too_wide(blank) == []
    assert vnu(index.read_text(encoding="utf-8")) == []
    links = blank.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert len(links) > 40
    assert [href for href in links if not (index.parent / href).is_file()] == []
