"""Examining a file from outside in a process of its own: its signatures, and which of its pages are not what they were.

What comes back is plain data; the ledger and the case are asked by whoever has them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from typing import Any

import pikepdf
from pyhanko.pdf_utils.reader import PdfFileReader

from kuidocs.services.seal.page_text import Line, lines
from kuidocs.services.seal.verify import Examined, examined

_Heading = tuple[int, float, str]

MOST_PAGES = 300
MOST_PLACES = 12
MOST_LINES = 3000
"""Of one page; a page of ours has fewer than a hundred."""
LONGEST = 1200
COVERS = 6.0
"""Points between a line and what is laid over it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place where the text is another: on which page, under which heading, what stood there, and what does now."""

    page: int
    heading: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Compared:
    """How the pages of a file stand to those of the one that we handed out."""

    pages: int
    changed: tuple[int, ...]
    """The numbers of the pages that look otherwise, from 1."""
    places: tuple[Place, ...] = ()
    """Where the text is another, but for those beyond ``MOST_PLACES``; empty too when it cannot be read."""
    count: int = 0
    """How many there are in all."""
    read: bool = True
    """Whether the text could be compared."""


def examine(pdf: bytes, trusted: Sequence[bytes]) -> Examined:
    """Say what the file itself says."""
    return examined(pdf, trusted)


def compare(pdf: bytes, genuine: bytes) -> Compared | None:
    """Compare the pages of a file with those of the genuine one; None when they cannot be read."""
    try:
        theirs, ours = (_pages(PdfFileReader(BytesIO(one), strict=False)) for one in (pdf, genuine))
    except Exception:
        # What comes from outside may be anything; then nothing is said of single pages.
        return None
    most = max(len(theirs), len(ours))
    changed = tuple(n + 1 for n in range(most) if _at(theirs, n) != _at(ours, n))
    places = _places(pdf, genuine, changed)
    if places is None:
        return Compared(len(theirs), changed, read=False)
    return Compared(len(theirs), changed, tuple(places[:MOST_PLACES]), len(places))


def _places(pdf: bytes, genuine: bytes, changed: tuple[int, ...]) -> list[Place] | None:
    try:
        with pikepdf.open(BytesIO(pdf)) as theirs, pikepdf.open(BytesIO(genuine)) as ours:
            headings = _headings(ours)
            return [one for page in changed for one in _on_page(theirs, ours, page, headings)]
    except Exception:
        # The same; that the page looks otherwise is said all the same.
        return None


def _on_page(theirs: pikepdf.Pdf, ours: pikepdf.Pdf, page: int, headings: list[_Heading]) -> Iterator[Place]:
    old, new = _lines(ours, page), _lines(theirs, page)
    matched = SequenceMatcher(None, [one.text for one in old], [one.text for one in new], autojunk=False)
    for kind, i, j, k, m in matched.get_opcodes():
        if kind == "equal":
            continue
        came = new[k:m]
        gone = old[i:j] or [line for line in old if any(abs(line.y - one.y) <= COVERS for one in came)]
        height = (gone or came)[0].y
        yield Place(page, _under(headings, page, height), _joined(gone), _joined(came))


def _lines(pdf: pikepdf.Pdf, page: int) -> list[Line]:
    found = lines(pdf.pages[page - 1]) if page <= len(pdf.pages) else []
    if len(found) > MOST_LINES:
        raise ValueError("too many lines")
    return found


def _joined(found: list[Line]) -> str:
    text = " ".join(line.text for line in found)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _headings(pdf: pikepdf.Pdf) -> list[_Heading]:
    """List the bookmarks of our own file in the order of the text."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    with pdf.open_outline() as outline:
        found = [_heading(item, pages) for item in _items(outline.root)]
    return sorted((one for one in found if one is not None), key=lambda one: (one[0], -one[1]))


def _items(given: Any) -> Iterator[Any]:
    for item in given:
        yield item
        yield from _items(item.children)


def _heading(item: Any, pages: dict[Any, int]) -> _Heading | None:
    where = item.destination
    if not isinstance(where, pikepdf.Array) or len(where) < 4:
        return None
    return pages.get(where[0].objgen, 0), float(where[3]), str(item.title)


def _under(headings: list[_Heading], page: int, height: float) -> str:
    """Name the heading that a line stands under."""
    before = [title for number, top, title in headings if (number, -top) <= (page, -height)]
    return before[-1] if before else ""


def _pages(reader: PdfFileReader) -> list[tuple[bytes, ...]]:
    count = int(reader.root["/Pages"]["/Count"])
    if count > MOST_PAGES:
        raise ValueError("too many pages")
    return [_shown(reader, n) for n in range(count)]


def _shown(reader: PdfFileReader, number: int) -> tuple[bytes, ...]:
    """Return what makes the look of a page: its drawing, its size, and what lies over it."""
    reference, _ = reader.find_page_for_modification(number)
    page = reference.get_object()
    found = page.get("/Contents")
    parts = found if isinstance(found, list) else [found] if found is not None else []
    drawing = [part.get_object().data if hasattr(part, "get_object") else part.data for part in parts]
    over = [one.get_object() for one in list.__iter__(page.get("/Annots", []))]
    seen = [_plain(one) for one in over if not (one.get("/FT") == "/Sig" and _no_room(one))]
    return (*drawing, b"|", *seen, _plain(page.get("/MediaBox", [])))


def _no_room(widget: object) -> bool:
    left, bottom, right, top = (float(number) for number in widget["/Rect"])  # type: ignore[index]
    return left == right or bottom == top or right <= 0 or top <= 0


def _plain(obj: object) -> bytes:
    output = BytesIO()
    if hasattr(obj, "write_to_stream"):
        obj.write_to_stream(output)
    return output.getvalue()


def _at(pages: list[tuple[bytes, ...]], number: int) -> tuple[bytes, ...]:
    return pages[number] if number < len(pages) else ()
