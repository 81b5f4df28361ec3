"""What has happened in a case, as a list: meetings, consents, versions of the plan, birthdays that change something."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..domain import workflow
from ..domain.consents import BIRTHDAYS
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from .presenting import meeting_title

HELD = ("held", "minuted", "closed")
GONE = ("cancelled",)
FOLLOWED = {"kui.consent": "Samtykke", "kui.education_plan": "Uddannelsesplan"}
"""The documents whose versions are events."""
REQUEST = "kui.followup_request"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the list, and the document or the meeting that it leads to."""

    day: date
    text: str
    kind: str
    note: str = ""
    document: Document | None = None
    number: int = 0
    planned: bool = False
    meeting: Meeting | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """A version from the day on which it began to count."""

    day: date
    number: int
    document: Document


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody's wish for a follow-up meeting."""

    day: date
    name: str
    answered: bool
    document: Document


def events(case: Case, today: date) -> list[Event]:
    """List everything, the newest first."""
    found = [*_meetings(case), *_versions(case), *_requested(case), *_birthdays(case, today)]
    return sorted(found, key=lambda event: event.day, reverse=True)


def approvals(case: Case, form_key: str) -> list[Approval]:
    """List the versions of a kind of document that were approved, in the order of their days."""
    found = [
        Approval(date.fromisoformat(fact["at"][:10]), fact["about"]["number"], document)
        for document in case.dokumenter.of_form(form_key)
        for fact in document.facts_of("approved")
    ]
    return sorted(found, key=lambda one: one.day)


def birthday(birth: date, age: int) -> date:
    """Return the day on which somebody turns an age; who is born on a leap day does on 1 March."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


def _meetings(case: Case) -> Iterator[Event]:
    for meeting in case.moeder.in_order():
        if meeting.date and meeting.state not in GONE:
            planned = meeting.state not in HELD
            day, note = date.fromisoformat(meeting.date), "planlagt" if planned else ""
            yield Event(day, meeting_title(case, meeting), "meeting", note, planned=planned, meeting=meeting)


def _versions(case: Case) -> Iterator[Event]:
    for form_key, label in FOLLOWED.items():
        for one in approvals(case, form_key):
            newer = workflow.superseded_by(one.document.facts, one.number)
            note = "erstattet" if newer else "gælder"
            text = f"{label}, version {one.number}"
            yield Event(one.day, text, form_key, note, one.document, one.number)


def requests(case: Case) -> list[Request]:
    """List the requests for a follow-up meeting that were sent, in the order of their days (R50)."""
    found = []
    for document in case.dokumenter.of_form(REQUEST):
        version = document.in_force() or document.latest
        if version is not None and document.state != workflow.ANNULLED:
            content = version.content()
            day = date.fromisoformat((content.get("requested_at") or version.at)[:10])
            name = content.get("requested_by", {}).get("text", "")
            found.append(Request(day, name, bool(document.facts_of("coordinator_answer")), document))
    return sorted(found, key=lambda one: one.day)


def _requested(case: Case) -> Iterator[Event]:
    for one in requests(case):
        text = f"{one.name} bad om et opfølgningsmøde" if one.name else "Der blev bedt om et opfølgningsmøde"
        note = "besvaret" if one.answered else "venter på svar"
        yield Event(one.day, text, REQUEST, note, one.document)


def _birthdays(case: Case, today: date) -> Iterator[Event]:
    birth = date.fromisoformat(case.person.birth_date)
    opened = date.fromisoformat(case.opened_at[:10]) if case.opened_at else today
    for age in BIRTHDAYS:
        day = birthday(birth, age)
        if opened <= day <= today:
            yield Event(day, f"{case.person.called} fyldte {age} år", "birthday")
