"""Everything that every page must be, asked in one go."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import polib
from playwright.sync_api import Page

from tests.browser.tools import Vnu, axe, too_wide

WIDTHS = (1280, 390)
NATIVE = "is not supported in all browsers"
"""What the checker says of date fields: what is typed without them is read as well."""
SHORTEST = 5


def faults(page: Page, html: str, vnu: Vnu, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """List what is wrong with a page: as a screen reader, a checker of HTML, a telephone and a Dane see it."""
    found = [f"{width}: {fault}" for width in widths for fault in _axe_at(page, width)]
    found += [f"html: {said}" for said in vnu(html) if NATIVE not in said]
    found += [f"wide: {element}" for element in too_wide(page)]
    return [*found, *_frame(page), *(f"English: {words}" for words in english(html))]


def _axe_at(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    return axe(page)


def _frame(page: Page) -> Iterator[str]:
    if (count := page.locator("h1").count()) != 1:
        yield f"{count} h1"
    if not page.title().endswith(" – kuidocs") or len(page.title()) < len("X – kuidocs"):
        yield f"title »{page.title()}«"
    if page.locator("html").get_attribute("lang") != "da":
        yield "no lang"


def english(html: str) -> list[str]:
    """List the sentences of the form libraries that stand in a page."""
    return sorted(set(_words_of_libraries().findall(html)))


@lru_cache(maxsize=1)
def _words_of_libraries() -> re.Pattern[str]:
    """Gather all that Colander and Deform can say. What stands around a placeholder is taken by itself."""
    said = {piece.strip(" .,;:\"'<>") for library in ("colander", "deform") for piece in _pieces(library)}
    words = sorted((piece for piece in said if len(piece) >= SHORTEST), key=len, reverse=True)
    assert "Required" in words
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


def _pieces(library: str) -> Iterator[str]:
    catalogue = Path(find_spec(library).origin).parent / f"locale/{library}.pot"
    for entry in polib.pofile(str(catalogue)):
        yield from re.split(r"\$\{\w+\}", entry.msgid)
