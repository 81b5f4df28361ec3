"""What a new document holds before anybody writes in it."""

import pytest

from kuidocs.domain.meetings import MEETING_TYPES
from kuidocs.domain.rules import Facts
from kuidocs.forms.defaults import AGENDAS, PURPOSES, WELCOMES, agenda_minutes, initial_content
from kuidocs.forms.reading import SUBMIT, read
from kuidocs.forms.registry import shipped_editions

from .shipped.spec import FORMS, SPEC

EDITIONS = shipped_editions()
AGENDA_FORMS = [kind.agenda for kind in MEETING_TYPES.values()]
EMPTY = [key for key in FORMS if key.startswith("kui.minutes.")]
EMPTY += ["kui.education_plan", "kui.contact_note", "kui.followup_request"]


@pytest.mark.parametrize("kind", MEETING_TYPES)
def test_agenda_items_are_those_of_the_model(kind):
    rows = initial_content(MEETING_TYPES[kind].agenda)["agenda_items"]

    without_topic = [{name: value for name, value in row.items() if name != "topic"} for row in rows]
    wanted = [{name: str(value) for name, value in item.items()} for item in SPEC["agenda_defaults"][kind]]
    assert without_topic == wanted
    assert {row["topic"] for row in rows} <= set(SPEC["vocabularies"]["agenda_topic"])


@pytest.mark.parametrize(
    ("kind", "minutes"), [("clarification", 90), ("coordination", 90), ("followup_with_young", 65)]
)
def test_a_default_meeting_lasts_as_the_model_says(kind, minutes):
    assert agenda_minutes(kind) == minutes


def test_purposes_are_those_of_the_model():
    assert SPEC["default_purpose"] == PURPOSES
    assert initial_content("kui.consent") == {"purpose": PURPOSES["consent"]}


@pytest.mark.parametrize("kind", MEETING_TYPES)
def test_a_notice_begins_with_the_purpose_of_its_meeting(kind):
    assert initial_content("kui.notice", meeting_type=kind) == {"meeting_type": kind, "purpose": PURPOSES[kind]}


def test_a_notice_without_a_meeting_begins_empty():
    assert initial_content("kui.notice") == {}


def test_the_young_person_is_welcomed_by_name():
    named = initial_content("kui.agenda.coordination", young_name="Malthe")["welcome_text"]
    unnamed = initial_content("kui.agenda.followup_with_young")["welcome_text"]

    assert named.startswith("Velkommen, Malthe. I dag")
    assert unnamed.startswith("Godt at se dig. I dag")
    assert set(WELCOMES) == {kind.id for kind in MEETING_TYPES.values() if kind.with_young}


def test_the_contact_card_says_when_to_call():
    assert set(initial_content("kui.contact_card")) == {"when_to_contact", "acute_help"}


@pytest.mark.parametrize("key", EMPTY)
def test_other_documents_begin_empty(key):
    assert initial_content(key) == {}


@pytest.mark.parametrize("key", FORMS)
def test_initial_content_can_be_read(key):
    content = initial_content(key, meeting_type="coordination", young_name="Malthe")

    reading = read(EDITIONS[key].schema, content | ({"meeting_ref": "M1"} if key in AGENDA_FORMS else {}))

    assert reading.problems == []
    assert all(row["rid"] for row in reading.content.get("agenda_items", ()))


@pytest.mark.parametrize("key", AGENDA_FORMS)
def test_rules_accept_the_default_items(key):
    reading = read(EDITIONS[key].schema, initial_content(key), level=SUBMIT, facts=Facts())

    assert [p for p in reading.problems if p.path[0] == "agenda_items"] == []


def test_topics_survive_a_new_heading():
    content = initial_content("kui.agenda.clarification")
    for row in content["agenda_items"]:
        row["heading"] = "Punkt"

    reading = read(EDITIONS["kui.agenda.clarification"].schema, content, level=SUBMIT, facts=Facts())

    assert [p for p in reading.problems if p.path[0] == "agenda_items"] == []
    assert [row["topic"] for row in reading.content["agenda_items"]] == [i.topic for i in AGENDAS["clarification"]]
