"""From decision to plan and back (R42, R43, D39), the whole way once, and what is refused."""

import pytest

from kuidocs.domain import plan_writing as pw
from kuidocs.domain.errors import Conflict, NotFound
from kuidocs.usecases import case_reading, documents, drafting, plan_links, plan_standing, reviewing
from kuidocs.usecases.plan_links import NotWritten, Wanted
from kuidocs.usecases.reviewing import Incomplete
from tests import factories
from tests.usecases.plan_story import D1, D2, D3, EFFORT, GOAL, MINUTES, PLAN, coordinated, plan, write
from tests.usecases.test_case_reading import add

TODAY = factories.NOW.date()


@pytest.fixture
def minutes(world):
    return coordinated(world)


def draft(world):
    return world.drafts.get(plan(world).id).content()


def waiting(world):
    return [row["rid"] for one in case_reading.approved_minutes(world.case) for row in case_reading.unwritten(one)]


def fill(world, **changed):
    content = draft(world) | PLAN | changed
    own = world.drafts.get(plan(world).id)
    drafting.save(plan(world), world.drafts, content, own.revisions(), world.act())


def approve(world):
    reviewing.submit(plan(world), world.drafts, world.act())
    latest = plan(world).latest
    reviewing.approve(
        plan(world), world.act("kirsten"), number=latest.number, round_=latest.round, opened=True, audit_head="h"
    )


def written_in_three_ways(world, minutes):
    write(world, minutes, D1, pw.NEW_GOAL)
    write(world, minutes, D2, pw.NEW_EFFORT)
    write(world, minutes, D3, pw.NEW_TASK)


def test_the_whole_way_from_decision_to_a_plan_that_is_up_to_date(world, minutes):
    assert case_reading.lamp(world.case, TODAY).state == "none"

    written_in_three_ways(world, minutes)

    assert waiting(world) == []
    fill(world)
    approve(world)
    lamp = case_reading.lamp(world.case, TODAY)
    assert (lamp.state, lamp.label) == ("current", "Ajour")
    content = plan(world).latest.content()
    assert [goal["goal_text"] for goal in content["goals"]] == ["At styre mine egne breve"]
    assert [(effort["effort_title"], effort["goal_nos"]) for effort in content["efforts"]] == [
        ("Gældsrådgivning", ["1"])
    ]
    assert [task["task_text"] for task in content["who_does_what"]] == ["Jonas sorterer post sammen med Freja."]


def test_both_papers_know_of_each_other(world, minutes):
    write(world, minutes, D1, pw.NEW_GOAL)

    (link,) = minutes.facts_of("plan_item_ref")
    (back,) = plan(world).facts_of("decision_ref")
    assert link["about"] == {"number": 1, "round": 1, "rid": D1}
    assert {key: link["data"][key] for key in ("document", "number", "row", "how", "value")} == {
        "document": plan(world).label,
        "number": 1,
        "row": "m1aaaa",
        "how": "new_goal",
        "value": "mål 1",
    }
    assert back["about"] == {"number": 1, "round": 1, "rid": "m1aaaa"}
    assert (back["data"]["document"], back["data"]["row"], back["data"]["link"]) == (minutes.label, D1, link["id"])
    assert [event.kind for event in minutes.log] == ["document.plan_item_ref"]


def test_a_first_plan_begins_with_what_the_minutes_say(world):
    minutes = coordinated(world, plan_coordinator={"text": "Jonas Ravnsborg"})

    write(world, minutes, D3, pw.NEW_TASK)

    assert (draft(world)["preferred_name"], draft(world)["plan_reason"]) == ("Freja", "first")
    assert draft(world)["plan_coordinator"]["text"] == "Jonas Ravnsborg"
    assert [goal["goal_no"] for goal in draft(world)["goals"]] == ["1"], "a task brings the goal that it serves"


def test_words_that_were_typed_are_what_is_written(world, minutes):
    write(world, minutes, D1, pw.NEW_GOAL, goal_text="Mine breve", deadline="24-12-2026", youth_words="")

    (goal,) = draft(world)["goals"]
    assert (goal["goal_text"], goal["sub_goals"][0]["deadline"]) == ("Mine breve", "2026-12-24")
    (link,) = minutes.facts_of("plan_item_ref")
    assert {one["name"]: one["after"] for one in link["data"]["changes"]}["deadline"] == "2026-12-24"


def test_what_is_wrong_elsewhere_in_the_draft_does_not_stop_a_writing(world, minutes):
    write(world, minutes, D1, pw.NEW_GOAL)
    fill(world, next_review="snart")

    write(world, minutes, D3, pw.NEW_TASK)

    assert draft(world)["next_review"] == "snart"
    assert waiting(world) == [D2]


class TestNextVersion:
    @pytest.fixture
    def approved(self, world, minutes):
        written_in_three_ways(world, minutes)
        fill(world)
        approve(world)
        return coordinated(world, held_at="2026-11-20", who_does_what=[])

    def test_a_change_begins_the_next_version_with_a_note(self, world, approved):
        write(world, approved, D1, pw.CHANGE, "e1aaaa", status="active", end_date="2027-06-30")

        found = plan(world)
        assert (found.number, found.draft["note"]) == (2, "Beslutninger fra koordinationsmøde den 20. november 2026")
        assert draft(world)["efforts"][0]["end_date"] == "2027-06-30"
        assert found.in_force().number == 1
        assert case_reading.lamp(world.case, TODAY).reason == "To beslutninger er ikke skrevet i planen endnu."

    def test_what_stands_there_already_begins_nothing(self, world, approved):
        write(world, approved, D1, pw.ALREADY, "m1aaaa")
        write(world, approved, D2, pw.UNCHANGED)

        assert plan(world).draft is None
        facts = {fact["about"]["rid"]: fact["data"] for fact in approved.facts_of("plan_item_ref")}
        assert (facts[D1]["number"], facts[D1]["row"]) == (1, "m1aaaa")
        assert facts[D2] == {"how": "unchanged", "value": "indgår uden ændring"}
        assert waiting(world) == [D3]

    def test_giving_up_the_draft_opens_its_decisions_again(self, world, approved):
        write(world, approved, D1, pw.CHANGE, "e1aaaa", status="active")
        write(world, approved, D2, pw.ALREADY, "m1aaaa")

        reviewing.annul(plan(world), world.drafts, world.act(), note="Forkert møde.")

        assert waiting(world) == [D1, D3]
        documents.new_version(plan(world), world.drafts, world.act(), note="Igen")
        assert waiting(world) == [D1, D3], "the same number again does not bring the link back"
        (undone,) = approved.facts_of("plan_item_undone")
        assert undone["data"]["note"] == "Forkert møde."

    def test_nothing_is_written_while_the_plan_is_in_review(self, world, approved):
        write(world, approved, D1, pw.CHANGE, "e1aaaa", status="active")
        write(world, approved, D2, pw.UNCHANGED)
        write(world, approved, D3, pw.UNCHANGED)
        reviewing.submit(plan(world), world.drafts, world.act())

        with pytest.raises(Conflict, match="til gennemsyn"):
            write(world, approved, D2, pw.NEW_TASK, also=True)
        with pytest.raises(Conflict, match="Ret den i en ny version"):
            plan_links.undo(approved, world.drafts, world.act(), decision=D1)
        assert waiting(world) == []

    def test_what_was_approved_stays_written_when_a_later_version_drops_it(self, world, approved):
        documents.new_version(plan(world), world.drafts, world.act(), note="Rydder op")
        content = draft(world) | {"who_does_what": []}
        drafting.save(plan(world), world.drafts, content, world.drafts.get(plan(world).id).revisions(), world.act())

        assert D3 in plan_standing.written(world.case.dokumenter.of_form("kui.minutes.coordination")[0])


class TestTakingBack:
    def test_undoing_takes_it_out_of_the_draft(self, world, minutes):
        write(world, minutes, D3, pw.NEW_TASK)

        plan_links.undo(minutes, world.drafts, world.act(token="side-2"), decision=D3)
        plan_links.undo(minutes, world.drafts, world.act(token="side-2"), decision=D3)

        assert "who_does_what" not in draft(world)
        assert D3 in waiting(world)
        assert len(minutes.facts_of("plan_item_undone")) == 1
        write(world, minutes, D3, pw.NEW_TASK)
        assert D3 not in waiting(world)

    def test_what_changed_nothing_is_undone_without_a_plan(self, world, minutes):
        write(world, minutes, D3, pw.UNCHANGED)

        plan_links.undo(minutes, world.drafts, world.act(), decision=D3)

        assert D3 in waiting(world)

    def test_deleting_the_row_opens_the_decision_again(self, world, minutes):
        write(world, minutes, D3, pw.NEW_TASK)
        own = world.drafts.get(plan(world).id)
        content = {name: value for name, value in draft(world).items() if name != "who_does_what"}

        drafting.save(plan(world), world.drafts, content, own.revisions(), world.act())

        assert D3 in waiting(world)
        with pytest.raises(Conflict, match="ikke i planen længere"):
            plan_links.undo(minutes, world.drafts, world.act(), decision=D3)

    def test_giving_up_a_first_plan_opens_all(self, world, minutes):
        write(world, minutes, D1, pw.NEW_GOAL)

        reviewing.annul(plan(world), world.drafts, world.act(), note="Forfra.")

        assert plan(world) is None
        assert waiting(world) == [D1, D2, D3]


class TestRefused:
    def test_twice_is_once(self, world, minutes):
        write(world, minutes, D3, pw.NEW_TASK, token="side-1")
        write(world, minutes, D3, pw.NEW_TASK, token="side-1")

        assert len(draft(world)["who_does_what"]) == 1
        with pytest.raises(Conflict, match="allerede"):
            write(world, minutes, D3, pw.NEW_TASK)

    def test_in_two_ways_when_that_is_asked_for(self, world, minutes):
        write(world, minutes, D3, pw.NEW_TASK)
        write(world, minutes, D3, pw.NEW_GOAL, also=True, area="economy", sub_goal_text="Sorterer én gang")

        assert len(plan_standing.written(minutes)[D3]) == 2

    def test_minutes_that_are_not_approved(self, world):
        minutes = coordinated(world, approved=False)

        with pytest.raises(Conflict, match="ikke godkendt"):
            write(world, minutes, D1, pw.NEW_TASK)

    @pytest.mark.parametrize("form", ["kui.contact_note", "kui.minutes.clarification", "kui.agenda.coordination"])
    def test_papers_that_decide_nothing(self, world, form):
        paper = add(world, form, {"decisions": [{"rid": D1}]} if form.startswith("kui.minutes") else {})

        with pytest.raises(NotFound):
            plan_links.write(paper, world.drafts, world.act(), Wanted(D1, pw.UNCHANGED))

    def test_a_decision_that_is_not_in_the_minutes(self, world, minutes):
        with pytest.raises(NotFound, match="findes ikke i referatet"):
            plan_links.write(minutes, world.drafts, world.act(), Wanted("d9aaaa", pw.UNCHANGED))

    @pytest.mark.parametrize(
        ("kind", "place", "answers", "problems"),
        [
            (pw.NEW_TASK, "", {"task_text": ""}, {"task_text": "Udfyld »Hvad skal gøres?«."}),
            (pw.NEW_TASK, "", {"deadline": "snart"}, {"deadline": None}),
            (pw.NEW_EFFORT, "", {"status": "nope"}, {"status": None}),
            (pw.NEW_GOAL, "", {"deadline": "32-13-2026"}, {"deadline": None}),
            ("decree", "", {}, {"kind": pw.NO_KIND}),
            (pw.ALREADY, "nowhere", {}, {"place": pw.NO_PLACE}),
        ],
    )
    def test_what_cannot_be_written_says_why_and_writes_nothing(self, world, minutes, kind, place, answers, problems):
        with pytest.raises(NotWritten) as refused:
            write(world, minutes, D1, kind, place, **answers)

        assert set(refused.value.problems) == set(problems)
        assert [refused.value.problems[name] for name, text in problems.items() if text] == [
            text for text in problems.values() if text
        ]
        assert plan(world) is None
        assert D1 in waiting(world)

    def test_a_change_that_changes_nothing(self, world, minutes):
        write(world, minutes, D1, pw.NEW_GOAL)

        with pytest.raises(NotWritten) as refused:
            write(world, minutes, D2, pw.CHANGE, "m1aaaa")
        assert refused.value.problems == {"place": pw.NO_CHANGE}


class TestBeforeReview:
    """DOMAIN 4.6: what keeps a plan from coming into force."""

    def codes(self, world):
        with pytest.raises(Incomplete) as lacking:
            reviewing.submit(plan(world), world.drafts, world.act())
        return {one.code for one in lacking.value.problems if not one.warning}

    def test_all_decisions_stand_in_it(self, world, minutes):
        write(world, minutes, D1, pw.NEW_GOAL)
        write(world, minutes, D3, pw.NEW_TASK)
        fill(world, no_efforts_reason="Ikke endnu.")

        assert self.codes(world) == {"decisions_unwritten"}

    def test_a_new_goal_and_a_new_effort_have_a_decision_behind_them(self, world, minutes):
        written_in_three_ways(world, minutes)
        goal = draft(world)["goals"][0] | {"rid": "m9aaaa", "goal_no": "2", "goal_text": "Et andet mål"}
        effort = draft(world)["efforts"][0] | {"rid": "e9aaaa", "priority": "2", "effort_title": "Noget andet"}
        fill(world, goals=[*draft(world)["goals"], goal], efforts=[*draft(world)["efforts"], effort])

        assert self.codes(world) == {"goal_undecided", "effort_undecided"}

    def test_what_the_minutes_agreed_may_be_typed_into_the_plan(self, world, minutes):
        written_in_three_ways(world, minutes)
        effort = EFFORT | {"rid": "e9aaaa", "priority": "2", "effort_title": "gældsrådgivning."}
        fill(world, efforts=[*draft(world)["efforts"], effort])

        approve(world)

        assert len(plan(world).in_force().content()["efforts"]) == 2

    def test_when_nobody_could_decide_the_minutes_agree_on_nothing(self, world):
        absent = [row | ({"attendance": "absent"} if row["rid"] == "p4aaaa" else {}) for row in MINUTES["participants"]]
        minutes = coordinated(world, participants=absent, decisions=[MINUTES["decisions"][2]])
        write(world, minutes, D3, pw.NEW_TASK)
        fill(world, goals=[GOAL], efforts=[EFFORT])

        assert self.codes(world) >= {"goal_undecided", "effort_undecided"}

    @pytest.mark.parametrize(("told", "codes"), [("", {"young_not_told"}), ("Jonas ringede til Freja.", set())])
    def test_the_young_person_hears_what_parents_decided_before_the_plan_counts(self, world, told, codes):
        mother = {"rid": "p5aaaa", "name": {"text": "Ida Holm"}, "relation": "custody_holder", "attendance": "present"}
        rows = [row | ({"attendance": "absent"} if row["rid"] == "p4aaaa" else {}) for row in MINUTES["participants"]]
        minutes = coordinated(world, participants=[*rows, mother], read_through=told)
        written_in_three_ways(world, minutes)
        fill(world)

        if codes:
            assert self.codes(world) == codes
        else:
            approve(world)

    def test_a_follow_up_is_ahead(self, world, minutes):
        written_in_three_ways(world, minutes)
        fill(world, followup_dates=[{"rid": "f1aaaa", "date": "2026-11-21", "meeting_type": "followup_with_young"}])

        assert self.codes(world) == {"no_followup_ahead"}

    def test_a_status_needs_no_meeting(self, world, minutes):
        written_in_three_ways(world, minutes)
        fill(world)
        approve(world)
        documents.new_version(plan(world), world.drafts, world.act(), note="Status")
        efforts = [draft(world)["efforts"][0] | {"status": "active"}]
        fill(world, efforts=efforts)

        approve(world)

        assert plan(world).in_force().content()["efforts"][0]["status"] == "active"
