"""What is printed beside the content: gathered from the case, and frozen when a version is approved (D17)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ..domain import danish, information, workflow
from ..domain.attachments import KINDS
from ..domain.errors import NotFound
from ..domain.meetings import MEETING_TYPES
from ..resources.case import Case
from ..resources.consent import CONSENT, consent_on, named
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..resources.version import Version
from ..services.pdf.api import (
    ARCHIVE,
    AttachmentFacts,
    MeetingFacts,
    PersonFacts,
    PrintJob,
    RenderFacts,
    SenderFacts,
    SignatureFacts,
)
from .acting import case_named, root_of
from .information import told_by
from .involvement import edition_of
from .people import user_id

__all__ = ["SignatureFacts", "at_approval", "facts_of", "job_for"]

NO_CONSENT = "Der var intet samtykke"
"""Said on a copy that rests on none."""
FROZEN = "render_facts"
"""The name under which the fact of the approval keeps what was printed."""


def job_for(version: Version, profile: str = ARCHIVE) -> PrintJob:
    """Return the job that prints a version: frozen once it is approved, else as things stand."""
    return PrintJob(edition_of(version).text, version.content(), facts_of(version.__parent__, version), profile)


def facts_of(document: Document, version: Version) -> RenderFacts:
    """Return what is printed with a version."""
    for approved in document.facts_of("approved", version.number):
        if approved["about"]["round"] == version.round:
            return RenderFacts.of(approved["data"][FROZEN])
    state = workflow.state(document.facts, version.number)
    # A text that was returned is a draft again, though this round of it was once submitted.
    return _facts(document, version, state if version is document.latest else workflow.DRAFT)


def draft_job(
    document: Document, edition: str, content: Mapping[str, Any], at: str, profile: str = ARCHIVE
) -> PrintJob:
    """Return the job that prints a text that is still being written."""
    number, round_ = (document.draft or {}).get("number", 1), (document.draft or {}).get("round", 1)
    shown = _Shown(dict(content), number, round_, at, (document.draft or {}).get("note", ""))
    return PrintJob(edition, dict(content), _facts(document, shown, workflow.DRAFT), profile)


class _Shown:
    """A draft with the few things that the facts ask of a version."""

    external_id = ""

    def __init__(self, content: dict, number: int, round_: int, at: str, note: str) -> None:
        self.number, self.round, self.at, self.note = number, round_, at, note
        self._content = content

    def content(self) -> dict:
        return self._content


def at_approval(
    document: Document,
    version: Version,
    by: str,
    at: str,
    audit_head: str = "",
    signatures: Sequence[SignatureFacts] = (),
    *,
    imported: bool = False,
) -> RenderFacts:
    """Gather what is printed with a version from the moment of its approval on, to be stored with that fact."""
    more = {"approved_by": by, "approved_at": _shown_moment(at), "audit_head": audit_head, "imported": imported}
    return _facts(document, version, workflow.APPROVED, **more, imported_signatures=tuple(signatures))


def _facts(document: Document, version: Version | _Shown, state: str, **more: Any) -> RenderFacts:
    case, organisation, content = case_named(document), root_of(document).organisation, version.content()
    consent = _consent(case, content)
    meeting = case.moeder.get(str(document.meeting_number))
    return RenderFacts(
        document_id=version.external_id or document.label,
        label=version.external_id or document.label,
        case_no=case.case_no,
        version=version.number,
        state=state,
        state_label=workflow.LABELS[state],
        title=_title(document, version),
        municipality=organisation.municipality,
        unit=organisation.unit,
        person=_person(case),
        created_at=_shown_moment(version.at),
        meeting=_meeting(meeting, content) if meeting else None,
        next_meeting=_next_meeting(case, meeting, content),
        consent=_until(consent[1]) if consent else "",
        consent_version=_rests_on(case, document, version, consent),
        not_to_share=consent[1].get("not_to_share", "") if consent else "",
        note=version.note,
        sender=_sender(case, document, content),
        privacy=information.printed(document.form_key, told_by(organisation)),
        attachments=_attachments(case, document, version.number),
        **more,
    )


def _attachments(case: Case, document: Document, number: int) -> tuple[AttachmentFacts, ...]:
    """List what lies with the version now, for the list on its last page."""
    found = case.bilag.about(document.label, number)
    return tuple(AttachmentFacts(one.title, KINDS[one.kind].label, one.received, one.sha256) for one in found)


def _title(document: Document, version: Version | _Shown) -> str:
    if isinstance(version, Version):
        return edition_of(version).title
    return root_of(document).skabeloner[document.form_key].newest().title


def _shown_moment(text: str) -> str:
    """Write local time; a moment at midnight is a day whose time nobody knows (imports)."""
    at = datetime.fromisoformat(text)
    return at.date().isoformat() if (at.hour, at.minute, at.second) == (0, 0, 0) else at.isoformat(timespec="seconds")


def _person(case: Case) -> PersonFacts:
    person = case.person
    address = "" if person.name_address_protection else person.address
    return PersonFacts(person.full_name, person.preferred_name, person.birth_date, address)


def _meeting(meeting: Meeting, content: Mapping[str, Any]) -> MeetingFacts:
    """Describe the meeting; a notice is a dated copy and prints what it says itself (D38)."""
    kind = MEETING_TYPES[meeting.meeting_type]
    return MeetingFacts(
        kind.id,
        kind.label,
        meeting.meeting_no,
        content.get("meeting_date", meeting.date),
        content.get("start_time", meeting.start),
        content.get("end_time", meeting.end),
        content.get("place", meeting.place),
    )


def _next_meeting(case: Case, meeting: Meeting | None, content: Mapping[str, Any]) -> MeetingFacts | None:
    """Find the meeting on the day that the minutes name."""
    day = content.get("next_meeting_date") or content.get("next_followup_date")
    if not day or meeting is None:
        return None
    found = next((m for m in case.moeder.in_order() if m.date == day and m is not meeting), None)
    return _meeting(found, {}) if found else None


def _consent(case: Case, content: Mapping[str, Any]) -> tuple[Version, dict] | None:
    """Find the version of the consent that a text refers to; a reference to nothing prints as it stands."""
    wanted = content.get("consent_ref")
    if not isinstance(wanted, str) or not wanted:
        return None
    try:
        document = case.dokumenter[wanted]
    except KeyError:
        return None
    named = [version for version in document.versions if version.external_id == wanted]
    version = named[-1] if named else document.in_force()
    return (version, version.content()) if version else None


def _until(consent: Mapping[str, Any]) -> str:
    until = consent.get("valid_until")
    return f"gælder til {danish.long_date(date.fromisoformat(until))}" if until else ""


def _rests_on(case: Case, document: Document, version: Version | _Shown, consent: tuple[Version, dict] | None) -> str:
    """Name the consent that a copy rests on: the one that the text names, else the one that counted then."""
    if document.form_key == CONSENT:
        return ""
    found = consent[0] if consent else consent_on(case, version.at)
    return named(found) if found else NO_CONSENT


def _sender(case: Case, document: Document, content: Mapping[str, Any]) -> SenderFacts | None:
    """Say who the young person answers: the convener, else whoever the text names as plan coordinator."""
    person = content.get("convener") or content.get("plan_coordinator")
    if not isinstance(person, Mapping) or "text" not in person:
        return None
    staff = root_of(document).medarbejdere.get(user_id(case, person))
    if staff is None:
        return SenderFacts(person["text"])
    return SenderFacts(staff.name, staff.title, staff.phone, staff.email)


def version_wanted(document: Document, name: str, number: int | None) -> Version:
    """Return the version that somebody asks for: by number, by its own id from a file (D2), else the newest.

    Raises NotFound.
    """
    if number is not None:
        found = document.version(number)
    else:
        named = [version for version in document.versions if version.external_id == name != document.external_id]
        found = named[-1] if named else document.in_force() or document.latest
    if found is None:
        raise NotFound("version", f"Dokumentet {document.label} har ikke en version {number or 1}, der kan trykkes.")
    return found
