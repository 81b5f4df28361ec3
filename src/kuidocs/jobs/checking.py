"""Walking everything that is stored (D20): by ``kuidocs check``, and once a week by a job."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from ..domain import signing
from ..resources.case import Case
from ..resources.document import Document
from ..resources.files import SealedFile
from ..resources.root import Root
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
    report = Report(0, 0, 0, [], finished_files.flawed(root), finished_files.doubtful(root))
    seen = set[str]()
    for done, case in enumerate(root.sager.values()):
        tell(done, len(root.sager))
        for document in case.dokumenter.values():
            report.faults += _versions(document)
            report.versions += len(document.versions)
            seen |= {one.sha256 for one in (*document.files, *document.artefacts)}
            for file in document.files:
                report.files += 1
                report.faults += _file(proof, document, file)
            report.faults += _unlisted(proof, document)
        _read_all(report, (*_of_papers(case), *_of_the_case(case)))
        if root._p_jar is not None:
            root._p_jar.cacheGC()
    _read_all(report, _of_clusters(root))
    gone = disposed(root)
    for row in proof.ledger_rows():
        report.rows += 1
        if row.sha256 not in seen and row.case_no not in gone:
            text = f"{row.document_id}, version {row.version}: Filen i hovedbogen ligger ikke i databasen."
            report.faults.append(text)
    return report


class Kept(Protocol):
    """A file as it is kept."""

    sha256: str

    def bytes(self) -> bytes:
        """Read the file."""


@dataclass(frozen=True, slots=True)
class Named:
    """A file, what it is called when something is wrong with it, and the sum that the log has of it, "" for none."""

    where: str
    file: Kept
    logged: str = ""


def _of_papers(case: Case) -> Iterator[Named]:
    """Go through what lies beside the sealed files of a case."""
    for document in case.dokumenter.values():
        for artefact in document.artefacts:
            yield Named(f"{document.label}, version {artefact.number}: Filen, der beviser en underskrift,", artefact)
        for extract in document.extracts:
            yield Named(f"{document.label}, uddrag nr. {extract.number}: Filen", extract)


def _of_the_case(case: Case) -> Iterator[Named]:
    for one in case.bilag.values():
        first = next((event.data["sha256"] for event in one.log if event.kind == "attachment.added"), "")
        yield Named(f"{case.case_no}, bilag {one.id}: Filen", one, first)
    for asked in case.aktindsigt.values():
        for file in (*asked.files, *asked.copies):
            yield Named(f"{case.case_no}, aktindsigt nr. {asked.number}: En fil, der blev lavet til den,", file)


def _of_clusters(root: Root) -> Iterator[Named]:
    for cluster in root.klynger.values() if root.klynger is not None else ():
        for meeting in cluster.meetings():
            for one in meeting.slides:
                yield Named(f"{cluster.name}, møde {meeting.number}: Præsentation nr. {one.number}", one)


def _read_all(report: Report, found: Iterable[Named]) -> None:
    for one in found:
        report.files += 1
        report.faults += _kept(one)


def _kept(one: Named) -> Iterator[str]:
    try:
        digest = hashlib.sha256(one.file.bytes()).hexdigest()
    except Damaged:
        yield f"{one.where} er ikke den, der blev gemt."
    except Exception:  # Whatever the disk or the storage answers, the file is not there.
        yield f"{one.where} kan ikke læses."
    else:
        if digest != one.file.sha256:
            yield f"{one.where} er ikke den, der blev gemt."
        elif one.logged not in ("", digest):
            yield f"{one.where} er en anden end den, loggen siger blev lagt ind."


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
