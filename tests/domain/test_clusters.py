"""The ten steps, what they wait for, and the states of a meeting."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kuidocs.domain import clusters
from kuidocs.domain.clusters import BY_NUMBER, FORWARD, STEPS, Standing, advice, lacks, next_state, proposed, waits

TODAY, MEETING = date(2026, 11, 21), date(2027, 3, 1)
DONE = dict.fromkeys(range(1, 10), "done")
EVERYTHING = Standing(
    today=TODAY,
    meeting_date=MEETING,
    statuses=DONE | {3: "not_relevant"},
    guests=2,
    invited=2,
    coming=2,
    levels=frozenset({"employee", "leader"}),
    pre_meeting=date(2027, 2, 1),
    arena_discussed=True,
    arena_chosen=True,
    questionnaire_right=True,
    sent=date(2026, 12, 1),
    tallied=date(2026, 12, 20),
    results_shared=True,
    cases_confirmed=3,
    cases_shared=True,
    programme_right=True,
    slides=True,
    closing_plan=True,
)


def test_there_are_ten_in_order():
    assert [step.number for step in STEPS] == list(range(1, 11))
    assert {step.number for step in STEPS if step.may_be_left} == {3, 8}
    assert BY_NUMBER[4].after == (6,)


@pytest.mark.parametrize("number", range(1, 11))
def test_with_everything_each_step_can_be_done(number):
    assert lacks(EVERYTHING, number) == []


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (1, {"guests": 0}),
        (2, {"arena_discussed": False}),
        (2, {"arena_chosen": None}),
        (2, {"arena_chosen": False}),
        (4, {"invited": 1}),
        (4, {"pre_meeting": None}),
        (4, {"pre_meeting": date(2026, 11, 1)}),
        (4, {"results_shared": False}),
        (5, {"questionnaire_right": False}),
        (6, {"sent": None}),
        (6, {"tallied": None}),
        (7, {"cases_confirmed": 2}),
        (7, {"cases_shared": False}),
        (9, {"programme_right": False}),
        (9, {"slides": False}),
        (10, {"closing_plan": False}),
    ],
)
def test_what_a_step_lacks(number, change):
    assert lacks(replace(EVERYTHING, **change), number)


@pytest.mark.parametrize(
    "change",
    [
        {"meeting_date": None},
        {"statuses": DONE | {8: "in_progress"}},
        {"cases_confirmed": 2},
        {"cases_shared": False},
        {"results_shared": False},
        {"programme_right": False},
    ],
)
def test_a_meeting_is_ready_only_with_everything(change):
    assert next_state(EVERYTHING) == ("ready", [])
    assert next_state(replace(EVERYTHING, **change))[1]


def test_the_other_states():
    ready = replace(EVERYTHING, state="ready")
    assert next_state(ready)[1]
    assert next_state(replace(ready, today=MEETING)) == ("held", [])
    held = replace(ready, state="held")
    assert next_state(held)[1]
    assert next_state(replace(held, minutes_right=True)) == ("following_up", [])
    last = replace(held, state="following_up")
    assert len(next_state(replace(last, agreements_open=1))[1]) == 2
    assert next_state(replace(last, followed_up=True)) == ("closed", [])
    assert next_state(replace(last, state="closed")) == ("", [])
    assert set(FORWARD) == {"preparing", "ready", "held", "following_up"}


@pytest.mark.parametrize(
    ("change", "heading"),
    [
        ({"levels": frozenset({"employee"})}, "Kun medarbejdere"),
        ({"levels": frozenset({"leader"})}, "Kun ledere"),
        ({"pre_meeting": MEETING - timedelta(days=13)}, "Formødet ligger sent"),
        ({"sent": None, "today": MEETING - timedelta(days=20)}, "Spørgeskemaet skal ud"),
        ({"sent": MEETING - timedelta(days=13)}, "Spørgeskemaet er sendt sent"),
        ({"results_shared": False}, "Del resultaterne"),
        ({"cases_confirmed": 1}, "Bekræft anonymitet"),
        ({"cases_shared": False}, "Del de tre cases"),
        ({}, "Gæsterne er på plads"),
    ],
)
def test_advice(change, heading):
    found = [one.heading for one in advice(replace(EVERYTHING, **change))]

    assert heading in found
    assert heading == "Gæsterne er på plads" or heading not in [one.heading for one in advice(EVERYTHING)]
    assert advice(replace(EVERYTHING, state="closed", **change)) == []


def test_step_4_waits_for_the_results_of_step_6():
    assert waits(BY_NUMBER[4], Standing(TODAY)) == [6]
    assert waits(BY_NUMBER[4], Standing(TODAY, statuses={6: "done"})) == []
    assert waits(BY_NUMBER[4], Standing(TODAY, statuses={4: "done"})) == []


def test_proposed_days_lie_between_today_and_the_meeting():
    near = proposed(TODAY + timedelta(days=10), TODAY)

    assert all(TODAY <= near[n] < TODAY + timedelta(days=10) for n in range(1, 10))
    assert near[10] > TODAY + timedelta(days=10)
    assert proposed(MEETING, TODAY)[4] == MEETING - timedelta(days=14)


def test_counting_the_steps():
    assert clusters.counted({1: "done"}) == {"done": 1, "not_started": 9}
    assert clusters.numbers({2: "done"}, "done") == [2]
