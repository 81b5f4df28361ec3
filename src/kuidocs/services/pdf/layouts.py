"""How the known groups of rows stand as tables. Which fields there are, and what they are called, the edition says."""

from dataclasses import dataclass

from kuidocs.services.pdf.items import Item, ItemGroup

NUMBER, STRONG, PLAIN, STATUS, NOTE, SAID = "no", "what", "plain", "st", "lbl", "said"
"""How an answer is set: a large number · bold · as it is · a framed word · small with its label · with its label."""
UNLABELLED = "bare"
"""Small, without its label."""
TALL = 160
"""A row with more letters than this is a card of its own."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the fields whose answers head it, and those that stand under them."""

    main: tuple[str, ...]
    width: str = ""
    look: str = PLAIN
    under: tuple[tuple[str, str], ...] = ()
    """Pairs of field and look."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A table for one kind of row. It is used when the row has the field ``needs``."""

    needs: str
    columns: tuple[Column, ...]
    head: int = 0
    """Which column heads the row."""
    extra: int = 0
    """Where fields that no column names are printed, such as a municipality's own."""
    css: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Bit:
    """One answer in a cell, or a few short ones on a line."""

    look: str
    item: Item
    more: tuple[Item, ...] = ()

    @property
    def line(self) -> str:
        """The words on the line."""
        return (" · " if self.look == UNLABELLED else ", ").join(item.short for item in (self.item, *self.more))


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to print."""

    css: str
    columns: tuple[tuple[str, str], ...]
    """Heading and width."""
    head: int
    rows: tuple[tuple[tuple[Bit, ...], ...], ...]


TASKS = Layout(
    "task_text",
    (
        Column(("responsible",), "k35", under=(("together_with", NOTE),)),
        Column(("task_text",), under=(("purpose", SAID), ("informs", NOTE))),
        Column(("deadline",), "k30"),
        Column(("goal_no",), "k20"),
    ),
    extra=1,
    sort="deadline",
)
PEOPLE = Layout(
    "name",
    (
        Column(("name",), "k50", under=(("email", UNLABELLED),)),
        Column(("profession", "department"), under=(("relation", UNLABELLED), ("meeting_role", UNLABELLED))),
        Column(("attendance",), "k40", under=(("invited_via", NOTE),)),
    ),
    extra=1,
    css="people",
)
DECISIONS = Layout(
    "decision_text",
    (
        Column(("decision_no",), "k10", NUMBER),
        Column(("decision_text",), "", STRONG, (("reason", SAID), ("goal_no", NOTE))),
        Column(("young_view",), "k40", STRONG, (("young_view_note", PLAIN),)),
        Column(("responsible",), "k35", under=(("deadline", NOTE),)),
    ),
    extra=1,
    css="dec",
)
AGREEMENTS = Layout(
    "agreement_text",
    (
        Column(("agreement_no",), "k10", NUMBER),
        Column(("agreement_text",), "", STRONG),
        Column(("parties",), "k40"),
        Column(("valid_until",), "k30"),
    ),
    extra=1,
    css="dec",
)
EFFORTS = Layout(
    "effort_title",
    (
        Column(("priority",), "k15", NUMBER),
        Column(
            ("effort_title",),
            "",
            STRONG,
            (("description", PLAIN), ("area", NOTE), ("goal_nos", NOTE), ("grant_status", NOTE), ("legal_basis", NOTE)),
        ),
        Column(("responsible",), "k40", under=(("department", UNLABELLED),)),
        Column(("status",), "k40", STATUS, (("start_date", NOTE), ("end_date", NOTE))),
    ),
    extra=1,
)
AGENDA = Layout(
    "heading",
    (
        Column(("item_no",), "k15", NUMBER),
        Column(("heading",), "", STRONG, (("guiding_question", PLAIN), ("preparation", SAID))),
        Column(("item_type",), "k40", under=(("presenter", NOTE),)),
        Column(("minutes",), "k20"),
    ),
    extra=1,
)
KNOWN_EFFORTS = Layout(
    "effort",
    (
        Column(("department",), "k45", under=(("professional", UNLABELLED),)),
        Column(("effort",)),
        Column(("experience",), "k60"),
    ),
    extra=1,
)
POSSIBILITIES = Layout(
    "possibility",
    (
        Column(("possibility",), "k50", under=(("department", UNLABELLED),)),
        Column(("meaning_for_young",)),
        Column(("requires",), "k40"),
        Column(("grant_status",), "k25"),
    ),
    extra=1,
)
MISSING_PEOPLE = Layout(
    "profession",
    (
        Column(("profession",), "k45", under=(("name", UNLABELLED),)),
        Column(("why",)),
        Column(("responsible",), "k45", under=(("how", NOTE),)),
    ),
    extra=1,
)
GRANTS = Layout(
    "grant",
    (
        Column(("grant",)),
        Column(("department",), "k45"),
        Column(("responsible",), "k35"),
        Column(("deadline",), "k30"),
    ),
)
GOAL_PROGRESS = Layout(
    "movement",
    (
        Column(("goal_no",), "k15", NUMBER),
        Column(("movement",), under=(("obstacle", SAID), ("next_small_step", SAID))),
        Column(("status",), "k45", STATUS),
    ),
    extra=1,
)
TASK_PROGRESS = Layout(
    "task_text",
    (
        Column(("task_text",)),
        Column(("responsible",), "k40"),
        Column(("status",), "k45", STATUS, (("note", PLAIN),)),
    ),
)
QUESTIONS = Layout("question", (Column(("question",), "k67"), Column(("answer",))), extra=1)
MATTERS = Layout("matter", (Column(("matter",), "k50"), Column(("why",)), Column(("where",), "k45")), extra=1)
HISTORY = Layout("what", (Column(("period",), "k40"), Column(("what",)), Column(("learned",), "k60")), extra=1)
FOLLOWUPS = Layout("date", (Column(("date",), "k45"), Column(("meeting_type",))), extra=1)
RECIPIENTS = Layout(
    "department",
    (
        Column(("department",)),
        Column(("named_person",), "k45"),
        Column(("may",), "k45"),
        Column(("may_share",), "k30"),
        Column(("may_receive",), "k30"),
    ),
)
OUTSIDE = Layout(
    "organisation",
    (Column(("organisation",), "k45", under=(("named_person", UNLABELLED),)), Column(("information",))),
    extra=1,
)
GIVERS = Layout(
    "name",
    (
        Column(("name",), under=(("role", UNLABELLED),)),
        Column(("method",), "k50"),
        Column(("given_at",), "k40"),
    ),
)
INFORMED = Layout(
    "name", (Column(("name",), "k50"), Column(("how",), under=(("why_not", SAID),)), Column(("informed_at",), "k40"))
)
CONTACTED = Layout(
    "name",
    (
        Column(("name",), "k45", under=(("profession", UNLABELLED), ("department", UNLABELLED))),
        Column(("outcome",), under=(("intent", NOTE),)),
        Column(("contacted_at",), "k40", under=(("channel", UNLABELLED),)),
    ),
    extra=1,
)
LAYOUTS = {
    "who_does_what": TASKS,
    "participants": PEOPLE,
    "decisions": DECISIONS,
    "agreements": AGREEMENTS,
    "prioritised_efforts": EFFORTS,
    "efforts": EFFORTS,
    "agenda_items": AGENDA,
    "current_efforts": KNOWN_EFFORTS,
    "possibilities": POSSIBILITIES,
    "missing_professionals": MISSING_PEOPLE,
    "grants_to_clarify": GRANTS,
    "goal_progress": GOAL_PROGRESS,
    "task_progress": TASK_PROGRESS,
    "clarified_questions": QUESTIONS,
    "matters_for_young": MATTERS,
    "education_history": HISTORY,
    "work_history": HISTORY,
    "followup_dates": FOLLOWUPS,
    "recipients": RECIPIENTS,
    "external_parties": OUTSIDE,
    "given_by": GIVERS,
    "custody_informed": INFORMED,
    "secondary_contacts": CONTACTED,
}


def table_of(item: Item) -> Table | None:
    """Set the rows of a field as a table, if there is a layout that fits them."""
    layout = LAYOUTS.get(item.id)
    rows = [row for row in item.rows if row.filled]
    if layout is None or not rows or not all(row.get(layout.needs) for row in rows):
        return None
    if layout.sort:
        # Rows without a day come last; among equals the author's order stands.
        rows.sort(key=lambda row: row.value(layout.sort) or "9")
    places = {place: column for place, each in enumerate(layout.columns) if (column := _used(each, rows))}
    order = list(places)
    head, extra = (order.index(place) if place in order else 0 for place in (layout.head, layout.extra))
    columns = tuple((_heading(column, rows), column.width) for column in places.values())
    cells = tuple(_cells(row, layout, list(places.values()), extra) for row in rows)
    return Table(f"{layout.css} {_size(rows)}".strip(), columns, head, cells)


def _used(column: Column, rows: list[ItemGroup]) -> Column | None:
    """The column as these rows need it: none when it is empty; when its head is empty the next field leads."""
    main = any(_answered(row, name) for row in rows for name in column.main)
    under = tuple((name, look) for name, look in column.under if any(_answered(row, name) for row in rows))
    if main or not under:
        return column if main else None
    return Column((under[0][0],), column.width, column.look, under[1:])


def _size(rows: list[ItemGroup]) -> str:
    """Say that rows are tall, so that a page may end after the first or before the last of them."""
    tallest = max(sum(len(item.text) for item in row.items) for row in rows)
    return "tall" if tallest > TALL else ""


def _answered(row: ItemGroup, name: str) -> Item | None:
    item = row.get(name)
    return item if item and item.filled else None


def _heading(column: Column, rows: list[ItemGroup]) -> str:
    """The label of the first field of the column that is answered."""
    return next(item.label for name in column.main for row in rows if (item := _answered(row, name)))


def _cells(row: ItemGroup, layout: Layout, columns: list[Column], extra: int) -> tuple[tuple[Bit, ...], ...]:
    placed = {name for column in layout.columns for name in (*column.main, *(under for under, _ in column.under))}
    rest = tuple(Bit(SAID, item) for item in row.items if item.filled and item.id not in placed)
    return tuple(_bits(column, row) + (rest if place == extra else ()) for place, column in enumerate(columns))


def _bits(column: Column, row: ItemGroup) -> tuple[Bit, ...]:
    main = _on_a_line(column.look, [item for name in column.main if (item := _answered(row, name))])
    under = [(look, item) for name, look in column.under if (item := _answered(row, name))]
    if not main and under and under[0][0] == UNLABELLED:
        main = (Bit(column.look, under.pop(0)[1]),)
    bare = _on_a_line(UNLABELLED, [item for look, item in under if look == UNLABELLED])
    return (*main, *bare, *(Bit(look, item) for look, item in under if look != UNLABELLED))


def _on_a_line(look: str, items: list[Item]) -> tuple[Bit, ...]:
    """Put short answers together on a line; a text keeps its paragraphs."""
    if not items:
        return ()
    if any(item.type == "text" for item in items):
        return tuple(Bit(look, item) for item in items)
    return (Bit(look, items[0], tuple(items[1:])),)
