"""Working days, and the public holidays that are none."""

from datetime import date

import pytest

from kuidocs.domain.working_days import add_working_days, easter, holidays, is_working_day


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1818, (3, 22)),
        (1961, (4, 2)),
        (2000, (4, 23)),
        (2008, (3, 23)),
        (2024, (3, 31)),
        (2025, (4, 20)),
        (2026, (4, 5)),
        (2027, (3, 28)),
        (2038, (4, 25)),
        (2049, (4, 18)),
    ],
)
def test_easter(year, day):
    assert easter(year) == date(year, *day)


def test_the_holidays_of_a_year():
    assert {day.isoformat()[5:]: name for day, name in holidays(2026).items()} == {
        "01-01": "nytårsdag",
        "04-02": "skærtorsdag",
        "04-03": "langfredag",
        "04-05": "påskedag",
        "04-06": "2. påskedag",
        "05-14": "Kristi himmelfartsdag",
        "05-24": "pinsedag",
        "05-25": "2. pinsedag",
        "12-25": "juledag",
        "12-26": "2. juledag",
    }


def test_the_great_prayer_day_was_abolished_from_2024_on():
    assert holidays(2023)[date(2023, 5, 5)] == "store bededag"
    assert date(2024, 4, 26) not in holidays(2024)
    assert not is_working_day(date(2023, 5, 5))
    assert is_working_day(date(2024, 4, 26))


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-11-20", True), ("2026-11-21", False), ("2026-11-22", False), ("2026-05-14", False), ("2026-06-05", True)],
)
def test_a_day(day, works):
    assert is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("day", "count", "wanted"),
    [
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-11-21", 5, "2026-11-27"),
        ("2026-03-31", 5, "2026-04-10"),
        ("2026-12-23", 5, "2026-12-31"),
        ("2026-12-30", 2, "2027-01-04"),
    ],
)
def test_so_many_working_days_later(day, count, wanted):
    assert add_working_days(date.fromisoformat(day), count) == date.fromisoformat(wanted)
