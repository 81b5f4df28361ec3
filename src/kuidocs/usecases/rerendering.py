"""Making the bytes of a finished file again from what is stored, to be compared with it (D17)."""

from ..domain.signing import FILE
from ..resources.root import Root
from ..resources.version import Version
from ..services.checking import Again
from ..services.pdf.api import ARCHIVE, PdfService, PrintJob, RenderFacts
from ..services.proof.api import LedgerRow
from . import finding, printing
from .involvement import edition_of


def again(pdf: PdfService, root: Root, row: LedgerRow) -> Again | None:
    """Render what a row of the ledger tells of, and say whether today's tools must give the same bytes.

    It is always made anew. That it becomes the same is the proof, which a remembered file could not give.
    """
    found = job(root, row)
    return Again(pdf.made_anew(found), pdf.fingerprint() == row.fingerprint) if found is not None else None


def job(root: Root, row: LedgerRow) -> PrintJob | None:
    """Return the job that printed the file of a row, None when what it was printed from is not there."""
    version = finding.version(root, row.case_no or "", row.document_id, row.version, row.round)
    if version is None:
        return None
    if row.profile != FILE:
        return printing.job_for(version, row.profile)
    files = (file for file in version.__parent__.files if file.sha256 == row.sha256)
    file = next(files, None)
    if file is None:
        return None
    return PrintJob(edition_of(version).text, version.content(), RenderFacts.of(file.render_facts), ARCHIVE)


def title_of(version: Version) -> str:
    """Return what the edition of a version calls it."""
    return edition_of(version).title
