"""Mail about a meeting: what was asked to be sent, to whom, and what became of it. Facts on the notice (D1, D37)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from ..domain import meeting_states, notices
from ..resources.case import Case, case_of
from ..resources.consent import consent_mark, consent_words
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..resources.outbox import Job
from ..resources.root import Root
from ..services.calendar.api import CalendarService, Entry
from ..services.clock import COPENHAGEN
from ..services.mail.api import Attachment, Message
from .acting import Act, case_named, fact, root_of

NOTICE = "kui.notice"
SENT, DELIVERED = "sent", "delivered"
"""The kinds of the facts that say what was asked to be mailed, and that the mail server has taken it."""
FILE = "moede.ics"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is mailed, as the fact keeps it. ``knowledge`` is what an ad hoc one is asked for; it is shown
    in kuidocs and never mailed (R56)."""

    rid: str
    name: str
    address: str
    relation: str
    user: bool
    knowledge: str = ""
    channel: str = "email"


@dataclass(frozen=True, slots=True)
class Mailing:
    """One mail to one person: what the fact says, and the document that it is a fact of."""

    document: Document
    fact: Mapping
    recipient: Recipient

    @property
    def letter(self) -> str:
        """Which of the letters it is."""
        return self.fact["data"]["letter"]

    @property
    def sequence(self) -> int:
        """The number of the change that calendars know it by."""
        return self.fact["data"]["sequence"]

    @property
    def key(self) -> str:
        """The key of its job."""
        return f"mail:{self.fact['id']}:{self.recipient.rid}"

    @property
    def delivered_at(self) -> str:
        """When the mail server took it, "" while it has not."""
        for one in self.document.facts_of(DELIVERED):
            if one["data"]["sent"] == self.fact["id"] and one["about"].get("rid") == self.recipient.rid:
                return one["at"]
        return ""


def mailings(case: Case, meeting: Meeting) -> list[Mailing]:
    """List every mail about a meeting in the order in which they were asked for."""
    found = [one for document in notices_of(case, meeting) for one in _of(document)]
    return sorted(found, key=lambda one: one.fact["at"])


def notices_of(case: Case, meeting: Meeting) -> list[Document]:
    """List the notices of a meeting."""
    return [document for document in case.dokumenter.of_form(NOTICE) if document.meeting_number == meeting.number]


def _of(document: Document) -> Iterator[Mailing]:
    for found in document.facts_of(SENT):
        for recipient in found["data"]["recipients"]:
            yield Mailing(document, found, Recipient(**recipient))


def standing(case: Case, meeting: Meeting) -> dict[str, Mailing]:
    """Return the last mail to each address whose calendar holds the meeting now."""
    last = {one.recipient.address: one for one in mailings(case, meeting)}
    return {address: one for address, one in last.items() if one.letter != notices.CANCELLED}


def entry_of(meeting: Meeting, rooms: Iterable[str]) -> dict[str, str]:
    """Return when and where calendars are told that a meeting is; a place that is no municipal room is not told."""
    known = {room.casefold() for room in rooms}
    place = meeting.place if meeting.place.strip().casefold() in known else ""
    return {"date": meeting.date, "start": meeting.start, "end": meeting.end, "location": place}


def next_sequence(case: Case, meeting: Meeting) -> int:
    """Count changes as calendars do: up whenever the meeting is moved, and past every mail that took it back."""
    taken = (one.sequence + (one.letter == notices.CANCELLED) for one in mailings(case, meeting))
    return max([meeting_states.sequence(meeting.facts), *taken])


def last_sequence(case: Case, meeting: Meeting) -> int:
    """Return the number of the newest change that calendars may know of."""
    return max([meeting_states.sequence(meeting.facts), *(one.sequence for one in mailings(case, meeting))])


def ask(
    document: Document, act: Act, letter: str, entry: Mapping[str, str], sequence: int, to: Iterable[Recipient]
) -> None:
    """Write down that mail is to be sent, and put a job for each into the outbox."""
    version = document.in_force()
    assert version is not None, "only a finished notice is mailed"
    meeting = case_named(document).moeder[str(document.meeting_number)]
    meeting.calendar_uid = meeting.uid
    told = [asdict(one) for one in to]
    data = {"letter": letter, "uid": meeting.calendar_uid, "sequence": sequence, "entry": dict(entry)}
    case = case_named(document)
    rests_on = consent_mark(case, act.clock.today())
    data |= {"recipients": told} | rests_on
    found = fact(document, SENT, act, number=version.number, round=version.round, data=data, told=rests_on)
    where = {"case_no": case.case_no, "label": document.label, "fact": found["id"]}
    for one in told:
        job = Job("mail", f"mail:{found['id']}:{one['rid']}", where | {"rid": one["rid"]}, act.clock.now())
        root_of(document).job.add(job)


def withdraw(meeting: Meeting, act: Act, addresses: Iterable[str] | None = None) -> None:
    """Tell those who were invited, or some of them, that the meeting is off for them."""
    case = case_of(meeting)
    assert case is not None, "a meeting always lies in a case"
    held = standing(case, meeting)
    for document in notices_of(case, meeting):
        mine = [one for address, one in held.items() if one.document is document and _among(address, addresses)]
        if mine:
            entry = max(mine, key=lambda one: one.sequence).fact["data"]["entry"]
            number = max(next_sequence(case, meeting), *(one.sequence + 1 for one in mine))
            ask(document, Act(act.who, act.clock), notices.CANCELLED, entry, number, [one.recipient for one in mine])


def _among(address: str, addresses: Iterable[str] | None) -> bool:
    return addresses is None or address in addresses


def wanted(root: Root, arguments: Mapping[str, str]) -> Mailing:
    """Return the mail that a job is about.

    Raises LookupError.
    """
    document = root.sager[arguments["case_no"]].dokumenter[arguments["label"]]
    for one in _of(document):
        if one.fact["id"] == arguments["fact"] and one.recipient.rid == arguments["rid"]:
            return one
    raise LookupError(f"{arguments['label']} has no mail {arguments['fact']}")


def message(one: Mailing, calendar: CalendarService, base_url: str, sender: str, at: datetime) -> Message:
    """Write the mail with its calendar file."""
    data, case = one.fact["data"], case_named(one.document)
    meeting = case.moeder[str(one.document.meeting_number)]
    rests_on = consent_words(case, at.date())
    entry = replace(_entry(data, base_url), note=rests_on)
    # Neither the case number nor the label, which begins with it: a mail tells nobody whom a meeting is about.
    link = f"{base_url.rstrip('/')}/indkaldelse/{one.document.id}"
    when = notices.time_words(entry.start.date(), data["entry"]["start"], data["entry"]["end"])
    asks = notices.asks_for_input(meeting.meeting_type)
    written = notices.letter(one.letter, when, link, user=one.recipient.user, asks=asks, consent=rests_on)
    method = notices.METHODS[one.letter]
    write = calendar.cancellation if method == "CANCEL" else calendar.request
    file = write(entry, organizer=sender, attendee=one.recipient.address, at=at)
    attached = Attachment(FILE, "application/ics", file, method)
    return Message(one.recipient.address, written.subject, written.text, (attached,), one.key, at)


def _entry(data: Mapping, base_url: str) -> Entry:
    """In a calendar, which colleagues see, the link leads to nobody's case."""
    told = data["entry"]
    start, end = (datetime.fromisoformat(f"{told['date']}T{told[key]}") for key in ("start", "end"))
    link = f"{base_url.rstrip('/')}/min-dag"
    return Entry(data["uid"], data["sequence"], _danish(start), _danish(end), told["location"], link)


def _danish(at: datetime) -> datetime:
    return at.replace(tzinfo=COPENHAGEN)


def delivered(root: Root, arguments: Mapping[str, str], act: Act) -> None:
    """Write down that the mail server has taken a mail; once."""
    one = wanted(root, arguments)
    if not one.delivered_at:
        about = one.fact["about"]
        data = {"sent": one.fact["id"], "channel": one.recipient.channel}
        fact(
            one.document, DELIVERED, act, number=about["number"], round=about["round"], data=data, rid=one.recipient.rid
        )
