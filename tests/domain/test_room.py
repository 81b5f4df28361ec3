"""What a screen in the room says: names, days, what a task lacks, and the time in words."""

from datetime import date, datetime, timedelta

import pytest

from kuidocs.domain.room import day_words, first_names, full_name, lacking, of_item, of_meeting
from kuidocs.services.clock import COPENHAGEN

DAY = date(2026, 11, 21)


def at(clock, day=DAY):
    return datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=COPENHAGEN)


def test_the_first_name_is_enough():
    assert first_names(["Nanna Kildeager", "Jonas Ravnsborg"]) == {
        "Nanna Kildeager": "Nanna",
        "Jonas Ravnsborg": "Jonas",
    }


def test_two_with_one_first_name_get_the_initial_of_the_last():
    names = ["Nanna Kildeager", "Nanna Holm Berg", "Jonas Ravnsborg"]

    assert first_names(names) == {
        "Nanna Kildeager": "Nanna K.",
        "Nanna Holm Berg": "Nanna B.",
        "Jonas Ravnsborg": "Jonas",
    }


def test_when_that_is_not_enough_the_whole_name_is_said():
    names = ["Nanna Kildeager", "Nanna Krogh", "Nanna"]

    assert first_names(names) == {"Nanna Kildeager": "Nanna Kildeager", "Nanna Krogh": "Nanna Krogh", "Nanna": "Nanna"}


def test_somebody_is_called_what_he_or_she_wants_to_be_called():
    assert first_names(["Malthe Kjærbo Vinther"], {"Malthe Kjærbo Vinther": "Mads"}) == {
        "Malthe Kjærbo Vinther": "Mads"
    }


def test_a_name_of_nothing_stays_nothing():
    assert first_names([""]) == {"": ""}


NAMES = {"Nanna Kildeager": "Nanna", "Jonas Ravnsborg": "Jonas"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nanna", "Nanna Kildeager"),
        (" nanna ", "Nanna Kildeager"),
        ("jonas  ravnsborg", "Jonas Ravnsborg"),
        ("Hendes  mor", "Hendes mor"),
        ("Nann", "Nann"),
    ],
)
def test_what_is_typed_means_somebody_who_is_there_or_nobody(typed, meant):
    assert full_name(typed, NAMES) == meant


def test_a_name_that_two_have_is_nobodys():
    assert full_name("Ida", {"Ida Holm": "Ida", "Ida Berg": "Ida"}) == "Ida"


def test_days_are_said_with_the_weekday_and_another_year():
    assert day_words(date(2026, 12, 15), DAY) == "tirsdag 15. december"
    assert day_words(date(2027, 1, 13), DAY) == "onsdag 13. januar 2027"


def test_what_tasks_lack_is_said_by_their_numbers():
    whole = {"responsible": {"text": "Nanna"}, "deadline": "2026-12-01"}

    found = list(lacking([whole, {}, {"deadline": "2026-12-01"}, {"responsible": {"text": "Nanna"}}]))

    assert found == ["Opgave 2 mangler et navn og en dato", "Opgave 3 mangler et navn", "Opgave 4 mangler en dato"]


@pytest.mark.parametrize(
    ("now", "words", "share"),
    [
        ("09:00", "Begynder kl. 9.30", 0),
        ("09:30", "1 t. 30 min. tilbage", 0),
        ("10:00", "1 t. 0 min. tilbage", 33),
        ("10:55:30", "5 min. tilbage", 95),
        ("11:00", "Tiden er gået", 100),
        ("15:00", "Tiden er gået", 100),
    ],
)
def test_the_time_of_a_meeting_in_words(now, words, share):
    found = of_meeting(at("09:30"), at("11:00"), at(now))

    assert (found.words, found.share) == (words, share)


def test_a_meeting_of_another_day_or_without_a_length_has_no_clock():
    assert of_meeting(at("09:30"), at("11:00"), at("10:00") + timedelta(days=1)) is None
    assert of_meeting(at("11:00"), at("11:00"), at("10:00")) is None


@pytest.mark.parametrize(
    ("now", "minutes", "words", "share"),
    [
        ("10:00", 15, "0 af 15 min. brugt", 0),
        ("10:08:59", 15, "8 af 15 min. brugt", 53),
        ("10:15", 15, "15 af 15 min. brugt", 100),
        ("10:17", 15, "2 min. over", 100),
        ("09:59", 15, "0 af 15 min. brugt", 0),
        ("10:00", 0, "0 af 0 min. brugt", 0),
    ],
)
def test_the_time_of_an_item_in_words(now, minutes, words, share):
    found = of_item(minutes, at("10:00"), at(now))

    assert (found.words, found.share) == (words, share)
