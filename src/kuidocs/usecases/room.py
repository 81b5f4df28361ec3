"""»Hvem gør hvad« in the room: the rows of the minutes' draft, one at a time, while the meeting goes on (R31)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..domain import room
from ..domain.carrying import active, to_minutes
from ..domain.errors import Conflict, Refused, not_found
from ..domain.meetings import MEETING_TYPES
from ..domain.problems import Problem
from ..forms.edition import Edition
from ..forms.reading import random_id, read
from ..resources.case import Case, case_of
from ..resources.document import Document
from ..resources.drafts import Draft, DraftFolder
from ..resources.meeting import Meeting
from ..security.reading import Sight
from . import documents, drafting
from .acting import Act, root_of
from .case_reading import in_force
from .meeting_reading import convened, minutes_of
from .reviewing import draft_edition

TASKS = "who_does_what"
FIELDS = ("task_text", "responsible", "together_with", "deadline", "goal_no")
"""What can be written in the room; the other questions of a task wait for the minutes."""
PERSON = "responsible"
NONE, DRAFT, LOCKED = "none", "draft", "locked"


class NotRead(Refused):
    """A row that could not be read, with what is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("not_read", "Opgaven er ikke gemt endnu. Intet er gået tabt.")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Board:
    """What stands on the screen: the minutes as far as they are, the goals, those who are there, the tasks."""

    document: Document | None
    state: str
    tasks: tuple[Mapping, ...]
    goals: tuple[Mapping, ...]
    people: Mapping[str, str]
    """Full name: what he or she is called in the room."""
    voice: str
    """The young person's words, where no goal carries them."""
    revisions: Mapping[str, int] = field(default_factory=dict)
    left_out: str = ""
    """What is said of what the consent does not let one read."""

    def task(self, rid: str) -> Mapping | None:
        """Find a task."""
        return next((row for row in self.tasks if row["rid"] == rid), None)

    def base(self, rid: str) -> dict[str, int]:
        """Return the revisions of the fields of one task, as a form was made from them."""
        return {path: rev for path, rev in self.revisions.items() if path.startswith(_before(rid))}


def board(case: Case, drafts: DraftFolder, meeting: Meeting, seen: Sight) -> Board:
    """Read what the screen shows to one person."""
    document = minutes_of(case, meeting)
    draft = drafts.get(document.id) if document is not None and document.draft is not None else None
    version = (document.latest or None) if document is not None and draft is None else None
    reading = seen.standing(document, draft)
    content = reading.left(draft.content() if draft else version.content() if version else {})
    invited = content.get("participants") or to_minutes(convened(case, meeting))
    names = [row["name"]["text"] for row in invited if row.get("name")]
    return Board(
        document,
        DRAFT if draft else LOCKED if version else NONE,
        tuple(content.get(TASKS, ())),
        tuple(_goals(case, content, seen)),
        room.first_names(names, {case.person.full_name: case.person.called}),
        str(content.get("youth_words") or content.get("youth_important") or ""),
        draft.revisions() if draft else {},
        reading.told or reading.reason,
    )


def _goals(case: Case, content: Mapping, seen: Sight) -> Iterator[Mapping]:
    """Go through the goals that are worked on: those of the minutes, else those of the plan, and new ones."""
    plan = in_force(case, "kui.education_plan")
    in_plan = seen.version(plan.version).left(plan.content).get("goals", ()) if plan else ()
    known = content.get("goals") or in_plan
    found = {goal.get("goal_no"): goal for goal in (*known, *content.get("new_or_changed_goals", ()))}
    return (goal for goal in active(found.values()) if goal.get("goal_no") and goal.get("goal_text"))


def add(
    meeting: Meeting, drafts: DraftFolder, act: Act, fields: Mapping[str, str], *, label: str = ""
) -> tuple[Document, str]:
    """Add a task to the minutes of a meeting, which are begun when they are not, as they always begin.

    ``label`` names the minutes when there are none. Returns the minutes and the row id. Raises NotRead, Conflict.
    """
    case = _case(meeting)
    document = _writable(case, drafts, meeting, act, label)
    draft = drafting.open_draft(document, drafts)
    if act.token in draft.tokens:
        return document, ""
    row = _read(draft_edition(document, drafts), _named(case, drafts, meeting, act), {"rid": random_id(())}, fields)
    content = draft.content()
    drafting.save(document, drafts, content | {TASKS: [*content.get(TASKS, ()), row]}, draft.revisions(), act)
    return document, row["rid"]


def _writable(case: Case, drafts: DraftFolder, meeting: Meeting, act: Act, label: str) -> Document:
    """Return the minutes with their draft, which is begun when there is none.

    Raises Conflict when they are submitted or approved, Refused for a meeting that was cancelled.
    """
    found = minutes_of(case, meeting)
    if found is None:
        form_key = MEETING_TYPES[meeting.meeting_type].minutes
        begun = replace(act, token="")
        return documents.create(case, root_of(case), drafts, begun, form_key=form_key, label=label, meeting=meeting)
    if found.draft is None:
        raise locked()
    return found


def locked() -> Conflict:
    """Make the refusal to write in minutes that are not a draft any more."""
    return Conflict(
        "locked",
        "Referatet er sendt til gennemsyn eller godkendt, så opgaverne ligger fast. Skriv rettelser i en ny version af "
        "referatet.",
    )


def _named(case: Case, drafts: DraftFolder, meeting: Meeting, act: Act) -> Mapping[str, str]:
    """Return what those who are there are called in the room."""
    return board(case, drafts, meeting, _sight(case, act)).people


def _sight(case: Case, act: Act) -> Sight:
    return Sight(act.who, case, act.clock.today())


def _read(edition: Edition, names: Mapping[str, str], old: Mapping, given: Mapping[str, str]) -> dict:
    """Read the fields of one task as the minutes' own edition does; what else the row has stays.

    Raises NotRead.
    """
    row: dict[str, Any] = dict(old)
    for name in FIELDS:
        words = given.get(name, "").strip()
        row.pop(name, None)
        if words:
            row[name] = _person(old, room.full_name(words, names)) if name == PERSON else words
    reading = read(edition.schema, {TASKS: [row]})
    problems = [one for one in reading.problems if one.path[:1] == (TASKS,) and len(one.path) > 1]
    if not row.get("task_text"):
        problems.insert(0, Problem((TASKS, 0, "task_text"), "required", "Skriv, hvad der skal gøres."))
    if problems:
        raise NotRead(problems)
    return reading.content[TASKS][0]


def _person(old: Mapping, name: str) -> dict[str, str]:
    """Keep the id behind a name that is the same."""
    before = old.get(PERSON) or {}
    return dict(before) if before.get("text") == name else {"text": name}


def change(
    meeting: Meeting, drafts: DraftFolder, act: Act, rid: str, fields: Mapping[str, str], base: Mapping[str, int]
) -> list[drafting.Collision]:
    """Change a task, given the revisions that the form was made from; what somebody else wrote is never overwritten.

    Raises NotRead, Conflict.
    """
    document, draft, rows = _open(meeting, drafts, act, rid)
    if act.token in draft.tokens:
        return []
    old = next((row for row in rows if row["rid"] == rid), None)
    if old is None:
        raise Conflict("gone", "En anden har fjernet opgaven imens. Det, du skrev, står herunder: Gem det som en ny.")
    new = _read(draft_edition(document, drafts), _named(_case(meeting), drafts, meeting, act), old, fields)
    content = draft.content() | {TASKS: [new if row["rid"] == rid else row for row in rows]}
    paths = {f"{_before(rid)}{name}" for name in FIELDS}
    shown = draft.revisions() | {path: base.get(path, 0) for path in paths}
    return drafting.save(document, drafts, content, shown, act)


def remove(meeting: Meeting, drafts: DraftFolder, act: Act, rid: str, base: Mapping[str, int]) -> None:
    """Take a task out; it can be brought back. One that somebody has written in since is left alone.

    Raises Conflict.
    """
    document, draft, rows = _open(meeting, drafts, act, rid)
    if not any(row["rid"] == rid for row in rows):
        return
    now = {path: rev for path, rev in draft.revisions().items() if path.startswith(_before(rid))}
    if now != {path: rev for path, rev in base.items() if path.startswith(_before(rid))}:
        raise Conflict("changed", "En anden har skrevet i opgaven imens. Læs den, før du fjerner den.")
    _put(document, drafts, act, draft, [row for row in rows if row["rid"] != rid])


def restore(meeting: Meeting, drafts: DraftFolder, act: Act, rid: str) -> None:
    """Bring a task back that was taken out, with the words it had, where it stood.

    Raises NotFound, Conflict.
    """
    document, draft, rows = _open(meeting, drafts, act, rid)
    if any(row["rid"] == rid for row in rows):
        return
    row = removed(document, draft, rid, _sight(_case(meeting), act))
    if row is None:
        raise not_found()
    place = min(_place(draft, rid), len(rows))
    _put(document, drafts, act, draft, [*rows[:place], row, *rows[place:]])


def removed(document: Document, draft: Draft, rid: str, seen: Sight) -> dict | None:
    """Return a task that was taken out, as it was; None for one that never was there, still is, or is not for one."""
    if any(row["rid"] == rid for row in draft.content().get(TASKS, ())):
        return None
    order = draft.field(TASKS)
    row = draft.row(TASKS, rid) if order is not None and rid in order.removed else {}
    text = draft.field(f"{_before(rid)}task_text")
    if not row.get("task_text") or text is None:
        return None
    return row if seen.writes_all_of(document, draft) or seen.rows(TASKS, [row], text.now.by) else None


def _place(draft: Draft, rid: str) -> int:
    """Return where a task goes back to."""
    return draft.restored(TASKS, rid)["rows"].index(rid)


def _open(meeting: Meeting, drafts: DraftFolder, act: Act, rid: str) -> tuple[Document, Draft, list[dict]]:
    """Return the minutes with their draft and all its tasks.

    Raises NotFound when there are none, or the task is not for who acts; Conflict when they are no draft any more.
    """
    document = minutes_of(_case(meeting), meeting)
    if document is None or document.draft is None:
        raise locked() if document is not None else not_found()
    draft = drafting.open_draft(document, drafts)
    if not _sight(_case(meeting), act).draft(document, draft).shows(rid):
        raise not_found()
    return document, draft, list(draft.content().get(TASKS, ()))


def _put(document: Document, drafts: DraftFolder, act: Act, draft: Draft, rows: list[dict]) -> None:
    content = {name: value for name, value in draft.content().items() if name != TASKS}
    drafting.save(document, drafts, content | ({TASKS: rows} if rows else {}), draft.revisions(), act)


def _before(rid: str) -> str:
    return f"{TASKS}/{rid}/"


def _case(meeting: Meeting) -> Case:
    case = case_of(meeting)
    assert case is not None, "a meeting always lies in a case"
    return case
