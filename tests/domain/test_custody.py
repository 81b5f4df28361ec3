"""What those with custody have ends when the 18th birthday begins."""

from datetime import date

import pytest

from kuidocs.domain import custody

MOTHER = {"name": "Ida Holm", "custody": True}
OTHER = {"name": "Bo Holm", "custody": False}
LEAP = date(2008, 2, 29)


@pytest.mark.parametrize(
    ("birth", "day", "lasts"),
    [
        (date(2009, 3, 14), date(2027, 3, 13), True),
        (date(2009, 3, 14), date(2027, 3, 14), False),
        (LEAP, date(2026, 2, 28), True),
        (LEAP, date(2026, 3, 1), False),
        (date(2010, 1, 1), date(2027, 12, 31), True),
        (date(2010, 1, 1), date(2028, 1, 1), False),
    ],
)
def test_until_the_day_before(birth, day, lasts):
    assert custody.lasts(birth, day) is lasts
    assert custody.holders([MOTHER, OTHER], birth, day) == ([MOTHER] if lasts else [])


def test_who_is_out_of_place_on_a_notice():
    rows = [{"relation": "custody_holder", "name": {"text": "Ida Holm"}}, {"relation": "custody_holder"}]
    rows += [{"relation": "guardian", "name": {"text": "Værge"}}, {"relation": "primary", "name": {"text": "Jonas"}}]

    assert custody.out_of_place(rows, LEAP, date(2026, 2, 28)) == []
    assert custody.out_of_place(rows, LEAP, date(2026, 3, 1)) == ["Ida Holm"]


def test_it_is_said_what_to_do():
    assert custody.of_age_words("Freja", []) == ""
    words = custody.of_age_words("Freja", ["Ida Holm"])
    assert words.startswith("Freja er fyldt 18 år, når mødet holdes. Ida Holm kan ikke indkaldes")
    assert "støtteperson" in words
