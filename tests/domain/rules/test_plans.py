"""Rules of goals, efforts, numbers and the education plan."""

from datetime import date

import pytest

from kuidocs.domain.rules import LoggedDecision

from .cases import ADULT, CHILD, HELD, YOUTH, Case, check, known, told

GOALS = [{"goal_no": 1}, {"goal_no": 2}]
IN_FORCE = known(goal_numbers=frozenset({1, 2}))
LAST, HALF_A_YEAR, TOO_LATE = date(2026, 8, 31), date(2027, 2, 28), date(2027, 3, 1)
FIRST, OTHER = (LoggedDecision(HELD, "M3", text) for text in ("To dage", "Sms"))


def numbered(group: str, name: str, *numbers: int | None) -> dict:
    return {group: [{name: n} if n is not None else {} for n in numbers]}


def effort(**values: object) -> dict:
    return {"efforts": [values], "prioritised_efforts": [values]}


NUMBERS = [
    Case(
        rule,
        numbered(group, name, 2, 1, 3),
        numbered(group, name, *bad),
        tuple(f"{group}.{n}.{name} number_order" for n in at),
    )
    for rule, group, name in (
        ("agreements_are_numbered_in_order", "agreements", "agreement_no"),
        ("decisions_are_numbered_in_order", "decisions", "decision_no"),
        ("items_are_numbered_in_order", "agenda_items", "item_no"),
        ("priorities_are_in_order", "prioritised_efforts", "priority"),
        ("priorities_are_in_order", "efforts", "priority"),
    )
    for bad, at in (((1, 1), (1,)), ((1, 3), (1,)), ((0, 1), (0,)), ((None, 3), (1,)))
]
GOAL_NUMBERS = [
    *(
        Case(
            "unique_goal_numbers",
            numbered(g, "goal_no", 1, 2, None),
            numbered(g, "goal_no", 1, 1),
            (f"{g}.1.goal_no twice",),
        )
        for g in ("goals", "new_or_changed_goals", "goal_progress")
    ),
    *(
        Case(
            "goal_numbers_exist",
            numbered(group, "goal_no", 1, 2, None),
            numbered(group, "goal_no", 3),
            (f"{group}.0.goal_no no_goal",),
            IN_FORCE,
        )
        for group in ("who_does_what", "decisions", "goal_progress")
    ),
    Case(
        "goal_numbers_exist",
        {"goals": GOALS, "decisions": [{"goal_no": 2}], "prioritised_efforts": [{"goal_nos": [1, 2]}, {}]},
        {"goals": GOALS, "decisions": [{"goal_no": 3}], "prioritised_efforts": [{"goal_nos": [4, 1, 3]}]},
        ("decisions.0.goal_no no_goal", *("prioritised_efforts.0.goal_nos no_goal",) * 2),
    ),
    Case(
        "goal_numbers_exist",
        {"new_or_changed_goals": [{"goal_no": 3}, {}], "decisions": [{"goal_no": 3}, {"goal_no": 1}]},
        {"new_or_changed_goals": [{"goal_no": 3}], "goal_progress": [{"goal_no": 3}]},
        ("goal_progress.0.goal_no no_goal",),
        IN_FORCE,
    ),
    Case(
        "goal_numbers_of_the_plan_exist",
        {"goals": GOALS, "who_does_what": [{"goal_no": 1}], "efforts": [{"goal_nos": [2]}]},
        {"goals": GOALS, "who_does_what": [{"goal_no": 3}], "efforts": [{"goal_nos": [3]}]},
        ("who_does_what.0.goal_no no_goal", "efforts.0.goal_nos no_goal"),
        known(goal_numbers=frozenset({3})),
    ),
]
EFFORTS = [
    Case(
        "efforts_end_after_they_begin",
        effort(start_date=HELD, end_date=HELD),
        effort(start_date=HELD, end_date=LAST),
        ("efforts.0.end_date not_before", "prioritised_efforts.0.end_date not_before"),
    ),
    *(
        Case(
            "active_efforts_are_granted",
            effort(status="active", grant_status=granted),
            effort(status="active", grant_status=waiting),
            ("efforts.0.grant_status not_granted", "prioritised_efforts.0.grant_status not_granted"),
        )
        for granted, waiting in (("granted", "to_clarify"), ("not_needed", "applied"), ("granted", "refused"))
    ),
]
PLAN = [
    Case(
        "aim_of_grade_10",
        {"education_wish": ["grade_10"], "grade_10_aim": "Kunstlinje"},
        {"education_wish": ["grade_10", "fgu"]},
        ("grade_10_aim required",),
    ),
    *(
        Case("efforts_or_a_reason", ok, {}, ("efforts required",))
        for ok in (effort(), {"no_efforts_reason": "Malthe holder pause."})
    ),
    Case(
        "duty_of_the_15_to_17_year_olds",
        {"last_reviewed": LAST, "duty_description": "FGU to dage.", "duty_information_given": True},
        {"last_reviewed": LAST, "duty_information_given": False},
        ("duty_description required", "duty_information_given must_be_yes"),
        known(birth_date=YOUTH),
    ),
    *(
        Case(
            "custody_holders_are_asked",
            {"last_reviewed": LAST, "custody_holder_remarks": "Ingen bemærkninger."},
            {"last_reviewed": LAST},
            ("custody_holder_remarks custody_asked",),
            known(birth_date=born),
            warning=True,
        )
        for born in (CHILD, YOUTH)
    ),
    Case(
        "every_decision_is_logged_once",
        {},
        {},
        ("decision_log.2.decision_text logged_twice",),
        known(decision_log=(FIRST, OTHER)),
        known(decision_log=(FIRST, OTHER, FIRST)),
    ),
    *(
        Case(
            "plan_is_reviewed_within_months",
            {"last_reviewed": LAST, "next_review": HALF_A_YEAR},
            {"last_reviewed": last, "next_review": again},
            (f"{at} {code}",),
            arguments={"months": 6},
        )
        for last, again, at, code in (
            (LAST, TOO_LATE, "next_review", "too_late"),
            (LAST, LAST, "next_review", "after"),
            (date(2026, 11, 22), date(2026, 12, 1), "last_reviewed", "future"),
        )
    ),
]
CASES = NUMBERS + GOAL_NUMBERS + EFFORTS + PLAN


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_plans(case):
    check(case)


@pytest.mark.parametrize("case", [c for c in CASES if c.bad], ids=lambda c: c.id)
def test_nothing_is_said_of_an_empty_plan(case):
    assert told(case.rule, {}, case.facts, **case.arguments) == []


@pytest.mark.parametrize("born", [CHILD, date(2008, 8, 31), None])
def test_the_duty_begins_at_15_and_ends_at_18(born):
    assert told("duty_of_the_15_to_17_year_olds", {"last_reviewed": LAST}, known(birth_date=born)) == []


@pytest.mark.parametrize("born", [date(2008, 8, 31), None])
def test_parents_of_an_adult_are_not_asked(born):
    assert told("custody_holders_are_asked", {"last_reviewed": LAST}, known(birth_date=born)) == []


def test_without_a_plan_in_force_numbers_of_a_followup_are_not_judged():
    content = {"decisions": [{"goal_no": 7}], "goal_progress": [{"goal_no": 7}]}

    assert told("goal_numbers_exist", content) == []
    assert told("goal_numbers_exist", content | {"goals": GOALS}) == ["decisions.0.goal_no no_goal"]


def test_an_effort_that_has_not_begun_may_wait_for_its_grant():
    assert told("active_efforts_are_granted", effort(status="planned", grant_status="applied")) == []
    assert told("active_efforts_are_granted", effort(status="active")) == []


def test_adults_have_a_birthday_too():
    assert told("duty_of_the_15_to_17_year_olds", {"last_reviewed": HELD}, known(birth_date=ADULT)) == []
