"""The job that delivers a finished paper to the journal, and the daily look for what was left."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ..domain.filing import failure
from ..domain.identity import SYSTEM
from ..resources.attachments import Attachment
from ..resources.document import Document
from ..resources.outbox import FAILED, retry
from ..resources.root import Root
from ..services.archive.api import ArchiveError, Receipt
from ..usecases import filing, filing_attached
from ..usecases.acting import Act, case_named
from ..usecases.filing import KIND
from ..usecases.filing_record import delivery, finished_file, issue_of
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System


@handler(KIND)
def deliver(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Deliver one version, or one attachment by itself, and note the receipt. Run again it delivers nothing twice: the
    journal knows the key."""
    return _file(system, arguments) if "attachment" in arguments else _version(system, arguments)


def _version(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    with system.reading() as root:
        document, number, issue = _wanted(root, arguments), arguments["number"], arguments["issue"]
        if issue_of(document, number) != issue:
            return {"before": True}
        file, kle = finished_file(document, number), case_named(document).kle
        if file is None or system.proof.ledger_find(file.sha256) is None:
            # What is not proved here is not handed on; the job that seals writes the row a moment after the file.
            raise ArchiveError("unlisted")
        made = delivery(document, number)
        along = [one.id for one in case_named(document).bilag.about(document.label, number)]
    receipt = system.archive.deliver(made)
    act = Act(SYSTEM, system.clock)
    system.change(f"file {arguments['label']}", lambda root: _note(root, arguments, act, kle, receipt, along))
    return {"receipt": receipt.id, "sha256": made.paper.sha256}


def _wanted(root: Root, arguments: Mapping[str, Any]) -> Document:
    return root.sager[arguments["case_no"]].dokumenter[arguments["label"]]


def _note(root: Root, arguments: Mapping[str, Any], act: Act, kle: str, receipt: Receipt, along: Sequence[str]) -> bool:
    document = _wanted(root, arguments)
    return filing.note(document, act, arguments["number"], arguments["issue"], kle, receipt, along)


def _file(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Deliver an attachment, or that it was taken out. What was taken out before it was filed is not delivered."""
    with system.reading() as root:
        case, one, issue = root.sager[arguments["case_no"]], _attachment(root, arguments), arguments["issue"]
        kle, withdrawn = case.kle, one.withdrawn is not None
        if filing_attached.issue_of(one) != issue or not filing_attached.lacks_file(case, one, kle):
            return {"before": True}
        made = filing_attached.delivery(one)
    receipt, act = system.archive.deliver(made), Act(SYSTEM, system.clock)

    def note(root: Root) -> bool:
        return filing.note_file(_attachment(root, arguments), act, issue, kle, receipt, withdrawn=withdrawn)

    system.change("file an attachment", note)
    return {"receipt": receipt.id, "sha256": made.paper.sha256}


def _attachment(root: Root, arguments: Mapping[str, Any]) -> Attachment:
    return root.sager[arguments["case_no"]].bilag[arguments["attachment"]]


def sweep(system: "System") -> int:
    """Ask for what nobody has asked for, and try again what failed for a time only; how many cases and jobs.

    A case that came in by a file or from an older release is found here.
    """
    act = Act(SYSTEM, system.clock)
    with system.reading() as root:
        cases = [case.case_no for case in _forgetting(root) if filing.is_due(case)]
        failed = [job.id for job in filing.open_jobs(root) if job.state == FAILED and not failure(job.code).permanent]
    for case_no in cases:
        system.change("file", partial(_ask, case_no=case_no, act=act))
    for job_id in failed:
        system.change("file again", partial(_wake, job_id=job_id, act=act))
    return len(cases) + len(failed)


def _forgetting(root: Root) -> Any:
    """Go through all cases and keep none of them in memory."""
    for case in root.sager.values():
        yield case
        if case._p_jar is not None:
            case._p_jar.cacheGC()


def _ask(root: Root, case_no: str, act: Act) -> None:
    filing.ask(root.sager[case_no], act)


def _wake(root: Root, job_id: str, act: Act) -> None:
    job = root.job[job_id]
    if job.state == FAILED:
        retry(job, act.clock.now())
