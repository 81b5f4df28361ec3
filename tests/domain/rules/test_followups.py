"""Rules of the follow-ups, of the request for one, and against personal numbers."""

import pytest

from kuidocs.domain.rules import OpenTask

from .cases import HELD, NEXT, Case, check, known, told

LATE, EARLY = OpenTask("Viser værkstedet.", deadline=HELD.replace(day=1)), OpenTask("Skriver en sms", deadline=NEXT)
WAITING = known(open_tasks=(LATE, EARLY))


def progress(*rows: tuple[str, str, str]) -> dict:
    return {
        "held_at": HELD,
        "task_progress": [
            {"task_text": text, "status": status} | ({"note": note} if note else {}) for text, status, note in rows
        ],
    }


CASES = [
    Case(
        "every_active_goal_has_a_status",
        {"goal_progress": [{"goal_no": 1}, {"goal_no": 2}]},
        {"goal_progress": [{"goal_no": 2}]},
        ("goal_progress goals_untold",),
        known(active_goals=frozenset({1, 2})),
    ),
    Case(
        "every_open_task_has_a_status",
        progress(("viser  værkstedet", "done", ""), ("Skriver en sms", "open", "")),
        progress(("Viser værkstedet.", "done", "")),
        ("task_progress task_untold",),
        WAITING,
    ),
    Case(
        "dropped_or_late_tasks_are_explained",
        progress(("Viser værkstedet.", "open", "Lukket i uge 42."), ("Skriver en sms", "open", "")),
        progress(("Viser værkstedet.", "in_progress", ""), ("Ringer", "cancelled", "")),
        ("task_progress.0.note required", "task_progress.1.note required"),
        WAITING,
    ),
    Case(
        "dropped_or_late_tasks_are_explained",
        progress(("Viser værkstedet.", "done", "")),
        progress(("Viser værkstedet.", "cancelled", "")),
        ("task_progress.0.note required",),
        WAITING,
    ),
    Case(
        "plan_that_is_not_current_says_what", {"plan_current": True}, {"plan_current": False}, ("plan_note required",)
    ),
    Case(
        "plan_that_is_not_current_says_what",
        {"plan_current": False, "plan_note": "Status på mål 1."},
        {"plan_current": False},
        ("plan_note required",),
    ),
    *(
        Case(
            "request_is_for_a_followup",
            {"wants_young_present": kind},
            {"wants_young_present": "coordination"},
            ("wants_young_present only_followups",),
        )
        for kind in ("followup_with_young", "followup_without_young")
    ),
    Case(
        "followup_dates_are_followups",
        {"followup_dates": [{"meeting_type": "followup_with_young"}, {}]},
        {"followup_dates": [{"meeting_type": "clarification"}]},
        ("followup_dates.0.meeting_type only_followups",),
    ),
    *(
        Case(
            "no_id_numbers_in_the_text",
            {
                "reason": fine,
                "held_at": HELD,
                "contact_person": {"phone": "0101701234"},
                "agreements": [{"rid": "0101701234"}],
            },
            {"agreements": [{"agreement_text": f"Han er {wrong}."}]},
            ("agreements.0.agreement_text id_number",),
            warning=True,
        )
        for fine, wrong in (
            ("Sag FLK-2026-0117, tlf. 12 34 56 78", "200908-4991"),
            ("Møde 2026-11-18", "8009084991"),
            ("9912991234", "010170 1234"),
            ("+4501017012 34", "621011-4993"),
        )
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_followups(case):
    check(case)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_nothing_is_said_of_an_empty_document(case):
    assert told(case.rule, {}, case.facts) == []


@pytest.mark.parametrize("case", CASES[:2], ids=lambda c: c.id)
def test_what_is_not_known_is_not_demanded(case):
    assert told(case.rule, case.bad) == []


def test_a_task_without_a_day_is_never_late():
    someday = known(open_tasks=(OpenTask("Viser værkstedet."),))

    assert told("dropped_or_late_tasks_are_explained", progress(("Viser værkstedet.", "open", "")), someday) == []
    undated = {"task_progress": [{"task_text": "Viser værkstedet.", "status": "open"}]}
    assert told("dropped_or_late_tasks_are_explained", undated, WAITING) == []


def test_a_name_is_looked_at_where_it_stands():
    named = {"convener": {"text": "Malthe 200908-4991", "actor_id": "2009084991"}}

    assert told("no_id_numbers_in_the_text", named) == ["convener id_number"]
