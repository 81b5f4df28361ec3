"""The one next step of a case, from what is there and what is missing. A table, asked from the top."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ..domain import consents, danish, workflow
from ..domain.documents import KINDS
from ..domain.identity import Identity
from ..domain.meetings import MEETING_TYPES
from ..resources.case import Case
from ..resources.document import Document
from ..usecases.case_reading import consent
from ..usecases.read_model import waiting_for
from .presenting import document_title, meeting_title


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: heading, reason, the button, and where it leads."""

    heading: str
    why: str
    verb: str
    where: tuple[str, ...] = ()
    """Words behind the document's or the case's address."""
    document: Document | None = None
    query: str = ""


def next_step(case: Case, identity: Identity, today: date) -> Step | None:
    """Return the first step that is there to be done, None when everything waits for a day or for others."""
    for steps in TABLE:
        for step in steps(case, identity, today):
            return step
    return None


def _to_review(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    for document in case.dokumenter.in_order():
        if identity.user_id in waiting_for(document):
            title = document_title(document, document.number)
            author = document.latest.author["name"] if document.latest else ""
            yield Step(f"Gennemse: {title}", f"{author} har sendt det til dig.", "Gennemse", ("gennemse",), document)


def _own_draft(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    for document in case.dokumenter.in_order():
        if document.draft and document.draft["by"]["user_id"] == identity.user_id:
            title = document_title(document, document.number)
            why = "Udkastet er gemt, som du forlod det."
            yield Step(f"Skriv videre: {title}", why, "Skriv videre", ("udkast",), document)


def _consent(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    given, birth = consent(case), date.fromisoformat(case.person.birth_date)
    state = consents.status(given, today, birth)
    if state in (consents.ACTIVE, consents.EXPIRING):
        return
    words = consents.in_words(given, today, birth)
    own = [d for d in case.dokumenter.of_form("kui.consent") if d.state != workflow.ANNULLED]
    if own:
        yield Step("Forny samtykket", words, "Åbn samtykket", (), own[-1])
    else:
        yield Step("Begynd med samtykket", words, "Skriv samtykket", ("nyt-dokument",), query="form=kui.consent")


def _papers(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    """The papers that the nearest meetings still need, in the order of the meeting's life."""
    for meeting in case.moeder.in_order():
        kind = MEETING_TYPES[meeting.meeting_type]
        wanted = {"planned": ("kui.notice", kind.agenda), "convened": (kind.agenda,), "held": (kind.minutes,)}
        there = {d.form_key for d in case.dokumenter.values() if d.meeting_number == meeting.number}
        for key in wanted.get(meeting.state, ()):
            if key not in there:
                label = KINDS[key].label.lower() + ("en" if key != kind.minutes else "et")
                day = f" den {danish.short_date(date.fromisoformat(meeting.date))}" if meeting.date else ""
                heading = f"Skriv {label} til {meeting_title(case, meeting)}{day}"
                query = f"form={key}&moede={meeting.number}"
                yield Step(heading, _why(key), f"Skriv {label}", ("nyt-dokument",), query=query)


def _why(form_key: str) -> str:
    if form_key == "kui.notice":
        return "Deltagerne får at vide, hvornår og hvorfor I mødes."
    if form_key.startswith("kui.agenda."):
        return "Den begynder med de faste punkter, som du kan rette til."
    return "Mødet er holdt, og aftalerne skal skrives ned."


TABLE: tuple[Callable[[Case, Identity, date], Iterator[Step]], ...] = (_to_review, _own_draft, _consent, _papers)
