"""Planning, convening, moving, cancelling, holding and closing meetings (DOMAIN 4.3, D38, D39)."""

from collections.abc import Mapping

from ..domain import meeting_states, next_fora
from ..domain.guards import Move, check, choose
from ..domain.meeting_states import CLOSED, CONVENED, HELD, MINUTED, MOVES, PLANNED, MeetingFacts
from ..domain.meetings import type_of_form
from ..resources.case import Case, case_of
from ..resources.document import Document
from ..resources.drafts import DraftFolder
from ..resources.meeting import Meeting
from . import cases, documents, involvement, mailings
from .acting import Act, case_named, done_before, moved
from .meeting_reading import (
    NOTICE,
    attendance,
    convened,
    could_decide,
    finished_notice,
    fora_facts,
    meeting_facts,
    notice_mark,
    roles,
)

TIME = ("date", "start", "end", "place", "online_link")
FIELDS = dict(zip(TIME, ("meeting_date", "start_time", "end_time", "place", "online_link"), strict=True))
"""What a meeting holds of its notice, and what the notice calls it (D38)."""


def plan(case: Case, act: Act, meeting_type: str) -> Meeting:
    """Add the meeting that may come next; when and where comes with its notice.

    Raises Refused, NotAllowed for a meeting that may not come next, or not by this person (R45, R51).
    """
    for meeting in case.moeder.in_order():
        if done_before(meeting, act):
            return meeting
    next_fora.check(fora_facts(case), roles(case, act.who, act.clock.today()), meeting_type)
    meeting = case.moeder.add(meeting_type)
    _moved(meeting, "planned", act, PLANNED, {"meeting_type": meeting_type})
    return meeting


def convene(meeting: Meeting, act: Act) -> None:
    """Convene a meeting: from now on those who are invited know of it, and the case is in that phase.

    Raises Conflict, NotAllowed, Refused.
    """
    case = _case(meeting)
    if done_before(meeting, act):
        return
    _checked(meeting, act, meeting_states.CONVENE)
    data = {"notice": notice_mark(finished_notice(case, meeting)), "time": _time(meeting)}
    _moved(meeting, "convened", act, CONVENED, data)
    cases.begin_phase(case, meeting.meeting_type, Act(act.who, act.clock))


def move(meeting: Meeting, drafts: DraftFolder, act: Act, *, reason: str) -> None:
    """Take a meeting back to planned, and begin the next version of its notice, which says the new time (D38).

    Raises Conflict, NotAllowed, Refused.
    """
    if done_before(meeting, act):
        return
    _checked(meeting, act, meeting_states.MOVE, reason=reason)
    _moved_away(meeting, act, reason.strip(), _notice(meeting))
    for name in TIME:
        setattr(meeting, name, "")
    notice = finished_notice(_case(meeting), meeting)
    if notice is not None and notice.document.draft is None and notice.document.latest is notice.version:
        documents.new_version(notice.document, drafts, Act(act.who, act.clock), note=reason)


def cancel(meeting: Meeting, act: Act, *, reason: str) -> None:
    """Cancel a meeting for good; its papers stay, and those who were mailed hear of it.

    Raises Conflict, NotAllowed, Refused.
    """
    if done_before(meeting, act):
        return
    _checked(meeting, act, meeting_states.CANCEL, reason=reason)
    _moved(meeting, "cancelled", act, "cancelled", {"reason": reason.strip()})
    mailings.withdraw(meeting, Act(act.who, act.clock))
    involvement.refresh(_case(meeting))


def hold(meeting: Meeting, act: Act, told: Mapping[str, str]) -> None:
    """Note that a meeting was held, and who came. ``told``: the attendance of each who was convened, by row id.

    Raises Conflict, NotAllowed, Refused.
    """
    if done_before(meeting, act):
        return
    _checked(meeting, act, meeting_states.HOLD, told=told)
    rows = [row | {"attendance": told[row["rid"]]} for row in convened(_case(meeting), meeting) if "name" in row]
    _held(meeting, act, rows)


def _held(meeting: Meeting, act: Act, rows: list[dict]) -> None:
    kept = ("rid", "name", "relation", "meeting_role", "attendance")
    came = [{name: row[name] for name in kept if name in row} for row in rows]
    _moved(meeting, "held", act, HELD, {"attendance": came, "decides": could_decide(_case(meeting), meeting, came)})


def convert(meeting: Meeting, act: Act) -> None:
    """Make a follow-up to which nobody came who can decide one without the young person (R35).

    Raises Conflict, NotAllowed, Refused.
    """
    if done_before(meeting, act):
        return
    _checked(meeting, act, meeting_states.CONVERT)
    folder, kind = _case(meeting).moeder, "followup_without_young"
    number = max((other.meeting_no for other in folder.of_type(kind)), default=0) + 1
    _moved(meeting, "converted", act, HELD, {"meeting_type": kind, "was": [meeting.meeting_type, meeting.meeting_no]})
    meeting.meeting_type, meeting.meeting_no = kind, number


def close(meeting: Meeting, act: Act) -> None:
    """Close a meeting: what it agreed has become tasks, what it decided stands in the plan (R42).

    Raises Conflict, NotAllowed, Refused.
    """
    if done_before(meeting, act):
        return
    _checked(meeting, act, meeting_states.CLOSE)
    _moved(meeting, "closed", act, CLOSED, {})


def follow_notice(document: Document, act: Act) -> None:
    """Let a finished notice say when and where its meeting is (D38).

    A meeting that was convened for another time is moved by it, and must be convened again.
    """
    meeting = _meeting(document)
    if meeting is None or document.form_key != NOTICE or meeting.state not in (PLANNED, CONVENED):
        return
    version = document.in_force()
    assert version is not None, "the notice has just been finished"
    content = version.content()
    new = {name: content.get(field, "") for name, field in FIELDS.items()}
    if meeting.state == CONVENED and new != _time(meeting):
        _moved_away(meeting, Act(act.who, act.clock), version.note, [document.label, version.number - 1])
    for name, value in new.items():
        setattr(meeting, name, value)


def follow_minutes(document: Document, act: Act) -> None:
    """Let submitted minutes take their meeting on. Nobody is kept from writing down what happened (D22): who has
    not said that the meeting was held says so by its minutes."""
    meeting = _meeting(document)
    if meeting is None or type_of_form(document.form_key) is None or not document.form_key.startswith("kui.minutes."):
        return
    by_itself = Act(act.who, act.clock)
    if meeting.state in (PLANNED, CONVENED):
        _held(meeting, by_itself, attendance(_case(meeting), meeting))
    if meeting.state == HELD:
        _moved(meeting, "minuted", by_itself, MINUTED, {"document": document.label})


def row_of(meeting: Meeting, name: str) -> Move[MeetingFacts]:
    """Return the row of an act for this meeting as it stands.

    Raises Conflict.
    """
    return choose(MOVES, name, meeting.state, meeting.meeting_type)


def _checked(meeting: Meeting, act: Act, name: str, *, reason: str = "", told: Mapping | None = None) -> None:
    case, today = _case(meeting), act.clock.today()
    facts = meeting_facts(case, meeting, today, reason=reason, told=told)
    check(row_of(meeting, name), facts, roles(case, act.who, today, meeting))


def _moved_away(meeting: Meeting, act: Act, reason: str, notice: list) -> None:
    """Note that the time no longer holds; a notice that is newer than ``notice`` says the new one."""
    _moved(meeting, "moved", act, PLANNED, {"reason": reason, "time": _time(meeting), "notice": notice})


def _notice(meeting: Meeting) -> list:
    return notice_mark(finished_notice(_case(meeting), meeting))


def _time(meeting: Meeting) -> dict[str, str]:
    return {name: getattr(meeting, name) for name in TIME}


def _moved(meeting: Meeting, kind: str, act: Act, target: str, data: dict) -> None:
    places = {"from": meeting.state, "to": target}
    moved(meeting, kind, f"meeting.{kind}", act, {"meeting": meeting.number}, places | data)
    meeting.state = target


def _case(meeting: Meeting) -> Case:
    case = case_of(meeting)
    assert case is not None, "a meeting always lies in a case"
    return case


def _meeting(document: Document) -> Meeting | None:
    return case_named(document).moeder.get(str(document.meeting_number))
