"""A clock tells Danish time and can be held still."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kuidocs.services.clock import COPENHAGEN, FixedClock, SystemClock

NO_ZONE = datetime.fromisoformat("2026-11-21T10:00")
DAY = datetime(2026, 11, 21, 10, 0, tzinfo=COPENHAGEN)


def test_the_system_clock_tells_danish_time():
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is COPENHAGEN
    assert SystemClock().today() in (now.date(), now.date() + timedelta(days=1))


def test_a_fixed_clock_stands_still():
    clock = FixedClock(DAY)
    assert clock.now() == clock.now() == DAY
    assert clock.today() == date(2026, 11, 21)


@pytest.mark.parametrize("at", [NO_ZONE, datetime(2026, 11, 21, 9, 0, tzinfo=UTC)], ids=["without a zone", "UTC"])
def test_every_moment_becomes_danish(at):
    assert FixedClock(at).now().isoformat() == "2026-11-21T10:00:00+01:00"


def test_the_day_is_the_danish_day_just_after_midnight():
    assert FixedClock(datetime(2026, 11, 20, 23, 30, tzinfo=UTC)).today() == date(2026, 11, 21)


def test_a_fixed_clock_is_set_and_advanced():
    clock = FixedClock(DAY)
    clock.set(datetime(2026, 3, 28, 12, 0, tzinfo=COPENHAGEN))
    assert clock.advance(timedelta(hours=24)).isoformat() == "2026-03-29T13:00:00+02:00"
    assert clock.now().isoformat() == "2026-03-29T13:00:00+02:00"
