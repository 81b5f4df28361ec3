"""Walking everything that is stored (D20): by ``kuidocs check``, and once a week by a job."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..domain import signing
from ..resources.attachments import Attachment
from ..resources.document import Document
from ..resources.files import SealedFile
from ..resources.root import Root
from ..resources.signing import Artefact
from ..resources.version import Damaged
from ..services.proof import ProofService
from ..usecases import finished_files
from ..usecases.disposal import disposed

if TYPE_CHECKING:
    from ..system import System


@dataclass(slots=True)
class Report:
    """What a walk has found."""

    versions: int
    files: int
    rows: int
    faults: list[str]
    flaws: list[str] = field(default_factory=list)
    """What examining the finished files in the background has shown."""
    doubts: list[str] = field(default_factory=list)
    """What could not be found out by it, and is tried again."""


def check_all(system: "System", tell: Callable[[int, int], None] = lambda done, total: None) -> Report:
    """Read every version, every sealed file, every attachment and every row of the ledger."""
    with system.reading() as root:
        return walk(root, system.proof, tell)


def walk(root: Root, proof: ProofService, tell: Callable[[int, int], None] = lambda done, total: None) -> Report:
    """Do the same with a tree and a ledger; ``tell`` hears how many of how many cases are done."""
    report, seen = Report(0, 0, 0, [], finished_files.flawed(root), finished_files.doubtful(root)), set()
    for done, case in enumerate(root.sager.values()):
        tell(done, len(root.sager))
        for document in case.dokumenter.values():
            report.faults += _versions(document)
            report.versions += len(document.versions)
            for file in document.files:
                report.files += 1
                seen.add(file.sha256)
                report.faults += _file(proof, document, file)
            for artefact in document.artefacts:
                report.files += 1
                seen.add(artefact.sha256)
                report.faults += _artefact(document, artefact)
            report.faults += _unlisted(proof, document)
        for one in case.bilag.values():
            report.files += 1
            report.faults += _attachment(one, case.case_no)
        if root._p_jar is not None:
            root._p_jar.cacheGC()
    gone = disposed(root)
    for row in proof.ledger_rows():
        report.rows += 1
        if row.sha256 not in seen and row.case_no not in gone:
            text = f"{row.document_id}, version {row.version}: Filen i hovedbogen ligger ikke i databasen."
            report.faults.append(text)
    return report


def _versions(document: Document) -> Iterator[str]:
    previous = ""
    for version in document.versions:
        where = f"{document.label}, version {version.number}"
        if version.previous_sha256 != previous:
            yield f"{where}: Versionen peger ikke på den, der kom før."
        previous = version.sha256
        try:
            version.raw()
        except Damaged:
            yield f"{where}: Teksten er ikke den, der blev gemt."


def _attachment(one: Attachment, case_no: str) -> Iterator[str]:
    try:
        one.bytes()
    except Damaged:
        yield f"{case_no}, bilag {one.id}: Filen er ikke den, der blev gemt."
    except Exception:  # Whatever the disk or the storage answers, the file is not there.
        yield f"{case_no}, bilag {one.id}: Filen kan ikke læses."


def _artefact(document: Document, one: Artefact) -> Iterator[str]:
    where = f"{document.label}, version {one.number}"
    try:
        one.bytes()
    except Damaged:
        yield f"{where}: Beviset for en underskrift er ikke det, der blev gemt."
    except Exception:  # Whatever the disk or the storage answers, the file is not there.
        yield f"{where}: Beviset for en underskrift kan ikke læses."


def _unlisted(proof: ProofService, document: Document) -> Iterator[str]:
    """Go through what citizens have signed with MitID and we have sealed: each stands in the ledger."""
    for fact in document.facts:
        told: Any = fact["data"]
        received = fact["kind"] == signing.SIGNATURE and told.get("received")
        if received and proof.ledger_find(told["artefact"]["sha256"]) is None:
            where = f"{document.label}, version {fact['about']['number']}"
            yield f"{where}: En fil, der er underskrevet med MitID, står ikke i hovedbogen."


def _file(proof: ProofService, document: Document, file: SealedFile) -> Iterator[str]:
    where = f"{document.label}, version {file.number}"
    try:
        found = hashlib.sha256(file.bytes()).hexdigest()
    except Exception:  # Whatever the disk or the storage answers, the file is not there.
        yield f"{where}: PDF-filen kan ikke læses."
        return
    if found != file.sha256:
        yield f"{where}: PDF-filen er ikke den, der blev gemt."
    if proof.ledger_find(file.sha256) is None:
        yield f"{where}: PDF-filen står ikke i hovedbogen."
