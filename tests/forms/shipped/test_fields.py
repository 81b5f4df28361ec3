"""The fourteen forms hold what their specification says: sections, fields, words, types, options."""

import re

import pytest

from kuidocs.domain.rules import RULES, is_hard
from kuidocs.forms.registry import shipped_editions
from kuidocs.forms.shipped import SHIPPED

from .spec import FORMS, SPEC, held, vocabularies_in, wanted

EDITIONS = shipped_editions()
SECTIONS = [(key, section) for key, form in FORMS.items() for section in form["sections"]]
FRAME = {"meeting", "frame", "consent", "people", "me"}
LIMITS = [
    ("kui.consent", "concrete_use", "min", 20),
    ("kui.consent", "explained_how", "min", 10),
    ("kui.consent", "explained_voluntary", "must", True),
    ("kui.minutes.clarification", "participants", "min", 2),
    ("kui.minutes.clarification", "no_decisions_confirmed", "must", True),
    ("kui.minutes.followup_without_young", "no_decisions_confirmed", "must", True),
    ("kui.minutes.coordination", "informed_about_contact", "must", True),
    ("kui.minutes.coordination", "who_does_what.task_text", "min", 5),
    ("kui.agenda.coordination", "agenda_items.minutes", "max", 120),
    ("kui.agenda.coordination", "agenda_items.minutes", "min", 1),
    ("kui.agenda.coordination", "agenda_items.topic", "hidden", True),
    ("kui.education_plan", "goals.sub_goals.status", "initial", "not_started"),
]
SETTINGS = {
    ("kui.minutes.coordination", "plan_updated_within_days@1", "days"): 14,
    ("kui.minutes.followup_with_young", "plan_updated_within_days@1", "days"): 14,
    ("kui.consent", "consent_ends_within_months@1", "months"): 12,
    ("kui.education_plan", "plan_is_reviewed_within_months@1", "months"): 6,
}


def section_of(form_key: str, section_id: str) -> dict:
    return next(s for s in EDITIONS[form_key].data["sections"] if s["id"] == section_id)


def field_at(form_key: str, path: str) -> dict:
    here = [field for section in EDITIONS[form_key].data["sections"] for field in section["fields"]]
    for step in path.split("."):
        found = next(field for field in here if field["id"] == step)
        here = found.get("fields", [])
    return found


def test_every_form_of_the_specification_is_shipped():
    assert set(SHIPPED) == set(FORMS)
    assert set(FORMS) <= set(EDITIONS)
    assert len(FORMS) == 14


@pytest.mark.parametrize("key", FORMS)
def test_titles_and_sections_stand_in_order(key):
    edition = EDITIONS[key].data

    assert edition["title"] == FORMS[key]["title_da"]
    assert [(s["id"], s["title"]) for s in edition["sections"]] == [
        (s["id"], s["title_da"]) for s in FORMS[key]["sections"]
    ]


@pytest.mark.parametrize(("key", "section"), SECTIONS, ids=[f"{key} {s['id']}" for key, s in SECTIONS])
def test_fields_are_those_of_the_specification(key, section):
    owner = key.removeprefix("kui.")

    fields = section_of(key, section["id"])["fields"]

    assert [held(field) for field in fields] == [wanted(owner, field) for field in section["fields"]]
    assert all(field["core"] for field in fields)


def test_a_changed_field_would_be_seen():
    section = FORMS["kui.notice"]["sections"][0]
    field = section_of("kui.notice", section["id"])["fields"][0]

    assert held(field | {"label": "Art"}) != wanted("notice", section["fields"][0])


@pytest.mark.parametrize("key", FORMS)
def test_vocabularies_are_those_of_the_specification_in_order(key):
    edition = EDITIONS[key].data
    used = vocabularies_in([field for section in edition["sections"] for field in section["fields"]])

    assert edition["vocabularies"] == {name: [list(p) for p in SPEC["vocabularies"][name].items()] for name in used}


@pytest.mark.parametrize(("key", "path", "option", "value"), LIMITS)
def test_limits_stand_on_the_field(key, path, option, value):
    assert field_at(key, path)[option] == value


@pytest.mark.parametrize("key", FORMS)
def test_rules_exist_and_stand_once(key):
    names = [name for name, _ in EDITIONS[key].data["rules"]]

    assert set(names) <= set(RULES)
    assert len(names) == len(set(names))
    assert "no_id_numbers_in_the_text@1" in names


def test_settings_of_rules_are_kept_in_the_edition():
    found = {
        (key, name, setting): value
        for key in FORMS
        for name, arguments in EDITIONS[key].data["rules"]
        for setting, value in arguments.items()
    }

    assert found == SETTINGS


def test_guiding_questions_are_those_of_the_agendas():
    known = " ".join(item["guiding_question"] for items in SPEC["agenda_defaults"].values() for item in items)
    asked = [s["help"] for key in FORMS for s in EDITIONS[key].data["sections"] if s["help"]]

    assert len(asked) == 24
    assert all(help_text.startswith("Spørg: »") and help_text.endswith("«") for help_text in asked)
    sentences = [one for text in asked for one in re.findall(r"[^?.]+[?.]", text.removeprefix("Spørg: »").rstrip("«"))]
    assert [one for one in sentences if one.strip() not in known] == []


def test_frames_and_whatever_hard_rules_read_cannot_be_skipped():
    skippable = {(key, s["id"]) for key in FORMS for s in EDITIONS[key].data["sections"] if s["skippable"]}

    assert not {section for _, section in skippable} & FRAME
    for key, section in skippable:
        fields = {field["id"] for field in section_of(key, section)["fields"]}
        assert not fields & {"participants", "consent_ref", "decisions", "no_decisions_confirmed", "agenda_items"}
        assert any(field["requirement"] in "RC" for field in section_of(key, section)["fields"])
    assert not {key for key, _ in skippable} & {"kui.consent", "kui.notice", "kui.contact_note"}


def test_every_form_that_shares_has_hard_rules():
    sharing = [key for key in FORMS if key.startswith("kui.minutes.")] + ["kui.consent", "kui.notice"]

    assert all(any(is_hard(name) for name, _ in EDITIONS[key].data["rules"]) for key in sharing)
