"""Filing finished papers: setting the subject of a case, asking for deliveries, and noting their receipts.

A paper is delivered by itself when it is finished and its case has a subject from KLE. A new subject delivers what was
filed under the old one once more, as a correction.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ..domain import filing
from ..domain.case_states import ARCHIVED
from ..domain.errors import Conflict, NotAllowed
from ..resources.base import place
from ..resources.case import Case
from ..resources.document import Document
from ..resources.journal import Journal
from ..resources.outbox import FAILED, Job, retry
from ..resources.root import Root
from ..security.permissions import Permission
from ..security.rules import Question, permits
from ..services.archive.api import Receipt
from .acting import Act, case_named, done_before, event, fact, moved, root_of, subject
from .filing_record import finished_file, issue_of

KIND = "journal"
FILED = "filed"
LATELY = timedelta(days=14)
"""So long a delivery stands on the page; the paper and the log know of all."""
MOST = 100


def journal_of(root: Root) -> Journal:
    """Return the journal, made when there is none; for those who write."""
    if root.admin.filing is None:
        root.admin.filing = place(Journal(), root.admin, KIND)
    return root.admin.filing


def set_kle(case: Case, act: Act, kle: str) -> None:
    """Set under which subject a case is filed, and ask for the delivery of what has waited for it.

    Raises Conflict, NotAllowed, Refused.
    """
    if done_before(case, act):
        return
    if not permits(Permission.Journal.FILE, Question(act.who, case, act.clock.today())):
        raise NotAllowed("who", "Emnet sættes af plankoordinator, dennes stedfortræder eller en journalmedarbejder.")
    if case.state == ARCHIVED:
        raise Conflict("archived", "Forløbet er arkiveret. Derfor kan emnet ikke ændres her.")
    put_under(case, act, filing.check_kle(kle))


def put_under(case: Case, act: Act, kle: str) -> None:
    """Put a case under a subject; whoever calls has asked whether that may be done."""
    if kle == case.kle:
        return
    moved(case, "kle_set", "case.kle_set", act, {}, {"kle": kle, "before": case.kle})
    case.kle = kle
    ask(case, Act(act.who, act.clock))


def ask(case: Case, act: Act) -> int:
    """Ask for the delivery of everything in a case that has to be filed; how much was asked for now."""
    return sum(ask_for(document, act) for document in case.dokumenter.values())


def ask_for(document: Document, act: Act) -> int:
    """Ask for the delivery of those versions of a document that have to be filed, each once; how many were asked for.

    Without a subject the case is listed for the records clerk instead.
    """
    case, root = case_named(document), root_of(document)
    wanted = _wanted(document)
    if not case.kle:
        if wanted and not lacks_kle(root, case):
            journal_of(root).without_kle.add(case.case_no)
        return 0
    if lacks_kle(root, case):
        journal_of(root).without_kle.remove(case.case_no)
    return sum(root.job.add_once(_job(document, number, act)) for number in wanted)


def _wanted(document: Document) -> list[int]:
    case = case_named(document)
    numbers = filing.to_file(document.form_key, document.facts, case.kle)
    return [number for number in numbers if finished_file(document, number) is not None]


def is_due(case: Case) -> bool:
    """Tell whether ``ask`` would change anything; a look that writes nothing."""
    root = root_of(case)
    keys = [_key(document, number) for document in case.dokumenter.values() for number in _wanted(document)]
    if not case.kle:
        return bool(keys) and not lacks_kle(root, case)
    return lacks_kle(root, case) or any(key not in root.job for key in keys)


def lacks_kle(root: Root, case: Case) -> bool:
    """Tell whether a case is listed as one that lacks a subject."""
    return root.admin.filing is not None and case.case_no in root.admin.filing.without_kle


def _key(document: Document, number: int) -> str:
    return f"{KIND}:{document.id}:{number}:{issue_of(document, number)}"


def _job(document: Document, number: int, act: Act) -> Job:
    where = {"case_no": case_named(document).case_no, "label": document.label, "number": number}
    return Job(KIND, _key(document, number), where | {"issue": issue_of(document, number)}, act.clock.now())


def note(document: Document, act: Act, number: int, issue: int, kle: str, receipt: Receipt) -> bool:
    """Write down that the journal has taken a version, with its receipt; once. Tells whether it was written now."""
    if issue_of(document, number) != issue:
        return False
    version = document.version(number)
    assert version is not None, "it was delivered"
    data = {"receipt": receipt.id, "receipt_at": receipt.at.isoformat(), "kle": kle, "issue": issue}
    found = fact(document, FILED, act, number=number, round=version.round, data=data)
    where = {"case_no": case_named(document).case_no, "label": document.label, "number": number}
    told = where | {"receipt": receipt.id, "issue": issue, "at": found["at"]}
    journal_of(root_of(document)).delivered[f"{found['at']} {found['id']}"] = told
    ask_for(document, act)
    return True


def again(root: Root, act: Act, job_id: str) -> None:
    """Let a delivery that failed be tried again.

    Raises Conflict when it is not among those that failed.
    """
    job = root.job.get(job_id)
    if job is None or job.kind != KIND or job.state != FAILED or not may_file(root, act, job):
        raise Conflict("gone", "Dokumentet er ikke blandt dem, der gik galt, længere.")
    _again(root, act, job)


def all_again(root: Root, act: Act) -> int:
    """Let all deliveries that failed be tried again; how many."""
    failed = [job for job in open_jobs(root) if job.state == FAILED and may_file(root, act, job)]
    for job in failed:
        _again(root, act, job)
    return len(failed)


def _again(root: Root, act: Act, job: Job) -> None:
    retry(job, act.clock.now())
    document = document_of(root, job)
    if document is not None:
        event(document, "document.filing_retried", act, subject(document) | {"number": job.arguments["number"]})


def may_file(root: Root, act: Act, job: Job) -> bool:
    """Tell whether somebody may try a delivery again: the administrator any, others those of cases that they file."""
    case = root.sager.get(job.arguments["case_no"])
    question = Question(act.who, case, act.clock.today())
    return permits(Permission.Admin.JOURNAL, question) or permits(Permission.Journal.FILE, question)


def document_of(root: Root, job: Job) -> Document | None:
    """Return the document that a delivery is of."""
    case = root.sager.get(job.arguments["case_no"])
    return case.dokumenter.get(job.arguments["label"]) if case is not None else None


def open_jobs(root: Root) -> list[Job]:
    """List the deliveries that are not done, the oldest first."""
    return [job for job in root.job.open_jobs() if job.kind == KIND]


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery that the journal has given a receipt for."""

    case_no: str
    label: str
    number: int
    receipt: str
    issue: int
    at: str


def lately(root: Root, act: Act) -> list[Delivered]:
    """List the last deliveries, the newest first."""
    kept: Any = root.admin.filing.delivered if root.admin.filing is not None else {}
    since = (act.clock.now() - LATELY).isoformat(timespec="seconds")
    found = [Delivered(**told) for told in kept.values(since)] if kept else []
    return found[: -MOST - 1 : -1]


def without_kle(root: Root) -> list[Case]:
    """List the cases whose finished papers wait for a subject."""
    numbers = root.admin.filing.without_kle if root.admin.filing is not None else ()
    return [case for case in map(root.sager.get, numbers) if case is not None]


def forget(root: Root, case_no: str) -> None:
    """Take a case that is disposed of out of what is listed; the journal itself keeps what it was given."""
    kept = root.admin.filing
    if kept is None:
        return
    if case_no in kept.without_kle:
        kept.without_kle.remove(case_no)
    for key in [key for key, told in kept.delivered.items() if told["case_no"] == case_no]:
        del kept.delivered[key]
