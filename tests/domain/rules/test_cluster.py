"""Rules of the papers of a cluster meeting."""

from datetime import date, time

import pytest

from .cases import HELD, Case, check, known, told

MEETING = date(2027, 3, 10)
LONG_BEFORE, DAY_BEFORE, AFTER = date(2027, 1, 10), date(2027, 3, 9), date(2027, 3, 20)
EIGHT, NINE = time(8, 0), time(9, 0)


def steps(*deadlines: date | None) -> dict:
    return {
        "meeting_date": MEETING,
        "steps": [{"step_no": number, "deadline": day} for number, day in enumerate(deadlines, 1)],
    }


def last(day: date) -> dict:
    return {"meeting_date": MEETING, "steps": [{"step_no": 10, "deadline": day}]}


def guests(*rows: dict) -> dict:
    return {"guests": list(rows)}


def questions(*rows: dict) -> dict:
    return {"questions": [{"question_no": number, **row} for number, row in enumerate(rows, 1)]}


def programme(*items: tuple[time, int], end: time = NINE, closing: tuple = ()) -> dict:
    """One block of points, and perhaps some that close the meeting."""
    rows = [{"start": start, "minutes": length} for start, length in items]
    return {
        "start_time": EIGHT,
        "end_time": end,
        "blocks": [{"items": rows}],
        "closing_items": [{"start": start, "minutes": length} for start, length in closing],
    }


EMPLOYEE, LEADER = {"level": "employee"}, {"level": "leader"}
CASES = [
    Case(
        "ten_steps",
        {"steps": [{"step_no": 1}, {"step_no": 2}]},
        {"steps": [{"step_no": 1}, {"step_no": 3}]},
        ("steps.1.step_no number_order",),
    ),
    Case(
        "steps_before_the_cluster_meeting",
        steps(LONG_BEFORE, None),
        steps(LONG_BEFORE, MEETING),
        ("steps.1.deadline before",),
    ),
    Case(
        "steps_before_the_cluster_meeting",
        last(date(2027, 9, 10)),
        last(date(2027, 9, 11)),
        ("steps.0.deadline too_late",),
    ),
    Case(
        "guests_of_both_levels",
        guests(EMPLOYEE, LEADER),
        guests(EMPLOYEE, LEADER | {"reply": "no"}),
        ("guests only_employees",),
        warning=True,
    ),
    Case("guests_of_both_levels", {}, guests(LEADER), ("guests only_leaders",), warning=True),
    Case(
        "guests_who_are_invited_can_be_reached",
        guests({"invited_at": HELD, "email": "a@b.example"}, {}),
        guests({"invited_at": HELD}),
        ("guests.0.email guest_unreachable",),
        warning=True,
    ),
    Case(
        "guests_who_are_invited_can_be_reached",
        guests({"reply": "pending"}, {"reply": "yes", "name": "Ida"}),
        guests({"reply": "yes"}),
        ("guests.0.name required",),
    ),
    Case(
        "pre_meeting_well_before_the_meeting",
        {"meeting_date": MEETING, "pre_meeting_date": LONG_BEFORE},
        {"meeting_date": MEETING, "pre_meeting_date": MEETING},
        ("pre_meeting_date before",),
        arguments={"days": 14},
    ),
    Case(
        "pre_meeting_well_before_the_meeting",
        {"meeting_date": MEETING, "pre_meeting_date": date(2027, 2, 24)},
        {"meeting_date": MEETING, "pre_meeting_date": date(2027, 2, 25)},
        ("pre_meeting_date pre_meeting_late",),
        arguments={"days": 14},
        warning=True,
    ),
    Case(
        "questionnaire_well_before_the_meeting",
        {"meeting_date": MEETING, "survey_sent_at": date(2027, 2, 10)},
        {"meeting_date": MEETING, "survey_sent_at": date(2027, 2, 11)},
        ("survey_sent_at questionnaire_late",),
        arguments={"days": 28},
        warning=True,
    ),
    Case(
        "guests_know_of_the_arena",
        {"arena_used": True, "guests_prepared_for_arena": False},
        {"arena_used": True},
        ("guests_prepared_for_arena required",),
    ),
    Case(
        "facilitation_without_the_arena",
        {"arena_used": False, "external_facilitation": "Regionen"},
        {"arena_used": False},
        ("external_facilitation required",),
    ),
    *(
        Case(
            "shared_before_the_cluster_meeting",
            {"meeting_date": MEETING, name: DAY_BEFORE},
            {"meeting_date": MEETING, name: MEETING},
            (f"{name} before",),
        )
        for name in ("survey_tallied_at", "results_shared_at", "cases_shared_at")
    ),
    Case(
        "questionnaire_closes_after_it_opens",
        {"opens_at": LONG_BEFORE, "closes_at": DAY_BEFORE},
        {"opens_at": DAY_BEFORE, "closes_at": LONG_BEFORE},
        ("closes_at after",),
    ),
    Case(
        "questionnaire_closes_after_it_opens",
        {"closes_at": DAY_BEFORE},
        {"closes_at": MEETING},
        ("closes_at before",),
        known(meeting_date=MEETING),
    ),
    Case(
        "questions_are_numbered_in_order",
        questions({}, {}),
        {"questions": [{"question_no": 2}]},
        ("questions.0.question_no number_order",),
    ),
    Case(
        "questions_have_options",
        questions({"question_type": "single", "options": ["Ja", "Nej"]}, {"question_type": "text"}),
        questions({"question_type": "single", "options": ["Ja"]}, {"question_type": "multi", "options": ["A", "A"]}),
        ("questions.0.options two_options", "questions.1.options two_options"),
    ),
    Case(
        "questions_have_options",
        questions({"question_type": "multi", "options": ["A", "B"], "max_answers": 2}),
        questions({"question_type": "scale", "max_answers": 2}),
        ("questions.0.max_answers only_multi",),
    ),
    Case(
        "focus_points_are_numbered_in_order",
        {"focus_points": [{"point_no": 1}]},
        {"focus_points": [{"point_no": 0}]},
        ("focus_points.0.point_no number_order",),
    ),
    Case(
        "programme_fits_the_time",
        programme((EIGHT, 20), (time(8, 20), 40)),
        programme((EIGHT, 20), (time(8, 30), 30)),
        ("blocks.0.items.1.start programme_gap",),
    ),
    Case(
        "programme_fits_the_time",
        programme((EIGHT, 20), closing=((time(8, 20), 40),)),
        programme((EIGHT, 20), closing=((time(8, 20), 50),)),
        ("end_time programme_ends",),
    ),
    Case(
        "cluster_agreements_after_the_meeting",
        {"held_at": MEETING, "agreements": [{"deadline": MEETING}]},
        {"held_at": MEETING, "agreements": [{"deadline": DAY_BEFORE}]},
        ("agreements.0.deadline not_before",),
    ),
    Case(
        "cluster_followup_after_the_meeting",
        {"held_at": MEETING, "followup_date": AFTER},
        {"held_at": MEETING, "followup_date": MEETING},
        ("followup_date after",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_it_accepts_the_one_and_refuses_its_twin(case):
    check(case)


@pytest.mark.parametrize(
    ("rule", "content"),
    [
        ("steps_before_the_cluster_meeting", {"steps": [{"step_no": 1, "deadline": AFTER}, {"step_no": 10}]}),
        ("guests_of_both_levels", guests({})),
        ("questionnaire_closes_after_it_opens", {"closes_at": DAY_BEFORE}),
        ("programme_fits_the_time", {"blocks": [{"items": [{"minutes": 10}, {"start": EIGHT}]}]}),
        ("shared_before_the_cluster_meeting", {"results_shared_at": AFTER}),
    ],
)
def test_what_is_not_known_yet_is_nothing_wrong(rule, content):
    assert told(rule, content) == []
