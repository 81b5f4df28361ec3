"""Decisions that were typed though nobody came who can decide: nothing is lost (D11)."""

import pytest

from kuidocs.domain.errors import Conflict, Refused
from kuidocs.usecases import documents, drafting, proposals
from tests.usecases.gatherings import BEFORE, consented, invited
from tests.views import making

DECISION = {"rid": "d1aaaa", "decision_no": "1", "decision_text": "Freja begynder i praktik.", "goal_no": "1"}
TYPED = DECISION | {"young_view": "agree", "young_view_note": "»Fint«, sagde mor."}


@pytest.fixture
def case(world):
    consented(world.case)
    return world.case


def minutes(world, *, young, kind="coordination", decisions=(TYPED,)):
    """Begin minutes in which decisions are typed."""
    meeting = making.meeting(world.case, kind, BEFORE, "held", start="09:30")
    form = f"kui.minutes.{kind}"
    label = f"M{meeting.number}"
    found = documents.create(
        world.case, world.root, world.drafts, world.act(), form_key=form, label=label, meeting=meeting
    )
    rows = invited(world.case, kind, attendance="present")
    came = [row | ({"attendance": young} if row["relation"] == "young_person" else {}) for row in rows]
    content = {"held_at": BEFORE, "participants": came} | ({"decisions": list(decisions)} if decisions else {})
    draft = drafting.open_draft(found, world.drafts)
    drafting.save(found, world.drafts, content, draft.revisions(), world.act())
    return found


def draft_of(world, document):
    return drafting.open_draft(document, world.drafts).content()


def test_they_leave_the_draft_and_are_kept(case, world):
    found = minutes(world, young="absent")

    for _ in range(2):
        proposals.set_aside(found, world.drafts, world.act(token="t1"))

    assert "decisions" not in draft_of(world, found)
    assert draft_of(world, found)["held_at"] == BEFORE
    assert proposals.proposed(found, world.sight()) == [TYPED]


def test_the_next_minutes_begin_with_them_and_ask_the_young_person_anew(case, world):
    proposals.set_aside(minutes(world, young="absent"), world.drafts, world.act())

    again = minutes_begun(world, "followup_with_young")

    assert draft_of(world, again)["decisions"] == [DECISION]
    assert "decisions" not in draft_of(world, minutes_begun(world, "clarification"))


def minutes_begun(world, kind):
    meeting = making.meeting(world.case, kind, "2026-11-21", "held")
    form = f"kui.minutes.{kind}"
    return documents.create(
        world.case, world.root, world.drafts, world.act(), form_key=form, label=f"N{meeting.number}", meeting=meeting
    )


def test_minutes_without_any_leave_none(case, world):
    assert proposals.for_the_next(case, 0, world.sight()) == []
    assert "decisions" not in draft_of(world, minutes_begun(world, "coordination"))


@pytest.mark.parametrize(("young", "decisions"), [("present", (TYPED,)), ("absent", ())])
def test_what_was_decided_is_no_proposal(case, world, young, decisions):
    found = minutes(world, young=young, decisions=decisions)

    with pytest.raises(Refused, match="Der er ingen beslutninger, som venter"):
        proposals.set_aside(found, world.drafts, world.act())


def test_what_is_submitted_has_no_draft_to_take_them_from(case, world):
    found = minutes(world, young="absent")
    world.drafts.remove(found.id)
    found.draft = None

    with pytest.raises(Conflict):
        proposals.set_aside(found, world.drafts, world.act())
