"""The lists of the case page: documents by meeting, tasks, efforts, people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ..domain import danish, workflow
from ..domain.documents import KINDS
from ..domain.meetings import MEETING_TYPES, STATES
from ..domain.tasks import LABELS, Task
from ..forms.outline import show
from ..forms.places import node_at
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..resources.staff import StaffFolder
from ..usecases.case_reading import InForce, in_force
from ..usecases.involvement import RELATIONS, edition_of
from ..usecases.read_model import waiting_for
from .presenting import Chip, chip, document_title, meeting_title

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
    groups = [Group("Planer, samtykke og notater", "", tuple(_lines(loose, case, today)), True)] if loose else []
    for meeting in reversed(case.moeder.in_order()):
        groups.append(_group(case, meeting, today))
    return groups


def _group(case: Case, meeting: Meeting, today: date) -> Group:
    documents = [d for d in case.dokumenter.in_order() if d.meeting_number == meeting.number]
    lines = (*_lines(documents, case, today), *_not_begun(meeting, documents))
    current = meeting.state in ("planned", "convened", "held")
    working = any(line.document and line.document.shown_state(line.document.number) not in FINISHED for line in lines)
    return Group(meeting_title(case, meeting), _meeting_note(meeting, documents), lines, current or working, meeting)


def _meeting_note(meeting: Meeting, documents: list[Document]) -> str:
    day = danish.long_date(date.fromisoformat(meeting.date)) if meeting.date else "Tid er ikke aftalt"
    if meeting.state in ("planned", "convened"):
        return f"{day} · {STATES[meeting.state].lower()}"
    done = all(d.shown_state(d.number) in FINISHED for d in documents)
    count = danish.count(len(documents), "dokument", "dokumenter")
    return f"{day} · {count}{', alle journaliseret' if done and documents else ''}"


def _lines(documents: list[Document], case: Case, today: date) -> Iterator[DocumentLine]:
    for document in documents:
        number = document.number
        title = KINDS[document.form_key].label if document.meeting_number else document_title(document, number)
        yield DocumentLine(title, document, chip(document.shown_state(number)), _note(document, case, today))


def _note(document: Document, case: Case, today: date) -> str:
    if document.draft:
        at = danish.near_date(datetime.fromisoformat(document.draft["at"]).date(), today)
        return f"{document.draft['by']['name']}, {at}"
    waiting = waiting_for(document)
    if waiting:
        names = [a["name"] for a in case.register.values() if a.get("user_id") in waiting]
        return f"Hos {danish.listed(names)}" if names else "Venter på gennemsyn"
    approved = document.facts_of("approved", document.number)
    day = danish.near_date(datetime.fromisoformat(approved[-1]["at"]).date(), today) if approved else ""
    return f"Version {document.number}{' · ' + day if day else ''}"


def _not_begun(meeting: Meeting, documents: list[Document]) -> Iterator[DocumentLine]:
    """Name the papers that a coming meeting still needs."""
    kind, there = MEETING_TYPES[meeting.meeting_type], {d.form_key for d in documents if d.state != "annulled"}
    wanted = {"planned": ("kui.notice", kind.agenda), "convened": (kind.agenda,), "held": (kind.minutes,)}
    for key in wanted.get(meeting.state, ()):
        if key not in there:
            yield DocumentLine(KINDS[key].label, form_key=key)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One open task."""

    text: str
    responsible: str
    source: str
    due: str
    late: bool
    soon: bool
    status: str


def task_line(task: Task, today: date) -> TaskLine:
    """Say a task in one line."""
    day = danish.near_date(task.deadline, today) if task.deadline else "Ingen frist"
    late, soon = task.is_late(today), task.deadline == today
    due = f"{day}, {danish.days_between(task.deadline, today)}" if task.deadline and (late or soon) else day
    source = f"Fra mødet {danish.near_date(task.agreed_at, today)}" if task.agreed_at else ""
    goal = f" · mål {task.goal_no}" if task.goal_no else ""
    return TaskLine(task.text, task.responsible, source + goal, due, late, soon, LABELS[task.status])


@dataclass(frozen=True, slots=True)
class EffortLine:
    """One effort of the plan in force (R7)."""

    title: str
    goals: str
    responsible: str
    department: str
    status: str


def efforts(case: Case) -> list[EffortLine]:
    """List the efforts of the plan in force."""
    plan = in_force(case, "kui.education_plan")
    return [_effort(row, plan) for row in plan.content.get("efforts", ())] if plan else []


def _effort(row: dict, plan: InForce) -> EffortLine:
    goals = {goal.get("goal_no"): goal.get("goal_text", "") for goal in plan.content.get("goals", ())}
    numbers = row.get("goal_nos", [])
    words = f"Mål {danish.listed(numbers)}" if numbers else ""
    text = goals.get(numbers[0], "") if len(numbers) == 1 else ""
    group = node_at(edition_of(plan.version).schema, ("efforts", 0))
    status = next((c for c in group.children if c.name == "status"), None)
    return EffortLine(
        row.get("effort_title", ""),
        f"{words}: {text}" if text else words,
        row.get("responsible", {}).get("text", ""),
        row.get("department", ""),
        show(status, row.get("status")) if status is not None else "",
    )


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody of the staff with a part in the case."""

    name: str
    why: str


def people_with_access(case: Case, staff: StaffFolder, today: date) -> list[Access]:
    """List who of the staff may read, and why; what has ended is left out."""
    found: dict[str, list[str]] = {}
    for one in case.involvements:
        if not one["until"] or one["until"] >= today.isoformat():
            found.setdefault(one["user_id"], []).append(RELATIONS[one["relation"]])
    return [_access(staff.get(user), whys) for user, whys in found.items() if staff.get(user)]


def _access(person, whys: list[str]) -> Access:
    named = [why for why in dict.fromkeys(whys) if why != RELATIONS["author"]] or whys[:1]
    return Access(f"{person.name}, {person.department}", danish.listed([named[0], *(w.lower() for w in named[1:])]))
