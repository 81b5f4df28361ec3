"""What templates are given of documents: states with icon, history in words, dates as a Dane writes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..domain import danish, workflow
from ..domain.documents import KINDS, title
from ..domain.meetings import MEETING_TYPES
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..resources.version import Version
from .people import by_name

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
    "filed": ("Journaliseret", "lock"),
}
"""Kind of fact: the words and the icon of its step. Signatures are gathered in one step."""


def history(document: Document, number: int, today: date) -> list[Step]:
    """Tell how a version number came to be, in the order in which it happened."""
    return [_begun(document, number, today), *_steps(document, number, today)]


def _begun(document: Document, number: int, today: date) -> Step:
    first = document.version(number, 1)
    if document.draft and document.draft["number"] == number and first is None:
        by, at = document.draft["by"], document.draft["at"]
    elif number == 1 or first is None:
        by, at = document.created_by, document.created_at
    else:
        by, at = first.author, first.at
    return Step("Udkast", told(by, at, today), "edit")


def _steps(document: Document, number: int, today: date) -> Iterator[Step]:
    signed = Step("Underskrevet", _signers(document, number, today), "how-to-reg")
    for fact in document.facts:
        if fact["kind"] in STEPS and workflow.about(fact, number):
            if fact["kind"] == "filed" and signed.who:
                yield signed
            label, icon = STEPS[fact["kind"]]
            data = fact["data"]
            note = data.get("note") or data.get("override") or ""
            yield Step(label, told(fact["by"], fact["at"], today), icon, note)
    if signed.who and not document.facts_of("filed", number):
        yield signed


def _signers(document: Document, number: int, today: date) -> str:
    """Name who has signed by hand or with MitID; a log-in is told by the approval."""
    signed = [fact for fact in document.facts_of("signature", number) if fact["data"].get("outcome") == "signed"]
    found = [fact for fact in signed if fact["data"].get("method") != "login"]
    if not found:
        return ""
    names = danish.listed([signer_name(fact).split()[0] for fact in found])
    return f"{names}, {moment_words(max(fact['at'] for fact in found), today)}"


def signer_name(fact: Mapping) -> str:
    """Name who has signed, not the one who wrote it down."""
    return fact["data"].get("signer", {}).get("text") or fact["by"]["name"]


def moment_words(at: str, today: date) -> str:
    """Write »24. marts kl. 14.20«; a moment at midnight is a day whose time nobody knows."""
    moment = datetime.fromisoformat(at)
    day = danish.near_date(moment.date(), today)
    timed = "T" in at and (moment.hour, moment.minute) != (0, 0)
    return f"{day} kl.\u00a0{danish.clock(moment)}" if timed else day


def told(by: Mapping[str, str], at: str, today: date) -> str:
    """Write »24. marts kl. 14.20, Jonas Ravnsborg«."""
    return ", ".join(filter(None, (moment_words(at, today), by_name(by))))


def document_title(document: Document, number: int = 0) -> str:
    """Name a document with its meeting where it has one: »Referat, Koordinationsmøde«."""
    kind = KINDS[document.form_key]
    if kind.meeting in MEETING_TYPES:
        return f"{kind.label}, {MEETING_TYPES[kind.meeting].label}"
    return title(document.form_key, number)


def meeting_title(case: Case, meeting: Meeting) -> str:
    """Name a meeting with the young person's name: »Opfølgningsmøde med Malthe, nr. 2«."""
    kind = MEETING_TYPES[meeting.meeting_type]
    label = kind.label.replace("den unge", case.person.called)
    only = meeting.meeting_type == "coordination" and len(case.moeder.of_type("coordination")) == 1
    if only:
        return label
    return f"{label} nr. {meeting.meeting_no}" if label == kind.label else f"{label}, nr. {meeting.meeting_no}"


def meeting_time(meeting: Meeting) -> str:
    """Write when a meeting is: »Tirsdag den 24. marts 2026 kl. 9.30–11.00«, or that it is not decided."""
    if not meeting.date:
        return "Tid er ikke aftalt endnu"
    day = danish.weekday_date(date.fromisoformat(meeting.date)).capitalize()
    if not meeting.start:
        return day
    until = f"–{clock_words(meeting.end)}" if meeting.end else ""
    return f"{day} kl.\u00a0{clock_words(meeting.start)}{until}"


def clock_words(text: str) -> str:
    """Write »9.30« from »09:30«."""
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
