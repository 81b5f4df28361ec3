"""The forms and their rules against real documents, and against the same documents with something wrong in them."""

import pytest

from kuidocs.forms.reading import DRAFT, SUBMIT

from .demo import paper, papers

PAPERS = papers()
SUBMITTED = [p for p in PAPERS if p.status != "draft"]
TALK, SHARED, FOLLOWUP = "FLK-2026-0117-D05", "FLK-2026-0117-D11", "FLK-2026-0163-D20"
CONSENT, NOTICE, PLAN = "FLK-2026-0163-D01", "FLK-2026-0117-D09", "PLAN-0117-v2"
AGENDA, YOUNG_AGENDA = "FLK-2026-0117-D04", "FLK-2026-0117-D10"
NOT_DECIDED = {
    "decisions": None,
    "not_decided_note": "Malthe var syg. Jonas skriver til ham og finder en ny dag.",
    "agreements": [{"agreement_no": 1, "agreement_text": "Jonas ringer til Malthe.", "parties": "Jonas og Nanna"}],
    "next_followup_type": "coordination",
}
WORDS_GOALS_PRIORITIES = ("youth_important", "youth_words", "strengths", "goals", "prioritised_efforts")


def changed(document_id: str, group: str, row: int, **values: object) -> dict:
    """Give a repeating group of a document with one row changed."""
    rows = paper(document_id).data[group]
    rows[row] |= values
    return {group: rows}


def attended(document_id: str, attendance: dict[str, str]) -> dict:
    """Give the participants with other attendance, by relation."""
    people = paper(document_id).data["participants"]
    return {"participants": [p | {"attendance": attendance.get(p["relation"], p["attendance"])} for p in people]}


def errors(document_id: str, **values: object) -> list[str]:
    return [f"{p.where} {p.code}" for p in paper(document_id).read(SUBMIT, **values).errors]


def test_all_documents_are_here():
    assert len(PAPERS) == 49
    assert [p.id for p in PAPERS if p.status == "draft"] == ["FLK-2026-0163-D24"]


@pytest.mark.parametrize("one", PAPERS, ids=lambda p: p.id)
def test_every_document_reads_as_a_draft(one):
    assert one.read(DRAFT).problems == []


@pytest.mark.parametrize("one", SUBMITTED, ids=lambda p: p.id)
def test_every_submitted_document_keeps_all_rules(one):
    assert [str(p) for p in one.read(SUBMIT).errors] == []


def test_the_only_warning_is_a_task_with_three_responsible():
    warned = [(p.id, problem.where) for p in SUBMITTED for problem in p.read(SUBMIT).problems]

    assert warned == [("FLK-2026-0163-D11", "who_does_what.3.responsible")]


def test_a_half_written_draft_tells_what_is_missing():
    half = paper("FLK-2026-0163-D24")

    assert half.read(DRAFT).ok
    assert {p.where for p in half.read(SUBMIT).errors} == {
        "goal_progress",
        "task_progress",
        "who_does_what",
        "contact_still_right",
        "contact_person",
        "plan_updated_by",
        "plan_update_deadline",
        "read_through",
        "parents_perspective",
        "next_meeting_date",
        "next_meeting_type",
    }


BROKEN = [
    (TALK, {"no_decisions_confirmed": False}, "no_decisions_confirmed must_be_yes"),
    (TALK, {"held_at": "2026-02-18"}, "held_at other_day"),
    (TALK, {"wonderings": None}, "wonderings required"),
    (TALK, {"grants_to_clarify": None}, "grants_to_clarify grants_missing"),
    (TALK, changed(TALK, "participants", 1, attendance=""), "participants.1.attendance required"),
    (
        TALK,
        changed(TALK, "participants", 1, relation="network"),
        "participants.1.relation participant",
    ),
    (TALK, changed(TALK, "agreements", 1, agreement_no=1), "agreements.1.agreement_no number_order"),
    (SHARED, {"informed_about_contact": False}, "informed_about_contact must_be_yes"),
    (SHARED, {"plan_update_deadline": "2026-04-08"}, "plan_update_deadline too_late"),
    (SHARED, changed(SHARED, "decisions", 0, goal_no=7), "decisions.0.goal_no no_goal"),
    (
        SHARED,
        changed(SHARED, "prioritised_efforts", 2, priority=2),
        "prioritised_efforts.2.priority number_order",
    ),
    (
        FOLLOWUP,
        {"goal_progress": paper(FOLLOWUP).data["goal_progress"][:2]},
        "goal_progress goals_untold",
    ),
    (FOLLOWUP, {"next_meeting_type": "coordination"}, "next_meeting_type only_followups"),
    (CONSENT, changed(CONSENT, "given_by", 1, role="young_person"), "given_by custody_holder_missing"),
    (CONSENT, {"valid_until": "2027-03-27"}, "valid_until too_late"),
    (CONSENT, {"concrete_use": "Det relevante"}, "concrete_use too_short"),
    (NOTICE, {"message_to_young": None}, "message_to_young required"),
    (NOTICE, changed(NOTICE, "participants", 6, department="SSP"), "participants.6.department no_consent"),
    (NOTICE, {"end_time": "15:59"}, "end_time ends_too_early"),
    (AGENDA, changed(AGENDA, "agenda_items", 7, item_type="decision"), "agenda_items.7.item_type decides"),
    (AGENDA, changed(AGENDA, "agenda_items", 0, minutes=121), "agenda_items.0.minutes too_high"),
    (AGENDA, changed(AGENDA, "agenda_items", 0, minutes=6), "agenda_items agenda_too_long"),
    (YOUNG_AGENDA, changed(YOUNG_AGENDA, "agenda_items", 1, item_no=5), "agenda_items.4.item_no number_order"),
    (PLAN, {"duty_information_given": False}, "duty_information_given must_be_yes"),
    (PLAN, {"efforts": None}, "efforts required"),
    (PLAN, {"next_review": "2026-12-24"}, "next_review too_late"),
    (PLAN, {"last_reviewed": "2026-11-22", "next_review": "2026-12-01"}, "last_reviewed future"),
]


@pytest.mark.parametrize(("document_id", "values", "found"), BROKEN, ids=[found for _, _, found in BROKEN])
def test_a_broken_document_is_refused_where_it_is_broken(document_id, values, found):
    assert found in errors(document_id, **values)


def test_nobody_could_decide_so_words_goals_and_priorities_wait():
    absent = attended(SHARED, {"young_person": "absent", "custody_holder": "excused"})
    waiting = dict.fromkeys(WORDS_GOALS_PRIORITIES)

    assert errors(SHARED, **absent, **waiting, **NOT_DECIDED) == []


def test_nobody_could_decide_so_nothing_was_decided():
    absent = attended(SHARED, {"young_person": "absent", "custody_holder": "excused"})

    assert errors(SHARED, **absent) == [
        "decisions absence",
        "not_decided_note required",
        "agreements required",
    ]


def test_words_goals_and_priorities_are_asked_for_when_the_young_person_came():
    missing = errors(SHARED, youth_important=None, goals=None)

    assert {"youth_important required", "goals required"} <= set(missing)


def test_parents_alone_say_how_the_young_person_was_heard():
    alone = attended(SHARED, {"young_person": "excused"})

    assert errors(SHARED, **alone) == [
        "decisions.0.young_view_note required",
        "decisions.1.young_view_note required",
    ]


def test_a_section_that_is_not_relevant_asks_for_nothing():
    without = {"contact_person": None, "plan_coordinator": None, "young_informed_by": None}

    assert errors(TALK, **without, next_step="close") != []
    reason = {"not_relevant_contact": "Familien flytter til en anden kommune."}
    assert errors(TALK, **without, **reason, next_step="close") == []


def test_no_reason_lifts_a_hard_rule():
    reasons = {"not_relevant_decisions": "Vi nåede det ikke.", "decisions": None}

    assert "not_relevant_decisions unknown" in errors(SHARED, **reasons)
    assert "decisions required" in errors(SHARED, decisions=None)
