"""Answering whether a file is genuine, from its signatures, the ledger and the case; nothing is stored (D20)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..domain.signing import FILE
from ..domain.workflow import superseded_by
from ..resources.document import Document
from ..resources.files import SealedFile
from ..resources.root import Root
from ..resources.signing import Artefact
from ..resources.version import Version
from ..services.checking import Again, Examined, Verdict, judged
from ..services.pdf.api import ARCHIVE, RenderFacts, SignedRow
from ..services.proof.api import LedgerRow
from . import finding, rerendering

Rerender = Callable[[LedgerRow], Again | None]


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict, and what is known here of the document that it is about."""

    verdict: Verdict
    document: Document | None = None
    version: Version | None = None
    title: str = ""
    signed: tuple[SignedRow, ...] = ()
    """Who has answered, as the page of signatures of this very file says."""
    newer: int = 0
    """The number of the version that has taken its place; 0 when it counts."""
    newer_at: str = ""


def check(pdf: bytes, found: Examined, root: Root, system: Any) -> Checked:
    """Judge a file that was examined."""
    rerender: Rerender = lambda row: rerendering.again(system.pdf, root, row)  # noqa: E731
    verdict = judged(pdf, found, ledger=system.proof, rerender=rerender)
    row = verdict.row
    version = finding.version(root, row.case_no or "", row.document_id, row.version, row.round) if row else None
    if row is None or version is None:
        return Checked(verdict)
    document = version.__parent__
    newer = superseded_by(document.facts, version.number) or 0
    at = document.facts_of("approved", newer)[-1]["at"] if newer else ""
    facts = _facts(document, row)
    signed = facts.signed.rows if facts and facts.signed and verdict.ok else ()
    title = facts.title if facts else rerendering.title_of(version)
    return Checked(verdict, document, version, title, signed, newer, at)


def _facts(document: Document, row: LedgerRow) -> RenderFacts | None:
    file = next((one for one in document.files if one.sha256 == row.sha256), None)
    return RenderFacts.of(file.render_facts) if file is not None and file.render_facts else None


def genuine(checked: Checked) -> SealedFile | Artefact | None:
    """Return the file that we handed out, to be compared with what came."""
    document, row = checked.document, checked.verdict.row
    if document is None or row is None:
        return None
    own = (one for one in (*document.files, *document.artefacts) if one.sha256 == row.sha256)
    other = (document.file(row.version, FILE), document.file(row.version, ARCHIVE))
    return next(own, None) or next(filter(None, other), None)
