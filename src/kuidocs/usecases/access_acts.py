"""Opening a case with a written reason, ending that, and keeping somebody out (DOMAIN 5, D24)."""

from collections.abc import Mapping
from dataclasses import replace

from ..domain import access_acts as rules
from ..domain.access_acts import BlockFacts, Opening, OpeningFacts
from ..domain.errors import NotAllowed
from ..resources.case import Case
from ..resources.outbox import Job
from ..resources.root import Root
from ..security.permissions import Permission
from ..security.questions import Question, relations
from ..security.rules import AUDITOR, permits
from ..services.mail.api import Message
from . import people
from .acting import Act, done_before, moved, root_of
from .case_people import check
from .cases import APPOINTED

TOLD = "auditor_told"
MAIL = "access_notice"
"""The kind of the job that tells an auditor."""
PERMISSIONS = {rules.EMERGENCY: Permission.Access.EMERGENCY, rules.SAMPLE: Permission.Access.SAMPLE}
SUBJECT = "Der er noget at kontrollere i kuidocs"
LETTER = (
    "Hej\n\nEn leder har brugt nødadgang. Log ind, og se hvem, hvornår og hvorfor:\n\n{link}\n\n"
    "Mailen nævner ingen navne og ingen sager, for en mail er ikke et sikkert sted.\n\nkuidocs\n"
)


def open_case(case: Case, act: Act, kind: str, basis: str, reason: str) -> None:
    """Open a case without a task in it, for a day, with a written reason; the auditors are told of a leader's.

    Raises NotAllowed, Refused.
    """
    if done_before(case, act):
        return
    _may(case, act, PERMISSIONS[kind])
    part = bool(relations(Question(act.who, case, act.clock.today())))
    check(rules.OPENING, OpeningFacts(kind, basis, reason, part))
    data = {"kind": kind, "basis": basis, "reason": reason.strip(), "until": rules.until(act.clock.now()).isoformat()}
    name = "access.emergency_opened" if kind == rules.EMERGENCY else "access.sample_opened"
    made = moved(case, rules.OPENED, name, replace(act, reason=reason.strip()), {"basis": basis, "access": kind}, data)
    if kind == rules.EMERGENCY:
        _tell(case, act, made["id"])


def end(case: Case, act: Act, kind: str) -> None:
    """End the own opening before its time; without one nothing happens."""
    mine = rules.active(case.facts, act.who.user_id, act.clock.now())
    if done_before(case, act) or mine is None or mine.kind != kind:
        return
    name = "access.emergency_ended" if kind == rules.EMERGENCY else "access.sample_ended"
    moved(case, rules.ENDED, name, act, {"access": kind}, {"of": mine.id})


def block(case: Case, act: Act, user_id: str, reason: str) -> None:
    """Keep somebody out of a case, whatever else he or she may.

    Raises NotAllowed, Refused.
    """
    if done_before(case, act):
        return
    _may(case, act, Permission.Access.BLOCK)
    check(rules.BLOCKING, _facts(case, act, user_id, reason))
    moved(case, rules.BLOCKED, "access.blocked", act, {"user_id": user_id}, _told(user_id, reason))


def unblock(case: Case, act: Act, user_id: str, reason: str) -> None:
    """Let somebody in again, as far as the rules otherwise do.

    Raises NotAllowed, Refused.
    """
    if done_before(case, act):
        return
    _may(case, act, Permission.Access.BLOCK)
    check(rules.UNBLOCKING, _facts(case, act, user_id, reason))
    moved(case, rules.UNBLOCKED, "access.unblocked", act, {"user_id": user_id}, _told(user_id, reason))


def _told(user_id: str, reason: str) -> dict[str, str]:
    return {"user_id": user_id, "reason": reason.strip()[: rules.MOST_LETTERS]}


def _may(case: Case, act: Act, permission: str) -> None:
    if not permits(permission, Question(act.who, case, act.clock.today(), act.clock.now())):
        raise NotAllowed("who", "Det giver din opgave ikke lov til.")


def _facts(case: Case, act: Act, user_id: str, reason: str) -> BlockFacts:
    person = root_of(case).medarbejdere.get(user_id)
    tasks = [label for name, label in APPOINTED.items() if people.user_id(case, getattr(case, name)) == user_id]
    return BlockFacts(
        name=person.name if person is not None else "",
        reason=reason,
        oneself=user_id == act.who.user_id,
        named=tasks[0].lower() if user_id and tasks else "",
        blocked=user_id in rules.blocked(case.facts),
    )


# The auditors


def _tell(case: Case, act: Act, opening: str) -> None:
    """Put a mail to each auditor into the outbox."""
    root = root_of(case)
    for person in root.medarbejdere.with_role(AUDITOR):
        if person.email:
            told = {"case_no": case.case_no, "opening": opening, "user_id": person.user_id}
            root.job.add(Job(MAIL, f"{MAIL}:{opening}:{person.user_id}", told, act.clock.now()))


def message(root: Root, arguments: Mapping[str, str], base_url: str, act: Act) -> Message:
    """Write the mail: that there is something to look at, and where."""
    person = root.medarbejdere[arguments["user_id"]]
    text = LETTER.format(link=f"{base_url.rstrip('/')}/revision")
    key = f"{MAIL}:{arguments['opening']}:{arguments['user_id']}"
    return Message(person.email, SUBJECT, text, (), key, act.clock.now())


def was_told(root: Root, arguments: Mapping[str, str]) -> bool:
    """Tell whether the auditor has been mailed of the opening."""
    wanted = {"opening": arguments["opening"], "user_id": arguments["user_id"]}
    facts = root.sager[arguments["case_no"]].facts
    return any(one["kind"] == TOLD and one["data"] == wanted for one in facts)


def delivered(root: Root, arguments: Mapping[str, str], act: Act) -> None:
    """Write down that an auditor was told; once."""
    if not was_told(root, arguments):
        data = {"opening": arguments["opening"], "user_id": arguments["user_id"]}
        moved(root.sager[arguments["case_no"]], TOLD, "access.auditor_told", act, data, data)


def under_way(case: Case, act: Act) -> list[Opening]:
    """List the openings that count now."""
    return [one for one in rules.openings(case.facts) if one.lasts(act.clock.now())]
