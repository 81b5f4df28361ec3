"""The job that renews time-stamps before they grow too old to be trusted (PAdES B-LTA)."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from ..domain.identity import SYSTEM
from ..resources.base import place
from ..resources.document import Document
from ..resources.files import SealedFile
from ..resources.outbox import Job
from ..resources.root import Root
from ..resources.signing import Artefact
from ..services.proof.api import LedgerRow
from ..services.seal.api import STAMP
from ..services.storage import write_blob
from ..usecases import finished_files
from ..usecases.acting import Act, event, subject
from ..usecases.exporting import every_document
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System

RENEW = "renew_stamp"
Kept = SealedFile | Artefact


def ask_for_renewals(system: "System") -> int:
    """Put a job into the outbox for every file whose last time-stamp is older than the setting says."""
    if STAMP not in (system.seal.fields if system.seal else ()):
        return 0
    with system.reading() as root:
        found = [job for document in every_document(root) for job in _due(system, document)]
    return sum(system.change("ask for renewal", partial(_add, job)) for job in found)


def _add(job: Job, root: Root) -> bool:
    return root.job.add_once(job)


def _kept(document: Document) -> tuple[Kept, ...]:
    """Return every file that may carry a time-stamp: those that we made, and those that citizens have signed."""
    return (*document.files, *document.artefacts)


def _sealed_at(file: Kept) -> str:
    return file.at if isinstance(file, Artefact) else file.sealed_at


def _stamped(system: "System", file: Kept) -> bool:
    """Tell whether a file is sealed with a time-stamp: a scan and what came back from a signing server are not."""
    row = system.proof.ledger_find(file.sha256)
    return row is not None and STAMP in row.fields


def _due(system: "System", document: Document) -> list[Job]:
    now = system.clock.now()
    oldest = (now - timedelta(days=system.settings.stamp_renewal_days)).isoformat()
    renewed = {file.renews for file in _kept(document)}
    old = [file for file in _kept(document) if _sealed_at(file) <= oldest and file.sha256 not in renewed]
    case = document.__parent__.__parent__
    where = {"case_no": case.case_no, "label": document.label}
    return [
        Job(RENEW, f"{RENEW}:{file.sha256}", where | {"sha256": file.sha256}, now)
        for file in old
        if _stamped(system, file)
    ]


@handler(RENEW)
def renew(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put a new time-stamp over a file; the file as it was stays, and both stand in the ledger."""
    with system.reading() as root:
        pdf, done = _file(root, arguments["sha256"], arguments).bytes(), _renewed(root, arguments)
        found = (done.bytes(), _sealed_at(done)) if done else None
    row = system.proof.ledger_find(arguments["sha256"])
    if row is None or STAMP not in row.fields:
        return {"left_out": "the file carries no time-stamp"}
    if found is None:
        made, at = system.seal.renew(pdf), system.clock.now().isoformat(timespec="seconds")
        found = system.change(f"renew {arguments['label']}", lambda root: _stored(system, root, arguments, made, at))
    new = _row(row, *found)
    if system.proof.ledger_find(new.sha256) is None:
        system.proof.ledger_add(new)
    return {"sha256": new.sha256, "length": new.length}


def _document(root: Root, arguments: Mapping[str, Any]) -> Document:
    found = root.sager[arguments["case_no"]].dokumenter[arguments["label"]]
    assert isinstance(found, Document)
    return found


def _file(root: Root, digest: str, arguments: Mapping[str, Any]) -> Kept:
    return next(file for file in _kept(_document(root, arguments)) if file.sha256 == digest)


def _renewed(root: Root, arguments: Mapping[str, Any]) -> Kept | None:
    files = _kept(_document(root, arguments))
    return next((file for file in files if file.renews == arguments["sha256"]), None)


def _stored(system: "System", root: Root, arguments: Mapping[str, Any], pdf: bytes, at: str) -> tuple[bytes, str]:
    there = _renewed(root, arguments)
    if there is not None:
        return there.bytes(), _sealed_at(there)
    document, old = _document(root, arguments), _file(root, arguments["sha256"], arguments)
    made = _artefact(document, old, pdf, at) if isinstance(old, Artefact) else _sealed(document, old, pdf, at)
    about = subject(document) | {"number": made.number}
    event(document, "document.stamp_renewed", Act(SYSTEM, system.clock), about, {"sha256": made.sha256})
    finished_files.ask(root, document, made, system.clock.now())
    return pdf, at


def _sealed(document: Document, old: SealedFile, pdf: bytes, at: str) -> SealedFile:
    made = SealedFile(
        write_blob(pdf), pdf, number=old.number, round=old.round, profile=old.profile, at=at, facts=old.render_facts
    )
    made.answers, made.renews = old.answers, old.sha256
    document.files = (*document.files, place(made, document, f"{made.sha256[:16]}.pdf"))
    return made


def _artefact(document: Document, old: Artefact, pdf: bytes, at: str) -> Artefact:
    made = Artefact(write_blob(pdf), pdf, number=old.number, sid=old.sid, media_type=old.media_type, at=at)
    made.renews = old.sha256
    document.artefacts = (*document.artefacts, place(made, document, made.id))
    return made


def _row(row: LedgerRow, pdf: bytes, at: str) -> LedgerRow:
    """Make the row of a renewed file: as before, and one time-stamp more."""
    more = sum(name.startswith(STAMP) for name in row.fields) + 1
    return replace(
        row,
        sha256=hashlib.sha256(pdf).hexdigest(),
        length=len(pdf),
        sealed_at=datetime.fromisoformat(at),
        signers=(*row.signers, STAMP),
        fields=(*row.fields, f"{STAMP}-{more}"),
    )
