"""Personal numbers are checked for their form only: ten digits and a day that exists; never modulus 11."""

from datetime import date

import pytest

from kuidocs.domain.guards import Guard
from kuidocs.domain.id_numbers import IDENTITY, Identified, bare, holds_number, written

TODAY = date(2026, 11, 21)
BORN = date(2009, 3, 14)


def wrong(**changed) -> list[str]:
    told = Identified(TODAY, **({"birth_date": BORN, "id_number_type": "cpr", "id_number": "1403091234"} | changed))
    return [guard.name for guard in IDENTITY if not guard.holds(told)]


@pytest.mark.parametrize("number", ["1403091234", "1403090000", "2902001111", "3112991119", "0101018888"])
def test_any_ten_digits_with_a_day_will_do_whatever_modulus_11_says(number):
    assert wrong(id_number=number) == []


@pytest.mark.parametrize(
    "number", ["", "140309123", "14030912345", "14o3091234", "3202091234", "3102091234", "0013091234", "1400091234"]
)
def test_what_is_no_number_is_seen(number):
    assert wrong(id_number=number) == ["id_number"]


def test_digits_of_other_scripts_are_none():
    assert wrong(id_number="١٤٠٣٠٩١٢٣٤") == ["id_number"]


@pytest.mark.parametrize(("number", "fine"), [("8009084991", True), ("6120084991", False), ("2009084991", False)])
def test_a_replacement_number_has_sixty_added_to_the_day(number, fine):
    assert (wrong(id_number_type="replacement", id_number=number) == []) is fine


def test_a_replacement_number_is_no_personal_number():
    assert wrong(id_number="8009084991") == ["id_number"]


def test_none_asks_why_and_no_number():
    assert wrong(id_number_type="none", id_number="", id_number_note=" ") == ["id_number_note"]
    assert wrong(id_number_type="none", id_number_note="Venter på nummer") == ["id_number"]
    assert wrong(id_number_type="none", id_number="", id_number_note="Venter på nummer") == []


@pytest.mark.parametrize("kind", ["", "pas"])
def test_the_kind_is_one_of_three(kind):
    assert wrong(id_number_type=kind) == ["id_number_type"]


@pytest.mark.parametrize(
    ("born", "fine"),
    [
        (None, False),
        (date(2026, 11, 22), False),
        (TODAY, True),
        (date(1996, 11, 20), True),
        (date(1995, 11, 21), False),
    ],
)
def test_the_birth_date_is_there_not_ahead_and_not_of_an_adult_over_thirty(born, fine):
    assert (wrong(birth_date=born) == []) is fine


def test_the_number_says_nothing_of_the_age():
    assert wrong(birth_date=date(2010, 1, 1)) == []


def test_hyphens_and_spaces_are_taken_out_and_put_in_again():
    assert bare(" 140309 - 1234 ") == "1403091234"
    assert written("1403091234") == "140309-1234"
    assert written("") == ""


def test_a_number_in_a_text_is_seen():
    assert holds_number("Ring", "hans nummer er 140309-1234")
    assert not holds_number("Ring på 00 00 10 01", "")


def test_each_guard_says_what_to_do():
    assert all(isinstance(guard, Guard) and guard.sentence.endswith(".") for guard in IDENTITY)
