"""A case as the rows that lists are made of (D29). Made anew from the case whenever something in it was written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from ..domain import requests, settings, workflow
from ..domain.access_acts import blocked
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..services.index.api import (
    CaseRow,
    CaseSnapshot,
    ConsentRow,
    DocumentRow,
    InvolvementRow,
    LampRow,
    MeetingRow,
    PlanRow,
    RequestRow,
    TaskRow,
)
from . import followups, joining
from .case_reading import case_tasks, consent, in_force, plan_facts
from .courses import course
from .deadlines import deadlines, waiting_for
from .people import user_id
from .searchable import sources
from .settings import setting

DAY, NO_TIME = timedelta(days=1), timedelta()


def snapshot(case: Case) -> CaseSnapshot:
    """Write everything that lists know of a case."""
    found, kept_out = _whole(case), blocked(case.facts)
    return _without(found, kept_out) if kept_out else found


def _without(found: CaseSnapshot, users: frozenset[str]) -> CaseSnapshot:
    """Take those who are kept out of the case out of everything by which a list finds it for them."""

    def others(some: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in some if one not in users)

    return replace(
        found,
        involvements=tuple(one for one in found.involvements if one.user_id not in users),
        documents=tuple(replace(one, waiting_for=others(one.waiting_for)) for one in found.documents),
        meetings=tuple(replace(one, attendees=others(one.attendees)) for one in found.meetings),
        requests=tuple(
            replace(one, asker_id="" if one.asker_id in users else one.asker_id, keepers=others(one.keepers))
            for one in found.requests
        ),
        deadlines=tuple(one for one in found.deadlines if one.user_id not in users),
    )


def _whole(case: Case) -> CaseSnapshot:
    return CaseSnapshot(
        _case(case),
        tuple(_involvements(case)),
        tuple(_document(case, document) for document in case.dokumenter.in_order()),
        tuple(_meeting(case, meeting) for meeting in case.moeder.in_order()),
        tuple(_tasks(case)),
        tuple(_consents(case)),
        tuple(_plans(case)),
        (course(case),),
        tuple(sources(case)),
        tuple(_requests(case)),
        tuple(_lamps(case)),
        tuple(deadlines(case)),
    )


def _case(case: Case) -> CaseRow:
    return CaseRow(
        case.case_no,
        case.person.full_name,
        case.person.preferred_name,
        case.state,
        date.fromisoformat(case.person.birth_date),
        _moment(case.opened_at),
        user_id(case, case.plan_coordinator),
        case.plan_coordinator.get("text", ""),
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text).astimezone() if text else None


def _involvements(case: Case) -> Iterator[InvolvementRow]:
    for one in case.involvements:
        until = date.fromisoformat(one["until"]) - (DAY if one.get("over") else NO_TIME) if one["until"] else None
        since = date.fromisoformat(one["since"][:10])
        yield InvolvementRow(case.case_no, one["user_id"], one["relation"], since, until)


def _document(case: Case, document: Document) -> DocumentRow:
    number, latest = document.number, document.latest
    by = document.draft["by"] if document.draft else latest.author if latest else document.created_by
    return DocumentRow(
        case.case_no,
        document.label,
        document.id,
        document.form_key,
        document.form_key,
        document.shown_state(number),
        number,
        document.draft["round"] if document.draft else latest.round if latest else 1,
        document.meeting_number,
        by["user_id"],
        by["name"],
        waiting_for(document) or _minute_taker(case, document),
        _moment(_last_touched(document)),
    )


def _minute_taker(case: Case, document: Document) -> tuple[str, ...]:
    """Return who takes the minutes that are being written: somebody else may have begun them, from the room."""
    meeting = case.moeder.get(str(document.meeting_number))
    if document.draft is None or meeting is None or not document.form_key.startswith("kui.minutes."):
        return ()
    user = _with_role(_people(case, meeting), "minute_taker")
    return (user,) if user else ()


def _last_touched(document: Document) -> str:
    return max([document.created_at, *(f["at"] for f in document.facts), *(v.at for v in document.versions)])


def _meeting(case: Case, meeting: Meeting) -> MeetingRow:
    people = _people(case, meeting)
    return MeetingRow(
        case.case_no,
        meeting.number,
        meeting.meeting_type,
        meeting.meeting_no,
        meeting.state,
        date.fromisoformat(meeting.date) if meeting.date else None,
        meeting.start,
        meeting.end,
        meeting.place,
        _with_role(people, "chair"),
        _with_role(people, "minute_taker"),
        tuple(sorted({user for user, _ in people if user})),
    )


def _people(case: Case, meeting: Meeting) -> list[tuple[str, tuple[str, ...]]]:
    """List who is convened, from the newest paper of the meeting that names people: minutes, else the notice."""
    papers = [d for d in case.dokumenter.in_order() if d.meeting_number == meeting.number and d.latest]
    for prefix in ("kui.minutes.", "kui.notice"):
        for document in reversed(papers):
            if document.form_key.startswith(prefix) and document.latest:
                rows = document.latest.content().get("participants", ())
                return [(user_id(case, row.get("name")), tuple(row.get("meeting_role", ()))) for row in rows]
    return []


def _with_role(people: list[tuple[str, tuple[str, ...]]], role: str) -> str:
    return next((user for user, roles in people if role in roles), "")


def _tasks(case: Case) -> Iterator[TaskRow]:
    for task in case_tasks(case):
        yield TaskRow(
            case.case_no,
            task.rid,
            task.text,
            task.status,
            task.label,
            user_id(case, {"actor_id": task.actor_id}),
            task.responsible,
            task.agreed_at,
            task.deadline,
        )


def _consents(case: Case) -> Iterator[ConsentRow]:
    found, given = in_force(case, "kui.consent"), consent(case)
    if found and given:
        yield ConsentRow(
            case.case_no,
            found.document.label,
            found.version.number,
            given.valid_from,
            given.valid_until,
            given.givers,
            given.departments,
            given.withdrawn_at,
        )


def _plans(case: Case) -> Iterator[PlanRow]:
    for document in case.dokumenter.of_form("kui.education_plan"):
        for number in workflow.approved_numbers(document.facts):
            version = document.version(number)
            if version:
                yield _plan(case, document, number, version.content())


def _plan(case: Case, document: Document, number: int, content: dict) -> PlanRow:
    approved = document.facts_of("approved", number)[-1]["at"][:10]
    review = content.get("next_review")
    return PlanRow(
        case.case_no,
        document.label,
        number,
        workflow.superseded_by(document.facts, number) is None,
        date.fromisoformat(approved),
        date.fromisoformat(review) if review else None,
    )


def _requests(case: Case) -> Iterator[RequestRow]:
    keepers = tuple(sorted(joining.keepers(case)))
    for one in joining.asked(case):
        row = RequestRow(
            case.case_no, one["id"], requests.JOIN, "", one["by"]["user_id"], one["by"]["name"], *_days(case, one)
        )
        yield replace(row, answered_on=_answered(joining.answered(case, one["id"])), keepers=keepers)
    for asked in followups.asked(case):
        by, paper = asked.document.created_by, asked.document
        row = RequestRow(
            case.case_no, paper.id, requests.FOLLOWUP, paper.label, by["user_id"], asked.who, asked.on, asked.due
        )
        yield replace(row, answered_on=_answered(asked.answer), keepers=keepers)


def _days(case: Case, fact: dict) -> tuple[date, date]:
    """Return the day of a request, and the day by which it is answered."""
    day = date.fromisoformat(fact["at"][:10])
    return day, requests.due(day, setting(case, settings.ANSWER_DAYS, day))


def _answered(fact: dict | None) -> date | None:
    return date.fromisoformat(fact["at"][:10]) if fact else None


def _lamps(case: Case) -> Iterator[LampRow]:
    facts = plan_facts(case)
    if facts is not None:
        text, day = next(iter(facts.sub_goals), ("", None))
        yield LampRow(
            case.case_no,
            facts.last_reviewed,
            facts.next_review,
            facts.last_meeting,
            facts.unwritten_decisions,
            text,
            day,
        )
