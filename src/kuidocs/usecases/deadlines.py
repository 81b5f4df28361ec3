"""Everything in a case that waits for somebody, with its day: rows that do not change with the day (R47, R48)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..domain import ages, settings, timers, workflow
from ..domain import deadlines as kinds
from ..domain.consents import BIRTHDAYS
from ..domain.insight import WAITING
from ..domain.meeting_states import CONVENED, HELD, PLANNED
from ..domain.working_days import add_working_days
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..security.rules import CLERK, LEADER
from ..services.index.api import DeadlineRow
from .acting import root_of
from .case_reading import InForce, approved_minutes, case_tasks, consent, in_force, unwritten
from .insight import expected
from .meeting_reading import convened, minutes_of
from .people import user_id
from .settings import setting
from .signing import waiting_to_sign

REQUEST, ANSWER = "kui.followup_request", "coordinator_answer"
AGE_HANDLED = "age_handled"
"""The kind of the fact on a case that says that what a birthday asks for is done."""
SILENT_AFTER = timedelta(days=7)
"""How long after a deadline, or after what was said last, the plan coordinator is told that nothing is heard."""


@dataclass(frozen=True, slots=True)
class _Of:
    """A case, and the one who is reminded of what is nobody else's: the plan coordinator, else the deputy."""

    case: Case
    keeper: str

    def row(self, kind: str, user: str, day: date, key: str, **more: Any) -> DeadlineRow:
        """Make a row of the case."""
        return DeadlineRow(self.case.case_no, kind, user, day, key, **more)


def deadlines(case: Case) -> Iterator[DeadlineRow]:
    """Go through everything that waits in a case."""
    of = _Of(case, user_id(case, case.plan_coordinator) or user_id(case, case.deputy))
    for part in PARTS:
        yield from part(of)


def waiting_for(document: Document) -> tuple[str, ...]:
    """Return the user ids of those who can take a document further now."""
    if document.state != workflow.IN_REVIEW:
        return ()
    return tuple(document.facts_of("submitted")[-1]["data"].get("waiting_for", ()))


def _tasks(of: _Of) -> Iterator[DeadlineRow]:
    """Open tasks; and those of others that nobody has said anything of, for the plan coordinator (R48)."""
    for task in case_tasks(of.case):
        if not task.is_open or task.deadline is None:
            continue
        owner = user_id(of.case, {"actor_id": task.actor_id})
        told: dict[str, Any] = {"what": task.text, "who": task.responsible, "label": task.label}
        yield of.row(kinds.TASK, owner, task.deadline, task.rid, **told)
        if owner != of.keeper:
            quiet = max(task.deadline, task.told_at or task.deadline) + SILENT_AFTER
            yield of.row(kinds.SILENT, of.keeper, quiet, task.rid, since=task.told_at, **told)


def _minutes(of: _Of) -> Iterator[DeadlineRow]:
    for meeting in of.case.moeder.in_order():
        minutes = minutes_of(of.case, meeting)
        if meeting.state not in (PLANNED, CONVENED, HELD) or not meeting.date or (minutes and minutes.latest):
            continue
        held, (user, name) = date.fromisoformat(meeting.date), _writer(of.case, meeting)
        day, label = (
            add_working_days(held, setting(of.case, settings.MINUTES_DAYS, held)),
            minutes.label if minutes else "",
        )
        about: dict[str, Any] = {"what": meeting.meeting_type, "number": meeting.number, "since": held, "label": label}
        yield of.row(kinds.MINUTES, user or of.keeper, day, str(meeting.number), who=name, **about)


def _writer(case: Case, meeting: Meeting) -> tuple[str, str]:
    """Return who writes the minutes: whoever the notice names, else who leads the meeting."""
    rows = convened(case, meeting)
    for role in ("minute_taker", "chair"):
        for row in rows:
            if role in row.get("meeting_role", ()) and "name" in row:
                return user_id(case, row["name"]), row["name"]["text"]
    return "", ""


def _reviews(of: _Of) -> Iterator[DeadlineRow]:
    for document in of.case.dokumenter.in_order():
        for user in waiting_for(document):
            day = _day(document.facts_of("submitted")[-1]["at"])
            yield of.row(kinds.REVIEW, user, day, document.label, what=document.form_key, label=document.label)


def _signatures(of: _Of) -> Iterator[DeadlineRow]:
    """Documents that wait for a signature: for each member of staff; and of others, for who keeps the case."""
    for document in of.case.dokumenter.in_order():
        version = document.in_force()
        if version is None:
            continue
        approved = _day(document.facts_of("approved", version.number)[-1]["at"])
        waiting = [request.signer for _, request in waiting_to_sign(document)]
        about: dict[str, Any] = {"what": document.form_key, "label": document.label, "number": version.number}
        for user in {one.user_id for one in waiting} - {""}:
            yield of.row(kinds.SIGN, user, approved, f"{document.label}:{user}", **about)
        if any(not one.user_id for one in waiting):
            day = approved + timedelta(days=setting(of.case, settings.SIGNING_DAYS, approved))
            yield of.row(kinds.SIGNATURES, of.keeper, day, document.label, **about)


def _decisions(of: _Of) -> Iterator[DeadlineRow]:
    """Decisions that are not in the plan: for who is to write them, and for the plan coordinator."""
    for minutes in approved_minutes(of.case):
        count = len(list(unwritten(minutes)))
        if count:
            yield from _to_write(of, minutes, count)


def _to_write(of: _Of, minutes: InForce, count: int) -> Iterator[DeadlineRow]:
    person, content = minutes.content.get("plan_updated_by") or {}, minutes.content
    named = content.get("plan_update_deadline")
    held = _day(content.get("held_at") or minutes.version.at)
    day = _day(named) if named else held + timedelta(days=setting(of.case, settings.PLAN_DAYS, held))
    writer, label = user_id(of.case, person), minutes.document.label
    about: dict[str, Any] = {"who": person.get("text", ""), "number": count, "label": label}
    if writer:
        yield of.row(kinds.PLAN_UPDATE, writer, day, label, **about)
    if writer != of.keeper:
        yield of.row(kinds.DECISIONS, of.keeper, day, label, **about)


def _plan(of: _Of) -> Iterator[DeadlineRow]:
    plan = in_force(of.case, "kui.education_plan")
    if plan is not None and plan.content.get("next_review"):
        day = _day(plan.content["next_review"])
        yield of.row(kinds.PLAN_REVIEW, of.keeper, day, plan.document.label, label=plan.document.label)


def _consent(of: _Of) -> Iterator[DeadlineRow]:
    """The day on which the consent is worth nothing any more: its last, or a birthday that comes before it."""
    found, given = in_force(of.case, "kui.consent"), consent(of.case)
    if found is None or given is None or given.withdrawn_at or given.valid_until == date.max:
        return
    birth = _day(of.case.person.birth_date)
    ends = [(ages.birthday(birth, age), age) for age in BIRTHDAYS]
    day, age = min([(day, age) for day, age in ends if given.given_at < day <= given.valid_until] or [(date.max, 0)])
    last = min(day, given.valid_until)
    yield of.row(kinds.CONSENT, of.keeper, last, found.document.label, label=found.document.label, number=age)


def _requests(of: _Of) -> Iterator[DeadlineRow]:
    for document in of.case.dokumenter.of_form(REQUEST):
        version = document.in_force()
        if version is None or document.facts_of(ANSWER):
            continue
        content = version.content()
        asked = _day(content.get("requested_at") or version.at)
        who = (content.get("requested_by") or {}).get("text", "")
        day = add_working_days(asked, setting(of.case, settings.ANSWER_DAYS, asked))
        yield of.row(kinds.REQUEST, of.keeper, day, document.label, who=who, label=document.label, since=asked)


def _timers(of: _Of) -> Iterator[DeadlineRow]:
    stop = timers.running(of.case.facts)
    if stop is None:
        return
    if stop.contacted is None:
        yield of.row(kinds.CONTACT, of.keeper, stop.contact_by, stop.id, since=stop.since)
    yield of.row(kinds.ACTIVITY, of.keeper, stop.activity_by, stop.id, since=stop.since)


def _ages(of: _Of) -> Iterator[DeadlineRow]:
    for age, day in birthdays(of.case).items():
        if age not in handled_ages(of.case):
            yield of.row(kinds.AGE, of.keeper, day, str(age), number=age)


def birthdays(case: Case) -> dict[int, date]:
    """Return the birthdays that change something and come while the case is there, by age."""
    birth = _day(case.person.birth_date)
    return ages.ahead(birth, _day(case.opened_at) if case.opened_at else birth)


def handled_ages(case: Case) -> set[int]:
    """Return the ages of which somebody has said that everything is done, or of which a new consent says it.

    At 15 and at 18 others give the consent; whoever has asked them since the birthday has talked about the rest too.
    """
    told = {fact["data"]["age"] for fact in case.facts if fact["kind"] == AGE_HANDLED}
    given = consent(case)
    days = birthdays(case)
    return told | {age for age in BIRTHDAYS if given and age in days and given.given_at >= days[age]}


def _pause(of: _Of) -> Iterator[DeadlineRow]:
    pauses = [fact for fact in of.case.facts if fact["kind"] == "paused"]
    if of.case.state == "paused" and pauses and pauses[-1]["data"].get("review_on"):
        yield of.row(kinds.PAUSE, of.keeper, _day(pauses[-1]["data"]["review_on"]), pauses[-1]["id"])


def _insights(of: _Of) -> Iterator[DeadlineRow]:
    """Requests for access: for the plan coordinator and all who keep the papers; then for the leaders (DOMAIN 6.7)."""
    for asked in of.case.aktindsigt.in_order():
        if asked.is_running:
            for user in _answering(of, asked.state == WAITING):
                key, number = str(asked.number), asked.number
                yield of.row(kinds.INSIGHT, user, expected(asked), key, number=number, since=asked.received)


def _answering(of: _Of, waits_for_leader: bool) -> Iterable[str]:
    """Name those who have to do something about a request."""
    staff = root_of(of.case).medarbejdere
    keeper = staff.get(of.keeper)
    if waits_for_leader and keeper is not None:
        return [one.user_id for one in staff.with_role(LEADER, keeper.department)]
    return dict.fromkeys([of.keeper, *(one.user_id for one in staff.with_role(CLERK))])


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


PARTS: tuple[Callable[[_Of], Iterator[DeadlineRow]], ...] = (
    _tasks,
    _minutes,
    _reviews,
    _signatures,
    _decisions,
    _plan,
    _consent,
    _requests,
    _timers,
    _ages,
    _pause,
    _insights,
)
