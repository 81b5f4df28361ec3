"""The table of a case's life."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kuidocs.domain.case_states import (
    ARCHIVE,
    CLOSE,
    FOLLOW_UP,
    MOVES,
    PAUSE,
    REOPEN,
    RESUME,
    TRANSFER,
    WITHDRAW,
    CaseFacts,
    phase,
)
from kuidocs.domain.guards import choose, failing, from_state, may
from kuidocs.domain.meetings import CASE_STATES

TODAY = date(2026, 11, 21)
WELL = CaseFacts(TODAY, coordination_approved=True, plan_active=True, consent_active=True, reason="Fordi.")


def lacks(act, state, facts):
    return [guard.name for guard in failing(choose(MOVES, act, state), facts)]


def test_every_state_has_a_word():
    assert {state for move in MOVES for state in (*move.source, move.target)} - {""} <= set(CASE_STATES)


def test_only_the_leader_hands_a_case_over_and_only_keepers_do_the_rest():
    for move in MOVES:
        assert may(move, {"leader"}) is (move.act in (TRANSFER, WITHDRAW))
        assert may(move, {"plan_coordinator"}) is may(move, {"deputy"}) is (move.act not in (TRANSFER, ARCHIVE))
        assert may(move, {"primary"}) is may(move, {"convener"}) is may(move, {"author"}) is (move.act == WITHDRAW)
        assert not may(move, {"ad_hoc"})


@pytest.mark.parametrize(
    ("changed", "name"),
    [({"coordination_approved": False}, "coordination_approved"), ({"unwritten": 2}, "unwritten"),
     ({"plan_active": False}, "plan")],
)  # fmt: skip
def test_follow_up_begins_when_the_plan_holds_the_decisions(changed, name):
    assert lacks(FOLLOW_UP, "coordinating", WELL) == []
    assert lacks(FOLLOW_UP, "coordinating", replace(WELL, **changed)) == [name]


def test_the_first_guard_says_how_many_are_not_written():
    (guard,) = failing(choose(MOVES, FOLLOW_UP, "coordinating"), replace(WELL, unwritten=2))

    assert guard.said(replace(WELL, unwritten=2)) == "To beslutninger er endnu ikke skrevet i uddannelsesplanen."


def test_clarification_is_opened_again_with_a_reason():
    assert lacks(REOPEN, "following_up", WELL) == []
    assert lacks(REOPEN, "following_up", replace(WELL, reason=" ")) == ["reason"]
    assert REOPEN not in [move.act for move in from_state(MOVES, "coordinating")]


@pytest.mark.parametrize(
    ("day", "ok"),
    [(None, False), (TODAY, False), (date(2026, 11, 22), True), (date(2027, 2, 21), True), (date(2027, 2, 22), False)],
)
def test_a_pause_is_looked_at_again_within_three_months(day, ok):
    assert lacks(PAUSE, "clarifying", replace(WELL, review_on=day)) == ([] if ok else ["review_on"])


def test_a_case_whose_consent_was_withdrawn_waits_for_a_new_one():
    assert lacks(RESUME, "paused", replace(WELL, consent_active=False)) == []
    withdrawn = replace(WELL, withdrawn=True)
    assert lacks(RESUME, "paused", withdrawn) == []
    assert lacks(RESUME, "paused", replace(withdrawn, consent_active=False)) == ["consent"]


@pytest.mark.parametrize(
    ("since", "day", "lacking"),
    [
        (TODAY, TODAY, []),
        (None, TODAY, ["consent_there"]),
        (TODAY, None, ["withdrawn_on"]),
        (TODAY, date(2026, 11, 20), ["withdrawn_on"]),
        (date(2026, 10, 1), date(2026, 11, 22), ["withdrawn_on"]),
    ],
)
def test_a_consent_that_is_there_is_withdrawn_on_a_day_of_it(since, day, lacking):
    facts = replace(WELL, consent_from=since, withdrawn_on=day)

    assert [lacks(WITHDRAW, state, facts) for state in ("coordinating", "paused")] == [lacking, lacking]


@pytest.mark.parametrize(
    ("changed", "name"),
    [({"meetings_ahead": 1}, "meetings"), ({"open_tasks": 2}, "tasks"), ({"reason": ""}, "reason"),
     ({"young_told": ""}, "young_told")],
)  # fmt: skip
def test_a_case_is_closed_when_everything_is_told(changed, name):
    told = replace(WELL, young_told="Jonas, i går.")
    lacking = replace(told, **changed)

    assert lacks(CLOSE, "following_up", told) == []
    assert lacks(CLOSE, "following_up", lacking) == [name]
    (guard,) = failing(choose(MOVES, CLOSE, "following_up"), lacking)
    assert "{" not in guard.said(lacking)


def test_what_is_in_the_way_is_counted():
    one, more = replace(WELL, meetings_ahead=1), replace(WELL, meetings_ahead=2)

    assert (one.meetings_words, more.meetings_words) == ("ét møde", "to møder")


def test_open_tasks_may_be_handed_on_in_words():
    assert lacks(CLOSE, "paused", replace(WELL, young_told="Ja.", open_tasks=2, tasks_note="Jobcentret.")) == []


@pytest.mark.parametrize(
    ("basis", "consent", "ok"),
    [("none", False, True), ("law", False, True), ("consent", True, True), ("consent", False, False),
     ("", True, False), ("other", True, False)],
)  # fmt: skip
def test_nothing_is_sent_on_without_a_basis(basis, consent, ok):
    facts = replace(WELL, basis=basis, consent_active=consent)

    assert lacks(TRANSFER, "following_up", facts) == ([] if ok else ["basis"])


def test_nothing_moves_what_is_over():
    assert from_state(MOVES, "transferred") == from_state(MOVES, "archived") == []
    assert [move.act for move in from_state(MOVES, "closed")] == [ARCHIVE]


def test_a_pause_keeps_the_place_that_it_interrupted():
    facts = [{"kind": "paused", "data": {"from": "coordinating"}}, {"kind": "appointed", "data": {}}]

    assert phase("paused", facts, decided=False) == "coordinating"
    assert phase("paused", [], decided=False) == "clarifying"
    assert phase("paused", [], decided=True) == "following_up"
    assert phase("clarifying", facts, decided=True) == "clarifying"


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({}, []),
        ({"unfiled": 2}, ["filed"]),
        ({"kle": "27.69"}, ["kle"]),
        ({"kle": "x27.69.40"}, ["kle"]),
        ({"fate": "burn"}, ["fate"]),
        ({"fate": "dispose"}, ["dispose_on"]),
        ({"fate": "dispose", "dispose_on": TODAY}, ["dispose_on"]),
        ({"fate": "dispose", "dispose_on": TODAY + timedelta(days=1)}, []),
    ],
)
def test_what_is_archived_is_filed_and_has_subject_and_fate(changed, lacks):
    (archive,) = from_state(MOVES, "closed")
    facts = CaseFacts(TODAY, **({"kle": "27.69.40", "fate": "preserve"} | changed))

    assert [guard.name for guard in failing(archive, facts)] == lacks
    assert may(archive, {"records_clerk"})


def test_the_archive_says_how_many_papers_wait():
    (archive,) = from_state(MOVES, "closed")

    assert archive.guards[0].said(CaseFacts(TODAY, unfiled=1)).startswith("Der er ét dokument, som")
