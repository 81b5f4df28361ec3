"""A section parted into pieces of print: facts, texts, tables, goals, statements."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kuidocs.services.pdf.items import Item, ItemGroup
from kuidocs.services.pdf.layouts import Table, table_of
from kuidocs.services.pdf.text import line

FACTS, ONE, STATEMENTS, TEXT, QUOTE, TABLE, LADDER, ROWS, CHOSEN, MISSING = (
    "facts",
    "one",
    "statements",
    "text",
    "quote",
    "table",
    "ladder",
    "rows",
    "chosen",
    "missing",
)
QUOTES = frozenset({"items_from_young"})
"""Quoted beside what the outline itself marks as somebody's own words."""
LADDERS = frozenset({"goals", "new_or_changed_goals"})
CHOSEN_LISTS = frozenset({"information_types"})
MOST_FACTS = 10
LONGEST_FACT_LABEL = 48
LONG_TYPES = frozenset({"text", "lines"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a table of facts, from the document or from the system."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something with one look."""

    kind: str
    heading: str = ""
    item: Item | None = None
    facts: tuple[Fact, ...] = ()
    items: tuple[Item, ...] = ()
    table: Table | None = None


def kind_of(item: Item) -> str:
    """Tell how an answer is set."""
    if not item.filled:
        return MISSING
    if item.rows:
        return LADDER if item.id in LADDERS else ROWS
    if item.id in CHOSEN_LISTS and item.options:
        return CHOSEN
    if item.type in LONG_TYPES:
        return QUOTE if item.own_words or item.id in QUOTES else TEXT
    if item.type == "yes_no":
        return STATEMENTS
    return TEXT if len(item.label) > LONGEST_FACT_LABEL else FACTS


def pieces(title: str, items: Iterable[Item], *, missing: bool) -> tuple[Piece, ...]:
    """Part the answers of a section; ``missing`` names required questions without an answer, as drafts do."""
    shown = [item for item in items if item.filled or missing]
    found = [piece for kind, run in groupby(shown, kind_of) for piece in _run(kind, list(run))]
    if len(found) == 1 or (found and found[0].heading == title):
        found[0] = _without_heading(found[0], title)
    return tuple(found)


def _run(kind: str, items: list[Item]) -> Iterator[Piece]:
    if len(items) == 1 and kind in (FACTS, STATEMENTS):
        # A table or list of one would only be frames.
        yield Piece(ONE, item=items[0])
    elif kind == FACTS:
        for start in range(0, len(items), MOST_FACTS):
            yield Piece(FACTS, facts=tuple(map(fact, items[start : start + MOST_FACTS])))
    elif kind == STATEMENTS:
        yield Piece(STATEMENTS, items=tuple(items))
    else:
        for item in items:
            yield _single(kind, item)


def _single(kind: str, item: Item) -> Piece:
    if kind != ROWS:
        return Piece(kind, item.label, item)
    if table := table_of(item):
        return Piece(TABLE, item.label, item, table=table)
    if item.type == "group":
        return Piece(FACTS, item.label, facts=tuple(fact(each) for each in item.rows[0].items if each.filled))
    return Piece(ROWS, item.label, item)


def _without_heading(piece: Piece, title: str) -> Piece:
    """Leave out a heading that only repeats the section's; of tables and goals also when it stands alone."""
    if piece.heading == title or piece.kind in (TABLE, LADDER):
        return Piece(piece.kind, "", piece.item, piece.facts, piece.items, piece.table)
    return piece


def fact(item: Item) -> Fact:
    """Make a row of facts of an answer."""
    # »Fra kl.« is followed by »16.00«, not by »kl. 16.00«.
    text = item.text.removeprefix("kl. ") if item.label.endswith("kl.") else item.text
    return Fact(item.label, tuple(line(each) for each in text.splitlines() if each.strip()))


def row_pieces(row: ItemGroup) -> tuple[Piece, ...]:
    """Part a row that has no table of its own."""
    return pieces("", row.items, missing=False)
