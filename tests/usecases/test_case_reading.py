"""What a case says when its documents are read together."""

import copy
from datetime import date, time, timedelta

import pytest

from kuidocs.domain.rules import Facts
from kuidocs.resources.document import Document
from kuidocs.resources.version import Stamp
from kuidocs.usecases import case_reading, involvement, people, read_model, rule_facts
from kuidocs.usecases.acting import root_of
from kuidocs.usecases.reviewing import add_version
from tests import factories
from tests.views import making

TODAY = date(2026, 11, 21)
CONSENT = {
    "valid_from": "2026-10-01",
    "valid_until": "2027-10-01",
    "recipients": [{"rid": "r1aaaa", "department": "PPR"}, {"rid": "r2aaaa", "department": "SSP"}],
    "given_by": [{"rid": "g1aaaa", "name": {"text": "Freja Lundsgaard Holm"}, "given_at": "2026-10-01"}, {"rid": "g2"}],
}
MINUTES = {
    "held_at": "2026-11-10",
    "participants": [
        {"rid": "p1aaaa", "name": {"text": "Jonas Ravnsborg"}, "relation": "primary", "meeting_role": ["chair"]},
        {"rid": "p2aaaa", "name": {"text": "Louise Grønvang"}, "relation": "ad_hoc", "meeting_role": ["minute_taker"]},
        {"rid": "p3aaaa", "name": {"text": "Freja Lundsgaard Holm"}, "relation": "young_person"},
    ],
    "decisions": [{"rid": "d1aaaa", "decision_text": "Vi prøver."}, {"rid": "d2aaaa", "decision_text": "Vi venter."}],
    "who_does_what": [
        {"rid": "t1aaaa", "task_text": "Ringer", "responsible": {"text": "Jonas Ravnsborg"}, "deadline": "2026-11-15"}
    ],
}
PLAN = {
    "last_reviewed": "2026-11-12",
    "next_review": "2027-01-10",
    "goals": [
        {
            "rid": "m1aaaa",
            "goal_no": "1",
            "status": "on_track",
            "sub_goals": [
                {"rid": "s1aaaa", "sub_goal_text": "Møde op", "deadline": "2026-11-01", "status": "on_track"},
                {"rid": "s2aaaa", "sub_goal_text": "Nået", "deadline": "2026-11-01", "status": "achieved"},
            ],
        },
        {"rid": "m2aaaa", "goal_no": "2", "status": "achieved"},
    ],
}


def add(world, form_key, content, *, approved=True, meeting=None, label=""):
    """Put a document into the case, with names resolved as a submission does it."""
    label = label or f"D{len(world.case.dokumenter) + 1:02d}"
    document = Document(label, form_key, world.act().by, world.act().at)
    document.meeting_number = meeting.number if meeting else 0
    world.case.dokumenter[label] = document
    edition = root_of(document).skabeloner[form_key].newest()
    people.resolve(world.case, world.root.medarbejdere, edition.schema, content)
    add_version(document, content, Stamp(1, 1, 1, edition.sha256, world.act().by, world.act().at))
    kinds = ("submitted", "approved") if approved else ("submitted",)
    document.facts = tuple(
        {
            "id": kind,
            "kind": kind,
            "about": {"number": 1, "round": 1},
            "by": world.act().by,
            "at": world.act().at,
            "data": {"waiting_for": ["kirsten"]},
        }
        for kind in kinds
    )
    return document


@pytest.fixture
def meeting(world):
    made = world.case.moeder.add("coordination")
    made.date, made.start, made.end, made.state = "2026-11-10", "09:30", "11:00", "held"
    return made


@pytest.fixture
def full(world, meeting):
    add(world, "kui.consent", copy.deepcopy(CONSENT))
    add(world, "kui.minutes.coordination", copy.deepcopy(MINUTES), meeting=meeting)
    add(world, "kui.education_plan", copy.deepcopy(PLAN))
    involvement.refresh(world.case)
    return world


def test_an_empty_case_says_so(world):
    assert case_reading.consent(world.case) is None
    assert case_reading.case_tasks(world.case) == []
    assert case_reading.lamp(world.case, TODAY).state == "none"


def test_the_consent_in_force(full):
    found = case_reading.consent(full.case)

    assert (found.valid_until, found.given_at) == (date(2027, 10, 1), date(2026, 10, 1))
    assert found.departments == ("PPR", "SSP")
    assert found.givers == ("Freja Lundsgaard Holm",)
    assert found.withdrawn_at is None


def test_a_withdrawal_is_a_fact_beside_the_consent(full):
    document = full.case.dokumenter.of_form("kui.consent")[0]
    making.fact(document, "withdrawn_at", "2026-11-20T10:00:00+01:00", value="2026-11-20")
    assert case_reading.consent(full.case).withdrawn_at == date(2026, 11, 20)

    making.version(document, document.in_force().content(), number=2)
    assert case_reading.consent(full.case).withdrawn_at is None


def test_what_is_only_in_review_does_not_count(world):
    add(world, "kui.consent", dict(CONSENT), approved=False)

    assert case_reading.consent(world.case) is None


def test_unwritten_decisions_make_the_plan_stale(full):
    lamp = case_reading.lamp(full.case, TODAY)

    assert (lamp.state, lamp.reason) == ("behind", "To beslutninger er ikke skrevet i planen endnu.")


def test_when_all_is_written_a_passed_sub_goal_is_what_is_left(full):
    minutes = full.case.dokumenter.of_form("kui.minutes.coordination")[0]
    links = tuple(
        {"kind": "plan_item_ref", "about": {"number": 1, "round": 1, "rid": rid}, "data": {}}
        for rid in ("d1aaaa", "d2aaaa")
    )
    minutes.facts = (*minutes.facts, *links)

    lamp = case_reading.lamp(full.case, TODAY)

    assert (lamp.state, "»Møde op«" in lamp.reason) == ("look", True)


def test_tasks_follow_from_approved_minutes(full):
    (task,) = case_reading.case_tasks(full.case)

    assert (task.text, task.responsible, task.agreed_at) == ("Ringer", "Jonas Ravnsborg", date(2026, 11, 10))


def test_facts_for_the_rules_of_a_plan(full):
    document = full.case.dokumenter.of_form("kui.education_plan")[0]

    facts = rule_facts.rule_facts(document, factories.clock())

    assert (facts.today, facts.birth_date) == (TODAY, date(2009, 3, 14))
    assert facts.goal_numbers == {1, 2}
    assert facts.active_goals is None
    assert [decision.text for decision in facts.decision_log] == ["Vi prøver.", "Vi venter."]
    assert facts.custody_holders == ("Ida Holm",)


def test_facts_for_the_rules_of_follow_up_minutes(full):
    later = full.case.moeder.add("followup_with_young")
    document = add(full, "kui.minutes.followup_with_young", {"held_at": "2026-11-20"}, approved=False, meeting=later)

    facts = rule_facts.rule_facts(document, factories.clock())

    assert facts.active_goals == {1}
    assert [task.text for task in facts.open_tasks] == ["Ringer"]
    assert (facts.meeting_date, facts.meeting_no) == (None, 1)


def test_facts_of_the_meeting(full, meeting):
    facts = rule_facts.rule_facts(full.case.dokumenter.of_form("kui.minutes.coordination")[0], factories.clock())

    assert (facts.meeting_date, facts.meeting_start, facts.meeting_end) == (date(2026, 11, 10), time(9, 30), time(11))
    assert facts.open_tasks is None


def test_without_a_plan_its_goals_are_unknown(world, meeting):
    document = add(world, "kui.minutes.coordination", {"held_at": "2026-11-10"}, approved=False, meeting=meeting)

    facts = rule_facts.rule_facts(document, factories.clock())

    assert isinstance(facts, Facts)
    assert facts.goal_numbers is None


def relations(world, user):
    return {one["relation"]: one["until"] for one in world.case.involvements if one["user_id"] == user}


def test_who_has_to_do_with_the_case(full):
    assert set(relations(full, "jonas")) == {"convener", "plan_coordinator", "author", "primary"}
    assert relations(full, "mette") == {}


def test_ad_hoc_ends_when_the_minutes_are_approved(full):
    assert relations(full, "louise") == {"ad_hoc": "2026-11-21"}


def test_ad_hoc_lasts_while_the_minutes_are_not_approved(world, meeting):
    add(world, "kui.notice", {"participants": [dict(row) for row in MINUTES["participants"]]}, meeting=meeting)

    involvement.refresh(world.case)

    assert relations(world, "louise") == {"ad_hoc": ""}


def test_a_relation_that_was_given_twice_keeps_its_first_day_and_its_last_end(world, meeting):
    add(world, "kui.notice", {"participants": [dict(row) for row in MINUTES["participants"]]}, meeting=meeting)
    world.clock.advance(timedelta(days=3))
    add(world, "kui.notice", {"participants": [dict(row) for row in MINUTES["participants"]]}, meeting=meeting)

    involvement.refresh(world.case)

    ad_hoc = [one for one in world.case.involvements if one["relation"] == "ad_hoc"]
    assert [(one["since"], one["until"]) for one in ad_hoc] == [("2026-11-21", "")]


def test_the_rows_of_the_lists(full):
    found = read_model.snapshot(full.case)

    assert (found.case.person_name, found.case.coordinator_id) == ("Freja Lundsgaard Holm", "jonas")
    assert len(found.documents) == 3
    assert found.meetings[0].chair_id == "jonas"
    assert found.meetings[0].minute_taker_id == "louise"
    assert found.meetings[0].attendees == ("jonas", "louise")
    assert [task.responsible_id for task in found.tasks] == ["jonas"]
    assert found.consents[0].valid_until == date(2027, 10, 1)
    assert found.plans[0].in_force


def test_who_a_document_waits_for(world):
    waiting = add(world, "kui.consent", dict(CONSENT), approved=False)
    done = add(world, "kui.contact_card", {})

    assert read_model.waiting_for(waiting) == ("kirsten",)
    assert read_model.waiting_for(done) == ()


def test_a_preferred_name_is_known_and_a_strange_one_is_external(world):
    staff = world.root.medarbejdere

    assert people.known(world.case, staff, "Freja") == people.known(world.case, staff, "Freja Lundsgaard Holm")
    assert people.known(world.case, staff, "Ukendt Person") is None
    assert people.reference(world.case, staff, "Ukendt Person") == {"text": "Ukendt Person"}
    assert people.user_id(world.case, "Ukendt Person") == ""


def test_staff_are_put_into_the_register_once(world):
    staff = world.root.medarbejdere
    first = people.add_staff(world.case, staff["mette"])

    assert people.add_staff(world.case, staff["mette"]) == first
    assert people.user_id(world.case, {"actor_id": first}) == "mette"


def test_an_actor_id_from_outside_is_never_trusted(world):
    edition = world.root.skabeloner["kui.contact_card"].newest()
    stranger = next(iter(world.case.register))
    content = {"contact_person": {"name": {"text": "Ukendt Person", "actor_id": stranger}}}

    unknown = people.resolve(world.case, world.root.medarbejdere, edition.schema, content)

    assert unknown == ["Ukendt Person"]
    assert content["contact_person"]["name"] == {"text": "Ukendt Person"}
