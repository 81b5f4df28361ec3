"""What is delivered to the journal: the finished file, its attachments, and the record that describes them."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from ..domain import danish, filing, workflow
from ..domain.attachments import TYPES, own_name
from ..domain.documents import KINDS
from ..domain.meetings import MEETING_TYPES
from ..domain.packages import safe
from ..resources.attachments import Attachment
from ..resources.case import Case, YoungPerson
from ..resources.document import Document
from ..resources.files import SealedFile
from ..resources.signing import Artefact
from ..resources.version import Damaged
from ..services.archive import ArchiveError, ArchiveFile, CaseTold, Delivery, Described, Party, Record, write_record
from ..services.clock import COPENHAGEN
from .acting import case_named, root_of

PDF = "application/pdf"
SIGNATURE = "underskrift"


def finished_file(document: Document, number: int) -> SealedFile | None:
    """Return the file of a version that is filed, None while it is being made."""
    return document.file(number, filing.profile(document.form_key, document.facts, number))


def issue_of(document: Document, number: int) -> int:
    """Count the deliveries of a version: a second one corrects the first."""
    return len(filing.receipts(document.facts, number)) + 1


def delivery(document: Document, number: int) -> Delivery:
    """Gather what is delivered of a version.

    Raises ArchiveError for a file that is not what was sealed, LookupError while there is none.
    """
    found = finished_file(document, number)
    if found is None:
        raise LookupError(f"{document.label} has no finished file of version {number}")
    name = f"{safe(document.label, document.id)}-v{number}"
    files = [
        ArchiveFile(f"{name}.pdf", PDF, _whole(found)),
        *_signatures(document, number, name),
        *_attached(document, number, name),
    ]
    key = f"{document.id}-{number}-{issue_of(document, number)}"
    return Delivery(key, write_record(_record(document, number, found, key, files)), files)


def _whole(file: SealedFile) -> bytes:
    data = file.bytes()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ArchiveError("damaged")
    return data


def _signatures(document: Document, number: int, name: str) -> Iterator[ArchiveFile]:
    """Go through what shows that people have signed a version: scans, and files that were signed with MitID (D16)."""
    there = [one for one in document.artefacts if one.number == number]
    for count, one in enumerate(there, 1):
        file = f"{name}-{SIGNATURE}-{count}.{TYPES[one.media_type].extension}"
        yield ArchiveFile(file, one.media_type, _read(one))


def _read(one: Artefact | Attachment) -> bytes:
    try:
        return one.bytes()
    except Damaged as error:
        raise ArchiveError("damaged") from error


def _attached(document: Document, number: int, name: str) -> Iterator[ArchiveFile]:
    """Go through the attachments of a version; what they were called where they came from is not told."""
    for count, one in enumerate(case_named(document).bilag.about(document.label, number), 1):
        file = f"{name}-{count}-{own_name(one.kind, one.received, one.media_type)}"
        yield ArchiveFile(file, one.media_type, _read(one))


def _record(document: Document, number: int, file: SealedFile, key: str, files: list[ArchiveFile]) -> Record:
    case, version = case_named(document), document.version(number)
    assert version is not None, "there is a file of it"
    meeting = case.moeder.get(str(document.meeting_number))
    return Record(
        key=key,
        issue=issue_of(document, number),
        case=case_told(case),
        document_id=document.id,
        label=document.label,
        source_id=version.external_id,
        version=number,
        replaces=max((n for n in workflow.approved_numbers(document.facts) if n < number), default=0),
        form=document.form_key,
        edition=version.edition_number,
        kind=filing.label(document.form_key),
        title=title(case, document, number),
        direction=filing.direction(document.form_key),
        written=zoned(version.at),
        approved=_last(document, "approved", number),
        signed=_last(document, "signing_complete", number),
        sealed=zoned(file.sealed_at),
        meeting=meeting.date if meeting else "",
        parties=list(_parties(case, document, number)),
        files=[Described(_role(one, files), one.name, one.media_type, one.sha256, len(one.data)) for one in files],
    )


def case_told(case: Case) -> CaseTold:
    """Tell what a record says of the case."""
    return CaseTold(
        case_no=case.case_no,
        kle=case.kle,
        municipality=root_of(case).organisation.municipality,
        opened=case.opened_at[:10],
        responsible=case.plan_coordinator.get("text", ""),
        protected=case.person.name_address_protection,
    )


def _role(one: ArchiveFile, files: list[ArchiveFile]) -> str:
    if one is files[0]:
        return "document"
    return "signature" if f"-{SIGNATURE}-" in one.name else "attachment"


def title(case: Case, document: Document, number: int) -> str:
    """Name a paper by what it is, its meeting and its day, and nobody in it (DOMAIN 6.8: short and thematic)."""
    kind = KINDS[document.form_key]
    words = [kind.label, *meeting_words(case, str(document.meeting_number))]
    return ", ".join([*words, f"version {number}"] if kind.one_per_case or number > 1 else words)


def meeting_words(case: Case, number: str) -> list[str]:
    """Name a meeting by its kind and its day; no words where there is no meeting."""
    meeting = case.moeder.get(number)
    if meeting is None:
        return []
    day = [danish.long_date(date.fromisoformat(meeting.date))] if meeting.date else []
    return [MEETING_TYPES[meeting.meeting_type].label, *day]


def custody_holders(person: YoungPerson, day: str) -> list[Party]:
    """Name those who had custody on a day."""
    return [Party("custody_holder", one["name"]) for one in person.custody_on(date.fromisoformat(day))]


def zoned(text: str) -> str:
    """Write a moment with its zone; one without is Danish."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=COPENHAGEN)).isoformat(timespec="seconds")


def _last(document: Document, kind: str, number: int) -> str:
    found = document.facts_of(kind, number)
    return zoned(found[-1]["at"]) if found else ""


def _parties(case: Case, document: Document, number: int) -> Iterator[Party]:
    """Go through those who take part: the young person, who has custody, author, approver, signers and receivers."""
    person, version = case.person, document.version(number)
    assert version is not None, "the caller has it"
    yield Party("young_person", person.full_name, person.birth_date)
    yield from custody_holders(person, version.at[:10])
    yield Party("author", version.author.get("name", ""))
    for fact in document.facts_of("approved", number)[-1:]:
        yield Party("approver", fact["by"].get("name", ""))
    yield from map(_signer, document.facts_of("signature", number))
    sent = [one["name"] for fact in document.facts_of("sent", number) for one in fact["data"].get("recipients", ())]
    yield from (Party("receiver", name) for name in dict.fromkeys(sent))


def _signer(fact: Mapping[str, Any]) -> Party:
    data = fact["data"]
    name = data.get("signer", {}).get("text") or fact["by"].get("name", "")
    return Party("signer", name, outcome=data.get("outcome", ""), method=data.get("method", ""))
