"""Telling those who are in a case that its consent was changed: a mail that names nobody, and a day in the ledger."""

from collections.abc import Mapping

from ..domain.identity import Identity
from ..domain.withdrawing import LETTER, SUBJECT
from ..resources.case import Case
from ..resources.document import Document
from ..resources.outbox import Job
from ..resources.root import Root
from ..resources.staff import Staff
from ..resources.version import Version
from ..security.questions import Question, relations
from ..services.mail.api import Message
from .acting import Act, case_named, fact, root_of

TOLD, NOTIFIED = "consent_change_told", "departments_notified_at"
"""The kinds of the facts that say that one was mailed, and on which day all of them had been."""
KIND = "consent_mail"


def tell(document: Document, version: Version, act: Act) -> None:
    """Ask for a mail to everybody else who is in the case today; when there is nobody, that is noted at once."""
    case, root, now = case_named(document), root_of(document), act.clock.now()
    people = [person.user_id for person in involved(case, act) if person.user_id != act.who.user_id]
    for user in people:
        key = f"{KIND}:{document.id}:{version.number}:{now.isoformat()}:{user}"
        where = {"case_no": case.case_no, "label": document.label, "number": version.number, "round": version.round}
        told = {"user_id": user, "key": key, "all": people, "asked": now.isoformat()}
        root.job.add_once(Job(KIND, key, where | told, now))
    if not people:
        _notified(document, version.number, version.round, act)


def involved(case: Case, act: Act) -> list[Staff]:
    """List the active staff with a part in the case today, who have an address."""
    today, staff = act.clock.today(), root_of(case).medarbejdere
    users = sorted({one["user_id"] for one in case.involvements})
    found = [staff[user] for user in users if user in staff]
    return [person for person in found if person.works_on(today) and person.email and _in(case, person, act)]


def _in(case: Case, person: Staff, act: Act) -> bool:
    who = Identity(person.user_id, person.name, person.department, frozenset(person.roles))
    return bool(relations(Question(who, case, act.clock.today())))


def message(root: Root, arguments: Mapping, base_url: str, act: Act) -> Message:
    """Write the mail: that a consent was changed, and where to look."""
    link = f"{base_url.rstrip('/')}/min-dag"
    to = root.medarbejdere[arguments["user_id"]].email
    return Message(to, SUBJECT, LETTER.format(link=link), (), arguments["key"], act.clock.now())


def was_told(root: Root, arguments: Mapping) -> bool:
    """Tell whether the mail of a job was taken before."""
    return arguments["user_id"] in _told(_document(root, arguments), arguments["asked"])


def delivered(root: Root, arguments: Mapping, act: Act) -> None:
    """Write down that one was mailed, and that all were when this was the last."""
    document, number, round_ = _document(root, arguments), arguments["number"], arguments["round"]
    if was_told(root, arguments):
        return
    data = {"user_id": arguments["user_id"], "asked": arguments["asked"]}
    fact(document, TOLD, act, number=number, round=round_, data=data)
    if set(arguments["all"]) <= _told(document, arguments["asked"]):
        _notified(document, number, round_, act)


def _document(root: Root, arguments: Mapping) -> Document:
    return root.sager[arguments["case_no"]].dokumenter[arguments["label"]]


def _told(document: Document, asked: str) -> set[str]:
    return {one["data"]["user_id"] for one in document.facts_of(TOLD) if one["data"]["asked"] == asked}


def _notified(document: Document, number: int, round_: int, act: Act) -> None:
    value = {"value": act.clock.today().isoformat()}
    fact(document, NOTIFIED, Act(act.who, act.clock), number=number, round=round_, data=value)
