"""Dates, times and lists as a Dane writes them."""

from datetime import date, datetime, time

import pytest

from kuidocs.domain import danish

DAY = date(2026, 3, 24)


def test_dates_in_words():
    assert danish.long_date(DAY) == "24. marts 2026"
    assert danish.short_date(DAY) == "24. marts"
    assert danish.weekday_date(DAY) == "tirsdag den 24. marts 2026"


def test_the_year_is_left_out_when_it_is_this_year():
    assert danish.near_date(DAY, date(2026, 11, 21)) == "24. marts"
    assert danish.near_date(DAY, date(2027, 1, 1)) == "24. marts 2026"


def test_times_have_a_full_stop():
    assert danish.clock(time(9, 5)) == "9.05"
    assert danish.moment(datetime(2026, 3, 24, 9, 30)) == "24. marts 2026 kl.\u00a09.30"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("words", "text"), [((), ""), (("a",), "a"), (("a", "b"), "a og b"), (("a", "b", "c"), "a, b og c")]
)
def test_lists(words, text):
    assert danish.listed(words) == text


def test_small_numbers_are_written_in_letters():
    assert danish.count(1, "opgave", "opgaver") == "én opgave"
    assert danish.count(2, "opgave", "opgaver") == "to opgaver"
    assert danish.count(13, "opgave", "opgaver") == "13 opgaver"
    assert danish.number(-1) == "-1"


@pytest.mark.parametrize(
    ("day", "words"), [(21, "i dag"), (22, "i morgen"), (20, "1 dag over"), (30, "om 9 dage"), (10, "11 dage over")]
)
def test_how_far_away(day, words):
    assert danish.days_between(date(2026, 11, day), date(2026, 11, 21)) == words


def test_age_counts_whole_years():
    born = date(2008, 2, 29)

    assert danish.age_on(born, date(2026, 2, 28)) == 17
    assert danish.age_on(born, date(2026, 3, 1)) == 18


def test_an_id_number_is_masked():
    assert danish.mask_id_number("800908-4991") == "800908-••••"
    assert danish.mask_id_number("") == ""
