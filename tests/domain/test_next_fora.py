"""Exactly the fora that may come next are offered."""

from dataclasses import replace

import pytest

from kuidocs.domain.errors import NotAllowed, Refused
from kuidocs.domain.meetings import MEETING_TYPES
from kuidocs.domain.next_fora import BY_TYPE, FORA, ForaFacts, check, hint, offers

COORDINATOR = {"plan_coordinator"}
CLARIFIED = ForaFacts(
    clarifications=2, consonance="yes", next_step="coordination", contact_named=True, coordinator_named=True
)
COORDINATED = replace(CLARIFIED, case_state="following_up", decided=True)


def offered(facts, roles=COORDINATOR):
    return [offer.forum.meeting_type for offer in offers(facts, roles) if not offer.why_not]


def why(facts, meeting_type, roles=COORDINATOR):
    return next(offer.why_not for offer in offers(facts, roles) if offer.forum.meeting_type == meeting_type)


def test_there_is_a_row_for_every_kind_of_meeting():
    assert [forum.meeting_type for forum in FORA] == list(MEETING_TYPES)
    assert BY_TYPE["coordination"].label == "Koordinationsmøde"


@pytest.mark.parametrize(
    ("facts", "types"),
    [
        (ForaFacts("opened"), ["clarification"]),
        (ForaFacts("clarifying", clarifications=7, consonance="no"), ["clarification"]),
        (CLARIFIED, ["clarification", "coordination"]),
        (replace(CLARIFIED, consonance="partly"), ["clarification", "coordination"]),
        (COORDINATED, ["followup_without_young", "followup_with_young"]),
        # Nobody came who could decide: the coordination meeting is held again (D46).
        (replace(CLARIFIED, case_state="coordinating"), ["clarification", "coordination"]),
        (
            replace(COORDINATED, case_state="clarifying", reopened=True, consonance="", next_step=""),
            ["clarification", "followup_without_young", "followup_with_young"],
        ),
        *((replace(CLARIFIED, case_state=state), []) for state in ("paused", "transferred", "closed", "archived")),
    ],
)
def test_what_may_come_next(facts, types):
    assert offered(facts) == types


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"consonance": ""}, "ikke godkendt"),
        ({"minutes_waiting": True}, "ikke godkendt"),
        ({"consonance": "no"}, "ikke er samklang"),
        ({"next_step": "another_clarification"}, "næste skridt"),
        ({"next_step": "close"}, "næste skridt"),
        ({"contact_named": False}, "hvem familien kan kontakte"),
        ({"coordinator_named": False}, "hvem der er plankoordinator"),
        ({"coordination_underway": True}, "allerede et koordinationsmøde"),
        ({"decided": True}, "opfølgningsmøder"),
        ({"case_state": "paused"}, "sat på pause"),
    ],
)
def test_a_coordination_meeting_waits(changed, words):
    facts = replace(CLARIFIED, **changed)

    assert words in why(facts, "coordination")
    with pytest.raises(Refused, match=words):
        check(facts, COORDINATOR, "coordination")


def test_followups_wait_for_a_coordination_meeting():
    assert "kommer efter et koordinationsmøde" in why(CLARIFIED, "followup_with_young")


def test_clarification_is_over_after_it():
    assert "åbn afklaringen igen" in why(COORDINATED, "clarification")


@pytest.mark.parametrize("role", ["primary", "convener", "contact_person", "deputy"])
def test_every_professional_with_a_task_begins_the_model(role):
    assert check(ForaFacts("opened"), {role}, "clarification").meeting_type == "clarification"


@pytest.mark.parametrize("meeting_type", ["coordination", "followup_without_young", "followup_with_young"])
def test_the_rest_is_the_plan_coordinators_or_the_deputys(meeting_type):
    facts = CLARIFIED if meeting_type == "coordination" else COORDINATED

    check(facts, {"deputy"}, meeting_type)
    with pytest.raises(NotAllowed, match="plankoordinator"):
        check(facts, {"primary", "convener", "author"}, meeting_type)
    assert meeting_type not in offered(facts, {"primary"})


def test_who_only_wrote_something_begins_nothing():
    with pytest.raises(NotAllowed):
        check(ForaFacts("opened"), {"author", "ad_hoc"}, "clarification")


def test_those_who_may_not_convene_are_led_to_a_request():
    assert {offer.mends for offer in offers(COORDINATED, {"primary"}) if "followup" in offer.forum.meeting_type} == {
        "request"
    }


def test_a_kind_that_is_none_of_the_models_is_refused():
    with pytest.raises(Refused, match="hvilken slags møde"):
        check(ForaFacts(), COORDINATOR, "cluster")


def test_clarifications_have_no_end_but_from_the_fourth_on_a_hint():
    assert [bool(hint(number)) for number in (1, 3, 4, 40)] == [False, False, True, True]
    (offer, *_) = offers(ForaFacts(clarifications=3), COORDINATOR)
    assert "nr. 4" in offer.hint
