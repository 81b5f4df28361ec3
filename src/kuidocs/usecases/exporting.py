"""The plain package of a case (D41): every version as JSON and sealed PDF, the editions, a manifest with hashes."""

import hashlib
import json
import os
import shutil
import tempfile
from base64 import encodebytes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..domain import workflow
from ..domain.attachments import own_name
from ..domain.errors import Conflict, NotFound
from ..resources.attachments import Attachment
from ..resources.case import Case
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..resources.root import Root
from ..resources.version import Version
from ..services.clock.api import Clock
from ..services.pdf.api import PdfService
from . import printing
from .acting import root_of
from .involvement import edition_of

Files = dict[str, "bytes | Attachment"]
"""A package: path -> bytes; what can be large is read when it is written."""
PERSON = (
    "person_id",
    "full_name",
    "preferred_name",
    "birth_date",
    "id_number",
    "id_number_type",
    "id_number_note",
    "address",
    "municipality",
    "name_address_protection",
    "language",
    "interpreter_needed",
    "school",
)
MANIFEST = "manifest.json"


def case_named(root: Root, case_no: str) -> Case:
    """Return a case by its number.

    Raises NotFound.
    """
    case = root.sager.get(case_no)
    if case is None:
        raise NotFound("case", f"Der er ikke noget forløb med nummeret {case_no}.")
    return case


def package(case: Case, pdf: PdfService, certificate: bytes, clock: Clock, *, drafts: bool = False) -> Files:
    """Gather the files of a case.

    Raises Conflict when an approved version has no sealed file yet.
    """
    files: Files = {"case.json": as_json(_case(case)), "certificate.pem": _pem(certificate)}
    for document in case.dokumenter.in_order():
        for version in document.versions:
            if _is_in(document, version, drafts):
                files |= _version(document, version, pdf)
        files |= {f"documents/{document.label}/extracts/{one.number}.pdf": one.bytes() for one in document.extracts}
        if drafts and document.draft:
            files |= _draft(document, pdf)
    files |= {_path(one): one for one in case.bilag.in_order()}
    files[MANIFEST] = as_json(_manifest(case, files, clock, drafts))
    return files


def _path(one: Attachment) -> str:
    """Say where an attachment lies: its own name came from outside, and is only told in the manifest."""
    return f"attachments/{one.id}/{own_name(one.kind, one.received, one.media_type)}"


def as_json(data: object) -> bytes:
    """Write JSON for people and programs."""
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _pem(der: bytes) -> bytes:
    return b"-----BEGIN CERTIFICATE-----\n" + _lines(der) + b"-----END CERTIFICATE-----\n"


def _lines(der: bytes) -> bytes:
    text = encodebytes(der).replace(b"\n", b"")
    return b"".join(text[start : start + 64] + b"\n" for start in range(0, len(text), 64))


def _is_in(document: Document, version: Version, drafts: bool) -> bool:
    """Tell whether a version belongs in the package: of each number the round that was approved."""
    if document.version(version.number) is not version:
        return False
    approved = bool(document.facts_of("approved", version.number))
    return approved or (drafts and document.draft is None)


def _version(document: Document, version: Version, pdf: PdfService) -> Files:
    edition, where = edition_of(version), f"documents/{document.label}/versions/{version.number}"
    editions = {f"editions/{edition.form}-{edition.number}.json": edition.text.encode()}
    return {f"{where}.json": as_json(_told(document, version)), f"{where}.pdf": _pdf(document, version, pdf)} | editions


def _pdf(document: Document, version: Version, pdf: PdfService) -> bytes:
    if not document.facts_of("approved", version.number):
        return pdf.render(printing.job_for(version))
    sealed = document.file(version.number)
    if sealed is None:
        raise Conflict(
            "unsealed",
            f"PDF-filen af {document.label}, version {version.number}, er ikke lavet endnu. "
            "Vent, til serveren har lavet den, eller kør »kuidocs worker«.",
        )
    return sealed.bytes()


def _told(document: Document, version: Version) -> dict[str, Any]:
    """Write a version with everything that is known of it; ``sha256`` is that of ``data`` as canonical JSON."""
    return _head(document) | {
        "external_id": version.external_id,
        "template_version": version.edition_number,
        "edition_sha256": version.edition_sha256,
        "version_no": version.number,
        "round": version.round,
        "status": document.shown_state(version.number),
        "created_at": version.at,
        "author": version.author,
        "version_note": version.note,
        "sha256": version.sha256,
        "previous_sha256": version.previous_sha256,
        "data": version.content(),
        "facts": [fact for fact in document.facts if workflow.about(fact, version.number)],
    }


def _head(document: Document) -> dict[str, Any]:
    return {"document_id": document.label, "form_key": document.form_key, "meeting": document.meeting_number or None}


def _draft(document: Document, pdf: PdfService) -> Files:
    draft = drafts_of(document).get(document.id)
    edition = root_of(document).skabeloner.edition(document.form_key, draft.edition_number) if draft else None
    if draft is None or edition is None or document.draft is None:
        return {}
    content, where = draft.content(), f"documents/{document.label}/draft"
    told = _head(document) | document.draft | {"template_version": edition.number, "status": "draft", "data": content}
    job = printing.draft_job(document, edition.text, content, document.draft["at"])
    return {
        f"{where}.json": as_json(told),
        f"{where}.pdf": pdf.render(job),
        f"editions/{edition.form}-{edition.number}.json": edition.text.encode(),
    }


def _case(case: Case) -> dict[str, Any]:
    """Write the case without its documents, in the words of the format of files; a protected address stays here."""
    person = {name: getattr(case.person, name) for name in PERSON}
    if case.person.name_address_protection:
        person["address"] = ""
    return {
        "young_person": person | {"custody": list(case.person.custody)},
        "case": {
            "case_no": case.case_no,
            "title": case.title,
            "opened_at": case.opened_at,
            "opened_by": case.opened_by.get("text", ""),
            "state": case.state,
            "plan_coordinator": case.plan_coordinator.get("text", ""),
            "contact_person": case.contact_person.get("text", ""),
            "target_group_reason": case.target_group_reason,
        },
        "meetings": [
            {
                "meeting_id": meeting.external_id or f"M{meeting.number}",
                "meeting_type": meeting.meeting_type,
                "meeting_no": meeting.meeting_no,
                "meeting_date": meeting.date,
                "state": meeting.state,
            }
            for meeting in case.moeder.in_order()
        ],
        "people": list(case.register.values()),
    }


def _manifest(case: Case, files: Files, clock: Clock, drafts: bool) -> dict[str, Any]:
    return {
        "format": 1,
        "case_no": case.case_no,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "drafts": drafts,
        "files": [{"path": path} | _measured(content) for path, content in sorted(files.items())],
        "attachments": [_attachment(one) for one in case.bilag.in_order()],
    }


def _measured(content: bytes | Attachment) -> dict[str, Any]:
    if isinstance(content, Attachment):
        return {"sha256": content.sha256, "length": content.length}
    return {"sha256": hashlib.sha256(content).hexdigest(), "length": len(content)}


def _attachment(one: Attachment) -> dict[str, Any]:
    """Write what is known of an attachment, also of one that was taken out."""
    names = ("id", "title", "kind", "given_by", "received", "name", "media_type", "length", "sha256")
    more = ("original_sha256", "notes", "information_type", "replaces", "about", "by", "at", "facts")
    return {"path": _path(one)} | {name: getattr(one, name) for name in (*names, *more)}


def refuse_filled(out: Path) -> None:
    """Refuse to write among other files.

    Raises Conflict.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Conflict("filled", f"{out} er der allerede og er ikke en tom mappe. Vælg en ny mappe.")


def write(files: Files, out: Path) -> int:
    """Write a package beside its place and move it there when it is whole; how many files it has.

    Raises Conflict.
    """
    refuse_filled(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        for path, content in files.items():
            _write(aside / path, content.bytes() if isinstance(content, Attachment) else content)
        if out.exists():
            out.rmdir()
        aside.rename(out)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return len(files)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def every_document(root: Root) -> Iterator[Document]:
    """Go through all documents of all cases."""
    for case in root.sager.values():
        yield from case.dokumenter.values()
