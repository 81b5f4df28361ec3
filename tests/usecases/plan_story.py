"""A coordination meeting with decisions, approved, for tests of what becomes of them."""

import copy

from kuidocs.domain import plan_writing as pw
from kuidocs.usecases import involvement, plan_links
from kuidocs.usecases.plan_links import Wanted
from tests.usecases.test_case_reading import add

D1, D2, D3 = "d1aaaa", "d2aaaa", "d3aaaa"
JONAS = {"text": "Jonas Ravnsborg"}
GOAL = {
    "rid": "m1aaaa",
    "goal_no": "1",
    "goal_text": "At styre mine egne breve",
    "youth_words": "»Det er mange breve.«",
    "area": "economy",
    "status": "not_started",
    "sub_goals": [
        {"rid": "s1aaaa", "sub_goal_text": "Sortere post", "deadline": "2027-01-08", "status": "not_started"}
    ],
}
EFFORT = {
    "rid": "e1aaaa",
    "priority": "1",
    "effort_title": "Gældsrådgivning",
    "area": "economy",
    "department": "Unge og Job",
    "responsible": JONAS,
    "goal_nos": ["1"],
    "grant_status": "not_needed",
    "status": "planned",
}
MINUTES = {
    "held_at": "2026-11-18",
    "participants": [
        {"rid": "p1aaaa", "name": JONAS, "relation": "primary", "meeting_role": ["chair"], "attendance": "present"},
        {"rid": "p2aaaa", "name": {"text": "Mette Lindekrone"}, "relation": "primary", "attendance": "present"},
        {"rid": "p3aaaa", "name": {"text": "Louise Grønvang"}, "relation": "ad_hoc", "attendance": "present"},
        {
            "rid": "p4aaaa",
            "name": {"text": "Freja Lundsgaard Holm"},
            "relation": "young_person",
            "attendance": "present",
        },
    ],
    "goals": [GOAL],
    "prioritised_efforts": [EFFORT],
    "decisions": [
        {
            "rid": rid,
            "decision_no": str(number),
            "decision_text": text,
            "goal_no": "1",
            "young_view": "agree",
            "responsible": JONAS,
            "deadline": "2026-12-18",
        }
        for number, (rid, text) in enumerate(
            [
                (D1, "Freja vil selv styre sine breve."),
                (D2, "Freja får gældsrådgivning."),
                (D3, "Jonas sorterer post sammen med Freja."),
            ],
            1,
        )
    ],
    "who_does_what": [
        {"rid": "t1aaaa", "task_text": "Ringer til banken", "responsible": JONAS, "deadline": "2026-11-19"},
        {
            "rid": "t2aaaa",
            "task_text": "Finder papirer frem",
            "responsible": {"text": "Freja Lundsgaard Holm"},
            "deadline": "2026-12-01",
            "informs": JONAS,
        },
        {
            "rid": "t3aaaa",
            "task_text": "Spørger på skolen",
            "responsible": {"text": "Mette Lindekrone"},
            "deadline": "2026-12-02",
        },
    ],
}
PLAN = {
    "preferred_name": "Freja",
    "plan_reason": "first",
    "plan_coordinator": JONAS,
    "contact_person": {"name": JONAS, "department": "Den Kommunale Ungeindsats", "phone": "00 00 10 02"},
    "wishes": "At blive tømrer.",
    "education_goal": "Et grundforløb som tømrer.",
    "education_wish": ["eud"],
    "strengths": "Jeg er god til at holde aftaler.",
    "what_works": "En sms om morgenen.",
    "support_needs": "En at ringe til.",
    "current_activity": "none",
    "duty_description": "I afklaring om praktik.",
    "duty_information_given": "true",
    "last_reviewed": "2026-11-20",
    "next_review": "2027-02-10",
    "followup_dates": [{"rid": "f1aaaa", "date": "2027-01-20", "meeting_type": "followup_with_young"}],
    "custody_holder_remarks": "Ingen bemærkninger.",
}
"""What the plan says beside what was decided."""


def coordinated(world, *, approved=True, **changed):
    """Hold the meeting and approve its minutes."""
    meeting = world.case.moeder.add("coordination")
    meeting.date, meeting.state = MINUTES["held_at"], "held"
    content = copy.deepcopy(MINUTES | changed)
    minutes = add(world, "kui.minutes.coordination", content, meeting=meeting, approved=approved)
    involvement.refresh(world.case)
    return minutes


def plan(world):
    """Return the plan of the case."""
    return plan_links.plan_of(world.case)


def write(world, minutes, decision, kind, place="", *, user="jonas", token="", also=False, **answers):
    """Write a decision as the page does: what is proposed, and what somebody typed."""
    proposed = pw.proposed(kind, plan_links.source(minutes, decision), place)
    typed = {name: typed_as(value) for name, value in proposed.items()} | answers
    wanted = Wanted(decision, kind, place, typed, also)
    plan_links.write(minutes, world.drafts, world.act(user, token), wanted, label="FLK-2026-0001-P01")


def typed_as(value):
    """Write a value as a form field holds it."""
    if isinstance(value, dict):
        return value["text"]
    return ", ".join(value) if isinstance(value, list) else value
