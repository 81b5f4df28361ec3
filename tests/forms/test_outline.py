"""A document is shown as a person reads it, and nothing in a draft can break the page."""

import pytest

from kuidocs.forms.outline import outline, show
from tests.forms.samples import EDITIONS, first, samples

PLAN, MINUTES = "kui.education_plan", "kui.minutes.coordination"


@pytest.mark.parametrize("sample", samples(), ids=lambda s: s.id)
def test_every_answer_is_shown(sample):
    content = sample.content

    shown = outline(sample.edition.schema, content)

    assert {e.id for s in shown.sections for e in s.entries if e.answered} >= set(content)
    assert shown.title == sample.edition.title


def test_values_are_written_for_people():
    sample = first(MINUTES)
    shown = outline(sample.edition.schema, sample.content)

    assert shown.entry("held_at").text == "24. marts 2026"
    assert shown.entry("held_at").value == "2026-03-24"
    assert shown.entry("chair").text == "Jonas Ravnsborg"
    assert shown.entry("youth_present").text == "Ja"
    assert shown.section("voice").entry("youth_words").own_words
    assert not shown.section("voice").entry("strengths").own_words
    assert shown.section("nope") is None
    assert shown.entry("nope") is None


def test_rows_have_their_permanent_id_number_and_path():
    sample = first(MINUTES)
    goals = outline(sample.edition.schema, sample.content).entry("goals")
    rid = sample.content["goals"][0]["rid"]

    assert (goals.type, goals.text) == ("rows", "")
    assert (goals.rows[0].id, goals.rows[0].title, goals.rows[0].number) == (rid, "Mål 1", 1)
    inner = goals.rows[0].entry("sub_goals").rows[0]
    assert inner.entry("deadline").path == f"goals/{rid}/sub_goals/{inner.id}/deadline"


def test_a_group_is_one_part_without_a_number():
    sample = first(PLAN)
    group = outline(sample.edition.schema, sample.content).entry("contact_person")

    assert (group.type, len(group.rows), group.rows[0].number) == ("group", 1, 0)
    assert group.rows[0].entry("name").path == "contact_person/name"


def test_a_question_that_must_be_answered_is_shown_without_an_answer_and_others_are_not():
    shown = outline(EDITIONS[MINUTES].schema, {})

    assert shown.entry("strengths").answered is False
    assert shown.entry("youth_words") is None
    assert shown.entry("youth_present") is None


UNREADABLE = {
    "held_at": "snart",
    "youth_present": "måske",
    "next_followup_type": "fest",
    "chair": "Jonas",
    "participants": [{"rid": "abcdef", "name": "M", "meeting_role": ["chef", "chair"]}, "skæv"],
    "prioritised_efforts": [{"rid": "abcdef", "goal_nos": "1, to"}],
    "contact_person": "Jonas",
    "goals": "mål",
    "strengths": ["a", "b"],
}


def test_what_cannot_be_read_is_shown_as_it_stands():
    shown = outline(EDITIONS[MINUTES].schema, UNREADABLE)

    assert shown.entry("held_at").text == "snart"
    assert shown.entry("youth_present").text == "måske"
    assert shown.entry("next_followup_type").text == "fest"
    assert shown.entry("chair").text == "Jonas"
    assert shown.entry("participants").rows[0].entry("meeting_role").text.startswith("chef, ")
    assert shown.entry("prioritised_efforts").rows[0].entry("goal_nos").text == "1, to"
    assert shown.entry("goals").rows == ()


def test_times_lists_and_groups_in_one_text():
    notice, plan = EDITIONS["kui.notice"].schema, first(PLAN)

    assert show(notice["start_time"], "09:30") == "kl. 9.30"
    assert show(notice["start_time"], "senere") == "senere"
    assert show(notice["start_time"], "") == ""
    goals = show(plan.edition.schema["goals"], plan.content["goals"])
    assert goals.count("\n") + 1 >= len(plan.content["goals"])
    assert " · " in show(plan.edition.schema["contact_person"], plan.content["contact_person"])
