"""Sending a finished notice to those who are invited, and what they want to bring up (R26, R27, R52, R56, D37)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from ..domain import meeting_states, notices
from ..domain.danish import listed
from ..domain.errors import Conflict, Refused, not_found
from ..domain.guards import check, choose
from ..domain.rules.privacy import ID_NUMBER
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from . import mailings, meetings
from .acting import Act, case_named, done_before, fact, root_of
from .case_reading import approved_minutes
from .mailings import NOTICE, Recipient
from .meeting_reading import INPUT, finished_notice, meeting_facts, roles

OPEN = (meeting_states.PLANNED, meeting_states.CONVENED)
MOST_LETTERS = 4000


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody on a notice, and how he or she hears of the meeting."""

    recipient: Recipient
    way: str
    why_no_mail: str
    proposal: str = ""
    """Which knowledge the last meeting missed; for ad hoc ones."""

    @property
    def mailed(self) -> bool:
        """Whether a mail goes out to him or her."""
        return not self.why_no_mail

    @property
    def asked(self) -> bool:
        """Whether the invitation must say which knowledge is sought (R56)."""
        return self.mailed and self.recipient.relation == notices.AD_HOC


def meeting_of(document: Document) -> Meeting:
    """Return the meeting that a notice is about.

    Raises NotFound for any other paper.
    """
    meeting = case_named(document).moeder.get(str(document.meeting_number))
    if document.form_key != NOTICE or meeting is None:
        raise not_found()
    return meeting


def invited(document: Document) -> list[Invited]:
    """List everybody on the notice as it counts now, in its order."""
    version = document.in_force() or document.latest
    case, wanted = case_named(document), _sought(case_named(document))
    rows = version.content().get("participants", ()) if version else ()
    return [_invited(case, document, row, wanted) for row in rows if row.get("name")]


def _invited(case: Case, document: Document, row: Mapping, wanted: Mapping[str, str]) -> Invited:
    name, relation = row["name"]["text"], row.get("relation", "")
    actor = case.register.get(row["name"].get("actor_id", ""), {})
    person = root_of(document).medarbejdere.get(actor.get("user_id", ""))
    found = notices.way(relation, "young_person" if _is_young(case, name) else actor.get("kind", ""))
    user = person is not None and person.active
    address = person.email if user else "" if person else row.get("email", "")
    recipient = Recipient(row["rid"], name, address, relation, user)
    return Invited(recipient, found, notices.why_no_mail(found, address), wanted.get(name, wanted.get(row["rid"], "")))


def _is_young(case: Case, name: str) -> bool:
    return name in (case.person.full_name, case.person.called)


def _sought(case: Case) -> dict[str, str]:
    """Return which knowledge the last minutes missed, by row id and by name."""
    found = approved_minutes(case)
    rows = found[-1].content.get("missing_professionals", ()) if found else ()
    by_name = {row["name"]: row.get("why", "") for row in rows if row.get("name")}
    return {row["rid"]: row.get("why", "") for row in rows} | by_name


def waiting(document: Document) -> list[Invited]:
    """List those who are mailed when the notice is sent now: who has not heard of the meeting as it is."""
    meeting, case = meeting_of(document), case_named(document)
    told = mailings.standing(case, meeting)
    found = {one.recipient.address: one for one in reversed(invited(document)) if one.mailed}
    return [one for address, one in reversed(found.items()) if not _knows(told.get(address), meeting)]


def _knows(last: mailings.Mailing | None, meeting: Meeting) -> bool:
    """Tell whether a calendar holds the meeting as it is; every change of it was counted."""
    return last is not None and last.sequence >= meeting_states.sequence(meeting.facts)


def send(document: Document, act: Act, *, knowledge: Mapping[str, str], rooms: Collection[str]) -> int:
    """Convene the meeting if that is not done, and mail those who do not know of it as it is.

    ``knowledge``: what each ad hoc one is asked for, by row id; ``rooms``: the places that calendars may name.
    Returns how many are mailed. Raises Conflict, NotAllowed, Refused.
    """
    meeting = meeting_of(document)
    if done_before(document, act):
        return 0
    _is_the_notice(document, meeting)
    asked = [_with_knowledge(one, knowledge) for one in waiting(document)]
    _may_send(meeting, act)
    gone = no_longer_invited(document)
    if not asked and not gone:
        raise Refused("sent", _nobody(document))
    _mail(document, meeting, act, [one.recipient for one in asked], rooms)
    if gone:
        mailings.withdraw(meeting, Act(act.who, act.clock), gone)
    return len(asked)


def _is_the_notice(document: Document, meeting: Meeting) -> None:
    if meeting.state not in OPEN:
        raise Conflict("state", "Mødet er holdt eller aflyst. Der sendes ikke flere indkaldelser til det.")
    if document.in_force() is None or document.draft is not None:
        raise Refused("notice", "Indkaldelsen er ikke færdig. Gør den færdig, før du sender den.")
    newest = finished_notice(case_named(document), meeting)
    if newest is None or newest.document is not document:
        raise Conflict("newer", "Der er en nyere indkaldelse til mødet. Åbn den, og send den i stedet.")


def _may_send(meeting: Meeting, act: Act) -> None:
    """Sending convenes. When the meeting is convened already, the same must hold still: a consent may have ended."""
    if meeting.state == meeting_states.PLANNED:
        meetings.convene(meeting, Act(act.who, act.clock))
        return
    case, today = meeting.__parent__.__parent__, act.clock.today()
    row = choose(meeting_states.MOVES, meeting_states.CONVENE, meeting_states.PLANNED, meeting.meeting_type)
    check(row, meeting_facts(case, meeting, today), roles(case, act.who, today, meeting))


def _with_knowledge(one: Invited, knowledge: Mapping[str, str]) -> Invited:
    """Put what is asked for into an ad hoc invitation; it is demanded, and holds no personal number."""
    if not one.asked:
        return one
    text = " ".join(knowledge.get(one.recipient.rid, "").split())
    if len(text) < notices.LEAST_KNOWLEDGE:
        raise Refused(
            "knowledge",
            f"Skriv, hvilken viden {one.recipient.name} kan hjælpe jer med. Det står kun i kuidocs, ikke i mailen.",
            rid=one.recipient.rid,
        )
    _is_fit(text, rid=one.recipient.rid)
    return replace(one, recipient=replace(one.recipient, knowledge=text))


def _is_fit(text: str, **facts: str) -> None:
    if len(text) > MOST_LETTERS:
        raise Refused("too_long", f"Teksten er for lang. Skriv højst {MOST_LETTERS} tegn.", **facts)
    if ID_NUMBER.search(text):
        raise Refused(
            "id_number", "Teksten ligner et personnummer. Det står på sagen og hører ikke hjemme her.", **facts
        )


def no_longer_invited(document: Document) -> list[str]:
    """List the addresses whose calendars hold the meeting though they are not on the notice any more."""
    meeting = meeting_of(document)
    now = {one.recipient.address for one in invited(document) if one.mailed}
    return [address for address in mailings.standing(case_named(document), meeting) if address not in now]


def _nobody(document: Document) -> str:
    mailed = [one.recipient.name for one in invited(document) if one.mailed]
    if not mailed:
        return "Der er ingen på indkaldelsen, som kuidocs sender mail til. Giv besked på en anden måde."
    return f"{listed(mailed)} har allerede fået indkaldelsen, som den er nu."


def _mail(document: Document, meeting: Meeting, act: Act, to: list[Recipient], rooms: Collection[str]) -> None:
    """Those who know of an earlier time hear that it is another; the rest are invited."""
    case, entry = case_named(document), mailings.entry_of(meeting, rooms)
    number, told = mailings.next_sequence(case, meeting), mailings.standing(case, meeting)
    for letter, who in (
        (notices.INVITED, [one for one in to if one.address not in told]),
        (notices.MOVED, [one for one in to if one.address in told]),
    ):
        if who:
            mailings.ask(document, act, letter, entry, number, who)
            act = Act(act.who, act.clock)


def bring_up(document: Document, act: Act, text: str) -> None:
    """Write down what somebody wants to have with in a meeting (R52).

    Raises Conflict, Refused.
    """
    meeting = meeting_of(document)
    if done_before(document, act):
        return
    version = document.in_force()
    if meeting.state not in OPEN or version is None:
        raise Conflict(
            "state", "Mødet er holdt eller aflyst, eller det er ikke indkaldt endnu. Skriv til den, der indkalder."
        )
    if not text.strip():
        raise Refused("text", "Skriv, hvad du gerne vil have med på mødet.")
    _is_fit(text)
    fact(document, INPUT, act, number=version.number, round=version.round, data={"text": text.strip()})
