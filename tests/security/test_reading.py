"""What somebody may read of a paper: the own one, all by task, else what the consent gives the own department."""

from datetime import date

import pytest

from kuidocs.domain.information_types import LABELS
from kuidocs.resources.drafts import Draft
from kuidocs.security.questions import Question
from kuidocs.security.reading import EVERYTHING, Sight, may_read
from tests.usecases import gatherings
from tests.usecases.conftest import *  # noqa: F403 - pytest finds the fixture by its name here
from tests.views import making

TODAY = date(2026, 11, 21)
MAY = ["share", "receive"]
PLAN = {
    "network": "Mormor",
    "education_goal": "FGU",
    "goals": [
        {"rid": "g1", "goal_no": "1", "area": "health", "sub_goals": [{"rid": "s1"}]},
        {"rid": "g2", "goal_no": "2", "area": "education"},
    ],
}


def involve(world, user, relation="primary"):
    part = {"user_id": user, "relation": relation, "since": "2026-10-01", "until": "", "why": ""}
    vars(world).setdefault("parts", []).append(part)


def consent(world, *departments, **more):
    rows = [{"rid": f"r{n}", "department": name, "may": MAY} for n, name in enumerate(departments)]
    return gatherings.consented(world.case, recipients=rows, **more)


def asked(world, paper, user="louise"):
    # Every paper that is put in computes the involvements again; those of a test come last.
    world.case.involvements = (*world.case.involvements, *vars(world).get("parts", ()))
    version = paper.latest
    return may_read(Question(world.who(user), version, TODAY), version)


@pytest.fixture
def plan(world):
    paper = making.paper(world.case, "kui.education_plan", PLAN)
    involve(world, "louise")
    return paper


def test_without_a_consent_another_department_reads_nothing(world, plan):
    found = asked(world, plan)

    assert not found.allowed
    assert found.reason.startswith("Der er intet samtykke.")
    assert not found.shows("g2")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"valid_until": "2026-11-20"}, "kun til den 20. november 2026"),
        ({"valid_from": "2026-11-22"}, "først fra den 22. november 2026"),
        ({"recipients": [{"rid": "r", "department": "SSP", "may": MAY}]}, "PPR er ikke med"),
        ({"recipients": [{"rid": "r", "department": "PPR", "may": ["share"]}]}, "ikke modtage"),
    ],
)
def test_a_consent_that_does_not_cover_the_department_lets_it_read_nothing(world, plan, given, why):
    gatherings.consented(world.case, **given)

    found = asked(world, plan)

    assert not found.allowed
    assert why in found.reason


def test_a_consent_that_was_withdrawn_ends_the_reading_at_once(world, plan):
    paper = consent(world, "PPR")
    assert asked(world, plan).allowed

    making.fact(paper, "withdrawn_at", "2026-11-21T09:00:00+01:00", value="2026-11-21")

    assert not asked(world, plan).allowed


def test_what_is_about_something_else_is_left_out(world, plan):
    consent(world, "PPR", information_types=["education"])

    found = asked(world, plan)

    assert found.allowed
    assert found.hidden == {"network", "goals/g1", "goals/g1/sub_goals/s1"}
    assert (found.shows("g1"), found.shows("s1"), found.shows("g2")) == (False, False, True)


def test_minutes_know_the_goals_of_the_plan(world, plan):
    consent(world, "PPR", information_types=["education"])
    rows = [{"rid": "d1", "goal_no": "1"}, {"rid": "d2", "goal_no": "2"}]
    minutes = making.paper(world.case, "kui.minutes.coordination", {"decisions": rows})

    assert asked(world, minutes).hidden == {"decisions/d1"}


@pytest.mark.parametrize("relation", ["plan_coordinator", "deputy", "contact_person"])
def test_who_holds_the_case_together_reads_everything(world, plan, relation):
    involve(world, "mette", relation)

    assert asked(world, plan, "mette") is EVERYTHING


@pytest.mark.parametrize("relation", ["primary", "convener", "author", "ad_hoc"])
def test_other_tasks_do_not(world, plan, relation):
    involve(world, "mette", relation)

    assert not asked(world, plan, "mette").allowed


def test_the_department_that_wrote_it_reads_it(world):
    involve(world, "birgitte")
    paper = making.paper(world.case, "kui.education_plan", PLAN)

    assert asked(world, paper, "birgitte") is EVERYTHING


def test_nobody_is_of_the_department_of_a_command(world):
    involve(world, "birgitte")
    paper = making.paper(world.case, "kui.education_plan", PLAN, by={"user_id": "system:cli", "name": "kuidocs"})

    assert not asked(world, paper, "birgitte").allowed


def test_a_department_without_a_name_is_no_department(world, plan):
    world.root.medarbejdere["louise"].department = ""
    consent(world, "PPR")

    assert not asked(world, plan).allowed


@pytest.mark.parametrize("role", ["minute_taker", "chair"])
def test_who_answers_for_minutes_reads_them(world, role):
    involve(world, "louise")
    involve(world, "mette")
    person = gatherings.row(world.case, "Louise Grønvang", "primary", rid="x")["name"]
    paper = making.paper(world.case, "kui.minutes.coordination", {role: person})

    assert asked(world, paper) is EVERYTHING
    assert not asked(world, paper, "mette").allowed


def test_who_is_asked_to_review_and_who_did_reads_it(world):
    involve(world, "louise")
    by = {"user_id": "mette", "name": "Mette Lindekrone"}
    paper = making.paper(world.case, "kui.education_plan", PLAN, by=by, waiting=["louise"])
    assert asked(world, paper) is EVERYTHING

    making.fact(paper, "approved", "2026-11-21T09:00:00+01:00", {"user_id": "louise", "name": "Louise"})
    assert asked(world, paper) is EVERYTHING
    on_the_case = Question(world.who("louise"), world.case, TODAY)
    assert may_read(on_the_case, paper.latest) is EVERYTHING


def test_everybody_in_the_case_reads_the_consent_itself(world):
    involve(world, "mette")

    assert asked(world, consent(world, "PPR"), "mette") is EVERYTHING


@pytest.mark.parametrize("user", ["camilla", "tobias"])
def test_who_comes_by_nothing_reads_nothing(world, plan, user):
    assert not asked(world, plan, user).allowed


def test_who_comes_by_a_role_and_not_by_a_task_comes_by_law(world, plan):
    assert asked(world, plan, "kirsten") is EVERYTHING


def test_a_draft_of_a_paper_of_another_meeting_is_not_read(world, plan):
    """Somebody who is there for one meeting only reads no plan, though the consent gives the department all of it."""
    consent(world, "PPR", information_types=[*LABELS])
    draft = Draft(plan.id, "kui.education_plan", 1, None)
    involve(world, "louise", "ad_hoc")
    world.case.involvements = vars(world)["parts"][-1:]
    sight = Sight(world.who("louise"), world.case, TODAY)

    assert not sight.draft(plan, draft).allowed

    world.case.involvements = vars(world)["parts"][:1]
    assert Sight(world.who("louise"), world.case, TODAY).draft(plan, draft) is EVERYTHING


def test_what_a_version_is_about_is_told_of_what_may_be_read_of_it(world, plan):
    consent(world, "PPR", information_types=["education", "health"])
    assert Sight(world.who("jonas"), world.case, TODAY).about(plan.latest) >= {"education", "health", "family"}
    involve(world, "louise")
    world.case.involvements = (*world.case.involvements, *vars(world)["parts"])

    assert "family" not in Sight(world.who("louise"), world.case, TODAY).about(plan.latest)
