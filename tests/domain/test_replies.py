"""What can be answered to a notice, row by row of the table."""

from dataclasses import replace

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.domain.replies import (
    ANSWERS,
    CANNOT,
    COMES,
    GUARDS,
    HOW,
    LONGEST,
    ReplyFacts,
    check,
    since_moved,
    without_the_young_person,
)
from kuidocs.forms.shipped.vocabularies import ATTENDANCE, CHANNEL

OWN = ReplyFacts("convened", invited=True, own=True, roles=frozenset(), answer=COMES, how="", note="")
OTHERS = replace(OWN, own=False, roles=frozenset({"meeting_convener"}), how="phone")


def test_ones_own_answer_needs_no_role_and_no_how():
    check(OWN)


@pytest.mark.parametrize("role", ["meeting_convener", "chair", "plan_coordinator", "deputy"])
def test_who_convenes_or_keeps_the_case_writes_down_what_others_said(role):
    check(replace(OTHERS, roles=frozenset({role})))


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_answer_of_the_table_can_be_given(answer):
    check(replace(OWN, answer=answer))


@pytest.mark.parametrize(
    ("facts", "code", "kind"),
    [
        (replace(OTHERS, roles=frozenset({"primary", "ad_hoc"})), "who", NotAllowed),
        (replace(OWN, state="planned"), "state", Conflict),
        (replace(OWN, state="held"), "state", Conflict),
        (replace(OWN, state="cancelled"), "state", Conflict),
        (replace(OTHERS, invited=False), "invited", Conflict),
        (replace(OWN, answer=""), "answer", Refused),
        (replace(OWN, answer="maybe"), "answer", Refused),
        (replace(OTHERS, how=""), "how", Refused),
        (replace(OTHERS, how="dove"), "how", Refused),
        (replace(OWN, note="x" * (LONGEST + 1)), "note", Refused),
        (replace(OWN, note="Ring til 140309-1234"), "note", Refused),
    ],
)
def test_what_the_table_does_not_let_through_is_refused_with_its_sentence(facts, code, kind):
    with pytest.raises(kind) as refused:
        check(facts)

    assert refused.value.code == code
    assert refused.value.text.endswith(".")


def test_every_guard_says_what_to_do():
    assert all(guard.sentence for _, guard in GUARDS)


def test_the_table_speaks_the_words_of_the_forms():
    assert {answer.expects for answer in ANSWERS.values()} <= set(ATTENDANCE.labels)
    assert HOW.keys() < CHANNEL.labels.keys()


def fact(kind, answer=COMES):
    return {"kind": kind, "data": {"answer": answer}}


def test_moving_the_meeting_asks_again():
    early, late = fact("replied"), fact("replied", CANNOT)

    assert since_moved([fact("convened"), early]) == [early]
    assert since_moved([early, fact("moved"), fact("convened")]) == []
    assert since_moved([early, fact("moved"), late]) == [late]


def test_it_is_said_what_to_do_when_the_young_person_cannot():
    words = without_the_young_person("Freja")

    assert words.startswith("Freja kan ikke komme.")
    assert "Find et andet tidspunkt" in words
