"""Calendar files, read back by the library that wrote them and by another."""

from datetime import UTC, datetime

import icalendar
import pytest
import vobject

from kuidocs.services.calendar import Entry, IcalendarFiles
from kuidocs.services.clock import COPENHAGEN
from tests import factories

WINTER = datetime(2026, 12, 8, 13, 30, tzinfo=COPENHAGEN), datetime(2026, 12, 8, 14, 40, tzinfo=COPENHAGEN)
SUMMER = datetime(2027, 6, 15, 9, 0, tzinfo=COPENHAGEN), datetime(2027, 6, 15, 10, 15, tzinfo=COPENHAGEN)
WHO = {"organizer": "kuidocs@fjordlund.example", "attendee": "jonas@fjordlund.example", "at": factories.NOW}


def entry(start=WINTER[0], end=WINTER[1], **changed):
    return Entry("5b1c", 0, start, end, **changed)


def events(raw):
    """The meeting as both libraries read it, by the same words."""
    one = icalendar.Calendar.from_ical(raw)
    (event,) = one.walk("VEVENT")
    other = vobject.readOne(raw.decode(), validate=True)
    yield {
        "method": str(one["METHOD"]),
        "start": event["DTSTART"].dt,
        "end": event["DTEND"].dt,
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "location": str(event["LOCATION"]),
        "status": str(event["STATUS"]),
    }
    yield {
        "method": other.method.value,
        "start": other.vevent.dtstart.value,
        "end": other.vevent.dtend.value,
        "uid": other.vevent.uid.value,
        "sequence": int(other.vevent.sequence.value),
        "location": other.vevent.location.value,
        "status": other.vevent.status.value,
    }


@pytest.mark.parametrize(("start", "end"), [WINTER, SUMMER])
def test_two_libraries_read_the_same_meeting(start, end):
    for read in events(IcalendarFiles().request(entry(start, end), **WHO)):
        assert (read["start"].astimezone(UTC), read["end"].astimezone(UTC)) == (
            start.astimezone(UTC),
            end.astimezone(UTC),
        )
        assert (read["method"], read["status"], read["uid"], read["sequence"]) == ("REQUEST", "CONFIRMED", "5b1c", 0)
        assert read["location"] == "Se kuidocs"


def test_a_cancellation_is_about_the_same_meeting():
    moved = Entry("5b1c", 3, *WINTER, location="Rådhuset, lokale 2")

    for read in events(IcalendarFiles().cancellation(moved, **WHO)):
        assert (read["method"], read["status"], read["uid"], read["sequence"]) == ("CANCEL", "CANCELLED", "5b1c", 3)
        assert read["location"] == "Rådhuset, lokale 2"


def test_the_zone_is_in_the_file_and_knows_the_summer():
    raw = IcalendarFiles().request(entry(), **WHO)

    (zone,) = icalendar.Calendar.from_ical(raw).walk("VTIMEZONE")
    there = zone.to_tz(lookup_tzid=False)
    for start, _ in (WINTER, SUMMER):
        bare = start.replace(tzinfo=None)
        assert bare.replace(tzinfo=there).utcoffset() == start.utcoffset()
    assert b"DTSTART;TZID=Europe/Copenhagen:20261208T133000\r\n" in raw


def test_the_file_names_nobody_but_the_one_who_gets_it():
    raw = IcalendarFiles().request(entry(link="https://kui.example/min-dag"), **WHO)

    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Møde i kuidocs"
    assert (str(event["ATTENDEE"]), "CN" in event["ATTENDEE"].params) == (f"mailto:{WHO['attendee']}", False)
    assert event["ORGANIZER"].params["CN"] == "kuidocs"
    assert event["CLASS"] == "PRIVATE"
    assert event["URL"] == "https://kui.example/min-dag"


def test_lines_end_and_fold_as_the_standard_says():
    raw = IcalendarFiles().request(entry(location="Å" * 200), **WHO)

    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert [read["location"] for read in events(raw)] == ["Å" * 200] * 2
