"""Calendar files by the library icalendar (RFC 5545, 5546)."""

from datetime import UTC, datetime

from icalendar import Calendar, Event, Timezone, vCalAddress

from ..clock import COPENHAGEN
from .api import SEE_KUIDOCS, TITLE, CalendarService, Entry

REQUEST, CANCEL = "REQUEST", "CANCEL"
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
        return _file(REQUEST, "CONFIRMED", entry, organizer, attendee, at)

    def cancellation(self, entry: Entry, *, organizer: str, attendee: str, at: datetime) -> bytes:
        return _file(CANCEL, "CANCELLED", entry, organizer, attendee, at)


def _file(method: str, status: str, entry: Entry, organizer: str, attendee: str, at: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//kuidocs//kuidocs//DA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(ZONE))
    calendar.add_component(_event(status, entry, organizer, attendee, at))
    return calendar.to_ical()


def _event(status: str, entry: Entry, organizer: str, attendee: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", entry.start.astimezone(COPENHAGEN))
    event.add("dtend", entry.end.astimezone(COPENHAGEN))
    event.add("summary", TITLE)
    event.add("location", entry.location or SEE_KUIDOCS)
    event.add("status", status)
    event.add("class", "PRIVATE")
    if entry.link:
        event.add("url", entry.link)
        event.add("description", f"Se mødet i kuidocs: {entry.link}")
    event.add("organizer", _address(organizer, CN=ORGANIZER_NAME))
    # RFC 5546 demands an attendee of an invitation; answers come by kuidocs, not by mail.
    event.add("attendee", _address(attendee, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="FALSE"))
    return event


def _address(mail: str, **parameters: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{mail}")
    found.params.update(parameters)
    return found
