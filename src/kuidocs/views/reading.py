"""A document laid out for calm reading: which answers are a line, a table, a list of people, a numbered card.

It works on any edition, since it looks at what the answers are like and hardly at what the questions are called.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from ..forms.outline import Entry, Outline, Part

SHORT = frozenset(
    {"line", "phone", "email", "link", "number", "numbers", "date", "time", "yes_no", "choice", "choices", "person"}
)
LISTS = ("lines",)
SPOKEN = ("text", "line", "person")
"""The kinds of answer that a row begins with."""
NESTED = ("rows", "group")
SHORT_TEXT = 90
"""A short answer that is longer than this is read as text."""
LONG_CELL = 200
"""A table with a longer text in its first column is no table."""
MOST_COLUMNS = 4
UNANSWERED = "Ikke udfyldt"
DECISIONS = "decisions"
GOALS = ("goals", "new_or_changed_goals", "goal_progress", "sub_goals")
"""Groups whose rows are called by number in other papers too."""
GOAL_NUMBERS = ("goal_no", "goal_nos")
OPINION = "young_view"
""""What does the young person say?", answered under a name."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A short answer with its question."""

    id: str
    label: str
    text: str
    type: str = ""

    @property
    def words(self) -> str:
        """Say both in a line of small things: »Mål 2«, »Ansvarlig: Nanna Kildeager«."""
        return f"{self.label} {self.text}" if self.id in GOAL_NUMBERS else f"{self.label.rstrip('?')}: {self.text}"

    @property
    def whole(self) -> bool:
        """Whether the answer is not to be broken over lines."""
        return self.type in ("date", "time", "number", "numbers")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a group: what it says first, the short answers, the long ones, and the rows inside it."""

    id: str
    number: str
    say: str
    facts: tuple[Fact, ...]
    blocks: tuple["Block", ...]
    after: tuple["After", ...] = ()


@dataclass(frozen=True, slots=True)
class After:
    """What became of something: words, and where it can be read."""

    words: str
    href: str = ""
    then: str = ""
    lead: str = ""
    """The words before the link: »Skrevet i«."""
    asked: str = "Hvad blev der af det?"


@dataclass(frozen=True, slots=True)
class Block:
    """Something that is shown in one way: text, quote, list, pairs, table, people, goals or cards."""

    kind: str
    label: str = ""
    lines: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    rows: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of rows by their id, beside what the document says."""

    after: Mapping[str, tuple[After, ...]] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)
    """How far a task has come, in words."""
    called: str = ""
    """What the young person is called."""


def sections(outline: Outline, around: Around | None = None) -> list[Section]:
    """Lay a document out."""
    known = around or Around()
    return [Section(part.id, part.title, tuple(blocks(part.entries, known))) for part in outline.sections]


def blocks(entries: Iterable[Entry], around: Around) -> Iterator[Block]:
    """Lay answers out; short ones that stand together become one list of pairs."""
    for short, found in groupby(entries, key=is_short):
        if short:
            yield Block("pairs", facts=tuple(_fact(entry, around) for entry in found))
        else:
            for entry in found:
                yield from _block(entry, around)


def is_short(entry: Entry) -> bool:
    """Tell whether an answer is a word or a line."""
    return entry.type in SHORT and len(entry.text) <= SHORT_TEXT and "\n" not in entry.text and not entry.own_words


def _fact(entry: Entry, around: Around) -> Fact:
    label = "Mål" if entry.id in GOAL_NUMBERS else around.called if entry.id == OPINION else ""
    return Fact(entry.id, label or entry.label, entry.text or UNANSWERED, entry.type)


def _block(entry: Entry, around: Around) -> Iterator[Block]:
    if entry.type == "group":
        yield from _group(entry, around)
    elif entry.type == "rows":
        yield _rows(entry, around) if entry.rows else Block("text", entry.label, (UNANSWERED,))
    else:
        kind = "quote" if entry.own_words and entry.text else "list" if entry.type in LISTS and entry.text else "text"
        yield Block(kind, entry.label, tuple(line for line in (entry.text or UNANSWERED).split("\n") if line.strip()))


def _group(entry: Entry, around: Around) -> Iterator[Block]:
    if not entry.rows:
        yield Block("text", entry.label, (UNANSWERED,))
    for part in entry.rows:
        first, *rest = blocks(part.entries, around)
        yield Block(first.kind, entry.label, first.lines, first.facts, first.rows, first.columns)
        yield from rest


def _rows(entry: Entry, around: Around) -> Block:
    if entry.id in GOALS:
        return Block("goals", entry.label, rows=tuple(_row(part, around) for part in entry.rows))
    if _are_people(entry.rows):
        return Block("people", entry.label, rows=tuple(_person(part, around) for part in entry.rows))
    if entry.id != DECISIONS and (columns := _columns(entry.rows)) is not None:
        return _table(entry, columns, around)
    return Block("cards", entry.label, rows=tuple(_row(part, around) for part in entry.rows))


def _row(part: Part, around: Around) -> Row:
    """Make a card: the first answer is what it says, unless that is only its number."""
    number, say, others = _opened(part)
    facts = tuple(_fact(one, around) for one in others if is_short(one) and one.text)
    long = [one for one in others if not is_short(one) and one.answered]
    said = say.text or UNANSWERED if say else ""
    return Row(part.id, number, said, facts, tuple(blocks(long, around)), around.after.get(part.id, ()))


def _opened(part: Part) -> tuple[str, Entry | None, list[Entry]]:
    """Take a row apart: its number, what it says first, and the rest."""
    rest, number = list(part.entries), str(part.number)
    if len(rest) > 1 and rest[0].type == "number" and rest[0].text:
        number = rest.pop(0).text
    plain = [one for one in rest if one.type not in NESTED]
    say = next((one for one in plain if one.type in SPOKEN), plain[0] if plain else None)
    return number, say, [one for one in rest if one is not say]


def spoken(part: Part) -> Entry | None:
    """Return the answer that a row begins with, None for a row without any."""
    return _opened(part)[1]


def _are_people(rows: tuple[Part, ...]) -> bool:
    """Tell whether rows name people with many small things about each and no text."""
    named = all(part.entries and part.entries[0].type == "person" for part in rows)
    plain = all(is_short(one) for part in rows for one in part.entries)
    return named and plain and len({one.id for part in rows for one in part.entries if one.text}) > MOST_COLUMNS + 1


def _person(part: Part, around: Around) -> Row:
    name, *rest = part.entries
    return Row(
        part.id, str(part.number), name.text or UNANSWERED, tuple(_fact(one, around) for one in rest if one.text), ()
    )


def _columns(rows: tuple[Part, ...]) -> list[Entry] | None:
    """Return the short questions that rows can stand under as a table, None when they are too long or too many.

    A question that hardly any row answers gets no column; its answers stand below what the row says.
    """
    asked: dict[str, Entry] = {}
    answers: Counter[str] = Counter()
    for part in rows:
        _, say, rest = _opened(part)
        if say is None or len(say.text) > LONG_CELL or any(one.type in NESTED and one.rows for one in rest):
            return None
        if sum(len(one.text) for one in rest if not is_short(one)) > LONG_CELL:
            return None
        asked |= {one.id: one for one in rest if is_short(one) and one.text}
        answers.update(one.id for one in rest if is_short(one) and one.text)
    found = [one for id, one in asked.items() if answers[id] * 2 >= len(rows)]
    return found if 0 < len(found) <= MOST_COLUMNS else None


def _table(entry: Entry, columns: list[Entry], around: Around) -> Block:
    """Make a table: what a row says with its texts below it, then one column for each short question."""
    _, say, _ = _opened(entry.rows[0])
    assert say is not None, "rows without anything to say have no columns"
    told = any(part.id in around.status for part in entry.rows)
    rows = tuple(_line(part, columns, around, told) for part in entry.rows)
    labels = (say.label, *(_fact(one, around).label for one in columns), *(["Status nu"] if told else []))
    return Block("table", entry.label, rows=rows, columns=labels)


def _line(part: Part, columns: list[Entry], around: Around, told: bool) -> Row:
    row, asked = _row(part, around), {one.id for one in columns}
    texts = {fact.id: fact.text for fact in row.facts}
    cells = [Fact(one.id, _fact(one, around).label, texts.get(one.id, ""), one.type) for one in columns]
    if told:
        cells.append(Fact("status", "Status nu", around.status.get(part.id, "")))
    seldom = tuple(Block("text", "", (fact.words,)) for fact in row.facts if fact.id not in asked)
    return Row(row.id, row.number, row.say, tuple(cells), (*row.blocks, *seldom), row.after)


def present(outline: Outline) -> list[tuple[str, str]]:
    """Gather who came how to a meeting, for a paper that says so: »Til stede«: names."""
    found: dict[str, list[str]] = {}
    people = outline.entry("participants")
    for part in people.rows if people else ():
        name, came = part.entry("name"), part.entry("attendance")
        if name is not None and came is not None and came.text:
            found.setdefault(came.text, []).append(name.text)
    return [(how, ", ".join(names)) for how, names in found.items()]
