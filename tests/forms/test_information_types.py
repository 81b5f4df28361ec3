"""Every question of every shipped form is in the table of what it is about (D14)."""

import pytest

from kuidocs.domain import extracts, information_types
from kuidocs.domain.information_types import BY_ROW, FIELDS, LABELS, NEUTRAL, of_field
from kuidocs.forms.nodes import SKIPPED
from kuidocs.forms.registry import shipped_editions
from kuidocs.forms.shipped.vocabularies import EFFORT_AREA, INFORMATION_TYPE

KNOWN = {*FIELDS, *NEUTRAL, *BY_ROW}
EDITIONS = {key: edition for key, edition in shipped_editions().items() if key != "kui.consent"}


@pytest.mark.parametrize("form_key", sorted(EDITIONS))
def test_no_question_is_forgotten(form_key):
    asked = {field["id"] for section in EDITIONS[form_key].data["sections"] for field in section["fields"]}

    assert asked - KNOWN == set()


def test_no_name_in_the_table_is_of_a_question_that_nobody_asks():
    asked = {f["id"] for e in EDITIONS.values() for section in e.data["sections"] for f in section["fields"]}

    assert KNOWN - asked == set()


def test_types_and_areas_are_those_of_the_lists():
    assert INFORMATION_TYPE.labels == LABELS
    assert set(information_types.AREAS) == set(EFFORT_AREA.labels)
    assert information_types.SKIPPED == SKIPPED


def test_a_question_that_a_municipality_added_is_about_everything():
    assert of_field("our_own") == frozenset(LABELS)
    assert of_field(f"{SKIPPED}goals") == of_field("held_at") == frozenset()


def test_extracts_and_reading_agree():
    for part in extracts.PARTS:
        assert frozenset().union(*map(of_field, part.fields)) == part.types, part.id
