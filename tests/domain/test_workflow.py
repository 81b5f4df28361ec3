"""The life of a document, computed from its facts."""

import pytest

from kuidocs.domain import workflow
from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.domain.workflow import Approval

MINUTES, PLAN, NOTICE = "kui.minutes.coordination", "kui.education_plan", "kui.notice"


def fact(kind, number=1, round_=1):
    return {"id": f"{kind}{number}{round_}", "kind": kind, "about": {"number": number, "round": round_}}


def facts(*kinds, number=1):
    return [fact(kind, number) for kind in kinds]


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((), "draft"),
        (("submitted",), "in_review"),
        (("submitted", "returned"), "draft"),
        (("submitted", "returned", "submitted"), "in_review"),
        (("submitted", "approved"), "approved"),
        (("submitted", "approved", "signature", "filed"), "approved"),
        (("annulled",), "annulled"),
    ],
)
def test_the_state_follows_from_the_facts(kinds, state):
    assert workflow.state(facts(*kinds), 1) == state


def test_facts_about_another_version_do_not_count():
    assert workflow.state(facts("submitted", "approved"), 2) == "draft"
    assert not workflow.about({"kind": "submitted", "about": "1"}, 1)


@pytest.mark.parametrize("kind", ["submitted", "returned", "approved", "annulled"])
def test_an_act_from_the_wrong_state_is_refused(kind):
    with pytest.raises(Conflict) as refused:
        workflow.check(kind, facts("submitted", "approved"), 1)

    assert refused.value.status == 409
    assert refused.value.text.endswith(".")


def test_an_act_from_the_right_state_is_let_through():
    workflow.check("submitted", [], 1)
    workflow.check("approved", facts("submitted"), 1)


def test_a_reader_is_told_the_state_that_matters_most():
    done = facts("submitted", "approved", "signing_complete", "filed")

    assert workflow.shown_state(PLAN, facts("submitted"), 1) == "in_review"
    assert workflow.shown_state(PLAN, done[:2], 1) == "approved"
    assert workflow.shown_state(PLAN, done[:3], 1) == "signed"
    assert workflow.shown_state(PLAN, done, 1) == "archived"
    assert workflow.shown_state(PLAN, [*done, fact("approved", 2)], 1) == "superseded"


def test_only_an_approved_version_can_be_superseded():
    assert workflow.superseded_by(facts("submitted"), 1) is None
    assert workflow.superseded_by([fact("approved", 1)], 1) is None
    assert workflow.superseded_by([fact("approved", 1), fact("approved", 3)], 1) == 3


def test_signing():
    assert workflow.signing(NOTICE, [], 1) == "not_required"
    assert workflow.signing(MINUTES, [], 1) == "waiting"
    assert workflow.signing(MINUTES, facts("signing_complete"), 1) == "complete"
    assert workflow.shown_state(NOTICE, facts("submitted", "approved"), 1) == "approved"


def test_minutes_wait_for_the_chair_or_for_the_others_when_the_chair_wrote_them():
    there = frozenset({"jonas", "mette", ""})

    assert workflow.candidates(Approval(MINUTES, "birgitte", "jonas", there)) == {"jonas"}
    assert workflow.candidates(Approval(MINUTES, "jonas", "jonas", there)) == {"mette"}
    assert workflow.candidates(Approval(MINUTES, "birgitte", "", there)) == {"jonas", "mette"}


def test_a_plan_waits_for_the_leader_or_for_another_plankoordinator():
    coordinators = frozenset({"jonas", "fatma"})

    with_leader = Approval(PLAN, "jonas", plan_coordinators=coordinators, leaders=frozenset({"kirsten"}))
    without = Approval(PLAN, "jonas", plan_coordinators=coordinators)

    assert workflow.candidates(with_leader) == {"kirsten"}
    assert workflow.candidates(without) == {"fatma"}


def test_a_notice_is_offered_to_the_leader():
    assert workflow.candidates(Approval(NOTICE, "jonas", leaders=frozenset({"kirsten"}))) == {"kirsten"}


def test_nobody_approves_own_minutes():
    with pytest.raises(Refused, match="selv skrevet"):
        workflow.may_approve(Approval(MINUTES, "jonas", "jonas"), "jonas", override="Vi er kun to.")


def test_somebody_who_is_not_named_by_the_table_needs_a_reason():
    case = Approval(PLAN, "jonas", leaders=frozenset({"kirsten"}))

    workflow.may_approve(case, "kirsten")
    workflow.may_approve(case, "fatma", override="Kirsten er på ferie, og planen haster.")
    with pytest.raises(NotAllowed):
        workflow.may_approve(case, "fatma", override="  ")


def test_what_the_author_finishes_needs_no_approver():
    workflow.may_approve(Approval(NOTICE, "jonas"), "jonas")


def test_returning_is_for_others_than_the_author():
    workflow.may_return(Approval(NOTICE, "jonas"), "kirsten")
    with pytest.raises(Refused):
        workflow.may_return(Approval(NOTICE, "jonas"), "jonas")


def test_what_is_approved_is_locked():
    assert "Opret en ny version" in workflow.locked().text
