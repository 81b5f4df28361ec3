"""What each way of writing a decision does to the plan."""

from itertools import count

import pytest

from kuidocs.domain import plan_writing as pw
from kuidocs.domain.plan_writing import Change, Source

PLAN = {
    "wishes": "At køre motorcykel.",
    "goals": [
        {
            "rid": "goal01",
            "goal_no": "1",
            "goal_text": "At komme op",
            "area": "social",
            "status": "on_track",
            "sub_goals": [{"rid": "step01", "sub_goal_text": "Vækkeur", "deadline": "2026-12-01"}],
        }
    ],
    "efforts": [
        {
            "rid": "effort1",
            "priority": "1",
            "effort_title": "Mentor",
            "responsible": {"text": "Jonas", "actor_id": "a1"},
            "goal_nos": ["1"],
            "end_date": "2026-12-18",
            "status": "active",
        }
    ],
    "who_does_what": [{"rid": "task01", "task_text": "Ringer"}],
}
MINUTES = {
    "goals": [
        {
            "rid": "goal02",
            "goal_no": "2",
            "goal_text": "At styre mine breve",
            "youth_words": "»Det er mange breve.«",
            "area": "economy",
            "status": "not_started",
            "sub_goals": [{"rid": "step02", "sub_goal_text": "Sortere", "deadline": "2026-12-08"}, {"rid": "step03"}],
        }
    ],
    "prioritised_efforts": [
        {"rid": "effort2", "effort_title": "Gældsrådgivning", "goal_nos": ["2"], "area": "economy", "status": "planned"}
    ],
}
DECISION = {
    "rid": "decision1",
    "decision_text": "Freja får hjælp til sine breve.",
    "reason": "Hun vil selv.",
    "young_view_note": "»Ikke det hele på én gang.«",
    "responsible": {"text": "Jonas", "actor_id": "a1"},
    "deadline": "2026-12-13",
    "goal_no": "2",
}


def source(plan=PLAN, minutes=MINUTES, used=(), **changed):
    return Source(plan, minutes, DECISION | changed, used)


def new_ids():
    numbers = count(1)
    return lambda: f"new{next(numbers):03d}"


def write(kind, found=None, rid="", **answers):
    found = found or source()
    return pw.write(kind, found, pw.proposed(kind, found, rid) | answers, new_ids(), rid)


class TestGoal:
    def test_the_goal_of_the_minutes_keeps_its_number_and_its_ids(self):
        done = write(pw.NEW_GOAL)

        goal = done.plan["goals"][-1]
        assert (goal["rid"], goal["goal_no"], goal["status"]) == ("goal02", "2", "not_started")
        assert [step["rid"] for step in goal["sub_goals"]] == ["step02", "step03"]
        assert (done.rid, done.group, done.words) == ("goal02", "goals", "mål 2")
        assert Change("goal_text", None, "At styre mine breve") in done.changes
        assert len(PLAN["goals"]) == 1

    def test_words_are_the_young_persons_or_nobodys(self):
        assert pw.proposed(pw.NEW_GOAL, source())["youth_words"] == "»Det er mange breve.«"
        assert pw.proposed(pw.NEW_GOAL, source(minutes={}))["youth_words"] == "»Ikke det hele på én gang.«"
        assert "youth_words" not in pw.proposed(pw.NEW_GOAL, source(minutes={}, young_view_note=""))

    def test_a_goal_of_its_own_gets_a_number_that_was_never_used(self):
        answers = {"goal_text": "Nyt", "area": "social", "sub_goal_text": "Trin", "deadline": "2026-12-24"}

        done = write(pw.NEW_GOAL, source(minutes={}, used={1, 7}, goal_no=""), **answers)

        goal = done.plan["goals"][-1]
        assert (goal["goal_no"], goal["rid"]) == ("8", "new002")
        assert goal["sub_goals"] == [
            {"rid": "new001", "status": "not_started", "sub_goal_text": "Trin", "deadline": "2026-12-24"}
        ]

    def test_the_first_goal_of_all_is_number_one(self):
        done = write(pw.NEW_GOAL, source({}, {}, goal_no=""), area="social")

        assert done.plan["goals"][0]["goal_no"] == "1"


class TestChange:
    def test_only_what_is_different_is_a_change(self):
        done = write(pw.CHANGE, rid="effort1", end_date="2027-01-31", responsible="Jonas", status="stopped")

        effort = done.plan["efforts"][0]
        assert (effort["end_date"], effort["status"], effort["responsible"]) == (
            "2027-01-31",
            "stopped",
            {"text": "Jonas", "actor_id": "a1"},
        )
        assert done.changes == (Change("end_date", "2026-12-18", "2027-01-31"), Change("status", "active", "stopped"))
        assert done.words == "indsats 1"

    def test_what_is_emptied_is_gone(self):
        assert "end_date" not in write(pw.CHANGE, rid="effort1", end_date="").plan["efforts"][0]

    def test_a_sub_goal_is_found_inside_its_goal(self):
        done = write(pw.CHANGE, rid="step01", deadline="2027-02-01")

        assert done.plan["goals"][0]["sub_goals"][0]["deadline"] == "2027-02-01"
        assert done.words == "delmål 1.1"

    def test_the_form_shows_what_stands_there(self):
        assert pw.proposed(pw.CHANGE, source(), "step01")["sub_goal_text"] == "Vækkeur"
        assert pw.fields(pw.CHANGE, PLAN, "effort1")[0] == "effort_title"

    @pytest.mark.parametrize("rid", ["", "unknown", "task01"])
    def test_nothing_is_asked_of_a_place_that_cannot_change(self, rid):
        assert pw.fields(pw.CHANGE, PLAN, rid) == ()
        assert pw.proposed(pw.CHANGE, source(), rid) == {}


class TestEffortAndTask:
    def test_an_effort_comes_last_and_brings_its_goal(self):
        done = write(pw.NEW_EFFORT)

        effort = done.plan["efforts"][-1]
        assert (effort["rid"], effort["priority"], effort["effort_title"]) == ("effort2", "2", "Gældsrådgivning")
        assert [goal["goal_no"] for goal in done.plan["goals"]] == ["1", "2"]
        assert done.words == "indsats 2"

    def test_of_several_efforts_none_is_guessed(self):
        two = {"prioritised_efforts": [{"rid": "a", "goal_nos": ["2"]}, {"rid": "b", "goal_nos": ["2"]}]}

        assert "effort_title" not in pw.proposed(pw.NEW_EFFORT, source(minutes=two))
        assert pw.proposed(pw.NEW_EFFORT, source(minutes=two, goal_no=""))["status"] == "planned"

    def test_an_effort_of_its_own_gets_a_new_id(self):
        done = write(pw.NEW_EFFORT, source({}, {}, goal_no=""), effort_title="Kor")

        assert [(row["rid"], row["priority"]) for row in done.plan["efforts"]] == [("new001", "1")]

    def test_a_task_is_the_decision_with_one_owner_and_a_day(self):
        done = write(pw.NEW_TASK)

        assert done.plan["who_does_what"][-1] == {
            "rid": "new001",
            "task_text": "Freja får hjælp til sine breve.",
            "purpose": "Hun vil selv.",
            "responsible": {"text": "Jonas", "actor_id": "a1"},
            "deadline": "2026-12-13",
            "goal_no": "2",
        }
        assert done.words == "opgave 2"


def test_every_place_says_what_stands_there():
    assert [(one.words, one.text) for one in pw.places(PLAN)] == [
        ("mål 1", "At komme op"),
        ("delmål 1.1", "Vækkeur"),
        ("indsats 1", "Mentor"),
        ("opgave 1", "Ringer"),
    ]


class TestNothingNew:
    def test_pointing_at_a_place_writes_nothing(self):
        done = write(pw.ALREADY, rid="task01")

        assert (done.plan, done.rid, done.words, done.changes) == (PLAN, "task01", "opgave 1", ())

    def test_a_decision_that_changes_nothing_has_no_place(self):
        done = write(pw.UNCHANGED)

        assert (done.plan, done.rid, done.words) == (PLAN, "", "indgår uden ændring")


class TestLacking:
    @pytest.mark.parametrize(
        ("kind", "rid", "names"),
        [
            ("", "", {"kind"}),
            ("decree", "", {"kind"}),
            (pw.CHANGE, "", {"place"}),
            (pw.CHANGE, "task01", {"place"}),
            (pw.ALREADY, "unknown", {"place"}),
            (pw.NEW_TASK, "", {"task_text", "responsible", "deadline"}),
            (pw.NEW_GOAL, "", {"goal_text", "area", "sub_goal_text", "deadline"}),
        ],
    )
    def test_what_is_missing_is_named(self, kind, rid, names):
        assert set(pw.lacking(kind, {}, PLAN, rid)) == names

    @pytest.mark.parametrize(("kind", "rid"), [(pw.UNCHANGED, ""), (pw.ALREADY, "task01"), (pw.CHANGE, "goal01")])
    def test_what_is_there_is_enough(self, kind, rid):
        assert pw.lacking(kind, {}, PLAN, rid) == {}


@pytest.mark.parametrize(
    ("plan", "minutes", "kind"),
    [
        (PLAN, MINUTES, pw.NEW_GOAL),
        (PLAN | {"goals": MINUTES["goals"]}, MINUTES, pw.NEW_EFFORT),
        (PLAN, {}, pw.NEW_TASK),
    ],
)
def test_the_likeliest_way_is_proposed(plan, minutes, kind):
    assert pw.suggested(source(plan, minutes)) == kind


class TestTakenBack:
    @pytest.mark.parametrize("kind", [pw.NEW_GOAL, pw.NEW_EFFORT, pw.NEW_TASK])
    def test_a_new_row_goes_out_again(self, kind):
        done = write(kind)

        back = pw.taken_back(done.plan, kind, done.rid, done.changes)

        assert pw.place(back, done.rid) is None
        assert pw.place(done.plan, done.rid) is not None

    def test_the_others_keep_an_order_without_a_gap(self):
        first = write(pw.NEW_EFFORT)
        second = write(pw.NEW_EFFORT, source(first.plan), effort_title="Kor")

        back = pw.taken_back(second.plan, pw.NEW_EFFORT, first.rid, first.changes)

        assert [row["priority"] for row in back["efforts"]] == ["1", "2"]

    def test_a_change_is_set_back_but_not_what_was_written_since(self):
        done = write(pw.CHANGE, rid="effort1", end_date="2027-01-31", status="stopped")
        done.plan["efforts"][0]["status"] = "completed"

        effort = pw.taken_back(done.plan, pw.CHANGE, "effort1", done.changes)["efforts"][0]

        assert (effort["end_date"], effort["status"]) == ("2026-12-18", "completed")

    def test_a_field_that_was_empty_is_empty_again(self):
        done = write(pw.CHANGE, rid="goal01", youth_words="»Ja.«")

        assert pw.taken_back(done.plan, pw.CHANGE, "goal01", done.changes) == PLAN

    @pytest.mark.parametrize(("kind", "rid"), [(pw.NEW_TASK, "gone"), (pw.ALREADY, "task01")])
    def test_what_is_not_there_or_was_there_before_stays(self, kind, rid):
        assert pw.taken_back(PLAN, kind, rid, ()) == PLAN


class TestUndecided:
    def found(self, after, decided=()):
        return [(one.path, one.code) for one in pw.undecided(PLAN, PLAN | after, decided)]

    def test_a_status_needs_no_meeting(self):
        goals = [PLAN["goals"][0] | {"status": "achieved"}]
        efforts = [PLAN["efforts"][0] | {"status": "completed", "description": "Gik godt"}]

        assert self.found({"goals": goals, "efforts": efforts}) == []

    def test_a_new_goal_does(self):
        goals = [*PLAN["goals"], {"rid": "goal09", "goal_text": "Nyt"}]

        assert self.found({"goals": goals}) == [(("goals", 1, "goal_text"), "goal_undecided")]
        assert self.found({"goals": goals}, {"goal09"}) == []

    @pytest.mark.parametrize("effort", [{"end_date": "2027-01-01"}, {"rid": "effort9"}, {"goal_nos": ["2"]}])
    def test_a_new_or_changed_effort_does(self, effort):
        efforts = [PLAN["efforts"][0] | effort]

        assert self.found({"efforts": efforts}) == [(("efforts", 0, "effort_title"), "effort_undecided")]
        assert self.found({"efforts": efforts}, {efforts[0]["rid"]}) == []

    def test_what_minutes_hold_may_be_typed_in_with_its_words(self):
        goals = [*PLAN["goals"], {"rid": "goal09", "goal_text": "At bo  selv."}]
        agreed = [{"rid": "x", "goal_text": "at bo selv"}, {"rid": "y", "effort_title": "Noget andet"}]

        assert not list(pw.undecided(PLAN, PLAN | {"goals": goals}, (), agreed))
        assert list(pw.undecided(PLAN, PLAN | {"goals": goals}, (), agreed[1:]))
