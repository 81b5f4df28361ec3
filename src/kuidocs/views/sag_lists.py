"""The lists of the case page: documents by meeting, tasks, efforts, people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ..domain import danish, workflow
from ..domain.documents import KINDS
from ..domain.meeting_states import shown
from ..domain.meetings import MEETING_TYPES, STATES
from ..domain.tasks import LABELS, Task
from ..forms.outline import show
from ..forms.places import node_at
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..resources.staff import Staff, StaffFolder
from ..usecases.acting import root_of
from ..usecases.case_reading import InForce, case_tasks, in_force
from ..usecases.deadlines import waiting_for
from ..usecases.involvement import RELATIONS, edition_of
from .dues import LATE, SOON, Due
from .people import by_name
from .presenting import Chip, chip, clock_words, document_title, meeting_title

NOT_HELD = ("planned", "convened", "cancelled", "rescheduled")
ENDED = ("completed", "stopped")
"""The states in which an effort is over, on its day or before."""
MOST_NAMES = 2
"""How many reviewers a line names; a list of more says nothing."""
FINISHED = (workflow.ARCHIVED, workflow.SUPERSEDED, workflow.ANNULLED)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document in the list; without a document, one that has not been begun."""

    title: str
    document: Document | None = None
    chip: Chip | None = None
    note: str = ""
    form_key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The documents of one meeting, or those of none."""

    title: str
    note: str
    lines: tuple[DocumentLine, ...]
    open: bool
    meeting: Meeting | None = None


def documents_by_meeting(case: Case, today: date) -> list[Group]:
    """Group all documents, the newest meeting first; plan, consent and cards come first of all."""
    loose = [d for d in case.dokumenter.in_order() if not d.meeting_number]
    groups = [Group("Planer, samtykke og notater", "", tuple(_lines(loose, today)), True)] if loose else []
    for meeting in reversed(case.moeder.in_order()):
        groups.append(_group(case, meeting, today))
    return groups


def _group(case: Case, meeting: Meeting, today: date) -> Group:
    documents = [d for d in case.dokumenter.in_order() if d.meeting_number == meeting.number]
    lines = (*_lines(documents, today), *_not_begun(meeting, documents))
    current = meeting.state in ("planned", "convened", "held")
    working = any(line.document and line.document.shown_state(line.document.number) not in FINISHED for line in lines)
    return Group(meeting_title(case, meeting), _meeting_note(meeting, documents), lines, current or working, meeting)


def _meeting_note(meeting: Meeting, documents: list[Document]) -> str:
    day = danish.long_date(date.fromisoformat(meeting.date)) if meeting.date else "Tid er ikke aftalt"
    state = shown(meeting.state, meeting.facts)
    if meeting.state in NOT_HELD:
        at = f" kl.\u00a0{clock_words(meeting.start)}" if meeting.start and meeting.date else ""
        return f"{day}{at} · {STATES[state].lower()}"
    done = all(d.shown_state(d.number) in FINISHED for d in documents)
    count = f"{len(documents)} {'dokument' if len(documents) == 1 else 'dokumenter'}"
    return f"{day} · {count}{', alle journaliseret' if done and documents else ''}"


def _lines(documents: list[Document], today: date) -> Iterator[DocumentLine]:
    for document in documents:
        number = document.number
        title = KINDS[document.form_key].label if document.meeting_number else document_title(document, number)
        yield DocumentLine(title, document, chip(document.shown_state(number)), _note(document, today))


def _note(document: Document, today: date) -> str:
    if document.draft:
        at = danish.near_date(datetime.fromisoformat(document.draft["at"]).date(), today)
        return ", ".join(filter(None, (by_name(document.draft["by"]), at)))
    if document.state == workflow.IN_REVIEW:
        return _in_review(document, today)
    found = document.in_force()
    if found is None:
        return f"Version {document.number}"
    return _in_force(document, found.number, found.content(), today)


def _in_review(document: Document, today: date) -> str:
    staff, sent = root_of(document).medarbejdere, document.facts_of("submitted")[-1]
    names = [staff[user].name for user in waiting_for(document) if user in staff]
    since = danish.near_date(datetime.fromisoformat(sent["at"]).date(), today)
    who = f"Hos {danish.listed(names)}" if 0 < len(names) <= MOST_NAMES else "Venter på gennemsyn"
    return f"{who} siden {since}"


def _in_force(document: Document, number: int, content: dict, today: date) -> str:
    at = datetime.fromisoformat(document.facts_of("approved", number)[-1]["at"]).date()
    if document.form_key == "kui.education_plan":
        return f"Gælder fra {danish.near_date(at, today)}"
    if document.form_key == "kui.consent" and content.get("valid_until"):
        return f"Til {danish.near_date(date.fromisoformat(content['valid_until']), today)}"
    return f"Version {number} · {danish.near_date(at, today)}"


def _not_begun(meeting: Meeting, documents: list[Document]) -> Iterator[DocumentLine]:
    """Name the papers that a coming meeting still needs."""
    kind, there = MEETING_TYPES[meeting.meeting_type], {d.form_key for d in documents if d.state != "annulled"}
    wanted = {"planned": ("kui.notice", kind.agenda), "convened": (kind.agenda,), "held": (kind.minutes,)}
    for key in wanted.get(meeting.state, ()):
        if key not in there:
            yield DocumentLine(KINDS[key].label, form_key=key)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One open task, and the paper that it was agreed in."""

    text: str
    responsible: str
    source: str
    due: Due
    status: str
    rid: str
    document: Document | None


def open_tasks(case: Case, today: date) -> list[TaskLine]:
    """List what is not done yet, the oldest deadline first."""
    found = [task for task in case_tasks(case) if task.is_open]
    return [_task_line(case, task, today) for task in sorted(found, key=lambda t: t.deadline or date.max)]


def _task_line(case: Case, task: Task, today: date) -> TaskLine:
    source = f"Fra mødet {danish.near_date(task.agreed_at, today)}" if task.agreed_at else "Uden dato"
    goal = f" · mål {task.goal_no}" if task.goal_no else ""
    found = case.dokumenter.get(task.label)
    when, status = _deadline(task, today), LABELS[task.status]
    return TaskLine(task.text, task.responsible, source + goal, when, status, task.rid, found)


def _deadline(task: Task, today: date) -> Due:
    if task.deadline is None:
        return Due("Ingen frist")
    day = danish.near_date(task.deadline, today)
    if task.deadline > today:
        return Due(day)
    return Due(f"{day}, {danish.days_between(task.deadline, today)}", LATE if task.is_late(today) else SOON)


@dataclass(frozen=True, slots=True)
class EffortLine:
    """One effort of the plan in force (R7)."""

    title: str
    what: str
    """What is done with the young person."""
    goals: str
    responsible: str
    department: str
    status: str
    end: str
    rid: str
    goal_numbers: str
    """The goals by number alone, for who may not read their text."""
    goal: str
    """The row id of the goal whose text stands there, "" for none."""


def efforts(case: Case, today: date) -> list[EffortLine]:
    """List the efforts of the plan in force."""
    plan = in_force(case, "kui.education_plan")
    return [_effort(row, plan, today) for row in plan.content.get("efforts", ())] if plan else []


def _effort(row: dict, plan: InForce, today: date) -> EffortLine:
    return EffortLine(
        row.get("effort_title", ""),
        row.get("description", ""),
        _goals(row, plan.content),
        row.get("responsible", {}).get("text", ""),
        row.get("department", ""),
        _status(row, plan),
        _end(row, today),
        row.get("rid", ""),
        *_numbered(row, plan.content),
    )


def _numbered(row: dict, content: dict) -> tuple[str, str]:
    """Say the numbers of the goals of an effort, and which row the text of the only one stands in."""
    numbers = [str(number) for number in row.get("goal_nos", ())]
    rids = [goal["rid"] for goal in content.get("goals", ()) if [str(goal.get("goal_no"))] == numbers]
    return (f"Mål {danish.listed(numbers)}" if numbers else ""), (rids[0] if rids else "")


def _goals(row: dict, content: dict) -> str:
    """Say which goals an effort is for, with the text of the goal when it is one."""
    texts = {str(goal.get("goal_no")): goal.get("goal_text", "") for goal in content.get("goals", ())}
    numbers = [str(number) for number in row.get("goal_nos", ())]
    words = f"Mål {danish.listed(numbers)}" if numbers else ""
    text = texts.get(numbers[0], "") if len(numbers) == 1 else ""
    return f"{words}: {text}" if text else words


def _status(row: dict, plan: InForce) -> str:
    group = node_at(edition_of(plan.version).schema, ("efforts", 0))
    status = next((c for c in group.children if c.name == "status"), None)
    return show(status, row.get("status")) if status is not None else ""


def _end(row: dict, today: date) -> str:
    if not row.get("end_date"):
        return ""
    day = date.fromisoformat(row["end_date"])
    over = "Sluttede" if row.get("status") in ENDED else "Skulle slutte"
    return f"{'Slutter' if day >= today else over} {danish.near_date(day, today)}"


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody of the staff with a part in the case."""

    name: str
    why: str


def people_with_access(case: Case, staff: StaffFolder, today: date) -> list[Access]:
    """List who of the staff may read, and why; what has ended is left out."""
    found: dict[str, list[dict]] = {}
    for one in case.involvements:
        if one["user_id"] in staff and (not one["until"] or one["until"] >= today.isoformat()):
            found.setdefault(one["user_id"], []).append(one)
    return [_access(staff[user], ones) for user, ones in found.items()]


def _access(person: Staff, ones: list[dict]) -> Access:
    relations = list(dict.fromkeys(one["relation"] for one in ones))
    named = [RELATIONS[r] for r in relations if r != "author"] or [RELATIONS["author"]]
    why = danish.listed([named[0], *(f"{word[0].lower()}{word[1:]}" for word in named[1:])])
    only = named == [RELATIONS["ad_hoc"]]
    return Access(f"{person.name}, {person.department}", f"{why}, kun til mødet" if only else why)
