"""Asking for a case-file package, and what became of those that were asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..domain import settings
from ..domain.errors import NotAllowed, Refused
from ..domain.packages import expires
from ..domain.settings import PACKAGE_DAYS
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.outbox import DONE, FAILED, WAITING, Job
from ..resources.root import Root
from ..security.permissions import Permission
from ..security.questions import Question
from ..security.rules import permits
from .acting import Act, event, root_of
from .settings import facts_of

KIND = "package"
ASKED, FETCHED = "case.package_asked", "case.package_fetched"
MOST_LETTERS = 500
MOST_KEPT = 50
"""So many are listed of a case; the log knows of all."""
WORKING, AGAIN, READY, GONE, WRONG = "working", "again", "ready", "gone", "wrong"
WHY_NOT = {
    WORKING: "Pakken er ikke klar endnu. Den kan hentes her, når den er.",
    AGAIN: "Pakken er ikke klar endnu. Den kan hentes her, når den er.",
    READY: "Pakkens fil ligger ikke længere på serveren. Lav en ny.",
    GONE: "Pakken kan ikke hentes længere. Den blev slettet her, da tiden var gået. Lav en ny.",
    WRONG: "Pakken kunne ikke laves. Lav en ny.",
}
"""What is said to who asks for a package that is not there."""


def ask(case: Case, act: Act, *, reason: str, drafts: bool) -> str:
    """Ask for a package; the id of the job that makes it. The same page asks once.

    Raises NotAllowed, Refused.
    """
    for one in case.packages:
        if act.token and one["token"] == act.token:
            return str(one["id"])
    if not permits(Permission.Case.PACKAGE, Question(act.who, case, act.clock.today(), act.clock.now())):
        raise NotAllowed("who", "En pakke af hele forløbet laves af plankoordinatoren, eller af journalen til sidst.")
    if not 0 < len(reason.strip()) <= MOST_LETTERS:
        raise Refused("grund", "Skriv kort, hvad pakken skal bruges til. Det bliver stående i loggen.")
    job = Job(KIND, new_id(), {"case_no": case.case_no, "label": case.case_no, "drafts": drafts}, act.clock.now())
    job.id = job.key
    job.arguments["id"] = job.id
    root_of(case).job.add(job)
    told = {"id": job.id, "token": act.token, "by": act.by, "at": act.at, "reason": reason.strip(), "drafts": drafts}
    case.packages = (*case.packages, told)[-MOST_KEPT:]
    event(case, ASKED, act, {"package": job.id}, {"reason": reason.strip(), "drafts": drafts})
    return job.id


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was asked for, and how it is with it."""

    id: str
    by: str
    at: str
    reason: str
    drafts: bool
    state: str
    length: int = 0
    sha256: str = ""
    until: datetime | None = None
    next_at: str = ""
    """When it is tried again, after it went wrong."""


def listed(case: Case, now: datetime) -> list[Package]:
    """List the packages of a case, the newest first."""
    return [_package(case, told, now) for told in reversed(case.packages)]


def fetched(case: Case, package_id: str, now: datetime) -> Package | None:
    """Return a package of a case that may be fetched now."""
    return next((one for one in listed(case, now) if one.id == package_id and one.state == READY), None)


def missing_words(case: Case, package_id: str, now: datetime) -> str:
    """Say why a package of a case cannot be fetched, "" for what is none of it."""
    found = next((one for one in listed(case, now) if one.id == package_id), None)
    return WHY_NOT[found.state] if found is not None else ""


def _package(case: Case, told: dict[str, Any], now: datetime) -> Package:
    root = root_of(case)
    job = root.job.get(told["id"])
    until = until_of(root, job) if job is not None else None
    state = _state(job, until, now)
    result = job.result if job is not None and state == READY else {}
    return Package(
        told["id"],
        told["by"].get("name", ""),
        told["at"],
        told["reason"],
        told["drafts"],
        state,
        result.get("length", 0),
        result.get("sha256", ""),
        until,
        job.next_at if job is not None and state == AGAIN else "",
    )


def _state(job: Job | None, until: datetime | None, now: datetime) -> str:
    if job is None or (until is not None and until <= now):
        return GONE
    if job.state == FAILED:
        return WRONG
    if job.state == DONE:
        return READY
    return AGAIN if job.state == WAITING and job.error else WORKING


def until_of(root: Root, job: Job) -> datetime | None:
    """Return until when a package may be fetched, by what the municipality has decided; None while it is not made."""
    if job.state != DONE or not job.finished_at:
        return None
    made = datetime.fromisoformat(job.finished_at)
    return expires(job.finished_at, settings.value(facts_of(root), PACKAGE_DAYS, made.date()))
