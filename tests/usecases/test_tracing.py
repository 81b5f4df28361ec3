"""One point followed through the papers of its case."""

import pytest

from kuidocs.usecases import plan_links, task_acts
from kuidocs.usecases.plan_links import Wanted
from kuidocs.usecases.tracing import LINKED, READ, TOLD, UNLINKED, trace
from tests.usecases.convening import row
from tests.views import making

JONAS = {"text": "Jonas Ravnsborg"}
TASK = {"rid": "task-fgu", "task_text": "Ringer til FGU", "responsible": JONAS, "deadline": "2026-12-01"}
DECISION = {"rid": "dec-one", "decision_no": "1", "decision_text": "Freja prøver værkstedet", "goal_no": "1"}
GOAL = {
    "rid": "goal-one",
    "goal_no": "1",
    "goal_text": "Et værksted",
    "status": "not_started",
    "sub_goals": [{"rid": "sub-one", "sub_goal_text": "Én dag om ugen", "status": "not_started"}],
}


def everything(document, rid):
    return True


def follow(world, rid, reads=everything):
    return trace(world.case, rid, reads)


def minutes(world, kind, day, **content):
    meeting = making.meeting(world.case, kind, day, "minuted")
    told = {"held_at": day} | content
    return making.paper(world.case, f"kui.minutes.{kind}", told, meeting=meeting, at=f"{day}T12:00:00+01:00")


def test_a_task_from_where_it_was_agreed_to_what_was_said_of_it_last(world):
    minutes(world, "followup_without_young", "2026-10-05", who_does_what=[TASK])
    told = {"rid": "task-fgu", "task_text": "Ringer til FGU", "status": "in_progress", "note": "FGU ringer tilbage."}
    minutes(world, "followup_without_young", "2026-11-02", task_progress=[told])
    world.case.plan_coordinator = {"text": "Jonas", "actor_id": making.people.known(
        world.case, world.root.medarbejdere, "Jonas Ravnsborg")}  # fmt: skip
    task_acts.report(world.case, world.act(), rid="task-fgu", status="done", note="Pladsen er klar.")

    found = follow(world, "task-fgu")

    assert found.group == "who_does_what"
    assert [(step.kind, step.group, step.first) for step in found.steps] == [
        (READ, "who_does_what", True),
        (READ, "task_progress", False),
        (TOLD, "", False),
    ]
    assert [step.at[:10] for step in found.steps] == ["2026-10-05", "2026-11-02", "2026-11-21"]
    assert found.steps[2].told.note == "Pladsen er klar."
    assert (found.task.status, found.in_plan) == ("done", None)


def test_a_version_that_says_the_same_is_left_out_and_one_that_says_more_is_not(world):
    paper = minutes(world, "followup_without_young", "2026-10-05", who_does_what=[TASK])
    making.version(paper, {"held_at": "2026-10-05", "who_does_what": [TASK]}, number=2, at="2026-10-06T10:00+02:00")
    later = TASK | {"deadline": "2026-12-24"}
    making.version(paper, {"held_at": "2026-10-05", "who_does_what": [later]}, number=3, at="2026-10-07T10:00+02:00")
    making.version(paper, {"held_at": "2026-10-05"}, number=4, at="2026-10-08T10:00+02:00")

    assert [step.version.number for step in follow(world, "task-fgu").steps] == [1, 3]


def test_a_text_that_was_sent_back_counts_as_it_came_again(world):
    paper = making.paper(
        world.case,
        "kui.minutes.followup_without_young",
        {"held_at": "2026-10-05", "who_does_what": [TASK | {"task_text": "Ringer"}]},
        meeting=making.meeting(world.case, "followup_without_young", "2026-10-05", "minuted"),
        approved=False,
    )
    edition = making.root_of(paper).skabeloner[paper.form_key].newest()
    stamp = making.Stamp(1, 2, edition.data["number"], edition.sha256, making.JONAS, "2026-10-07T10:00:00+02:00")
    making.add_version(paper, {"held_at": "2026-10-05", "who_does_what": [TASK]}, stamp)

    (step,) = follow(world, "task-fgu").steps

    assert step.part.entries[0].text == "Ringer til FGU"


def test_a_missed_professional_comes_back_as_a_participant(world):
    missing = {"rid": "miss-fatma", "profession": "Jobrådgiver", "name": "Fatma Demirci", "why": "Løn"}
    minutes(world, "clarification", "2026-10-05", missing_professionals=[missing])
    meeting = making.meeting(world.case, "clarification")
    there = row(world.case, "Fatma Demirci", "ad_hoc") | {"rid": "miss-fatma"}
    making.paper(world.case, "kui.notice", {"participants": [there]}, meeting=meeting, at="2026-11-01T10:00+01:00")

    found = follow(world, "miss-fatma")

    assert [step.group for step in found.steps] == ["missing_professionals", "participants"]
    assert found.task.text == "Tager kontakt til Jobrådgiver, Fatma Demirci"


@pytest.mark.parametrize("rid", ["", "unknown", "row-jonasravnsborg"])
def test_what_is_no_point_is_not_found(world, rid):
    meeting = making.meeting(world.case, "clarification")
    people = [row(world.case, "Jonas Ravnsborg"), row(world.case, "Louise Grønvang")]
    making.paper(world.case, "kui.notice", {"participants": people}, meeting=meeting)

    assert follow(world, rid) is None


def test_papers_that_one_may_not_read_are_not_told_of(world):
    first = minutes(world, "followup_without_young", "2026-10-05", who_does_what=[TASK])
    minutes(world, "followup_without_young", "2026-11-02", who_does_what=[TASK | {"task_text": "Hemmeligt"}])

    found = follow(world, "task-fgu", lambda document, rid: document is first)

    assert [step.document for step in found.steps] == [first]
    assert follow(world, "task-fgu", lambda document, rid: False) is None


@pytest.fixture
def decided(world):
    """Approved minutes with a decision, and a plan with the goal that it is about."""
    plan = making.paper(world.case, "kui.education_plan", {"goals": [GOAL]}, at="2026-10-02T10:00:00+02:00")
    paper = minutes(world, "coordination", "2026-11-02", decisions=[DECISION])
    return paper, plan


def write(world, paper, kind="already", place="goal-one", token="write-1"):
    wanted = Wanted("dec-one", kind, place)
    plan_links.write(paper, world.drafts, world.act(token=token), wanted)


def test_a_decision_leads_to_its_place_in_the_plan_and_the_place_to_the_decision(world, decided):
    paper, plan = decided
    write(world, paper)

    decision, goal = follow(world, "dec-one"), follow(world, "goal-one")

    assert [step.kind for step in decision.steps] == [READ, LINKED]
    assert decision.steps[1].other == "goal-one"
    assert decision.steps[1].words == "mål 1: Et værksted"
    assert decision.in_plan[0].rid == "goal-one"
    assert [(step.kind, step.words, step.other) for step in goal.steps] == [
        (READ, "", ""),
        (LINKED, "Freja prøver værkstedet", "dec-one"),
    ]
    assert goal.in_plan[1] is plan.in_force()


def test_a_decision_that_changes_nothing_leads_nowhere(world, decided):
    paper, _ = decided
    write(world, paper, "unchanged", "")

    step = follow(world, "dec-one").steps[-1]

    assert (step.kind, step.other, step.words) == (LINKED, "", "indgår uden ændring")


def test_a_draft_of_the_plan_is_not_told_of(world, decided):
    paper, plan = decided
    answers = {"task_text": "Køber arbejdssko", "responsible": "Jonas Ravnsborg", "deadline": "2026-12-20"}
    plan_links.write(
        paper, world.drafts, world.act(token="write-1"), Wanted("dec-one", "new_task", answers=answers)
    )  # fmt: skip
    assert plan.draft is not None

    found = follow(world, "dec-one")

    assert [step.kind for step in found.steps] == [READ, LINKED]
    assert "arbejdssko" not in found.steps[1].words
    assert follow(world, found.steps[1].other) is None


def test_what_was_taken_out_of_the_plan_again_is_told(world, decided):
    paper, _ = decided
    write(world, paper)
    plan_links.undo(paper, world.drafts, world.act(token="undo-1"), decision="dec-one")

    for rid in ("dec-one", "goal-one"):
        assert [step.kind for step in follow(world, rid).steps] == [READ, LINKED, UNLINKED]


def test_who_may_not_read_the_plan_is_told_of_no_place_in_it(world, decided):
    paper, plan = decided
    write(world, paper)

    found = follow(world, "dec-one", lambda document, rid: document is not plan)

    assert "værksted" not in found.steps[-1].words
    assert found.in_plan is None


def test_a_sub_goal_is_followed_too(world, decided):
    found = follow(world, "sub-one")

    assert found.group == "sub_goals"
    assert found.in_plan[0].words == "delmål 1.1"
