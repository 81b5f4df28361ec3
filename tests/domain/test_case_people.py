"""What may be written of the people of a case, and how a part in it ends."""

from datetime import date

import pytest

from kuidocs.domain.case_people import GUARDS, LEAVING, NEW_IDENTITY, Leaving, NewIdentity, Told

PERSON = {"full_name": "Freja Holm", "name_address_protection": "nej"}
CONTACT = {"name": "Bo Lind", "organisation": "Klinikken", "phone": "00 00 20 20"}
CHECKED = {"person": PERSON, "relative": {"name": "Ida Holm"}, "contact": CONTACT}


def lacks(kind, taken=(), **changed):
    told = Told(CHECKED[kind] | changed, frozenset(taken))
    return [guard.name for guard in GUARDS[kind] if not guard.holds(told)]


@pytest.mark.parametrize("kind", CHECKED)
def test_what_is_enough(kind):
    assert lacks(kind) == []


@pytest.mark.parametrize(
    ("kind", "changed", "field"),
    [
        ("person", {"full_name": "Freja"}, "full_name"),
        ("person", {"name_address_protection": ""}, "name_address_protection"),
        ("person", {"school": "140309-1234"}, "full_name"),
        ("relative", {"name": " "}, "name"),
        ("relative", {"relation": "x" * 201}, "name"),
        ("contact", {"name": ""}, "name"),
        ("contact", {"organisation": ""}, "organisation"),
        ("contact", {"phone": ""}, "phone"),
        ("contact", {"email": "bo"}, "email"),
        ("contact", {"email": "bo@klinik"}, "email"),
        ("contact", {"email": "bo lind@klinik.dk"}, "email"),
    ],
)
def test_what_is_refused(kind, changed, field):
    assert lacks(kind, **changed) == [field]


@pytest.mark.parametrize("kind", ["relative", "contact"])
def test_a_name_that_somebody_has_is_refused(kind):
    assert lacks(kind, [CHECKED[kind]["name"]]) == ["name"]


def test_a_mail_address_is_enough_to_be_reached():
    assert lacks("contact", phone="", email="bo@klinik.dk") == []


@pytest.mark.parametrize(("reason", "fine"), [("Tastefejl", True), (" ", False), ("Før 140309-1234", False)])
def test_another_number_asks_why(reason, fine):
    told = NewIdentity(date(2026, 11, 21), date(2009, 3, 14), "cpr", "1403091234", "", reason)

    assert all(guard.holds(told) for guard in NEW_IDENTITY) is fine


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, None),
        ({"there": False}, "person"),
        ({"named": ("Plankoordinator", "Kontaktperson")}, "person"),
        ({"last_keeper": True}, "person"),
        ({"reason": ""}, "grund"),
    ],
)
def test_a_part_ends_with_a_reason_and_not_for_who_is_needed(changed, field):
    told = Leaving(**({"name": "Mette", "reason": "Ny stilling"} | changed))

    assert next((guard.name for guard in LEAVING if not guard.holds(told)), None) == field


def test_the_sentence_names_the_tasks():
    told = Leaving("Mette", named=("Plankoordinator", "Kontaktperson"))

    assert LEAVING[1].said(told).startswith("Mette er plankoordinator og kontaktperson.")
