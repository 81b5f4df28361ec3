"""Weeks and months, over the turn of years and of clocks."""

from datetime import date, timedelta

import pytest

from kuidocs.domain.periods import FIRST, LAST, MONTH, WEEK, days, month_of, read, week_of


@pytest.mark.parametrize(
    ("day", "key", "label"),
    [
        (date(2026, 11, 24), "2026-W48", "Uge 48, 23.–29. november 2026"),
        (date(2026, 12, 31), "2026-W53", "Uge 53, 28. december 2026–3. januar 2027"),
        (date(2027, 1, 3), "2026-W53", "Uge 53, 28. december 2026–3. januar 2027"),
        (date(2027, 1, 4), "2027-W01", "Uge 1, 4.–10. januar 2027"),
        (date(2024, 12, 30), "2025-W01", "Uge 1, 30. december 2024–5. januar 2025"),
        # The clocks change on these Sundays.
        (date(2026, 3, 29), "2026-W13", "Uge 13, 23.–29. marts 2026"),
        (date(2026, 10, 25), "2026-W43", "Uge 43, 19.–25. oktober 2026"),
        (date(2026, 12, 1), "2026-W49", "Uge 49, 30. november–6. december 2026"),
    ],
)
def test_a_week_is_that_of_iso(day, key, label):
    week = week_of(day)

    assert (week.key, week.label) == (key, label)
    assert week.first <= day <= week.last
    assert read(WEEK, key) == week


@pytest.mark.parametrize(
    ("day", "key", "label", "length"),
    [
        (date(2026, 11, 21), "2026-11", "November 2026", 30),
        (date(2028, 2, 29), "2028-02", "Februar 2028", 29),
        (date(2026, 12, 31), "2026-12", "December 2026", 31),
    ],
)
def test_a_month_is_that_of_the_calendar(day, key, label, length):
    month = month_of(day)

    assert (month.key, month.label, (month.last - month.first).days + 1) == (key, label, length)
    assert read(MONTH, key) == month


@pytest.mark.parametrize("kind", [week_of, month_of])
def test_pages_follow_each_other_without_a_gap(kind):
    page = kind(date(2019, 12, 20))
    for _ in range(120):
        following = page.after
        assert following.first == page.last + timedelta(days=1)
        assert following.before == page
        page = following


def test_the_weeks_of_a_month_have_its_days_and_no_others():
    weeks = month_of(date(2026, 11, 1)).weeks

    assert [(week.week, week.first.day, week.last.day) for week in weeks] == [
        (44, 1, 1), (45, 2, 8), (46, 9, 15), (47, 16, 22), (48, 23, 29), (49, 30, 30),
    ]  # fmt: skip


def test_a_week_has_itself():
    week = week_of(date(2026, 11, 21))

    assert week.weeks == (week,)


def test_the_calendar_has_two_ends():
    assert week_of(FIRST).before is None
    assert month_of(LAST).after is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (WEEK, ""),
        (WEEK, "2026"),
        (WEEK, "2026-W00"),
        (WEEK, "2026-W54"),
        (WEEK, "2025-W53"),
        (WEEK, "2026-w48"),
        (WEEK, "2026-W4"),
        (WEEK, "2026-W048"),
        (WEEK, " 2026-W48"),
        (WEEK, "2026-W48\n"),
        (WEEK, "٢٠٢٦-W48"),
        (WEEK, "0000-W01"),
        (WEEK, "9999-W52"),
        (WEEK, "1999-W10"),
        (WEEK, "2026-11"),
        (MONTH, "2026-00"),
        (MONTH, "2026-13"),
        (MONTH, "0000-01"),
        (MONTH, "9999-12"),
        (MONTH, "2026-W48"),
        (MONTH, "2026-11-21"),
        (MONTH, "' OR 1=1 --"),
    ],
)
def test_what_is_no_week_or_month_is_none(kind, text):
    assert read(kind, text) is None


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 1), date(2026, 11, 1), "1. november"),
        (date(2026, 11, 2), date(2026, 11, 8), "2.–8. november"),
        (date(2026, 10, 26), date(2026, 11, 1), "26. oktober–1. november"),
    ],
)
def test_days_are_told_shortly(first, last, words):
    assert days(first, last) == words
