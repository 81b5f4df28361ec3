"""What templates are given of documents: states with icon, history in words, dates as a Dane writes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ..domain import danish, workflow
from ..domain.documents import KINDS, title
from ..domain.meetings import MEETING_TYPES
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..resources.version import Version

CHIPS = {
    workflow.DRAFT: ("state-draft", "edit"),
    workflow.IN_REVIEW: ("state-review", "visibility"),
    workflow.APPROVED: ("state-approved", "check"),
    workflow.SIGNED: ("state-signed", "how-to-reg"),
    workflow.ARCHIVED: ("state-filed", "lock"),
    workflow.SUPERSEDED: ("state-old", "copy"),
    workflow.ANNULLED: ("state-void", "close"),
}
"""State: the class and the icon of its chip."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as pages show it: word, icon and edge (DESIGN 6)."""

    label: str
    css: str
    icon: str


def chip(state: str) -> Chip:
    """Make the chip of a state."""
    css, icon = CHIPS[state]
    label = "Erstattet" if state == workflow.SUPERSEDED else workflow.LABELS[state]
    return Chip(label, css, icon)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a document's history."""

    label: str
    who: str
    icon: str
    note: str = ""


STEPS = {
    "submitted": ("Til gennemsyn", "check"),
    "returned": ("Sendt tilbage", "arrow-back"),
    "approved": ("Godkendt", "check"),
    "annulled": ("Annulleret", "close"),
    "signature": ("Underskrift", "how-to-reg"),
    "filed": ("Journaliseret", "lock"),
}


def history(document: Document, number: int, today: date) -> list[Step]:
    """Tell how a version number came to be, in the order in which it happened."""
    return [*_begun(document, number, today), *_steps(document, number, today)]


def _begun(document: Document, number: int, today: date) -> Iterator[Step]:
    first = document.version(number, 1)
    if document.draft and document.draft["number"] == number and first is None:
        by, at = document.draft["by"], document.draft["at"]
    elif number == 1 or first is None:
        by, at = document.created_by, document.created_at
    else:
        by, at = first.author, first.at
    yield Step("Udkast", told(by["name"], at, today), "edit")


def _steps(document: Document, number: int, today: date) -> Iterator[Step]:
    for fact in document.facts:
        if fact["kind"] in STEPS and workflow.about(fact, number):
            label, icon = STEPS[fact["kind"]]
            data = fact["data"]
            note = data.get("note") or data.get("override") or data.get("words") or ""
            yield Step(label, told(_who(fact), fact["at"], today), icon, note)


def _who(fact: dict) -> str:
    """Name who did it; of a signature, the signer and not the one who wrote it down."""
    return fact["data"].get("signer") or fact["data"].get("signer_name") or fact["by"]["name"]


def told(name: str, at: str, today: date) -> str:
    """Write »24. marts kl. 14.20, Jonas Ravnsborg«; a moment without a time has no time."""
    moment = datetime.fromisoformat(at)
    day = danish.near_date(moment.date(), today)
    timed = "T" in at and (moment.hour, moment.minute) != (0, 0)
    when = f"{day} kl.\u00a0{danish.clock(moment)}" if timed else day
    return f"{when}, {name}"


def document_title(document: Document, number: int = 0) -> str:
    """Name a document with its meeting where it has one: »Referat, Koordinationsmøde«."""
    kind = KINDS[document.form_key]
    if kind.meeting in MEETING_TYPES:
        return f"{kind.label}, {MEETING_TYPES[kind.meeting].label}"
    return title(document.form_key, number)


def meeting_title(case: Case, meeting: Meeting) -> str:
    """Name a meeting with the young person's name: »Opfølgningsmøde med Malthe, nr. 2«."""
    label = MEETING_TYPES[meeting.meeting_type].label.replace("den unge", case.person.called)
    only = meeting.meeting_type == "coordination" and len(case.moeder.of_type("coordination")) == 1
    return label if only else f"{label}, nr. {meeting.meeting_no}"


def meeting_time(meeting: Meeting) -> str:
    """Write when a meeting is: »Tirsdag den 24. marts 2026 kl. 9.30–11.00«, or that it is not decided."""
    if not meeting.date:
        return "Tid er ikke aftalt endnu"
    day = danish.weekday_date(date.fromisoformat(meeting.date)).capitalize()
    if not meeting.start:
        return day
    until = f"–{_clock(meeting.end)}" if meeting.end else ""
    return f"{day} kl.\u00a0{_clock(meeting.start)}{until}"


def _clock(text: str) -> str:
    hour, minute = text.split(":")[:2]
    return f"{int(hour)}.{minute}"


def version_line(document: Document, version: Version) -> str:
    """Say which version this is, and which one counts."""
    number, newer = version.number, workflow.superseded_by(document.facts, version.number)
    if newer:
        return f"Version {number}, erstattet af version {newer}"
    counts = document.in_force() is version
    return f"Version {number}, den gældende" if counts else f"Version {number}"


def superseded_sentence(document: Document, version: Version) -> str:
    """Return »Du læser version 1. Den er erstattet af version 2 den 23. juni 2026.«, "" for the one that counts."""
    newer = workflow.superseded_by(document.facts, version.number)
    if newer is None:
        return ""
    approved = document.facts_of("approved", newer)[-1]
    day = danish.long_date(datetime.fromisoformat(approved["at"]).date())
    return f"Du læser version {version.number}. Den er erstattet af version {newer} den {day}."
