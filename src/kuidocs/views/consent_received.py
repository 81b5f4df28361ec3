"""Who already has or knows something of a case: what a withdrawal cannot call back (DOMAIN 4.2).

Told is everything that the system knows of: mails, extracts, cards, files that were fetched, pages that were read, and
meetings that somebody was at. The same page read again by the same person is one line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..domain.attachments import KINDS as FILE_KINDS
from ..domain.contact_cards import RECEIVERS
from ..domain.danish import count, listed
from ..domain.rules.people import THERE
from ..resources.case import Case
from ..services.proof import AuditEvent
from ..usecases import cards
from ..usecases.extracts import given
from ..usecases.mailings import Mailing, mailings
from ..usecases.meeting_reading import attendance
from .gate import sight
from .layout import BaseView
from .presenting import document_title, meeting_title, moment_words

FETCHED = {
    "document.printed": "Hentet som PDF",
    "overview.printed": "Hentet som PDF",
    "extract.read": "Hentet som uddrag",
    "attachment.read": "Åbnet bilag",
    "attachment.viewed": "Åbnet bilag",
    "case.exported": "Taget kopi af hele sagen",
}
READ = {
    "document.read": "Læst",
    "document.draft_read": "Læst udkast",
    "document.opened_for_review": "Læst til gennemsyn",
    "notice.viewed": "Læst",
    "request.viewed": "Læst",
    "meeting.viewed": "Set mødets side",
    "case.viewed": "Set forløbets sider",
}
"""The kinds of events that mean that somebody has something, or has read it; in which words."""
MOST = 1000


@dataclass(frozen=True, slots=True)
class Received:
    """One thing that somebody has got: what, who, when."""

    at: str
    when: str
    who: str
    what: str


def received(view: BaseView, case: Case) -> list[Received]:
    """List what was sent, given, fetched, read and said at meetings, the newest first."""
    found = [
        *_notices(view, case),
        *_extracts(view, case),
        *_cards(view, case),
        *_met(view, case),
        *_logged(view, case),
    ]
    return sorted(found, key=lambda one: one.at)[::-1]


def _notices(view: BaseView, case: Case) -> Iterator[Received]:
    today = view.clock.today()
    found: dict[tuple[str, str], list[Mailing]] = {}
    for meeting in case.moeder.in_order():
        for one in mailings(case, meeting):
            if one.delivered_at:
                found.setdefault((one.fact["at"], one.document.label), []).append(one)
    for (at, _), mails in found.items():
        title = document_title(mails[0].document, mails[0].fact["about"]["number"])
        names = listed([one.recipient.name for one in mails])
        yield Received(at, moment_words(at, today), names, f"Mail om mødet ({title})")


def _extracts(view: BaseView, case: Case) -> Iterator[Received]:
    for document in case.dokumenter.of_form("kui.education_plan"):
        whole = sight(view, case).paper(document).whole
        for one in given(document):
            what = f": {one.what}" if whole else ""
            words = moment_words(one.day, view.clock.today()) if one.day else ""
            yield Received(one.day, words, one.receiver, f"Uddrag af uddannelsesplanen{what}")


def _cards(view: BaseView, case: Case) -> Iterator[Received]:
    for document in case.dokumenter.of_form(cards.CARD):
        for fact in document.facts_of(cards.GIVEN):
            day = fact["data"]["day"]
            yield Received(day, moment_words(day, view.clock.today()), RECEIVERS[fact["data"]["to"]], "Kontaktkort")


def _met(view: BaseView, case: Case) -> Iterator[Received]:
    """Go through the meetings that were held: what was said there is known to who was there."""
    for meeting in case.moeder.in_order():
        there = [row for row in attendance(case, meeting) if row.get("attendance") in THERE and row.get("name")]
        if there and meeting.date:
            words = moment_words(meeting.date, view.clock.today())
            title = f"Var med: {meeting_title(case, meeting)}"
            yield Received(meeting.date, words, listed(list(map(_named, there))), title)


def _named(row: Mapping) -> str:
    department = f" ({row['department']})" if row.get("department") else ""
    return f"{row['name']['text']}{department}"


def _logged(view: BaseView, case: Case) -> Iterator[Received]:
    """Gather what the log tells, a line for each person and thing, with the last time and how often."""
    found: dict[tuple[str, str], list[str]] = {}
    for event in _events(view, case):
        found.setdefault((_who(view, event.by), _what(view, case, event)), []).append(event.at.isoformat())
    for (who, what), times in found.items():
        often = f", {count(len(times), 'gang', 'gange')}" if len(times) > 1 else ""
        yield Received(times[-1], moment_words(times[-1], view.clock.today()), who, f"{what}{often}")


def _events(view: BaseView, case: Case) -> Iterator[AuditEvent]:
    """Go through all events of these kinds, however many there are."""
    after, kinds = 0, (*FETCHED, *READ)
    while found := view.system.proof.events(case_no=case.case_no, kinds=kinds, after=after, limit=MOST):
        # The page of the consent itself, which everybody in the case may read, tells nothing of what was shared.
        yield from (one.event for one in found if one.event.about.get("part") != "consent")
        after = found[-1].number


def _who(view: BaseView, user: str) -> str:
    person = view.root.medarbejdere.get(user)
    return ", ".join(filter(None, (person.name, person.department))) if person is not None else "kuidocs"


def _what(view: BaseView, case: Case, event: AuditEvent) -> str:
    verb = FETCHED.get(event.kind) or READ[event.kind]
    document = case.dokumenter.get(str(event.about.get("label", "")))
    if document is not None:
        return f"{verb}: {document_title(document, int(event.about.get('number') or document.number))}"
    if event.kind == "overview.printed":
        return f"{verb}: Overblikket"
    file = case.bilag.get(str(event.about.get("attachment_id", "")))
    if file is not None:
        return f"{verb}: {FILE_KINDS[file.kind].label.lower()}, modtaget {file.received}"
    meeting = case.moeder.get(str(event.about.get("meeting", "")))
    return f"{verb}: {meeting_title(case, meeting)}" if meeting is not None else verb
