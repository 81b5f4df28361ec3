"""Examining a file from outside in a process of its own: its signatures, and which of its pages are not what they were.

What comes back is plain data; the ledger and the case are asked by whoever has them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader

from kuidocs.services.seal.verify import Examined, examined

MOST_PAGES = 300


@dataclass(frozen=True, slots=True)
class Compared:
    """How the pages of a file stand to those of the one that we handed out."""

    pages: int
    changed: tuple[int, ...]
    """The numbers of the pages that look otherwise, from 1."""


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
    changed = [n + 1 for n in range(most) if _at(theirs, n) != _at(ours, n)]
    return Compared(len(theirs), tuple(changed))


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
