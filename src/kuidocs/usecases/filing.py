"""Filing finished papers: setting the subject of a case, asking for deliveries, and noting their receipts.

A paper is delivered by itself when it is finished and its case has a subject from KLE. A new subject delivers what was
filed under the old one once more, as a correction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ..domain import filing
from ..domain.case_states import ARCHIVED
from ..domain.errors import Conflict, NotAllowed
from ..resources.attachments import Attachment
from ..resources.base import new_id, place
from ..resources.case import Case
from ..resources.document import Document
from ..resources.journal import Journal
from ..resources.outbox import FAILED, Job, retry
from ..resources.root import Root
from ..security.permissions import Permission
from ..security.rules import Question, permits
from ..services.archive.api import Receipt
from . import filing_attached
from .acting import Act, case_named, done_before, event, fact, file_subject, moved, root_of, subject
from .filing_attached import case_with, lacking
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
    versions = [job for document in case.dokumenter.values() for job in _jobs(document, act)]
    return _asked(case, [*versions, *_file_jobs(case, case.bilag.in_order(), act)])


def ask_for(document: Document, act: Act) -> int:
    """Ask for the delivery of those versions of a document that have to be filed, each once, and of what came to them
    since; how many were asked for.

    Without a subject the case is listed for the records clerk instead.
    """
    case = case_named(document)
    files = [one for one in case.bilag.in_order() if one.about.get("document") == document.label]
    return _asked(case, [*_jobs(document, act), *_file_jobs(case, files, act)])


def ask_for_file(one: Attachment, act: Act) -> int:
    """Ask for the delivery of an attachment, if it is filed by itself and the journal lacks it; how many."""
    case = case_with(one)
    return _asked(case, _file_jobs(case, [one], act))


def _asked(case: Case, jobs: Sequence[Job]) -> int:
    root = root_of(case)
    if not case.kle:
        if jobs and not lacks_kle(root, case):
            journal_of(root).without_kle.add(case.case_no)
        return 0
    if lacks_kle(root, case):
        journal_of(root).without_kle.remove(case.case_no)
    return sum(root.job.add_once(job) for job in jobs)


def taken_out(one: Attachment, act: Act) -> None:
    """Tell the journal that an attachment was taken out, if it has it; what failed with it is no longer waited for."""
    case, root = case_with(one), root_of(one)
    waits = root.job.get(_file_key(one))
    if waits is not None and waits.state == FAILED:
        retry(waits, act.clock.now())
    ask_for_file(one, act)
    if not case.kle and lacks_kle(root, case) and not _keys(case):
        journal_of(root).without_kle.remove(case.case_no)


def _wanted(document: Document) -> list[int]:
    case = case_named(document)
    numbers = filing.to_file(document.form_key, document.facts, case.kle)
    return [number for number in numbers if finished_file(document, number) is not None]


def is_due(case: Case) -> bool:
    """Tell whether ``ask`` would change anything; a look that writes nothing."""
    root, keys = root_of(case), _keys(case)
    if not case.kle:
        return bool(keys) and not lacks_kle(root, case)
    return lacks_kle(root, case) or any(key not in root.job for key in keys)


def lacks_kle(root: Root, case: Case) -> bool:
    """Tell whether a case is listed as one that lacks a subject."""
    return root.admin.filing is not None and case.case_no in root.admin.filing.without_kle


def _keys(case: Case) -> list[str]:
    """List the keys of all deliveries that a case needs now."""
    versions = [_key(document, number) for document in case.dokumenter.values() for number in _wanted(document)]
    return versions + [_file_key(one) for one in lacking(case, case.bilag.in_order())]


def _key(document: Document, number: int) -> str:
    return f"{KIND}:{document.id}:{number}:{issue_of(document, number)}"


def _file_key(one: Attachment) -> str:
    return f"{KIND}:{one.id}:0:{filing_attached.issue_of(one)}"


def _jobs(document: Document, act: Act) -> list[Job]:
    return [_job(document, number, act) for number in _wanted(document)]


def _file_jobs(case: Case, files: Iterable[Attachment], act: Act) -> list[Job]:
    return [
        Job(KIND, _file_key(one), _about(one) | {"issue": filing_attached.issue_of(one)}, act.clock.now())
        for one in lacking(case, files)
    ]


def _about(one: Attachment) -> dict[str, Any]:
    return {"case_no": case_with(one).case_no, "attachment": one.id}


def _job(document: Document, number: int, act: Act) -> Job:
    where = {"case_no": case_named(document).case_no, "label": document.label, "number": number}
    return Job(KIND, _key(document, number), where | {"issue": issue_of(document, number)}, act.clock.now())


def note(
    document: Document, act: Act, number: int, issue: int, kle: str, receipt: Receipt, files: Sequence[str] = ()
) -> bool:
    """Write down that the journal has taken a version, with its receipt and the ids of the attachments that went along;
    once. Tells whether it was written now."""
    if issue_of(document, number) != issue:
        return False
    version = document.version(number)
    assert version is not None, "it was delivered"
    data = _data(issue, kle, receipt) | {"attachments": list(files)}
    found = fact(document, FILED, act, number=number, round=version.round, data=data)
    where = {"case_no": case_named(document).case_no, "label": document.label, "number": number}
    _listed(document, found, where)
    ask_for(document, act)
    return True


def note_file(one: Attachment, act: Act, issue: int, kle: str, receipt: Receipt, *, withdrawn: bool) -> bool:
    """Write down that the journal has taken an attachment, and whether it was told that it was taken out; once. Tells
    whether it was written now."""
    if filing_attached.issue_of(one) != issue:
        return False
    data = _data(issue, kle, receipt) | {"withdrawn": withdrawn}
    found = {"id": act.token or new_id(), "kind": FILED, "by": act.by, "at": act.at, "data": data}
    one.facts = (*one.facts, found)
    event(one, "attachment.filed", act, file_subject(one), {"sha256": one.sha256})
    _listed(one, found, _about(one))
    ask_for_file(one, act)
    return True


def _data(issue: int, kle: str, receipt: Receipt) -> dict[str, Any]:
    return {"receipt": receipt.id, "receipt_at": receipt.at.isoformat(), "kle": kle, "issue": issue}


def _listed(thing: Document | Attachment, found: Mapping[str, Any], where: Mapping[str, Any]) -> None:
    """Put a delivery into the list of the last ones."""
    told = dict(where) | {"receipt": found["data"]["receipt"], "issue": found["data"]["issue"], "at": found["at"]}
    journal_of(root_of(thing)).delivered[f"{found['at']} {found['id']}"] = told


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
    thing = thing_of(root, job)
    if isinstance(thing, Attachment):
        event(thing, "attachment.filing_retried", act, file_subject(thing))
    elif thing is not None:
        event(thing, "document.filing_retried", act, subject(thing) | {"number": job.arguments["number"]})


def may_file(root: Root, act: Act, job: Job) -> bool:
    """Tell whether somebody may try a delivery again: the administrator any, others those of cases that they file."""
    case = root.sager.get(job.arguments["case_no"])
    question = Question(act.who, case, act.clock.today())
    return permits(Permission.Admin.JOURNAL, question) or permits(Permission.Journal.FILE, question)


def thing_of(root: Root, job: Job) -> Document | Attachment | None:
    """Return the document or the attachment that a delivery is of."""
    told = job.arguments
    case = root.sager.get(told["case_no"])
    if case is None:
        return None
    return case.bilag.get(told["attachment"]) if "attachment" in told else case.dokumenter.get(told["label"])


def open_jobs(root: Root) -> list[Job]:
    """List the deliveries that are not done, the oldest first."""
    return [job for job in root.job.open_jobs() if job.kind == KIND]


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery that the journal has given a receipt for."""

    case_no: str
    receipt: str
    issue: int
    at: str
    label: str = ""
    number: int = 0
    attachment: str = ""
    """The id of the attachment; then there is no label and no number."""


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
