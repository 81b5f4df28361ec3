"""The five forms of a cluster meeting hold what their specification says, and what we added stands here."""

import pytest

from kuidocs.domain.rules import RULES
from kuidocs.forms.registry import cluster_editions, shipped_editions

from .spec import CLUSTER_FORMS, SPEC, held, vocabularies_in, wanted

EDITIONS = cluster_editions()
SECTIONS = [(key, section) for key, form in CLUSTER_FORMS.items() for section in form["sections"]]
ADDED = {"questions": {"unordered"}}
"""Fields of rows that the specification has not: whether answers have an order decides what guests may see (R71)."""
LIMITS = [
    ("klynge.plan", "steps", "min", 10),
    ("klynge.plan", "steps", "max", 10),
    ("klynge.plan", "case_refs", "min", 3),
    ("klynge.plan", "case_refs", "max", 3),
    ("klynge.programme", "blocks", "min", 3),
    ("klynge.programme", "blocks", "max", 3),
    ("klynge.programme", "closing_items", "min", 1),
    ("klynge.questionnaire", "anonymous", "must", True),
    ("klynge.questionnaire", "questions", "min", 1),
    ("klynge.case", "anonymised", "must", True),
    ("klynge.case", "case_no", "max", 3),
    ("klynge.case", "focus_points", "min", 1),
    ("klynge.case", "focus_points", "max", 4),
    ("klynge.minutes", "case_outcomes", "min", 3),
    ("klynge.minutes", "agreements", "min", 1),
    ("klynge.minutes", "members_present", "min", 1),
]


def section_of(form_key: str, section_id: str) -> dict:
    return next(s for s in EDITIONS[form_key].data["sections"] if s["id"] == section_id)


def without_ours(field: dict) -> dict:
    """Take what we added out of a group of rows."""
    if field["id"] not in ADDED:
        return field
    return field | {"fields": [one for one in field["fields"] if one["id"] not in ADDED[field["id"]]]}


def test_there_are_five_and_no_case_has_one_of_them():
    assert set(EDITIONS) == set(CLUSTER_FORMS)
    assert len(EDITIONS) == 5
    assert not set(EDITIONS) & set(shipped_editions())


@pytest.mark.parametrize("key", CLUSTER_FORMS)
def test_titles_and_sections_stand_in_order(key):
    edition = EDITIONS[key].data

    assert edition["title"] == CLUSTER_FORMS[key]["title_da"]
    assert [(s["id"], s["title"]) for s in edition["sections"]] == [
        (s["id"], s["title_da"]) for s in CLUSTER_FORMS[key]["sections"]
    ]


@pytest.mark.parametrize(("key", "section"), SECTIONS, ids=[f"{key} {s['id']}" for key, s in SECTIONS])
def test_fields_are_those_of_the_specification(key, section):
    owner = key.removeprefix("klynge.")

    fields = section_of(key, section["id"])["fields"]

    assert [held(without_ours(field)) for field in fields] == [wanted(owner, field) for field in section["fields"]]
    assert all(field["core"] for field in fields)


def test_what_we_added_is_there():
    found = {
        (field["id"], inside["id"])
        for edition in EDITIONS.values()
        for section in edition.data["sections"]
        for field in section["fields"]
        for inside in field.get("fields", ())
    }

    assert {(group, name) for group, names in ADDED.items() for name in names} <= found


def test_a_changed_field_would_be_seen():
    field = section_of("klynge.case", "frame")["fields"][1]

    assert held(field | {"label": "Navn"}) != wanted("case", CLUSTER_FORMS["klynge.case"]["sections"][0]["fields"][1])


@pytest.mark.parametrize("key", CLUSTER_FORMS)
def test_vocabularies_are_those_of_the_specification_in_order(key):
    edition = EDITIONS[key].data
    used = vocabularies_in([field for section in edition["sections"] for field in section["fields"]])

    assert edition["vocabularies"] == {name: [list(p) for p in SPEC["vocabularies"][name].items()] for name in used}


@pytest.mark.parametrize(("key", "name", "option", "value"), LIMITS)
def test_limits_stand_on_the_field(key, name, option, value):
    fields = [field for section in EDITIONS[key].data["sections"] for field in section["fields"]]

    assert next(field for field in fields if field["id"] == name)[option] == value


@pytest.mark.parametrize("key", CLUSTER_FORMS)
def test_rules_exist_and_stand_once(key):
    names = [name for name, _ in EDITIONS[key].data["rules"]]

    assert set(names) <= set(RULES)
    assert len(names) == len(set(names))
    assert "no_id_numbers_in_the_text@1" in names
