"""What two versions held side by side consist of: changes in the order of the document, with the words that differ.

Pure data, made once and shown by the page and by the paper alike.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from . import danish

SAME, OUT, IN = "same", "out", "in"
EDITED, ADDED, REMOVED, MOVED, NEW_FIELD, GONE_FIELD = "edited", "added", "removed", "moved", "new_field", "gone_field"
ONLY_AGENDA, ONLY_MINUTES = "only_agenda", "only_minutes"
APART = {ONLY_AGENDA: "Står ikke i referatet", ONLY_MINUTES: "Står ikke i dagsordenen"}
"""What only one of two different forms asks for, and what is said on the other side. It is no change."""

KINDS = {
    EDITED: ("Rettet", "rettet"),
    ADDED: ("Tilføjet", "tilføjet"),
    REMOVED: ("Fjernet", "fjernet"),
    MOVED: ("Flyttet", "flyttet"),
    NEW_FIELD: ("Nyt felt", "i et nyt felt"),
    GONE_FIELD: ("Felt udgået", "i et felt, der er udgået"),
    ONLY_AGENDA: ("Kun i dagsordenen", "kun i dagsordenen"),
    ONLY_MINUTES: ("Kun i referatet", "kun i referatet"),
}
"""Kind of change: its chip, and how it is counted in a sentence."""


class Piece(NamedTuple):
    """A stretch of text that stands in both texts, was taken out, or came in."""

    kind: str
    text: str


class Run(NamedTuple):
    """Part of a stretch: with a number it is quoted by that comment; ``ends`` when the quotation ends with it."""

    text: str
    number: int = 0
    begins: bool = False
    ends: bool = False


class Quoted(NamedTuple):
    """A stretch with the words in it that comments quote."""

    kind: str
    text: str
    runs: tuple[Run, ...]


class Sides(NamedTuple):
    """The old text and the new one, each in pieces; put together again they are the two texts."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer on both sides."""

    path: str
    label: str
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()
    changed: bool = True
    own_words: bool = False

    @property
    def text(self) -> str:
        """The newest words."""
        return plain(self.new) or plain(self.old)


@dataclass(frozen=True, slots=True)
class Change:
    """A field or a row: what happened to it, and its answers. Without a kind it is unchanged."""

    path: str
    title: str
    kinds: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    was: str = ""
    """Where a row that was moved stood."""
    now: str = ""
    row: bool = False
    emptied: str = ""
    """Why a field stands empty now, when a rule says that it is not used any more."""
    slid: bool = False
    """Whether a row has another number only because others came, went or were moved."""
    number: int = 0
    """Which change this is, counted from 1; 0 for what is unchanged."""

    @property
    def chips(self) -> tuple[str, ...]:
        """What happened, in words."""
        return tuple(KINDS[kind][0] for kind in self.kinds)

    @property
    def whole(self) -> bool:
        """Whether the heading says it all, because the field or row stands on one side only."""
        return bool({ADDED, REMOVED, NEW_FIELD, GONE_FIELD, *APART}.intersection(self.kinds))

    @property
    def apart(self) -> bool:
        """Whether only the form of one side asks for it."""
        return not APART.keys().isdisjoint(self.kinds)

    @property
    def missing(self) -> bool:
        """Whether there is no place for it on the empty side: the row or the field is not there at all."""
        return self.row or not {NEW_FIELD, GONE_FIELD}.isdisjoint(self.kinds)

    @property
    def absent(self) -> str:
        """Say on the empty side why nothing stands there, "" when the question is simply not answered."""
        return self.emptied or next((APART[kind] for kind in self.kinds if kind in APART), "")


@dataclass(frozen=True, slots=True)
class Area:
    """A section of the form with its changed and its unchanged parts."""

    id: str
    title: str
    parts: tuple[Change, ...]

    @property
    def changed(self) -> tuple[Change, ...]:
        """The parts that differ."""
        return tuple(part for part in self.parts if part.kinds)

    @property
    def same(self) -> tuple[Change, ...]:
        """The parts that do not."""
        return tuple(part for part in self.parts if not part.kinds)

    @property
    def slid(self) -> str:
        """Say how many of those are rows that only got another number."""
        count = sum(part.slid for part in self.same)
        if not count:
            return ""
        return f"{count} af dem har fået et andet nummer, fordi andre rækker er kommet til, fjernet eller flyttet"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the form itself changed between two editions."""

    kind: str
    text: str
    field: str = ""
    """The path of the field, where the comparison may show it."""


@dataclass(frozen=True, slots=True)
class Named:
    """One side: »Version 2« and »23. juni 2026 · Underskrevet«."""

    name: str
    line: str = ""

    @property
    def inside(self) -> str:
        """The name within a sentence."""
        return self.name[:1].lower() + self.name[1:]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions held against each other."""

    old: Named
    new: Named
    areas: tuple[Area, ...]
    notes: tuple[Note, ...] = ()
    editions: str = ""
    """Which editions of the form the two were written in, when they are two."""
    left_out: bool = False
    """Whether something may not be read by who asks, and is therefore not compared."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, in the order of the document."""
        return tuple(change for area in self.areas for change in area.changed)

    def change_of(self, field: str) -> int:
        """Return the number of the change that shows a field, 0 when none does."""
        paths = ((change, [change.path, *(answer.path for answer in change.answers)]) for change in self.changes)
        found = (change.number for change, told in paths if any(f"{path}/".startswith(f"{field}/") for path in told))
        return next(found, 0) if field else 0

    @property
    def two_forms(self) -> bool:
        """Whether the two are papers of different kinds, which ask different questions."""
        return any(change.apart for change in self.changes)

    @property
    def unchanged(self) -> int:
        """How many fields and rows are as they were."""
        return sum(len(area.same) for area in self.areas)


def plain(pieces: Iterable[Piece]) -> str:
    """Put pieces together again."""
    return "".join(piece.text for piece in pieces)


def place_of(quote: str, text: str) -> tuple[int, int] | None:
    """Find the words of a quotation, however they are broken into lines."""
    words = quote.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return found.span() if found else None


def quoted(pieces: Iterable[Piece], quotes: Iterable[tuple[int, str]]) -> list[Quoted]:
    """Mark the words that comments quote; where two overlap, the first one does."""
    pieces = list(pieces)
    text = plain(pieces)
    taken: list[tuple[int, int, int]] = []
    for number, quote in quotes:
        place = place_of(quote, text)
        if place and not any(place[0] < end and start < place[1] for start, end, _ in taken):
            taken.append((*place, number))
    found, at = [], 0
    for piece in pieces:
        end = at + len(piece.text)
        found.append(Quoted(piece.kind, piece.text, tuple(_runs(text, at, end, sorted(taken)))))
        at = end
    return found


def _runs(text: str, at: int, end: int, taken: list[tuple[int, int, int]]) -> Iterator[Run]:
    for start, stop, number in taken:
        if stop <= at or start >= end:
            continue
        if start > at:
            yield Run(text[at:start])
        first, last = max(at, start), min(end, stop)
        yield Run(text[first:last], number, first == start, last == stop)
        at = last
    if at < end:
        yield Run(text[at:end])


def rising(numbers: list[int]) -> list[int]:
    """List the places of the longest rising row among numbers."""
    ends: list[int] = []
    places: list[int] = []
    came_from: list[int] = []
    for at, number in enumerate(numbers):
        found = bisect_left(ends, number)
        came_from.append(places[found - 1] if found else -1)
        ends[found : found + 1], places[found : found + 1] = [number], [at]
    row, at = [], places[-1] if places else -1
    while at >= 0:
        row.append(at)
        at = came_from[at]
    return row[::-1]


def numbered(areas: Iterable[Area]) -> tuple[Area, ...]:
    """Count the changes through the document."""
    found, number = [], 0
    for area in areas:
        parts = []
        for part in area.parts:
            number += bool(part.kinds)
            parts.append(replace(part, number=number) if part.kinds else part)
        found.append(replace(area, parts=tuple(parts)))
    return tuple(found)


def emptied(areas: Iterable[Area], fields: Iterable[str], why: str) -> tuple[Area, ...]:
    """Give the reason where fields were emptied because they are not used any more."""
    names = frozenset(fields)

    def told(part: Change) -> Change:
        return replace(part, emptied=why) if part.kinds == (REMOVED,) and part.path in names else part

    return tuple(replace(area, parts=tuple(map(told, area.parts))) for area in areas)


def headline(comparison: Comparison) -> str:
    """Write »13 ændringer i 8 afsnit«."""
    changes, areas = len(comparison.changes), sum(1 for area in comparison.areas if area.changed)
    if not changes:
        return "Der er ingen ændringer"
    one, more = ("forskel", "forskelle") if comparison.two_forms else ("ændring", "ændringer")
    return f"{changes} {one if changes == 1 else more} i {areas} afsnit"


def counted(comparison: Comparison) -> str:
    """Write »7 rettet, 2 tilføjet og 1 flyttet. 31 felter og rækker er uændrede.«."""
    times = Counter(change.kinds[0] for change in comparison.changes)
    said = danish.listed([f"{times[kind]} {words}" for kind, (_, words) in KINDS.items() if times[kind]])
    same = comparison.unchanged
    kept = "1 felt eller række er uændret." if same == 1 else f"{same} felter og rækker er uændrede."
    return f"{said}. {kept}" if said else kept
