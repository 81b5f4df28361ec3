"""What »Kontrollér et dokument« tells of a file that was changed: where, what stood there, and what does now."""

from dataclasses import dataclass

from ..domain import danish
from ..domain.comparing import Piece
from ..services import checking as v
from ..services.checking import Compared, Place, Verdict
from ..services.words import two_sides

SHOWN_PAGES = 10


@dataclass(frozen=True, slots=True)
class Change:
    """A place with its two texts, in pieces."""

    where: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that is told of the pages."""

    lead: str = ""
    """What has happened, in the place of the general sentence."""
    where: str = ""
    places: tuple[Change, ...] = ()
    more: str = ""
    pages: int = 0


def told(verdict: Verdict, found: Compared | None, sealed: str) -> Changes:
    """Put into words how the pages of a file stand to those that were handed out; ``sealed`` is the day."""
    if found is None:
        return Changes()
    if not found.changed:
        return Changes(pages=found.pages)
    left_out = found.count - len(found.places)
    return Changes(
        _lead(verdict, found, sealed),
        _where(found),
        tuple(_change(one) for one in found.places),
        f"Og {left_out} steder mere." if left_out else "",
        found.pages,
    )


def _lead(verdict: Verdict, found: Compared, sealed: str) -> str:
    """Say what was done, where it can be seen: a genuine signature that something was laid over."""
    if verdict.code != v.CHANGED or not verdict.signatures or not all(one.intact for one in verdict.signatures):
        return ""
    pages = _pages(found)
    return (
        f"Nogen har lagt noget nyt ind på {pages}, efter at kommunen satte sit segl {sealed}. "
        f"Seglet er ægte, men det gælder ikke det, der nu står på {pages}."
    )


def _pages(found: Compared) -> str:
    numbers = danish.listed([str(n) for n in found.changed[:SHOWN_PAGES]])
    return f"side {numbers}"


def _where(found: Compared) -> str:
    if len(found.changed) == found.pages and found.pages > 1:
        return "Alle sider er anderledes end dem, der blev forseglet."
    numbers = danish.listed([str(n) for n in found.changed[:SHOWN_PAGES]])
    word = "Side" if len(found.changed) == 1 else "Siderne"
    told = f"{word} {numbers} ser anderledes ud end det, der blev forseglet. Resten af siderne er uændrede."
    return (
        told
        if found.places or not found.read
        else f"{told} Ordene på siden er de samme; det er noget andet, der er ændret."
    )


def _change(one: Place) -> Change:
    heading = f", »{one.heading}«" if one.heading else ""
    sides = two_sides(one.old, one.new)
    return Change(f"Side {one.page}{heading}", sides.old, sides.new)
