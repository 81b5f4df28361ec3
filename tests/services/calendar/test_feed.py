"""The calendar that somebody subscribes to, read back by another library and line by line."""

from datetime import UTC, date, datetime

import icalendar
import pytest
import vobject

from kuidocs.services.calendar import CANCELLED, CONFIRMED, TENTATIVE, Entry, IcalendarFiles
from kuidocs.services.clock import COPENHAGEN
from tests import factories

FROM = "kuidocs@fjordlund.example"
WINTER = datetime(2026, 12, 8, 13, 30, tzinfo=COPENHAGEN), datetime(2026, 12, 8, 14, 40, tzinfo=COPENHAGEN)
# The last hours of the summer, and of the winter: an hour in Denmark is another one in UTC from one day to the next.
BEFORE = datetime(2027, 3, 27, 9, 0, tzinfo=COPENHAGEN), datetime(2027, 3, 27, 10, 0, tzinfo=COPENHAGEN)
AFTER = datetime(2027, 3, 29, 9, 0, tzinfo=COPENHAGEN), datetime(2027, 3, 29, 10, 0, tzinfo=COPENHAGEN)


def entry(uid="5b1c", times=WINTER, **changed):
    return Entry(uid, changed.pop("sequence", 0), *times, **changed)


def feed(*entries):
    return IcalendarFiles().feed(entries, organizer=FROM, at=factories.NOW)


def read(raw):
    """The meetings as a library reads them that has not written them, by their uid."""
    calendar = vobject.readOne(raw.decode(), validate=True)
    return calendar, {event.uid.value: event for event in getattr(calendar, "vevent_list", [])}


def test_another_library_reads_all_meetings():
    calendar, found = read(feed(entry("a"), entry("b", BEFORE), entry("c", AFTER)))

    assert calendar.method.value == "PUBLISH"
    assert {uid: event.dtstart.value.astimezone(UTC).hour for uid, event in found.items()} == {"a": 12, "b": 8, "c": 7}
    assert found["a"].dtend.value.astimezone(UTC) == WINTER[1].astimezone(UTC)


@pytest.mark.parametrize("status", [CONFIRMED, TENTATIVE, CANCELLED])
def test_it_is_told_how_sure_a_meeting_is(status):
    _, found = read(feed(entry("a", status=status, sequence=4)))

    assert (found["a"].status.value, found["a"].sequence.value) == (status, "4")


def test_nobody_is_named():
    raw = feed(entry(location="Rådhuset, mødelokale 1", link="https://kui.example/kalender"))
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")

    assert "ATTENDEE" not in event
    assert (event["SUMMARY"], event["LOCATION"], event["CLASS"]) == (
        "Møde i kuidocs",
        "Rådhuset, mødelokale 1",
        "PRIVATE",
    )
    assert event["URL"] == "https://kui.example/kalender"
    assert str(event["ORGANIZER"]) == f"mailto:{FROM}"


def test_a_meeting_without_a_time_takes_the_day():
    start = datetime(2026, 12, 8, tzinfo=COPENHAGEN)
    raw = feed(entry("a", (start, start), all_day=True))
    _, found = read(raw)

    assert found["a"].dtstart.value == date(2026, 12, 8)
    assert b"DTSTART;VALUE=DATE:20261208\r\n" in raw
    assert b"DTEND" not in raw


def test_an_end_that_is_not_told_is_not_written():
    assert b"DTEND" not in feed(entry("a", (WINTER[0], WINTER[0])))


def test_an_empty_calendar_is_a_calendar():
    _, found = read(feed())

    assert found == {}


def test_the_zone_is_in_it_once():
    assert feed(entry("a"), entry("b")).count(b"BEGIN:VTIMEZONE") == 1


def test_programs_are_told_how_often_to_ask():
    raw = feed()

    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in raw
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in raw


def test_lines_end_and_fold_as_the_standard_says():
    raw = feed(entry(location="Ærø, " * 40, link=f"https://kui.example/{'k' * 90}"))

    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert raw.endswith(b"END:VCALENDAR\r\n")
