"""The job that makes and seals the PDF of an approved version (D16)."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..domain import signing
from ..domain.identity import SYSTEM
from ..domain.signing import FILE
from ..resources.base import place
from ..resources.document import Document
from ..resources.files import SealedFile
from ..resources.root import Root
from ..resources.version import Version
from ..services.pdf.api import ARCHIVE, PrintJob
from ..services.proof.api import LedgerRow
from ..services.seal.api import APPROVED, SIGNED, seal_tools
from ..services.storage import write_blob
from ..usecases import filing, finished_files, printing, signed_page
from ..usecases import signing as asking
from ..usecases.acting import Act, event, subject
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System

Store = Callable[[Root], tuple[bytes, str]]


@dataclass(frozen=True, slots=True)
class Making:
    """One file that is to be made: of which version, in which profile, printed how."""

    arguments: Mapping[str, Any]
    job: PrintJob
    profile: str = ARCHIVE
    answers: str = ""
    reason: str = APPROVED

    @property
    def name(self) -> str:
        """The name of the file in the tree."""
        number = self.arguments["number"]
        return f"{number}.pdf" if self.profile == ARCHIVE else f"{number}-{self.answers}.pdf"


@handler("seal")
def seal(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Render, seal, store the file, write it into the ledger. Run again it finishes what is missing."""
    with system.reading() as root:
        _, version = wanted(root, arguments)
        making = Making(arguments, printing.job_for(version))
    return finish(system, making)


@handler("seal_signed")
def seal_signed(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make the signed PDF: the same pages and the page of signatures (D16).

    It waits for the sealed body, and is left out when other answers have come since: they have a job of their own.
    """
    with system.reading() as root:
        document, version = wanted(root, arguments)
        if signing.answers_key(asking.requests(document, version)) != arguments["answers"]:
            return {"left_out": "other answers have come since"}
        making = Making(arguments, signed_page.job(document, version), FILE, arguments["answers"], SIGNED)
    return finish(system, making)


def finish(system: "System", making: Making) -> Mapping[str, Any]:
    """Make a file whole: rendered, sealed, stored, and in the ledger."""
    with system.reading() as root:
        done = _file(root, making)
        found = (done.bytes(), done.sealed_at) if done else None
    unsigned = system.pdf.made_anew(making.job)
    if found is None:
        found = system.change(f"seal {making.arguments['label']}", _sealer(system, making, unsigned))
    row = _ledger_row(system, making, unsigned, *found)
    if system.proof.ledger_find(row.sha256) is None:
        system.proof.ledger_add(row)
    return {"sha256": row.sha256, "length": row.length}


def wanted(root: Root, arguments: Mapping[str, Any]) -> tuple[Document, Version]:
    """Return the document and the version that a job is about."""
    document = root.sager[arguments["case_no"]].dokumenter[arguments["label"]]
    version = document.version(arguments["number"], arguments["round"])
    if version is None:
        raise LookupError(f"{arguments['label']} has no version {arguments['number']}")
    return document, version


def _file(root: Root, making: Making) -> SealedFile | None:
    document, version = wanted(root, making.arguments)
    return next((file for file in document.files if _is(file, making, version)), None)


def _is(file: SealedFile, making: Making, version: Version) -> bool:
    same = (file.number, file.round, file.profile) == (version.number, version.round, making.profile)
    return same and file.answers == making.answers


def _sealer(system: "System", making: Making, unsigned: bytes) -> Store:
    """Return the act that stores the sealed file, unless somebody was first."""
    at = system.clock.now()
    sealed = system.seal.seal(unsigned, at=at, reason=making.reason)

    def store(root: Root) -> tuple[bytes, str]:
        there = _file(root, making)
        if there is not None:
            return there.bytes(), there.sealed_at
        document, version = wanted(root, making.arguments)
        made = SealedFile(
            write_blob(sealed),
            sealed,
            number=version.number,
            round=version.round,
            profile=making.profile,
            at=at.isoformat(timespec="seconds"),
            facts=making.job.facts.plain(),
        )
        made.answers = making.answers
        document.files = (*document.files, place(made, document, making.name))
        about = subject(document) | {"number": version.number, "round": version.round}
        event(document, "document.sealed", Act(SYSTEM, system.clock), about, {"sha256": made.sha256})
        filing.ask_for(document, Act(SYSTEM, system.clock))
        finished_files.ask(root, document, made, at)
        return sealed, made.sealed_at

    return store


def _ledger_row(system: "System", making: Making, unsigned: bytes, pdf: bytes, at: str) -> LedgerRow:
    if not pdf.startswith(unsigned):
        raise ValueError("the stored file does not begin with what the version renders to")
    arguments = making.arguments
    return LedgerRow(
        sha256=hashlib.sha256(pdf).hexdigest(),
        length=len(pdf),
        unsigned_sha256=hashlib.sha256(unsigned).hexdigest(),
        unsigned_length=len(unsigned),
        document_id=arguments["label"],
        version=arguments["number"],
        round=arguments["round"],
        profile=making.profile,
        fingerprint=system.pdf.fingerprint(),
        signers=tuple(system.seal.signers),
        sealed_at=datetime.fromisoformat(at),
        case_no=arguments["case_no"],
        fields=tuple(system.seal.fields),
        tools=system.pdf.tools() | seal_tools(),
    )
