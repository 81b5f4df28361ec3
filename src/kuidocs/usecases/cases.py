"""Moving a case through its phases, and naming who looks after it (DOMAIN 4.1, R32, R33, R45)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TypedDict, Unpack

from ..domain import case_states, consents, settings, workflow
from ..domain.case_states import MOVES, PAUSED, CaseFacts
from ..domain.errors import NotAllowed, Refused
from ..domain.filing import all_filed
from ..domain.guards import check, choose
from ..domain.meeting_states import CONVENED, HELD, PLANNED
from ..domain.next_fora import KEEPERS, OPEN_CASES, PROFESSIONALS
from ..resources.case import Case
from ..resources.document import Document
from ..resources.staff import Staff, StaffFolder
from . import consent_telling, filing, involvement, people
from .acting import Act, case_named, done_before, fact, moved, root_of
from .case_reading import InForce, approved_minutes, case_tasks, consent, in_force, unwritten
from .filing_attached import lacks_file
from .meeting_reading import COORDINATION, deciding_meetings, reopened_after, roles
from .plan_standing import PLAN, current
from .settings import setting

FACTS = {
    case_states.FOLLOW_UP: "following_up",
    case_states.REOPEN: "reopened",
    case_states.PAUSE: PAUSED,
    case_states.RESUME: "resumed",
    case_states.CLOSE: "closed",
    case_states.TRANSFER: "transferred",
    case_states.ARCHIVE: case_states.ARCHIVED,
}
"""Act: the kind of the fact that it leaves."""
DISPOSE = "dispose"
APPOINTED = {
    "plan_coordinator": "Plankoordinator",
    "deputy": "Stedfortræder for plankoordinator",
    "contact_person": "Kontaktperson",
}
"""Who is named for a case, one of each."""
CONSENT, WHOLE = "kui.consent", "Hele samtykket"
"""A part of a consent is withdrawn by a new version of it."""


def case_facts(case: Case, today: date) -> CaseFacts:
    """Gather what the guards of a case may know."""
    coordination = _coordination(case)
    given, birth = consent(case), date.fromisoformat(case.person.birth_date)
    state = consents.status(given, today, birth)
    return CaseFacts(
        today,
        longest_pause=timedelta(days=setting(case, settings.PAUSE_DAYS, today)),
        coordination_approved=bool(coordination),
        unwritten=sum(len(list(unwritten(one))) for one in coordination),
        plan_active=_plan_counts(case, coordination),
        consent_active=state in (consents.ACTIVE, consents.EXPIRING),
        consent_from=given.valid_from if given and state != consents.WITHDRAWN else None,
        withdrawn=state == consents.WITHDRAWN,
        open_tasks=sum(task.is_open for task in case_tasks(case)),
        meetings_ahead=sum(meeting.state in (PLANNED, CONVENED, HELD) for meeting in case.moeder.values()),
        unfiled=sum(not _is_filed(document) for document in case.dokumenter.values()),
        unfiled_files=sum(lacks_file(case, one) for one in case.bilag.values()),
    )


def _is_filed(document: Document) -> bool:
    """Tell whether nothing of a document waits: what was approved is filed, and nobody is writing on."""
    if document.state == workflow.ANNULLED:
        return True
    return document.in_force() is not None and document.draft is None and all_filed(document.facts)


def _coordination(case: Case) -> list[InForce]:
    """List the approved minutes of the coordination meetings that could decide, since clarification began."""
    after = reopened_after(case) or 0
    numbers = {meeting.number for meeting in deciding_meetings(case) if meeting.number > after}
    return [
        one
        for one in approved_minutes(case)
        if one.document.form_key == f"kui.minutes.{COORDINATION}" and one.document.meeting_number in numbers
    ]


def _plan_counts(case: Case, coordination: list[InForce]) -> bool:
    """Tell whether the decisions stand in a plan that is approved; a link to a draft is not enough here (D39)."""
    plan = in_force(case, PLAN)
    links = [link["data"] for one in coordination for link in current(one.document)]
    return plan is not None and all(link.get("number", 0) <= plan.version.number for link in links)


class Said(TypedDict, total=False):
    """What whoever moves a case writes to explain it."""

    reason: str
    review_on: date | None
    tasks_note: str
    young_told: str
    basis: str
    kle: str
    fate: str
    dispose_on: date | None


def move(case: Case, act: Act, name: str, **said: Unpack[Said]) -> None:
    """Move a case by one act of the table, with what was written to explain it.

    Raises Conflict, NotAllowed, Refused.
    """
    if done_before(case, act):
        return
    today = act.clock.today()
    row = choose(MOVES, name, case.state)
    said["kle"] = said.get("kle", "").strip() or case.kle
    check(row, replace(case_facts(case, today), **said), roles(case, act.who, today))
    data = _written(said)
    _moved(case, FACTS[name], act, row.target or phase_of(case), data)
    if name == case_states.ARCHIVE:
        filing.put_under(case, Act(act.who, act.clock), said["kle"])
        case.preservation = " ".join(filter(None, (said.get("fate", ""), data.get("dispose_on", ""))))


def _written(said: Said) -> dict[str, str]:
    """Return what the fact keeps: what was filled in, and a day of disposal only for what is to be disposed of."""
    kept = {}
    for name, value in said.items():
        text = value.isoformat() if isinstance(value, date) else str(value or "").strip()
        if text and (name != "dispose_on" or said.get("fate") == DISPOSE):
            kept[name] = text
    return kept


def _moved(case: Case, kind: str, act: Act, target: str, data: dict) -> None:
    last = max((meeting.number for meeting in case.moeder.values()), default=0)
    data = {"from": case.state, "to": target, "after": last} | data
    moved(case, kind, f"case.{kind}", act, {}, data)
    case.state = target


def phase_of(case: Case) -> str:
    """Return where in the model a case is, also while it is paused."""
    return case_states.phase(case.state, case.facts, decided=bool(deciding_meetings(case)))


def begin_phase(case: Case, meeting_type: str, act: Act) -> None:
    """Let a case follow a meeting that was convened: the first clarification, the first coordination meeting."""
    sources, target = case_states.BEGINS.get(meeting_type, (frozenset(), ""))
    if case.state in sources:
        _moved(case, target, act, target, {})


def withdraw_consent(
    case: Case, act: Act, *, on: date | None, words: str = "", told: Mapping[str, str] | None = None
) -> None:
    """Note at once that the consent was withdrawn, on the giver's word and without asking why (DOMAIN 4.2).

    From then on nothing is shared, those in the case are told, and it is paused until there is a new consent (DOMAIN
    4.1). ``told``: who said it and how. Raises Conflict, NotAllowed, Refused.
    """
    given, today = in_force(case, CONSENT), act.clock.today()
    if given is not None and done_before(given.document, act):
        return
    row = choose(MOVES, case_states.WITHDRAW, case.state)
    check(row, replace(case_facts(case, today), withdrawn_on=on), roles(case, act.who, today))
    assert given is not None, "the guards have said so"
    assert on is not None, "the guards have said so"
    values = {"withdrawn_at": on.isoformat(), "withdrawn_scope": WHOLE, "withdrawn_note": words.strip()}
    version, by, more = given.version, act, dict(told or {})
    for kind in filter(values.get, values):
        fact(given.document, kind, by, number=version.number, round=version.round, data={"value": values[kind]} | more)
        by, more = Act(act.who, act.clock), {}
    consent_telling.tell(given.document, version, by)
    if case.state in OPEN_CASES:
        _moved(case, PAUSED, by, PAUSED, {"reason": "Samtykket er trukket tilbage."})


def appoint(case: Case, act: Act, relation: str, user_id: str) -> None:
    """Name the plan coordinator, the deputy or the contact person; "" leaves a deputy out again.

    The change is dated and who had the task before stays in the history (R33). Raises NotAllowed, Refused.
    """
    if done_before(case, act):
        return
    _may_appoint(case, act)
    staff = root_of(case).medarbejdere
    if relation not in APPOINTED or not (_can_be(staff, user_id) or (relation == "deputy" and not user_id)):
        raise Refused("person", "Vælg en medarbejder, der arbejder her.", relation=relation)
    put_in(case, act, relation, staff[user_id] if user_id else None)


def put_in(case: Case, act: Act, relation: str, person: Staff | None) -> None:
    """Give a task in a case to somebody; whoever calls has asked whether that may be done."""
    if person is not None:
        people.refuse_kept_out(case, person)
    actor = {"text": person.name, "actor_id": people.add_staff(case, person)} if person else {}
    _appointed(case, act, relation, actor)
    involvement.refresh(case)


def _may_appoint(case: Case, act: Act) -> None:
    """Refuse everybody but plan coordinator, deputy and leader, once there is a coordinator who works here."""
    named = {"leader", *KEEPERS} | (set() if is_coordinated(case) else PROFESSIONALS)
    if named.isdisjoint(roles(case, act.who, act.clock.today())):
        raise NotAllowed("who", "Det gør plankoordinator, dennes stedfortræder eller lederen.")


def is_coordinated(case: Case) -> bool:
    """Tell whether the plan coordinator is somebody who can act here: minutes may have named one who has no user."""
    return _can_be(root_of(case).medarbejdere, people.user_id(case, case.plan_coordinator))


def _can_be(staff: StaffFolder, user_id: str) -> bool:
    return user_id in staff and staff[user_id].active


def _appointed(case: Case, act: Act, relation: str, person: dict) -> None:
    before = getattr(case, relation)
    if person != before:
        moved(case, "appointed", f"case.{relation}_named", act, {}, {"relation": relation, "before": dict(before)})
        setattr(case, relation, person)


def follow_minutes(document: Document, act: Act) -> None:
    """Let approved minutes name contact person and plan coordinator (R32, R33); a correction of old ones does not."""
    case = case_named(document)
    newest = approved_minutes(case)[-1:]
    if not newest or newest[0].document is not document:
        return
    content = newest[0].content
    named = {
        "contact_person": content.get("contact_person", {}).get("name"),
        "plan_coordinator": content.get("plan_coordinator"),
    }
    for relation, person in named.items():
        if person:
            _appointed(case, Act(act.who, act.clock), relation, dict(person))
