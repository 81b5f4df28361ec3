"""Opening a case: each row of the table, and its refused twin."""

from dataclasses import replace
from datetime import date

import pytest

from kuidocs.domain.opening import GUARDS, MOST_LETTERS, Opening, Relative, wrong

TOLD = Opening(
    date(2026, 11, 21),
    date(2009, 3, 14),
    "cpr",
    "1403091234",
    full_name="Sara Lund",
    protection="nej",
    family=(Relative("Ida Lund", "Mor", True, True), Relative()),
    task="Vejleder",
    why_now="Hun kommer ikke i skole.",
    target_group_reason="To afdelinger.",
    departments=("PPR",),
    own_department="Den Kommunale Ungeindsats",
    known_departments=frozenset({"PPR", "Den Kommunale Ungeindsats"}),
)


def test_everything_that_is_asked_opens_a_case():
    assert list(wrong(TOLD)) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"full_name": "Sara"}, "full_name"),
        ({"full_name": "Sara 140309-1234"}, "full_name"),
        ({"address": "x" * 201}, "full_name"),
        ({"family": (Relative("Ida", "x" * 201),)}, "full_name"),
        ({"birth_date": None}, "birth_date"),
        ({"id_number": "1"}, "id_number"),
        ({"protection": ""}, "protection"),
        ({"protection": "måske"}, "protection"),
        ({"family": (Relative(relation="Mor"),)}, "family"),
        ({"family": (Relative(custody=True),)}, "family"),
        ({"family": (Relative(lives_with=True),)}, "family"),
        ({"family": (Relative("Ida"), Relative("Ida"))}, "family"),
        ({"task": " "}, "task"),
        ({"why_now": ""}, "why_now"),
        ({"target_group_reason": ""}, "target_group_reason"),
        ({"task": "x" * (MOST_LETTERS + 1)}, "task"),
        ({"why_now": "Nummer 140309-1234"}, "why_now"),
        ({"departments": ()}, "departments"),
        ({"departments": ("Den Kommunale Ungeindsats",)}, "departments"),
        ({"departments": ("Findes ikke",)}, "departments"),
    ],
)
def test_what_is_missing_or_wrong_is_named(changed, field):
    assert [name for name, _ in wrong(replace(TOLD, **changed))] == [field]


def test_an_empty_form_names_each_field_once():
    found = [name for name, _ in wrong(Opening(date(2026, 11, 21)))]

    assert found == [
        "full_name",
        "birth_date",
        "id_number_type",
        "protection",
        "task",
        "why_now",
        "target_group_reason",
        "departments",
    ]


def test_each_row_says_what_to_do():
    assert all(guard.sentence.endswith(".") for guard in GUARDS)
