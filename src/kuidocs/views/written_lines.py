"""What was put together without asking, as pages tell it: which field, what became of it, who, when."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..domain.comparing import SAME, rising
from ..domain.fields import is_order, order
from ..forms.nodes import Form
from ..forms.outline import show
from ..forms.places import node_of, numbered, page_id, place
from ..resources.drafts import Draft
from ..services.words import Piece, differences
from ..usecases.written import Written, in_new_row
from .draft_around import first_words

EDITED, ADDED, REMOVED, MOVED = "Rettet", "Tilføjet", "Fjernet", "Flyttet"
AROUND = 60
"""So many signs of what stayed are shown on each side of a change."""
Name = Callable[[Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that became another."""

    label: str
    where: str
    anchor: str
    what: str
    pieces: list[Piece]
    who: str
    at: str
    back: str = ""
    """How a form names the row that can be brought back."""


class Telling:
    """Tells what was written in a draft, or in the round that became a version."""

    def __init__(self, schema: Form, content: dict, name: Name, shows: Callable[[str], bool] = bool) -> None:
        self.schema, self.content, self.name, self.shows = schema, content, name, shows

    def lines(self, found: list[Written], draft: Draft) -> Iterator[Line]:
        """Tell each field once, by all who wrote in it; a row that was added is told as one thing."""
        news = {one.path: frozenset(order(one.now)) - frozenset(order(one.before)) for one in found if _is_group(one)}
        for one in found:
            if in_new_row(draft, one.path, news) or not self.shows(one.path):
                continue
            yield from self._of_group(one, draft) if _is_group(one) else self._of_field(one)

    def by_hand(self, one: Written) -> Iterator[Line]:
        """Tell what each of several people made of one field, one after another."""
        before = one.before
        for stretch in one.stretches:
            yield from self._of_field(replace(one, before=before, stretches=(stretch,)))
            before = stretch.value

    def _of_field(self, one: Written) -> Iterator[Line]:
        node = node_of(self.schema, one.path)
        old, new = show(node, one.before), show(node, one.now)
        if node is not None and old != new:
            what = EDITED if old and new else ADDED if new else REMOVED
            here = numbered(self.content, one.path)
            yield Line(
                str(node.title),
                place(self.schema, here),
                page_id(self.content, here),
                what,
                shortened(differences(old, new)),
                self._who(one),
                one.stretches[-1].at,
            )

    def _of_group(self, one: Written, draft: Draft) -> Iterator[Line]:
        was, now = order(one.before), order(one.now)
        both = [was.index(rid) for rid in now if rid in was]
        stayed = {was[both[at]] for at in rising(both)}
        for rid in (*now, *(rid for rid in was if rid not in now)):
            if rid in stayed or not self.shows(f"{one.path}/{rid}"):
                continue
            if rid in was and rid in now:
                yield self._of_row(one, draft, rid, MOVED, f"fra plads {was.index(rid) + 1} til {now.index(rid) + 1}")
            else:
                yield self._of_row(one, draft, rid, ADDED if rid in now else REMOVED)

    def _of_row(self, one: Written, draft: Draft, rid: str, what: str, how: str = "") -> Line:
        node, gone = node_of(self.schema, one.path), what == REMOVED
        names = [child.name for child in node.row.children]
        words = first_words(draft.row(one.path, rid), names)
        kind = {ADDED: "in", REMOVED: "out"}.get(what, SAME)
        here = numbered(self.content, f"{one.path}/{rid}")
        rows = order(one.before if gone else one.now)
        return Line(
            f"{node.row.title} {rows.index(rid) + 1}",
            str(node.title),
            "" if gone else f"{page_id(self.content, here)}-head",
            f"{what} {how}".strip(),
            [Piece(kind, words)] if words else [],
            self._who(one),
            one.stretches[-1].at,
            f"{one.path}:{rid}" if gone else "",
        )

    def _who(self, one: Written) -> str:
        names = list(dict.fromkeys(self.name(stretch.by) for stretch in one.stretches))
        return " og ".join(names) if len(names) < 3 else "flere"


def _is_group(one: Written) -> bool:
    return is_order(one.now) or is_order(one.before)


def shortened(pieces: list[Piece]) -> list[Piece]:
    """Leave out what stayed, but for the words next to a change."""
    last = len(pieces) - 1
    return [
        Piece(one.kind, _cut(one.text, n > 0, n < last)) if one.kind == SAME else one for n, one in enumerate(pieces)
    ]


def _cut(text: str, after: bool, before: bool) -> str:
    """Keep the words after a change, and those before the next one."""
    if len(text) <= AROUND * (after + before) + 1:
        return text
    return (f"{text[:AROUND]}" if after else "") + " … " + (f"{text[-AROUND:]}" if before else "")


def named(me: str, both: str = "flere") -> Name:
    """Name people to one of them."""

    def name(by: Mapping[str, Any]) -> str:
        if not by:
            return both
        return "Dig" if by.get("user_id") == me else str(by.get("name", ""))

    return name
