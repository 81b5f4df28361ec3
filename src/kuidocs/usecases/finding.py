"""Finding a document by whatever people call it (D2)."""

from contextlib import suppress

from ..domain.errors import NotFound
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..resources.root import Root
from ..resources.version import Version
from ..services.pdf.api import PrintJob
from . import printing
from .acting import root_of


def document(root: Root, name: str) -> Document:
    """Return the document with a label, an id from a file, or an internal id.

    Raises NotFound.
    """
    for case_no in (root.sager.names.get(name, ""), name.rpartition("-")[0]):
        case = root.sager.get(case_no)
        with suppress(KeyError):
            if case is not None:
                return case.dokumenter[name]
    raise NotFound("document", f"Der er ikke noget dokument med id {name}.")


def job(document: Document, name: str, number: int | None, profile: str) -> PrintJob:
    """Return what to print: the version that was asked for, or the draft when there is nothing else.

    Raises NotFound.
    """
    draft = drafts_of(document).get(document.id) if document.draft else None
    wanted = (number is None and not document.versions) or (document.draft or {}).get("number") == number
    if draft is not None and document.draft is not None and wanted:
        edition = root_of(document).skabeloner.edition(document.form_key, draft.edition_number)
        assert edition is not None, "editions are never removed"
        return printing.draft_job(document, edition.text, draft.content(), document.draft["at"], profile)
    return printing.job_for(printing.version_wanted(document, name, number), profile)


def version(root: Root, case_no: str, label: str, number: int, round: int) -> Version | None:
    """Return one version, None when it is not there."""
    case = root.sager.get(case_no)
    found = case.dokumenter.children.get(label) if case is not None else None
    return found.version(number, round) if found is not None else None
