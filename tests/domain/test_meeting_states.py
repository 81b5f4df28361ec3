"""The table of a meeting's life."""

from dataclasses import replace
from datetime import date

import pytest

from kuidocs.domain.guards import check, choose, failing, from_state, may
from kuidocs.domain.meeting_states import (
    CANCEL,
    CLOSE,
    CONVENE,
    CONVERT,
    HOLD,
    MOVE,
    MOVES,
    MeetingFacts,
    sequence,
    shown,
)
from kuidocs.domain.meetings import MEETING_TYPES, STATES
from kuidocs.domain.next_fora import ForaFacts

TODAY = date(2026, 11, 21)
FORA = ForaFacts(consonance="yes", next_step="coordination", contact_named=True, coordinator_named=True)
READY = MeetingFacts(
    "clarification",
    TODAY,
    day=date(2026, 12, 8),
    timed=True,
    notice_finished=True,
    agenda_there=True,
    departments=frozenset({"PPR", "SSP"}),
    consent_valid=True,
    invited=frozenset({"primary"}),
    wishes=True,
    fora=FORA,
)
WITH_YOUNG = replace(READY, meeting_type="coordination", invited=frozenset({"primary", "young_person"}))
OVER = MeetingFacts("coordination", TODAY, minutes_begun=True, minutes_approved=True, young_informed=True)


def names(act, state, facts):
    return [guard.name for guard in failing(choose(MOVES, act, state, facts.meeting_type), facts)]


def test_every_state_and_target_has_a_word():
    assert {state for move in MOVES for state in (*move.source, move.target)} <= set(STATES)


@pytest.mark.parametrize("kind", MEETING_TYPES)
def test_every_kind_is_convened_by_one_row(kind):
    (row,) = [move for move in from_state(MOVES, "planned", kind) if move.act == CONVENE]

    assert may(row, {"plan_coordinator"})
    assert may(row, {"deputy"})
    assert may(row, {"primary"}) is (kind == "clarification")
    assert may(row, {"meeting_convener"}) is (kind == "clarification")


@pytest.mark.parametrize("facts", [READY, replace(READY, meeting_type="followup_without_young")])
def test_a_meeting_of_professionals_is_convened(facts):
    assert names(CONVENE, "planned", facts) == []


@pytest.mark.parametrize("facts", [WITH_YOUNG, replace(WITH_YOUNG, meeting_type="followup_with_young")])
def test_a_meeting_with_the_young_person_is_convened(facts):
    assert facts.with_young
    assert names(CONVENE, "planned", facts) == []


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"case_open": False}, "case_open"),
        ({"notice_finished": False}, "notice"),
        ({"timed": False}, "day"),
        ({"day": None}, "day"),
        ({"day": TODAY}, "day"),
        ({"consent_valid": False}, "no_consent"),
        ({"uncovered": ("PPR",)}, "no_consent"),
        ({"agenda_there": False}, "agenda"),
    ],
)
@pytest.mark.parametrize("kind", MEETING_TYPES)
def test_every_meeting_waits_for(kind, changed, name):
    ready = WITH_YOUNG if MEETING_TYPES[kind].with_young else READY

    assert names(CONVENE, "planned", replace(ready, meeting_type=kind, **changed)) == [name]


@pytest.mark.parametrize("relation", ["young_person", "custody_holder", "parent_other", "guardian", "network"])
@pytest.mark.parametrize("kind", ["clarification", "followup_without_young"])
def test_the_family_is_not_at_meetings_of_professionals(kind, relation):
    facts = replace(READY, meeting_type=kind, invited=frozenset({"primary", relation}))

    assert names(CONVENE, "planned", facts) == ["participant"]
    named = replace(READY, meeting_type=kind, invited=frozenset({"primary"}), family_named=True)
    assert names(CONVENE, "planned", named) == ["participant"]


@pytest.mark.parametrize("kind", ["coordination", "followup_with_young"])
def test_the_young_person_is_invited_and_asked(kind):
    facts = replace(WITH_YOUNG, meeting_type=kind)

    assert names(CONVENE, "planned", replace(facts, invited=frozenset({"custody_holder"}))) == ["no_young_person"]
    assert names(CONVENE, "planned", replace(facts, wishes=False)) == ["wishes"]


def test_the_first_meeting_needs_two_departments():
    alone = replace(READY, departments=frozenset({"PPR"}))

    assert names(CONVENE, "planned", alone) == []
    assert names(CONVENE, "planned", replace(alone, case_opened=True)) == ["two_departments"]
    assert names(CONVENE, "planned", replace(READY, case_opened=True)) == []


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"consonance": "no"}, "consonance"),
        ({"minutes_waiting": True}, "minutes_approved"),
        ({"next_step": "close"}, "next_step"),
        ({"coordinator_named": False}, "contact_and_coordinator"),
    ],
)
def test_the_order_of_the_fora_is_asked_again_when_a_coordination_meeting_is_convened(changed, name):
    facts = replace(WITH_YOUNG, fora=replace(FORA, **changed))

    assert names(CONVENE, "planned", facts) == [name]


def test_a_missing_consent_names_department_and_day():
    assert "dækker PPR og SSP den 8. december 2026." in replace(READY, uncovered=("PPR", "SSP")).no_consent
    assert "dækker jer, der skal mødes,." in replace(READY, day=None).no_consent


def test_a_meeting_is_held_when_its_day_has_come_and_everybody_is_accounted_for():
    facts = MeetingFacts("clarification", TODAY, day=TODAY)

    assert names(HOLD, "convened", facts) == []
    assert names(HOLD, "convened", replace(facts, day=date(2026, 11, 22))) == ["not_before"]
    unknown = replace(facts, attendance_unknown=("Freja", "Ida"))
    assert names(HOLD, "convened", unknown) == ["attendance"]
    assert unknown.who_is_missing == "Freja og Ida"


@pytest.mark.parametrize("act", [MOVE, CANCEL])
def test_moving_and_cancelling_ask_for_a_reason(act):
    assert names(act, "convened", replace(READY, reason="Lokalet er optaget.")) == []
    assert names(act, "convened", replace(READY, reason="  ")) == ["reason"]


def test_only_a_followup_to_which_nobody_came_is_converted():
    facts = MeetingFacts("followup_with_young", TODAY, decides=False)

    assert names(CONVERT, "held", facts) == []
    assert names(CONVERT, "held", replace(facts, decides=True)) == ["decides"]
    assert names(CONVERT, "held", replace(facts, minutes_begun=True)) == ["minutes_begun"]
    assert from_state(MOVES, "held", "coordination") == []


@pytest.mark.parametrize(
    ("changed", "name"),
    [({"minutes_approved": False}, "minutes_approved"), ({"unwritten": 1}, "unwritten"),
     ({"young_informed": False}, "young_informed")],
)  # fmt: skip
def test_closing_waits_for(changed, name):
    assert names(CLOSE, "minuted", OVER) == []
    assert names(CLOSE, "minuted", replace(OVER, **changed)) == [name]


@pytest.mark.parametrize(
    ("n", "sentence"),
    [
        (1, "Én beslutning er endnu ikke skrevet i uddannelsesplanen. Mødet kan først afsluttes, når den er det."),
        (3, "Tre beslutninger er endnu ikke skrevet i uddannelsesplanen. Mødet kan først afsluttes, når de er det."),
    ],
)
def test_what_is_not_in_the_plan_is_counted(n, sentence):
    with pytest.raises(Exception) as refused:
        check(choose(MOVES, CLOSE, "minuted", "coordination"), replace(OVER, unwritten=n), {"chair"})

    assert str(refused.value) == sentence


def test_what_is_cancelled_or_closed_stays_so():
    assert from_state(MOVES, "cancelled") == from_state(MOVES, "closed") == []


def test_a_meeting_that_waits_for_its_new_day_is_moved():
    facts = [{"kind": "convened"}, {"kind": "moved"}, {"kind": "mailed"}]

    assert shown("planned", facts) == "rescheduled"
    assert shown("planned", []) == "planned"
    assert shown("convened", [*facts, {"kind": "convened"}]) == "convened"
    assert sequence([*facts, {"kind": "cancelled"}]) == 2
