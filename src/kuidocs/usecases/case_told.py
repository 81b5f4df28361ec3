"""What a package tells of a case for people and other programs: JSON in the words of the format of files (D41)."""

from base64 import encodebytes
from collections.abc import Sequence
from typing import Any

from ..domain import documents, workflow
from ..domain.meetings import MEETING_TYPES
from ..forms.edition import Edition
from ..resources.attachments import Attachment
from ..resources.case import Case, case_of
from ..resources.document import Document
from ..resources.version import Version

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


def pem(der: bytes) -> bytes:
    """Write a certificate as text."""
    text = encodebytes(der).replace(b"\n", b"")
    lines = b"".join(text[start : start + 64] + b"\n" for start in range(0, len(text), 64))
    return b"-----BEGIN CERTIFICATE-----\n" + lines + b"-----END CERTIFICATE-----\n"


def case(case: Case) -> dict[str, Any]:
    """Tell of a case without its documents; a protected address stays here."""
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
            "kle": case.kle,
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


def version(document: Document, version: Version) -> dict[str, Any]:
    """Tell of a version with everything that is known of it; ``sha256`` is that of ``data`` as canonical JSON."""
    return head(document) | {
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


def draft(document: Document, edition: Edition, content: dict) -> dict[str, Any]:
    """Tell of a text that is being written."""
    told = head(document) | (document.draft or {})
    return told | {"template_version": edition.number, "status": "draft", "data": content}


def head(document: Document) -> dict[str, Any]:
    """Tell which document."""
    return {"document_id": document.label, "form_key": document.form_key, "meeting": document.meeting_number or None}


def attachment(one: Attachment) -> dict[str, Any]:
    """Tell what is known of an attachment, also of one that was taken out."""
    names = ("id", "title", "kind", "given_by", "received", "name", "media_type", "length", "sha256")
    more = ("original_sha256", "notes", "information_type", "replaces", "about", "by", "at", "facts")
    return {name: getattr(one, name) for name in (*names, *more)}


def listed(document: Document, versions: Sequence[Version], where: str, *, drafts: bool) -> dict[str, Any]:
    """Tell what the first page of a package says of a document."""
    last = [one for one in versions if document.version(one.number) is one]
    return {
        "label": document.label,
        "title": documents.title(document.form_key),
        "meeting": _meeting(document),
        "at": document.created_at,
        "where": where,
        "draft": drafts and document.draft is not None,
        "extracts": [one.number for one in document.extracts],
        "versions": [
            {
                "number": one.number,
                "at": one.at,
                "author": one.author.get("name", ""),
                "state": workflow.LABELS[document.shown_state(one.number)],
                "approved": [fact["by"].get("name", "") for fact in document.facts_of("approved", one.number)],
                "sha256": one.sha256,
            }
            for one in last
        ],
    }


def _meeting(document: Document) -> str:
    found = case_of(document)
    meeting = found.moeder.get(str(document.meeting_number)) if found else None
    if meeting is None:
        return ""
    return f"{MEETING_TYPES[meeting.meeting_type].label}, nr. {meeting.meeting_no}"
