"""Attachments that are filed by themselves: those of a case and of its meetings, those that came to a version after the
journal had got it, and those of a text that was given up. What lies at a version when that is filed goes along with it
(``filing_record``)."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from ..domain import attachments, danish, filing, workflow
from ..resources.attachments import Attachment
from ..resources.case import Case, case_of
from ..resources.document import Document
from ..resources.version import Damaged
from ..services.archive import (
    ArchiveError,
    ArchiveFile,
    AttachmentRecord,
    Delivery,
    Described,
    Party,
    write_attachment_record,
)
from .filing_record import case_told, custody_holders, meeting_words, zoned

DIRECTIONS = {attachments.YOUNG: filing.INCOMING, attachments.PARENT: filing.INCOMING}
"""Which way a paper went, by who gave it; what members of staff put in is internal."""


def case_with(one: Attachment) -> Case:
    """Return the case of an attachment."""
    case = case_of(one)
    assert case is not None, "an attachment always lies in a case"
    return case


def lacking(case: Case, found: Iterable[Attachment]) -> list[Attachment]:
    """List those that have to be delivered under the subject that the case has now."""
    return [one for one in found if lacks_file(case, one, case.kle)]


def lacks_file(case: Case, one: Attachment, kle: str | None = None) -> bool:
    """Tell whether the journal lacks an attachment, whatever it is filed under when no subject is asked about.

    One of a version that is not filed yet waits for it, unless that was given up: what somebody handed in has come in,
    whatever became of our own text (decision 015).
    """
    filings = _filings(case, one)
    if not filings and _waits(case, one):
        return False
    along = any(_went_along(fact, one) for fact in filings)
    return filing.lacks_file(one.facts, kle, withdrawn=one.withdrawn is not None, along=along)


def _document(case: Case, one: Attachment) -> Document | None:
    """Return the document to which an attachment belongs."""
    found = case.dokumenter.get(one.about.get("document", ""))
    return found if isinstance(found, Document) else None


def _filings(case: Case, one: Attachment) -> list[dict]:
    """List the facts that the version was filed, to which an attachment belongs."""
    document = _document(case, one)
    return document.facts_of("filed", one.about["number"]) if document is not None else []


def _waits(case: Case, one: Attachment) -> bool:
    """Tell whether the version to which an attachment belongs is still written on, read, or waited for."""
    document = _document(case, one)
    if document is None:
        return False
    number = one.about["number"]
    written = document.draft is not None and document.number == number
    return written or workflow.state(document.facts, number) in (workflow.IN_REVIEW, workflow.APPROVED)


def _went_along(fact: Mapping[str, Any], one: Attachment) -> bool:
    """Tell whether an attachment was in the delivery of a version. What was filed before that was written down had all
    that lay there; what came in as filed had none."""
    data = fact["data"]
    if "attachments" in data:
        return one.id in data["attachments"]
    then = datetime.fromisoformat(zoned(fact["at"]))
    gone = one.withdrawn
    there = gone is None or datetime.fromisoformat(zoned(gone["at"])) > then
    return bool(data.get("receipt")) and there and datetime.fromisoformat(zoned(one.at)) <= then


def issue_of(one: Attachment) -> int:
    """Count the deliveries of an attachment by itself: a later one corrects the one before."""
    return sum(fact["kind"] == "filed" for fact in one.facts) + 1


def key_of(one: Attachment) -> str:
    """Return what identifies a delivery; the 0 stands where a paper has its version."""
    return f"{one.id}-0-{issue_of(one)}"


def delivery(one: Attachment) -> Delivery:
    """Gather what is delivered of an attachment.

    Raises ArchiveError for a file that is not what was put in.
    """
    file = ArchiveFile(attachments.own_name(one.kind, one.received, one.media_type), one.media_type, _whole(one))
    return Delivery(key_of(one), write_attachment_record(_record(one, file)), [file])


def _whole(one: Attachment) -> bytes:
    """Return the bytes, when they have the sum that is stored, and that is the one of the day on which they came."""
    first = next((event.data["sha256"] for event in one.log if event.kind == "attachment.added"), one.sha256)
    try:
        data = one.bytes()
    except Damaged as error:
        raise ArchiveError("altered") from error
    if hashlib.sha256(data).hexdigest() != first:
        raise ArchiveError("altered", "event")
    return data


def _record(one: Attachment, file: ArchiveFile) -> AttachmentRecord:
    case, about, gone = case_with(one), one.about, one.withdrawn
    # The journal never got a text that was given up, so nothing points to it.
    of_paper = about if _filings(case, one) or _waits(case, one) else {}
    meeting = case.moeder.get(str(about.get("meeting", "")))
    return AttachmentRecord(
        key=key_of(one),
        issue=issue_of(one),
        case=case_told(case),
        attachment_id=one.id,
        document=of_paper.get("document", ""),
        version=of_paper.get("number", 0),
        replaces=one.replaces,
        kind=attachments.KINDS[one.kind].label,
        title=title(case, one),
        direction=DIRECTIONS.get(one.given_by, filing.INTERNAL),
        given_by=one.given_by,
        received=one.received,
        added=zoned(one.at),
        withdrawn=zoned(gone["at"]) if gone else "",
        meeting=meeting.date if meeting else "",
        parties=list(_parties(case, one)),
        files=[Described("attachment", file.name, file.media_type, file.sha256, len(file.data))],
    )


def title(case: Case, one: Attachment) -> str:
    """Name an attachment by what it is, its meeting and the day on which it came, and nobody in it: the title that
    people gave it may name somebody (DOMAIN 6.8)."""
    kind = attachments.KINDS[one.kind]
    what = "Bilag" if kind.id == attachments.OTHER else kind.label
    meeting = meeting_words(case, str(one.about.get("meeting", "")))
    return ", ".join([what, *meeting, f"modtaget {danish.long_date(date.fromisoformat(one.received))}"])


def name(case: Case, one: Attachment) -> str:
    """Name an attachment by numbers alone: its case, and which of its attachments it is."""
    place = [other.id for other in case.bilag.in_order()].index(one.id)
    return f"{case.case_no}, bilag {place + 1}"


def _parties(case: Case, one: Attachment) -> Iterator[Party]:
    person = case.person
    yield Party("young_person", person.full_name, person.birth_date)
    yield from custody_holders(person, one.received)
    if one.given_by == attachments.YOUNG:
        yield Party("sender", person.full_name)
    yield Party("registrar", one.by.get("name", ""))
