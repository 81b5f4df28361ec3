"""What goes from paper to paper, row by row."""

from dataclasses import replace
from datetime import date

import pytest

from kuidocs.domain import carrying
from kuidocs.domain.tasks import DONE, IN_PROGRESS, OPEN, Task

TODAY = date(2026, 11, 21)
TASK = Task("task-one", "Ringer til FGU.", "Jonas", "a1", date(2026, 12, 1), OPEN, "D05", date(2026, 11, 1))
JONAS = {
    "rid": "row-jonas",
    "name": {"text": "Jonas", "actor_id": "a1"},
    "relation": "primary",
    "attendance": "present",
    "email": "j@k.example",
    "invited_via": "system",
    "meeting_role": ["chair"],
}


def test_who_was_invited_is_on_the_minutes_but_who_came_is_not_said():
    (found,) = carrying.to_minutes([JONAS])

    assert found == {key: JONAS[key] for key in ("rid", "name", "relation", "meeting_role", "invited_via")}


def test_only_primary_professionals_stay():
    others = [JONAS | {"relation": relation} for relation in ("ad_hoc", "secondary", "young_person")]

    assert [row["relation"] for row in carrying.stays([JONAS, *others])] == ["primary"]


@pytest.mark.parametrize(
    ("how", "relation"), [("in_person", "ad_hoc"), ("system", "ad_hoc"), ("phone", "secondary"), ("email", "secondary")]
)
def test_each_missing_professional_is_proposed(how, relation):
    found = carrying.proposed({"rid": "row-ssp", "profession": "SSP", "name": "Ole", "how": how, "why": "Viden"})

    assert found == {
        "rid": "row-ssp",
        "relation": relation,
        "name": {"text": "Ole"},
        "profession": "SSP",
        "meeting_role": ["participant"],
    }


def test_a_missing_professional_may_have_no_name_yet():
    assert carrying.proposed({"rid": "row-ssp"}) == {
        "rid": "row-ssp", "relation": "ad_hoc", "meeting_role": ["participant"]
    }  # fmt: skip


def goal(number, status, **more):
    return {
        "rid": f"goal-{number}",
        "goal_no": str(number),
        "goal_text": f"Mål {number}-tekst",
        "status": status,
    } | more


GOALS = [goal(1, "on_track"), goal(2, "achieved"), goal(3, "not_started"), goal(4, "dropped"), {"status": "stalled"}]


def test_there_is_a_line_for_each_active_goal_under_its_own_id():
    assert carrying.progress_on_goals(GOALS) == [
        {"rid": "goal-1", "goal_no": "1"},
        {"rid": "goal-3", "goal_no": "3"},
    ]
    assert list(carrying.goals_in_words(GOALS)) == ["Mål 1: Mål 1-tekst", "Mål 3: Mål 3-tekst"]


def test_there_is_a_line_for_each_open_task_under_its_own_id():
    under_way = replace(TASK, rid="task-two", status=IN_PROGRESS, actor_id="", deadline=None)
    done = replace(TASK, rid="task-three", status=DONE)

    assert carrying.progress_on_tasks([TASK, under_way, done]) == [
        {"rid": "task-one", "task_text": TASK.text, "responsible": {"text": "Jonas", "actor_id": "a1"}},
        {"rid": "task-two", "task_text": TASK.text, "responsible": {"text": "Jonas"}},
    ]
    assert list(carrying.tasks_in_words([TASK, under_way, done])) == [
        "– Jonas: Ringer til FGU, senest 1. december 2026.",
        "– Jonas: Ringer til FGU.",
    ]


def test_agreements_are_numbered_lines():
    rows = [{"agreement_text": "Kun Birgitte ringer."}, {"agreement_text": "Ingen nye tilbud."}]

    assert list(carrying.agreements_in_words(rows)) == ["1) Kun Birgitte ringer.", "2) Ingen nye tilbud."]


def test_the_agendas_own_items_are_questions_to_clarify():
    items = [
        {"rid": "item-one", "heading": "Velkommen", "topic": "welcome"},
        {"rid": "item-two", "heading": "Status"},
        {"rid": "item-three", "heading": "Hvem kører?", "guiding_question": "Og hvornår?"},
        {"rid": "item-four"},
    ]

    assert carrying.own_items(items, {"Status"}) == [{"rid": "item-three", "question": "Hvem kører? – Og hvornår?"}]


@pytest.mark.parametrize(
    ("minutes", "kind", "day"),
    [
        ({"next_meeting_date": "2026-12-08", "next_step": "coordination"}, "coordination", "2026-12-08"),
        ({"next_meeting_date": "2026-12-08", "next_step": "coordination"}, "clarification", ""),
        ({"next_meeting_date": "2026-12-08", "next_step": "another_clarification"}, "clarification", "2026-12-08"),
        ({"next_meeting_date": "2026-11-21", "next_step": "coordination"}, "coordination", ""),
        (
            {"next_followup_date": "2027-01-05", "next_followup_type": "followup_with_young"},
            "followup_with_young",
            "2027-01-05",
        ),
        (
            {"next_meeting_date": "2027-01-05", "next_meeting_type": "followup_with_young"},
            "followup_without_young",
            "",
        ),
        ({}, "clarification", ""),
    ],
)
def test_the_day_that_was_agreed_is_carried_for_the_meeting_it_was_agreed_for(minutes, kind, day):
    assert carrying.next_day(minutes, kind, TODAY) == day


def test_the_table_of_meetings_says_where_the_family_is():
    assert carrying.with_family("coordination")
    assert not carrying.with_family("clarification")
