"""The birthdays that change something."""

from datetime import date

import pytest

from kuidocs.domain.ages import BIRTHDAYS, ahead, birthday


def test_the_ages_of_the_law_each_with_what_to_do():
    assert sorted(BIRTHDAYS) == [15, 16, 18, 25]
    assert all(row.age == age and row.changes and row.to_do for age, row in BIRTHDAYS.items())


@pytest.mark.parametrize(
    ("birth", "age", "day"),
    [("2009-03-14", 18, "2027-03-14"), ("2008-02-29", 18, "2026-03-01"), ("2008-02-29", 16, "2024-02-29")],
)
def test_a_birthday(birth, age, day):
    assert birthday(date.fromisoformat(birth), age) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("since", "ages"),
    [("2024-03-14", [15, 16, 18, 25]), ("2024-03-15", [16, 18, 25]), ("2027-03-14", [18, 25]), ("2040-01-01", [])],
)
def test_those_that_come_from_a_day_on(since, ages):
    assert list(ahead(date(2009, 3, 14), date.fromisoformat(since))) == ages
