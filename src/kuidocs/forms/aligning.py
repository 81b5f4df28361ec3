"""Two documents field by field: which fields and rows belong together, and what happened to each.

A field is known by its id, a row by its permanent row id, whatever the edition calls them and wherever they stand now.
Choices are the same when the stored option is, even if the edition has another word for it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ..domain.comparing import (
    ADDED,
    EDITED,
    GONE_FIELD,
    IN,
    MOVED,
    NEW_FIELD,
    ONLY_AGENDA,
    ONLY_MINUTES,
    OUT,
    REMOVED,
    SAME,
    Answer,
    Area,
    Change,
    Piece,
    Sides,
    numbered,
    rising,
)
from .beside import is_agenda, set_beside
from .nodes import Fields, Form, Group
from .outline import Entry, Outline, Part

Words = Callable[[str, str], Sides]
T = TypeVar("T", Entry, Part)
RUNNING = frozenset({"text", "line", "lines"})
"""The kinds of answer that are compared word by word; a day or a choice is one word."""
STORED = frozenset({"choice", "choices", "yes_no", "date", "time"})
"""The kinds of answer that are the same when what is stored is the same."""
NAMING = ("text", "line", "person", "choice")
"""The kinds of answer that a row is called by."""
CALLED = 48


@dataclass(frozen=True, slots=True)
class Side:
    """A document as it may be read, and the schema of its edition."""

    outline: Outline
    schema: Form
    topics: Mapping[str, str] = field(default_factory=dict)
    """Of an agenda: what each item is about, by its row id."""


@dataclass(slots=True)
class _Rows:
    """Where each row of a side stands, by the group and its row id."""

    places: dict[tuple[str, str], tuple[Part, str]] = field(default_factory=dict)

    def gather(self, entries: Iterable[Entry], within: str = "") -> "_Rows":
        for entry in entries:
            for part in entry.rows:
                here = _joined(within, _place(part)) if part.number else within
                if part.number:
                    self.places[entry.id, part.id] = part, here
                self.gather(part.entries, here)
        return self


def align(old: Side, new: Side, words: Words) -> tuple[Area, ...]:
    """Hold two documents against each other; ``words`` says how two texts differ."""
    return numbered(_Alignment(*_beside(old, new), words).areas())


def _beside(old: Side, new: Side) -> tuple[Side, Side]:
    """Lay an agenda out as the minutes are that it is held beside."""
    if is_agenda(old.schema.key) and not is_agenda(new.schema.key):
        return replace(old, outline=set_beside(old.outline, old.schema.key, old.topics, new.outline)), new
    if is_agenda(new.schema.key) and not is_agenda(old.schema.key):
        return old, replace(new, outline=set_beside(new.outline, new.schema.key, new.topics, old.outline))
    return old, new


class _Alignment:
    """One comparison."""

    def __init__(self, old: Side, new: Side, words: Words) -> None:
        self.old, self.new, self.words = old, new, words
        self.known_old, self.known_new = names(old.schema), names(new.schema)
        self.across = old.schema.key == new.schema.key
        self.rows_old = _Rows().gather(e for s in old.outline.sections for e in s.entries)
        self.rows_new = _Rows().gather(e for s in new.outline.sections for e in s.entries)
        self.fields_old = {e.id: e for s in old.outline.sections for e in s.entries}
        self.fields_new = {e.id: e for s in new.outline.sections for e in s.entries}

    def areas(self) -> Iterator[Area]:
        """Go through the sections of both, in the order of the new one."""
        for before, after in paired(self.old.outline.sections, self.new.outline.sections):
            shown = after or before
            assert shown is not None, "a pair has at least one side"
            mine = after.entries if after else ()
            gone = [e for e in (before.entries if before else ()) if e.id not in self.fields_new]
            parts = [part for pair in self._pairs(gone, mine, before) for part in self._part(*pair)]
            if parts:
                yield Area(shown.id, shown.title, tuple(parts))

    def _pairs(
        self, gone: list[Entry], mine: tuple[Entry, ...], before: Part | None
    ) -> Iterator[tuple[Entry | None, Entry | None]]:
        """Pair each field with the old one, wherever that stood; what is gone keeps its old place."""
        lost = {e.id for e in gone}
        there = [e for e in (before.entries if before else ()) if e.id in lost or any(e.id == m.id for m in mine)]
        for old, new in paired(there, mine):
            yield (self.fields_old.get(new.id) if new else old), new

    def _part(self, old: Entry | None, new: Entry | None, within: str = "", names: str = "") -> Iterator[Change]:
        shown = new or old
        assert shown is not None, "a pair has at least one side"
        if (old and old.rows) or (new and new.rows):
            if shown.type == "rows":
                yield from self._rows(old, new, within, names + shown.id)
            else:
                yield self._group(old, new, within, names + shown.id)
        else:
            yield self._field(old, new, names)

    def _field(self, old: Entry | None, new: Entry | None, before: str) -> Change:
        answer = self._answer(old, new)
        shown = new or old
        assert shown is not None, "a pair has at least one side"
        kind = self._kind(old, new, before) if answer.changed else ""
        return _unmarked(Change(shown.path, shown.label, (kind,) if kind else (), (answer,)))

    def _kind(self, old: Entry | None, new: Entry | None, before: str) -> str:
        """Tell whether a field was filled, emptied or edited, or whether the other edition does not have it."""
        shown = new or old
        assert shown is not None, "a pair has at least one side"
        name = before + shown.id
        if not (old and old.answered):
            return ADDED if name in self.known_old else NEW_FIELD if self.across else _only(self.new)
        if not (new and new.answered):
            return REMOVED if name in self.known_new else GONE_FIELD if self.across else _only(self.old)
        return EDITED

    def _group(self, old: Entry | None, new: Entry | None, within: str, names: str) -> Change:
        shown = new or old
        assert shown is not None, "a pair has at least one side"
        before, after = (e.rows[0].entries if e and e.rows else () for e in (old, new))
        answers = self._answers(before, after)
        changed = tuple(answer for answer in answers if answer.changed)
        kinds = (self._kind(old, new, ""),) if changed else ()
        title = _joined(within, shown.label)
        return _unmarked(Change(shown.path, _about(title, changed, kinds), kinds, changed or answers))

    def _answers(self, old: Iterable[Entry], new: Iterable[Entry]) -> tuple[Answer, ...]:
        """Compare the plain fields of a row or a group."""
        pairs = paired([e for e in old if e.type != "rows"], [e for e in new if e.type != "rows"])
        found = (self._answer(*pair) for pair in pairs)
        return tuple(answer for answer in found if answer.changed or answer.text)

    def _answer(self, old: Entry | None, new: Entry | None) -> Answer:
        shown = new or old
        assert shown is not None, "a pair has at least one side"
        before, after = (said(e) if e else "" for e in (old, new))
        if is_same(old, new):
            sides = Sides(_pieces(SAME, before), _pieces(SAME, after))
            return Answer(shown.path, shown.label, *sides, changed=False, own_words=shown.own_words)
        running = shown.type in RUNNING and before and after
        sides = self.words(before, after) if running else Sides(_pieces(OUT, before), _pieces(IN, after))
        return Answer(shown.path, shown.label, *sides, own_words=shown.own_words)

    def _rows(self, old: Entry | None, new: Entry | None, within: str, names: str) -> Iterator[Change]:
        olds, news = (e.rows if e else () for e in (old, new))
        shown = new or old
        assert shown is not None, "one side has rows"
        found = _same_rows(olds, news)
        stayed = _stayed(olds, news, found)
        for before, after in _in_order(olds, news, found):
            if after is None and before is not None:
                if (shown.id, before.id) not in self.rows_new.places:
                    yield self._whole(before, within, REMOVED, f"{shown.path}/{before.id}", names)
            elif after is not None:
                yield from self._row(shown, before, after, within, names, before is not None and after.id in stayed)

    def _row(
        self, group: Entry, before: Part | None, after: Part, within: str, names: str, stayed: bool
    ) -> Iterator[Change]:
        """Compare one row that is there now; one that stood under another row before was moved from there."""
        path = f"{group.path}/{after.id}"
        was = _joined(within, _place(before)) if before else ""
        if before is None and (found := self.rows_old.places.get((group.id, after.id))):
            before, was = found
        if before is None:
            yield self._whole(after, within, ADDED, path, names)
            yield from self._moved_into(after, _joined(within, _place(after)), names)
            return
        here, answers = _joined(within, _place(after)), self._answers(before.entries, after.entries)
        changed = tuple(answer for answer in answers if answer.changed)
        kinds = (*(() if stayed else (MOVED,)), *((EDITED,) if changed else ()))
        title = _called(here, after)
        shown = changed if changed and stayed else answers
        moved = ("", "") if stayed else (was, here)
        if shown or kinds:
            slid = stayed and not kinds and before.number != after.number
            yield Change(
                path, _about(title, changed if stayed else (), kinds), kinds, shown, *moved, row=True, slid=slid
            )
        yield from self._inside(before, after, here, names)

    def _inside(self, before: Part, after: Part, here: str, names: str) -> Iterator[Change]:
        old, new = ([e for e in part.entries if e.type == "rows"] for part in (before, after))
        for pair in paired(old, new):
            yield from self._part(*pair, within=here, names=f"{names}/")

    def _moved_into(self, part: Part, here: str, names: str) -> Iterator[Change]:
        """Tell of the rows that were moved into a row that is new."""
        for entry in part.entries:
            for row in entry.rows:
                if (entry.id, row.id) in self.rows_old.places:
                    yield from self._row(entry, None, row, here, f"{names}/{entry.id}", False)

    def _whole(self, part: Part, within: str, kind: str, path: str, names: str) -> Change:
        """Tell of a row that stands on one side only, with all that it holds but what stands elsewhere now."""
        sign, others = (OUT, self.rows_new) if kind == REMOVED else (IN, self.rows_old)
        answers = tuple(
            Answer(e.path, label, *_one_side(sign, e.text), own_words=e.own_words)
            for label, e in _leaves(part, elsewhere=others)
        )
        if not self.across and names not in (self.known_new if kind == REMOVED else self.known_old):
            kind = _only(self.old if kind == REMOVED else self.new)
        return _unmarked(Change(path, _called(_joined(within, _place(part)), part), (kind,), answers, row=True))


def _only(side: Side) -> str:
    return ONLY_AGENDA if is_agenda(side.schema.key) else ONLY_MINUTES


def _unmarked(change: Change) -> Change:
    """Leave what only one of two forms asks for without marks: nobody took it out or put it in."""
    if not change.apart:
        return change
    answers = tuple(replace(a, old=_plainly(a.old), new=_plainly(a.new)) for a in change.answers)
    return replace(change, answers=answers)


def _plainly(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(Piece(SAME, piece.text) for piece in pieces)


def _one_side(sign: str, text: str) -> Sides:
    return Sides(_pieces(sign, text), ()) if sign == OUT else Sides((), _pieces(sign, text))


def _pieces(kind: str, text: str) -> tuple[Piece, ...]:
    return (Piece(kind, text),) if text else ()


def _leaves(part: Part, before: str = "", elsewhere: _Rows | None = None) -> Iterator[tuple[str, Entry]]:
    for entry in part.entries:
        if not entry.rows and entry.text:
            yield f"{before}{entry.label}", entry
        for row in entry.rows:
            if not (elsewhere and row.number and (entry.id, row.id) in elsewhere.places):
                yield from _leaves(row, f"{_place(row)}: " if row.number else f"{entry.label}: ", elsewhere)


def said(entry: Entry) -> str:
    """Return an answer as it is read, also that of a group of fields inside a row."""
    if not entry.rows:
        return entry.text
    return "\n".join(f"{label}: {e.text}" for row in entry.rows for label, e in _leaves(row))


def is_same(old: Entry | None, new: Entry | None) -> bool:
    """Tell whether two answers say the same; an option that only got another word does."""
    if old is None or new is None:
        return not (said(old or new)) if old or new else True  # type: ignore[arg-type]
    if old.type == new.type and old.type in STORED:
        return old.value == new.value or (not old.text and not new.text)
    return said(old) == said(new)


def names(schema: Fields, before: str = "") -> frozenset[str]:
    """List the fields that an edition shows, by their ids and those of the groups they stand in."""
    found: set[str] = set()
    for node in schema.children:
        if node.type_name != "row_id" and not node.hidden:
            found.add(before + node.name)
            if isinstance(node, Group):
                found |= names(node.row, f"{before}{node.name}/")
    return frozenset(found)


def paired(old: Iterable[T], new: Iterable[T]) -> list[tuple[T | None, T | None]]:
    """Pair by id in the order of the new; what only the old has stands behind what it stood behind there."""
    news = list(new)
    there = {one.id for one in news}
    found: list[tuple[T | None, T | None]] = []
    olds = {one.id: one for one in old}
    waiting: dict[str, list[T]] = {}
    last = ""
    for one in olds.values():
        if one.id in there:
            last = one.id
        else:
            waiting.setdefault(last, []).append(one)
    found += [(one, None) for one in waiting.get("", ())]
    for one in news:
        found.append((olds.get(one.id), one))
        found += [(gone, None) for gone in waiting.get(one.id, ())]
    return found


def _same_rows(olds: tuple[Part, ...], news: tuple[Part, ...]) -> dict[str, Part]:
    """Say which old row each new one is: by its id, or, for papers from elsewhere, by the words it begins with."""
    by_id = {part.id: part for part in olds}
    found = {part.id: by_id[part.id] for part in news if part.id in by_id}
    left = [part for part in olds if part.id not in found]
    for part in news:
        if part.id not in found and (words := _opening(part)):
            twin = next((one for one in left if _opening(one) == words), None)
            if twin is not None:
                found[part.id] = twin
                left.remove(twin)
    return found


def _stayed(olds: tuple[Part, ...], news: tuple[Part, ...], found: dict[str, Part]) -> set[str]:
    """List the rows that kept their place among the others: the fewest are told as moved."""
    order = {part.id: n for n, part in enumerate(olds)}
    known = [part.id for part in news if part.id in found]
    return {known[at] for at in rising([order[found[rid].id] for rid in known])}


def _in_order(
    olds: tuple[Part, ...], news: tuple[Part, ...], found: dict[str, Part]
) -> Iterator[tuple[Part | None, Part | None]]:
    """Go through the rows as they stand now, those that are gone behind the one that they stood behind."""
    back = {part.id: rid for rid, part in found.items()}
    gone: dict[str, list[Part]] = {}
    last = ""
    for part in olds:
        last = back.get(part.id, last)
        if part.id not in back:
            gone.setdefault(last, []).append(part)
    yield from ((part, None) for part in gone.get("", ()))
    for part in news:
        yield found.get(part.id), part
        yield from ((one, None) for one in gone.get(part.id, ()))


def _opening(part: Part) -> str:
    """Return the words that a row is called by."""
    spoken = (e for e in part.entries if e.type in NAMING and e.text and not e.rows)
    first = next(spoken, None)
    return " ".join(first.text.split()) if first else ""


def _place(part: Part) -> str:
    """Write »Delmål 3«: the title of a row holds its number."""
    return part.title


def _joined(within: str, place: str) -> str:
    """Write »Mål 1, delmål 3«."""
    return f"{within}, {place[:1].lower()}{place[1:]}" if within else place


def _called(place: str, part: Part) -> str:
    """Write »Mål 2 »At få en døgnrytme««."""
    words = _opening(part)
    short = words if len(words) <= CALLED else words[:CALLED].rsplit(" ", 1)[0] + " …"
    return f"{place} »{short}«" if words else place


def _about(title: str, changed: tuple[Answer, ...], kinds: tuple[str, ...]) -> str:
    """Name the one field that differs behind the row or group that it stands in."""
    return f"{title}: {changed[0].label}" if len(changed) == 1 and kinds == (EDITED,) else title
