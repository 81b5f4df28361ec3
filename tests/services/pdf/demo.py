"""Print jobs made of the demonstration files, as an import would make them."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import kuidocs
from kuidocs.domain.meetings import MEETING_TYPES
from kuidocs.forms.edition import Edition
from kuidocs.forms.reading import DRAFT, id_from, read, split_facts
from kuidocs.forms.registry import shipped_editions
from kuidocs.services.pdf.api import (
    ARCHIVE,
    MeetingFacts,
    PersonFacts,
    PrintJob,
    RenderFacts,
    SenderFacts,
    SignatureFacts,
)
from kuidocs.services.pdf.inline import InlinePdfService

FOLDER = Path(kuidocs.__file__).parent / "demo_data"
PERSONS = ("ung_1_malthe", "ung_3_elias")
STATES = {"draft": ("draft", "Udkast"), "in_review": ("in_review", "Til gennemsyn")}
APPROVED = ("approved", "Godkendt")
PRIVACY = "Fjordlund Kommune er ansvarlig for dine oplysninger. Du har ret til at se dem og få dem rettet."


@cache
def person(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def documents() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every document of both young persons, with its file."""
    for name in PERSONS:
        for document in person(name)["documents"]:
            yield person(name), document


def with_letter(document: dict[str, Any]) -> bool:
    """Whether it is a notice of a meeting that the young person is invited to."""
    if document["form_key"] != "kui.notice":
        return False
    return MEETING_TYPES[document["data"]["meeting_type"]].with_young


def find(document_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return next((file, each) for file, each in documents() if each["document_id"] == document_id)


def job(document_id: str, profile: str = ARCHIVE, **changes: Any) -> PrintJob:
    """The job of one document; ``changes`` replace facts."""
    file, document = find(document_id)
    edition = shipped_editions()[document["form_key"]]
    content, _ = split_facts(edition.schema, document["data"])
    reading = read(edition.schema, content, level=DRAFT, new_id=id_from(document_id))
    assert not reading.errors, (document_id, reading.errors)
    return PrintJob(edition.text, reading.content, facts(file, document, edition.data["title"], **changes), profile)


def facts(file: dict[str, Any], document: dict[str, Any], title: str, **changes: Any) -> RenderFacts:
    young, (state, label) = file["young_person"], STATES.get(document["status"], APPROVED)
    values: dict[str, Any] = {
        "document_id": document["document_id"],
        "case_no": file["case"]["case_no"],
        "version": document["version_no"],
        "state": state,
        "state_label": label,
        "title": title,
        "municipality": young["municipality"],
        "person": PersonFacts(young["full_name"], young["preferred_name"], young["birth_date"], young["address"]),
        "created_at": document["created_at"],
        "meeting": meeting(file, document),
        "note": document.get("version_note", ""),
        "sender": SenderFacts("Jonas Ravnsborg", "Ungekonsulent", "00 00 10 02", "jonas@fjordlund.example"),
        "privacy": PRIVACY if document["form_key"] in ("kui.consent", "kui.notice") else "",
        "imported_signatures": tuple(
            SignatureFacts(each["signer_name"], each["signer_role"], each["method"], each["signed_at"])
            for each in document.get("signatures", ())
        ),
    }
    if state == "approved":
        values |= {
            "approved_by": "Lone Ravn",
            "approved_at": f"{document['created_at']}T14:20",
            "audit_head": "5f" * 32,
        }
    return RenderFacts(**values | changes)


def meeting(file: dict[str, Any], document: dict[str, Any]) -> MeetingFacts | None:
    found = next((m for m in file["meetings"] if m["meeting_id"] == document.get("meeting_ref")), None)
    if found is None:
        return None
    notices = [d["data"] for d in file["documents"] if d["form_key"] == "kui.notice"]
    notice = next((n for n in notices if n["meeting_date"] == found["meeting_date"]), {})
    return MeetingFacts(
        found["meeting_type"],
        MEETING_TYPES[found["meeting_type"]].label,
        found["meeting_no"],
        found["meeting_date"],
        notice.get("start_time", ""),
        notice.get("end_time", ""),
        notice.get("place", ""),
    )


def shipped_schema(job: PrintJob) -> Any:
    """The schema of a job's edition."""
    return Edition.from_text(job.edition).schema


@cache
def inline() -> InlinePdfService:
    return InlinePdfService()


def jobs(profile: str = ARCHIVE) -> Iterator[tuple[str, PrintJob]]:
    """All of them."""
    for _, document in documents():
        yield document["document_id"], job(document["document_id"], profile)
