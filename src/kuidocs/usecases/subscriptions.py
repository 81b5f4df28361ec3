"""The personal calendar: what stands in it, and the secret address to which other calendars subscribe."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from ..domain import meeting_states
from ..domain.errors import Conflict
from ..domain.identity import Identity
from ..resources.case import Case
from ..resources.consent import consent_words
from ..resources.kalender import CALENDAR
from ..resources.meeting import Meeting
from ..resources.root import Root
from ..resources.staff import Staff
from ..security import addresses
from ..security.permissions import Permission
from ..security.questions import Question
from ..security.rules import permits
from ..services.calendar.api import CANCELLED, CONFIRMED, TENTATIVE, Entry
from ..services.clock import COPENHAGEN
from ..services.index.api import InCase, IndexService, MeetingRow
from . import mailings
from .acting import Act, event

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
"""What a subscription holds: enough to look something up, and the coming year."""
STATUS = {meeting_states.PLANNED: TENTATIVE, meeting_states.CANCELLED: CANCELLED}


def make(root: Root, act: Act) -> str:
    """Make a secret address for whoever acts, and return the secret, once; an earlier address ends.

    Raises Conflict when the page that asks has asked before: the secret cannot be shown again.
    """
    person = root.medarbejdere[act.who.user_id]
    if act.token and person.feed_token == act.token:
        raise Conflict("shown", "Adressen er lavet og vises kun én gang. Nåede du ikke at kopiere den, så lav en ny.")
    secret, kind = addresses.new_secret(), "renewed" if person.feed_hash else "made"
    person.feed_hash, person.feed_made_at, person.feed_token = addresses.digest(secret), act.at, act.token
    _told(root, person, act, kind)
    return secret


def revoke(root: Root, act: Act) -> None:
    """Take the secret address of whoever acts back."""
    person = root.medarbejdere[act.who.user_id]
    if person.feed_hash:
        person.feed_hash, person.feed_made_at, person.feed_token = "", "", act.token
        _told(root, person, act, "revoked")


def _told(root: Root, person: Staff, act: Act, kind: str) -> None:
    event(root.medarbejdere, f"staff.feed_{kind}", act, {"user_id": person.user_id})


def meetings(
    root: Root, who: Identity, now: datetime, rows: Iterable[InCase[MeetingRow]]
) -> Iterator[tuple[Case, Meeting]]:
    """Look the meetings of a list up in the tree, and ask for the right to each again (D29)."""
    for one in rows:
        case = root.sager.get(one.row.case_no)
        if case is None or not permits(Permission.Case.VIEW, Question(who, case, now.date())):
            continue
        meeting = case.moeder.get(str(one.row.number))
        if meeting is not None:
            yield case, meeting


def entries(
    root: Root, index: IndexService, person: Staff, now: datetime, *, rooms: Collection[str], base_url: str
) -> list[Entry]:
    """List what a subscription holds."""
    today, who = now.date(), person.identity()
    diary = index.diary(person.user_id, today, today - BACK, today + AHEAD)
    link = f"{base_url.rstrip('/')}/{CALENDAR}"
    found = meetings(root, who, now, diary.meetings)
    return [
        replace(_entry(case, meeting, rooms, link), note=consent_words(case, today))
        for case, meeting in found
        if meeting.date
    ]


def _entry(case: Case, meeting: Meeting, rooms: Collection[str], link: str) -> Entry:
    start = _moment(meeting, meeting.start)
    return Entry(
        meeting.uid,
        mailings.last_sequence(case, meeting),
        start,
        _moment(meeting, meeting.end) if meeting.end else start,
        mailings.entry_of(meeting, rooms)["location"],
        link,
        STATUS.get(meeting.state, CONFIRMED),
        not meeting.start,
    )


def _moment(meeting: Meeting, clock: str) -> datetime:
    at = datetime.fromisoformat(f"{meeting.date}T{clock or time.min.isoformat('minutes')}")
    return at.replace(tzinfo=COPENHAGEN)
