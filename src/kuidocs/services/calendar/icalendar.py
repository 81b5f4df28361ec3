"""Calendar files by the library icalendar (RFC 5545, 5546)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, vCalAddress

from ..clock import COPENHAGEN
from .api import CANCELLED, CONFIRMED, SEE_KUIDOCS, CalendarService, Entry

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
FETCH_EVERY = timedelta(hours=1)
ORGANIZER_NAME = "kuidocs"
# The rules that hold since 1996, as rules: a file must be right however far ahead its meeting lies.
ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19970330T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE
"""


class IcalendarFiles(CalendarService):
    """Writes one file for each person: it names nobody but the one who gets it, and by address only."""

    def request(self, entry: Entry, *, organizer: str, attendee: str, at: datetime) -> bytes:
        return _file(REQUEST, [_invitation(CONFIRMED, entry, organizer, attendee, at)]).to_ical()

    def cancellation(self, entry: Entry, *, organizer: str, attendee: str, at: datetime) -> bytes:
        return _file(CANCEL, [_invitation(CANCELLED, entry, organizer, attendee, at)]).to_ical()

    def feed(self, entries: Iterable[Entry], *, organizer: str, at: datetime) -> bytes:
        calendar = _file(PUBLISH, [_event(entry.status, entry, organizer, at) for entry in entries])
        calendar.add("name", ORGANIZER_NAME)
        calendar.add("x-wr-calname", ORGANIZER_NAME)
        calendar.add("refresh-interval", FETCH_EVERY, parameters={"VALUE": "DURATION"})
        # Outlook reads the older word for the same.
        calendar.add("x-published-ttl", "PT1H")
        return calendar.to_ical()


def _file(method: str, events: Iterable[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//kuidocs//kuidocs//DA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(ZONE))
    for event in events:
        calendar.add_component(event)
    return calendar


def _invitation(status: str, entry: Entry, organizer: str, attendee: str, at: datetime) -> Event:
    event = _event(status, entry, organizer, at)
    # RFC 5546 demands an attendee of an invitation; answers come by kuidocs, not by mail.
    event.add("attendee", _address(attendee, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="FALSE"))
    return event


def _event(status: str, entry: Entry, organizer: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    _add_time(event, entry)
    event.add("summary", entry.title)
    event.add("location", entry.location or SEE_KUIDOCS)
    event.add("status", status)
    event.add("class", "PRIVATE")
    if entry.link:
        event.add("url", entry.link)
        event.add("description", "\n".join(filter(None, (f"Se mødet i kuidocs: {entry.link}", entry.note))))
    event.add("organizer", _address(organizer, CN=ORGANIZER_NAME))
    return event


def _add_time(event: Event, entry: Entry) -> None:
    """An end has to come after the start, so where it is not told there is none."""
    start = entry.start.astimezone(COPENHAGEN)
    event.add("dtstart", start.date() if entry.all_day else start)
    if not entry.all_day and entry.end > entry.start:
        event.add("dtend", entry.end.astimezone(COPENHAGEN))


def _address(mail: str, **parameters: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{mail}")
    found.params.update(parameters)
    return found
