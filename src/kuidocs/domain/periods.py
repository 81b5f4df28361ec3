"""Weeks and months as a calendar turns their pages. Weeks are those of ISO 8601, as all Danish calendars count them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from .danish import MONTHS, short_date

WEEK, MONTH = "uge", "maaned"
FIRST, LAST = date(2000, 1, 3), date(2099, 12, 31)
"""Between these days there are meetings; pages outside are not offered."""
WEEK_KEY, MONTH_KEY = re.compile(r"(\d{4})-W(\d{2})", re.ASCII), re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A week or a month: ``first`` and ``last`` are its days, ``key`` is how an address names it."""

    kind: str
    first: date
    last: date

    @property
    def key(self) -> str:
        """Write »2026-W48« or »2026-11«."""
        if self.kind == MONTH:
            return f"{self.first.year:04d}-{self.first.month:02d}"
        year, week, _ = self.first.isocalendar()
        return f"{year:04d}-W{week:02d}"

    @property
    def label(self) -> str:
        """Write »Uge 48, 23.–29. november 2026« or »November 2026«."""
        if self.kind == MONTH:
            return f"{MONTHS[self.first.month - 1].capitalize()} {self.first.year}"
        return f"Uge {self.week}, {days(self.first, self.last)} {self.last.year}"

    @property
    def week(self) -> int:
        """The number of its first week."""
        return self.first.isocalendar().week

    @property
    def before(self) -> "Period | None":
        """Return the one before, None where the calendar ends."""
        return _around(self.kind, self.first - timedelta(days=1))

    @property
    def after(self) -> "Period | None":
        """Return the next one, None where the calendar ends."""
        return _around(self.kind, self.last + timedelta(days=1))

    @property
    def weeks(self) -> tuple["Period", ...]:
        """List the weeks of it; those at the ends of a month with only its own days."""
        found, day = [], self.first
        while day <= self.last:
            sunday = min(week_of(day).last, self.last)
            found.append(Period(WEEK, day, sunday))
            day = sunday + timedelta(days=1)
        return tuple(found)


def days(first: date, last: date) -> str:
    """Write »23.–29. november«, »30. november–6. december«."""
    if first == last:
        return short_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.–{short_date(last)}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"{short_date(first)}{year}–{short_date(last)}"


def week_of(day: date) -> Period:
    """Return the week that a day lies in."""
    monday = day - timedelta(days=day.weekday())
    return Period(WEEK, monday, monday + timedelta(days=6))


def month_of(day: date) -> Period:
    """Return the month that a day lies in."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(MONTH, first, following - timedelta(days=1))


def _around(kind: str, day: date) -> Period | None:
    if not FIRST <= day <= LAST:
        return None
    return month_of(day) if kind == MONTH else week_of(day)


def read(kind: str, text: str) -> Period | None:
    """Read how an address names a week or a month, None when there is no such one."""
    found = (MONTH_KEY if kind == MONTH else WEEK_KEY).fullmatch(text)
    if found is None:
        return None
    year, number = int(found[1]), int(found[2])
    try:
        return _around(kind, date(year, number, 1) if kind == MONTH else date.fromisocalendar(year, number, 1))
    except ValueError:
        return None
