"""When somebody leaves: what he or she has, handing it to colleagues, and the day on which the log-in ends (no. 14)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..domain import workflow
from ..domain.errors import NotAllowed, Refused
from ..domain.identity import Identity
from ..domain.meeting_states import CONVENED, PLANNED
from ..domain.tasks import Task
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..resources.root import Root
from ..resources.staff import Staff
from ..security.questions import WRITERS
from ..security.rules import ADMINISTRATOR, LEADER
from . import involvement, people, task_acts
from .acting import Act, done_before, event, moved
from .case_reading import case_tasks
from .cases import APPOINTED, put_in
from .deadlines import waiting_for
from .meeting_reading import convened

ROLE, TASK, PART = "rolle", "opgave", "plads"
"""What can be handed over: one of the case's roles, an open task, a place as a professional in the case."""
OWNS = ("chair", "minute_taker", "convener")
NOTE = "Overtaget, fordi {} stopper."


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be handed over."""

    kind: str
    case_no: str
    id: str

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.kind}:{self.case_no}:{self.id}"


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody has in one case."""

    case: Case
    relations: tuple[str, ...]
    """The roles that are handed over as such."""
    part: bool
    """Whether there is a place as a professional beside them."""
    tasks: tuple[Task, ...]
    papers: tuple[Document, ...]
    """Own papers that are not finished, and those that wait for this reader."""
    meetings: tuple[Meeting, ...]
    """Coming meetings that he or she calls, leads or writes the minutes of."""

    @property
    def items(self) -> list[Item]:
        """List what can be handed over; the roles first, because they give access to the rest."""
        number = self.case.case_no
        roles = [Item(ROLE, number, relation) for relation in self.relations]
        part = [Item(PART, number, "")] if self.part else []
        return [*roles, *part, *(Item(TASK, number, task.rid) for task in self.tasks)]


def held(case: Case, user_id: str, today: date) -> Held:
    """Gather what somebody has in a case."""
    own = [name for name in APPOINTED if people.user_id(case, getattr(case, name)) == user_id]
    has = _relations(case, user_id, today)
    tasks = [task for task in case_tasks(case) if task.is_open and task_acts.owner(case, task) == user_id]
    papers = [document for document in case.dokumenter.in_order() if _is_for(document, user_id)]
    meetings = [meeting for meeting in case.moeder.in_order() if _owns(case, meeting, user_id)]
    followed = any(fact["kind"] == involvement.SUCCEEDED and fact["data"]["after"] == user_id for fact in case.facts)
    return Held(case, tuple(own), "primary" in has and not followed, tuple(tasks), tuple(papers), tuple(meetings))


def _relations(case: Case, user_id: str, today: date) -> set[str]:
    day = today.isoformat()
    mine = [one for one in case.involvements if one["user_id"] == user_id and one["since"] <= day]
    return {one["relation"] for one in mine if not one["until"] or day <= one["until"]}


def _is_for(document: Document, user_id: str) -> bool:
    if document.draft is not None:
        return document.draft["by"]["user_id"] == user_id
    version = document.latest
    sent = document.state == workflow.IN_REVIEW and version is not None and version.author["user_id"] == user_id
    return sent or user_id in waiting_for(document)


def _owns(case: Case, meeting: Meeting, user_id: str) -> bool:
    if meeting.state not in (PLANNED, CONVENED):
        return False
    rows = [row for row in convened(case, meeting) if people.user_id(case, row.get("name")) == user_id]
    return any(role in OWNS for row in rows for role in row.get("meeting_role", ()))


def may_mark(who: Identity, person: Staff) -> bool:
    """Tell whether somebody may say when a member of staff leaves: the leader, and the administrator; not of oneself.

    That an administrator leaves is not said by another one alone (domain.staffing).
    """
    cares = ADMINISTRATOR in who.roles and ADMINISTRATOR not in person.roles and who.user_id != person.user_id
    return cares or _leads(who, person)


def _leads(who: Identity, person: Staff) -> bool:
    return LEADER in who.roles and who.department == person.department and who.user_id != person.user_id


def may_hand_over(who: Identity, person: Staff) -> bool:
    """Tell whether somebody may hand over what a person has: the leader, and the person when the day is known."""
    return _leads(who, person) or (who.user_id == person.user_id and bool(person.leaves_on))


def mark(person: Staff, act: Act, on: date | None) -> None:
    """Say which day is a person's last; None takes it back.

    Raises NotAllowed, Refused.
    """
    if not may_mark(act.who, person):
        raise NotAllowed("who", "Det gør lederen af den afdeling, som medarbejderen er i.")
    if on is not None and _is_the_last(person, act):
        raise Refused("day", "Det er den sidste systemadministrator. Lad en anden få rollen, før dagen skrives.")
    if not person.active:
        raise Refused("day", f"{person.name} er allerede stoppet.")
    if on is not None and on < act.clock.today():
        raise Refused("day", "Skriv den sidste arbejdsdag. Den kan ikke ligge før i dag.")
    day = on.isoformat() if on else ""
    if day != person.leaves_on:
        person.leaves_on = day
        event(person.__parent__, "staff.leaves_on", act, {"user_id": person.user_id}, {"day": day})


def _is_the_last(person: Staff, act: Act) -> bool:
    """Tell whether nobody who stays cares for the system beside this one."""
    stay = [one for one in person.__parent__.values() if one.works_on(act.clock.today()) and not one.leaves_on]
    return ADMINISTRATOR in person.roles and not any(ADMINISTRATOR in one.roles for one in stay if one is not person)


def close_accounts(root: Root, act: Act) -> list[str]:
    """Make those inactive whose last day is past, and return their user ids."""
    today = act.clock.today()
    gone = [person for person in root.medarbejdere.values() if person.active and not person.works_on(today)]
    for person in gone:
        person.active = False
        event(root.medarbejdere, "staff.left", act, {"user_id": person.user_id}, {"day": person.leaves_on})
    return [person.user_id for person in gone]


def hand_over(person: Staff, act: Act, cases: Iterable[Case], keys: Collection[str], to: str) -> int:
    """Hand some of what a person has in these cases to a colleague; how many things it was.

    All of it or nothing. Raises NotAllowed, Refused.
    """
    if not may_hand_over(act.who, person):
        raise NotAllowed("who", "Det gør lederen, eller medarbejderen selv, når den sidste arbejdsdag er skrevet.")
    colleague = _colleague(person, to, act.clock.today())
    chosen = [
        (case, item) for case in cases for item in held(case, person.user_id, act.clock.today()).items
        if item.key in keys
    ]  # fmt: skip
    if not chosen:
        raise Refused("valg", "Vælg mindst én ting, der skal gives videre.")
    for case, item in chosen:
        _pass_on(case, item, person, colleague, Act(act.who, act.clock, f"{act.token}-{item.key}" if act.token else ""))
    return len(chosen)


def _colleague(person: Staff, to: str, today: date) -> Staff:
    staff = person.__parent__
    found = staff.get(to)
    if found is None or found is person or not found.works_on(today) or ADMINISTRATOR in found.roles:
        raise Refused("til", "Vælg den kollega, der overtager.")
    return found


def _pass_on(case: Case, item: Item, person: Staff, to: Staff, act: Act) -> None:
    if item.kind == ROLE:
        if not done_before(case, act):
            put_in(case, act, item.id, to)
        return
    _let_in(case, person, to, act, item)
    if item.kind == TASK:
        task_acts.pass_on(case, act, item.id, to, NOTE.format(person.name))


def _let_in(case: Case, person: Staff, to: Staff, act: Act, item: Item) -> None:
    """Give a colleague the place in the case that the task or the work asks for.

    The consent names departments (D21), so only the own department can take over in a case where one has no part.
    """
    has_part = bool(_relations(case, to.user_id, act.clock.today()) & WRITERS)
    if has_part and item.kind != PART:
        return
    if not has_part and to.department != person.department:
        raise Refused(
            "til",
            f"{to.name} er fra en anden afdeling og har ingen del i et af forløbene. Vælg en fra afdelingen "
            f"{person.department}, eller lad plankoordinatoren indkalde {to.name} først.",
        )
    actor = {"text": to.name, "actor_id": people.add_staff(case, to)}
    data = {"person": actor, "after": person.user_id}
    moved(case, involvement.SUCCEEDED, "case.succeeded", Act(act.who, act.clock), {"user_id": to.user_id}, data)
    involvement.refresh(case)


def cases_of(root: Root, numbers: Iterable[str]) -> Iterator[Case]:
    """Return the cases of these numbers that are there."""
    return (root.sager[number] for number in numbers if number in root.sager)
