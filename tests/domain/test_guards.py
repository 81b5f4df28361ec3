"""Rows of guards: what holds, what is said, who may."""

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.domain.guards import Guard, Move, check, choose, failing, from_state, may

EVEN = Guard("even", lambda n: n % 2 == 0, "{facts} er ulige.", "number")
SMALL = Guard("small", lambda n: n < 10, "{facts} er for stort.")
HALVE = Move(
    "halve", "Halver", frozenset({"there"}), "halved", frozenset({"keeper"}), "Det gør vogteren.", (EVEN, SMALL)
)
OTHER = Move(
    "halve", "Halver", frozenset({"there"}), "x", frozenset({"keeper"}), "Nej.", (), frozenset({"a kind of its own"})
)


def test_all_that_fails_is_listed_in_order():
    assert failing(HALVE, 11) == [EVEN, SMALL]
    assert failing(HALVE, 8) == []
    assert EVEN.said(11) == "11 er ulige."


def test_who_is_named_may():
    assert may(HALVE, {"keeper", "reader"})
    assert not may(HALVE, {"reader"})


def test_rows_are_chosen_by_state_and_kind():
    assert from_state([OTHER, HALVE], "there") == [HALVE]
    assert from_state([OTHER, HALVE], "there", "a kind of its own") == [OTHER, HALVE]
    assert choose([OTHER, HALVE], "halve", "there") is HALVE


@pytest.mark.parametrize(("act", "state"), [("halve", "gone"), ("double", "there")])
def test_an_act_that_does_not_begin_here_is_refused(act, state):
    with pytest.raises(Conflict, match="En anden har gjort noget"):
        choose([HALVE], act, state)


def test_a_check_refuses_whoever_may_not_and_then_what_does_not_hold():
    check(HALVE, 8, {"keeper"})
    with pytest.raises(NotAllowed, match="vogteren"):
        check(HALVE, 11, {"reader"})
    with pytest.raises(Refused, match="11 er ulige") as refused:
        check(HALVE, 11, {"keeper"})
    assert refused.value.code == "even"
