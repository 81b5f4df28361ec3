"""The job that makes and seals the PDF of an approved version (D16)."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..domain.identity import SYSTEM
from ..resources.base import place
from ..resources.document import Document
from ..resources.files import SealedFile
from ..resources.root import Root
from ..resources.version import Version
from ..services.pdf.api import ARCHIVE, PrintJob
from ..services.proof.api import LedgerRow
from ..services.storage import write_blob
from ..usecases import printing
from ..usecases.acting import Act, event, subject
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System

Store = Callable[[Root], tuple[bytes, str]]


@handler("seal")
def seal(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Render, seal, store the file, write it into the ledger. Run again it finishes what is missing."""
    with system.reading() as root:
        document, version = _wanted(root, arguments)
        job, done = printing.job_for(version), _file(document, version)
        found = (done.bytes(), done.sealed_at) if done else None
    unsigned = system.pdf.render(job)
    if found is None:
        found = system.change(f"seal {arguments['label']}", _sealer(system, arguments, job, unsigned))
    row = _ledger_row(system, arguments, unsigned, *found)
    if system.proof.ledger_find(row.sha256) is None:
        system.proof.ledger_add(row)
    return {"sha256": row.sha256, "length": row.length}


def _wanted(root: Root, arguments: Mapping[str, Any]) -> tuple[Document, Version]:
    document = root.sager[arguments["case_no"]].dokumenter[arguments["label"]]
    version = document.version(arguments["number"], arguments["round"])
    if version is None:
        raise LookupError(f"{arguments['label']} has no version {arguments['number']}")
    return document, version


def _file(document: Document, version: Version) -> SealedFile | None:
    found = document.file(version.number, ARCHIVE)
    return found if found is not None and found.round == version.round else None


def _sealer(system: "System", arguments: Mapping[str, Any], job: PrintJob, unsigned: bytes) -> Store:
    """Return the act that stores the sealed file, unless somebody was first."""
    at = system.clock.now()
    sealed = system.seal.seal(unsigned, at=at)

    def store(root: Root) -> tuple[bytes, str]:
        document, version = _wanted(root, arguments)
        there = _file(document, version)
        if there is not None:
            return there.bytes(), there.sealed_at
        made = SealedFile(
            write_blob(sealed),
            sealed,
            number=version.number,
            round=version.round,
            profile=ARCHIVE,
            at=at.isoformat(timespec="seconds"),
            facts=job.facts.plain(),
        )
        document.files = (*document.files, place(made, document, f"{version.number}.pdf"))
        about = subject(document) | {"number": version.number, "round": version.round}
        event(document, "document.sealed", Act(SYSTEM, system.clock), about, {"sha256": made.sha256})
        return sealed, made.sealed_at

    return store


def _ledger_row(system: "System", arguments: Mapping[str, Any], unsigned: bytes, pdf: bytes, at: str) -> LedgerRow:
    if not pdf.startswith(unsigned):
        raise ValueError("the stored file does not begin with what the version renders to")
    return LedgerRow(
        sha256=hashlib.sha256(pdf).hexdigest(),
        length=len(pdf),
        unsigned_sha256=hashlib.sha256(unsigned).hexdigest(),
        unsigned_length=len(unsigned),
        document_id=arguments["label"],
        version=arguments["number"],
        round=arguments["round"],
        profile=ARCHIVE,
        fingerprint=system.pdf.fingerprint(),
        signers=(system.seal.name,),
        sealed_at=datetime.fromisoformat(at),
        case_no=arguments["case_no"],
    )
