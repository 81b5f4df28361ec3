"""Examining finished files in the background: asking for it, keeping what was found, and what is not sound."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from BTrees.OOBTree import OOBTree

from ..domain.soundness import FAILED, PASSED, doubts, flaws, sound
from ..resources.case import Case
from ..resources.document import Document
from ..resources.files import SealedFile
from ..resources.outbox import DONE, Job
from ..resources.outbox import FAILED as GIVEN_UP
from ..resources.root import Root
from ..resources.signing import Artefact
from ..services.checking import Examined
from ..services.proof.api import LedgerRow

KIND = "examine"
PATIENCE = timedelta(minutes=1)
"""So long it waits: what somebody waits for goes first, and the ledger has its row by then."""
PDF = "application/pdf"

File = SealedFile | Artefact


def ask(root: Root, document: Document, file: File, now: datetime) -> bool:
    """Let a job examine a file, in the transaction that stores it; asked for again, a job that is over begins anew."""
    key = f"{KIND}:{file.sha256}"
    there = root.job.get(key)
    if there is not None:
        if there.state in (DONE, GIVEN_UP):
            root.job.reopen(there, now)
        return False
    case = document.__parent__.__parent__
    arguments = {"case_no": case.case_no, "label": document.label, "sha256": file.sha256}
    job = Job(KIND, key, arguments, now)
    job.next_at = (now + PATIENCE).isoformat()
    return root.job.add_once(job)


def find(root: Root, case_no: str, label: str, sha256: str) -> File | None:
    """Find a finished file of a document, None when it is not there."""
    case = root.sager.get(case_no)
    document = case.dokumenter.children.get(label) if case is not None else None
    return next((one for one in _of(document) if one.sha256 == sha256), None) if document is not None else None


def _of(document: Document) -> tuple[File, ...]:
    """List the finished files of a document: what we have sealed, and what a citizen has signed or has sent."""
    return (*document.files, *(one for one in document.artefacts if one.media_type == PDF))


def examined_before(root: Root, row: LedgerRow, grounds: str) -> Examined | None:
    """Return what a file that we handed out was found to say, if it was examined on these grounds."""
    file = find(root, row.case_no or "", row.document_id, row.sha256)
    kept = file.upkeep if file is not None else {}
    return Examined.of(kept["examined"]) if kept.get("grounds") == grounds else None


def note(root: Root, arguments: Mapping[str, Any], upkeep: Mapping[str, Any]) -> bool:
    """Keep what was found; False when the file is not there any more."""
    file = find(root, arguments["case_no"], arguments["label"], arguments["sha256"])
    if file is None:
        return False
    file.upkeep = dict(upkeep)
    told = {"case_no": arguments["case_no"], "label": arguments["label"], "number": file.number}
    told |= {name: upkeep[name] for name in ("own", "standard", "rules", "why")}
    admin = root.admin
    if not sound(told):
        if admin.unsound is None:
            admin.unsound = OOBTree()
        admin.unsound[file.sha256] = told
    elif admin.unsound is not None and file.sha256 in admin.unsound:
        del admin.unsound[file.sha256]
    return True


def flawed(root: Root) -> list[str]:
    """Tell of all files with which something is wrong, in the order of their numbers."""
    return sorted(text for told in _unsound(root).values() for text in flaws(told))


def doubtful(root: Root) -> list[str]:
    """Tell of all files of which something could not be found out."""
    return sorted(text for told in _unsound(root).values() for text in doubts(told))


def forget(root: Root, case_no: str) -> None:
    """Take a case that is disposed of out of what is told."""
    for key in [key for key, told in _unsound(root).items() if told["case_no"] == case_no]:
        del root.admin.unsound[key]


def _unsound(root: Root) -> Mapping[str, dict[str, Any]]:
    return root.admin.unsound if root.admin.unsound is not None else {}


def unexamined(case: Case, grounds: str, *, standard: bool) -> Iterator[tuple[Document, File]]:
    """Go through the files of a case that were not examined, on other grounds, with a flaw, or not by the validator.

    Scans are among them; the ledger knows which are finished files.
    """
    for document in case.dokumenter.values():
        for file in _of(document):
            kept = file.upkeep
            asked = not standard or kept.get("standard") in (PASSED, FAILED)
            if kept.get("grounds") != grounds or kept["own"] or not asked:
                yield document, file
