"""Somebody leaves: the list, the handing over, the last day."""

from datetime import date, timedelta

import pytest

from kuidocs.domain.errors import NotAllowed, Refused
from kuidocs.security.questions import Question
from kuidocs.security.rules import permits
from kuidocs.usecases import leaving, people, task_acts
from kuidocs.usecases.case_reading import case_tasks
from tests.usecases import plan_story
from tests.usecases.test_case_reading import add
from tests.views import making

TODAY = date(2026, 11, 21)


@pytest.fixture
def busy(world):
    """Jonas coordinates, is contact person, has a task, a draft, a paper in review and a meeting to lead."""
    plan_story.coordinated(world)
    world.case.contact_person = dict(world.case.plan_coordinator)
    meeting = making.meeting(world.case, "followup_without_young", "2026-12-01")
    making.notice(world.case, meeting, "chair")
    making.paper(world.case, "kui.contact_card", {}, waiting=["kirsten"])
    draft = add(world, "kui.contact_note", {}, approved=False)
    draft.versions, draft.draft = (), {"number": 1, "round": 1, "by": making.JONAS, "at": "2026-11-20"}
    return world


def held(world, user="jonas"):
    return leaving.held(world.case, user, TODAY)


def keys(world, user="jonas"):
    return [item.key for item in held(world, user).items]


def give(world, chosen, to="birgitte", who="kirsten", person="jonas", token=""):
    staff = world.root.medarbejdere[person]
    return leaving.hand_over(staff, world.act(who, token), [world.case], chosen, to)


def may_write(world, user):
    return permits("case.write", Question(world.who(user), world.case, TODAY))


def owner(world, rid):
    task = next(task for task in case_tasks(world.case) if task.rid == rid)
    return task_acts.owner(world.case, task)


def test_the_list_has_everything(busy):
    found = held(busy)

    assert found.relations == ("plan_coordinator", "contact_person")
    assert (found.part, [task.rid for task in found.tasks]) == (True, ["t1aaaa"])
    assert [paper.form_key for paper in found.papers] == ["kui.contact_card", "kui.contact_note"]
    assert [meeting.number for meeting in found.meetings] == [2]
    assert keys(busy) == [
        "rolle:FLK-2026-0001:plan_coordinator",
        "rolle:FLK-2026-0001:contact_person",
        "plads:FLK-2026-0001:",
        "opgave:FLK-2026-0001:t1aaaa",
    ]


def test_a_paper_that_waits_for_somebody_is_on_the_readers_list(busy):
    assert [paper.form_key for paper in held(busy, "kirsten").papers] == ["kui.contact_card"]
    assert held(busy, "kirsten").items == []


def test_a_meeting_that_is_over_is_nobodys(busy):
    busy.case.moeder["2"].state = "held"

    assert held(busy).meetings == ()


def test_a_part_that_has_ended_is_none(busy):
    busy.case.involvements = (
        {"user_id": "mette", "relation": "primary", "since": "2026-10-01", "until": "2026-11-01"},
    )

    assert not held(busy, "mette").part


def test_the_whole_list_is_handed_over(busy):
    assert give(busy, keys(busy)) == 4

    assert people.user_id(busy.case, busy.case.plan_coordinator) == "birgitte"
    assert people.user_id(busy.case, busy.case.contact_person) == "birgitte"
    assert owner(busy, "t1aaaa") == "birgitte"
    assert may_write(busy, "birgitte")
    assert keys(busy) == []
    assert [fact["kind"] for fact in busy.case.facts] == ["appointed", "appointed", "succeeded"]
    kinds = [event.kind for event in busy.case.log]
    assert kinds == ["case.plan_coordinator_named", "case.contact_person_named", "case.succeeded"]


def test_a_single_task_brings_the_place_that_it_needs(busy):
    assert give(busy, ["opgave:FLK-2026-0001:t1aaaa"]) == 1

    assert may_write(busy, "birgitte")
    assert people.user_id(busy.case, busy.case.plan_coordinator) == "jonas"
    (fact,) = busy.case.dokumenter["D01"].facts_of("task_status")
    assert (fact["data"]["handed_from"], fact["data"]["note"]) == (
        "Jonas Ravnsborg",
        "Overtaget, fordi Jonas Ravnsborg stopper.",
    )
    assert fact["by"]["user_id"] == "kirsten"


def test_a_page_that_is_sent_twice_hands_over_once(busy):
    give(busy, keys(busy), token="a")
    before = len(busy.case.facts)
    with pytest.raises(Refused):
        give(busy, keys(busy), token="a")

    assert len(busy.case.facts) == before


def test_the_same_act_again_leaves_no_second_fact(busy):
    item = leaving.Item(leaving.ROLE, busy.case.case_no, "plan_coordinator")
    staff = busy.root.medarbejdere
    for to in ("birgitte", "mikkel"):
        leaving._pass_on(busy.case, item, staff["jonas"], staff[to], busy.act("kirsten", "a"))

    assert people.user_id(busy.case, busy.case.plan_coordinator) == "birgitte"


def test_another_department_needs_a_part_first(busy):
    with pytest.raises(Refused, match="anden afdeling"):
        give(busy, ["opgave:FLK-2026-0001:t1aaaa"], to="fatma")
    assert owner(busy, "t1aaaa") == "jonas"

    assert give(busy, ["opgave:FLK-2026-0001:t1aaaa"], to="mette") == 1
    assert owner(busy, "t1aaaa") == "mette"


def test_somebody_there_for_one_meeting_has_no_such_part(busy):
    with pytest.raises(Refused, match="anden afdeling"):
        give(busy, ["plads:FLK-2026-0001:"], to="louise")


@pytest.mark.parametrize("to", ["", "jonas", "nobody", "tobias"])
def test_only_a_colleague_who_is_here_takes_over(busy, to):
    with pytest.raises(Refused) as refused:
        give(busy, keys(busy), to=to)
    assert refused.value.code == "til"


def test_who_is_leaving_too_takes_nothing_over(busy):
    busy.root.medarbejdere["birgitte"].leaves_on = "2026-11-20"

    with pytest.raises(Refused):
        give(busy, keys(busy))


@pytest.mark.parametrize("chosen", [[], ["rolle:FLK-2026-0001:deputy"], ["opgave:FLK-2026-0002:t1aaaa"], ["x"]])
def test_only_what_one_has_is_handed_over(busy, chosen):
    with pytest.raises(Refused) as refused:
        give(busy, chosen)
    assert refused.value.code == "valg"


@pytest.mark.parametrize("who", ["jonas", "birgitte", "tobias", "mette", "jens"])
def test_others_hand_over_nothing(busy, who):
    with pytest.raises(NotAllowed):
        give(busy, keys(busy), who=who)


def test_who_leaves_may_when_the_day_is_known(busy):
    busy.root.medarbejdere["jonas"].leaves_on = "2026-12-31"

    assert give(busy, keys(busy), who="jonas") == 4


class TestTheLastDay:
    def mark(self, world, on, who="kirsten", person="jonas"):
        leaving.mark(world.root.medarbejdere[person], world.act(who), on)

    def test_it_is_written_and_taken_back(self, world):
        self.mark(world, date(2026, 12, 31))
        self.mark(world, date(2026, 12, 31))
        assert world.root.medarbejdere["jonas"].leaves_on == "2026-12-31"
        self.mark(world, None)

        assert world.root.medarbejdere["jonas"].leaves_on == ""
        assert [event.data["day"] for event in world.root.medarbejdere.log] == ["2026-12-31", ""]

    def test_it_is_not_past(self, world):
        with pytest.raises(Refused):
            self.mark(world, date(2026, 11, 20))
        self.mark(world, TODAY)

    @pytest.mark.parametrize(
        ("who", "person"), [("jonas", "jonas"), ("kirsten", "kirsten"), ("kirsten", "fatma"), ("tobias", "tobias")]
    )
    def test_the_leader_of_the_department_says_it_of_others(self, world, who, person):
        with pytest.raises(NotAllowed):
            self.mark(world, TODAY, who, person)

    def test_the_administrator_says_it_too_but_of_no_other_administrator(self, world):
        self.mark(world, date(2026, 12, 31), "tobias")
        assert world.root.medarbejdere["jonas"].leaves_on == "2026-12-31"
        world.root.medarbejdere["jens"].roles = ("system_administrator",)

        with pytest.raises(NotAllowed):
            self.mark(world, TODAY, "tobias", "jens")

    def test_the_last_administrator_does_not_leave_before_another_has_the_role(self, world):
        staff = world.root.medarbejdere
        staff["kirsten"].department = staff["tobias"].department
        with pytest.raises(Refused, match="sidste systemadministrator"):
            self.mark(world, TODAY, person="tobias")
        staff["jens"].roles = ("system_administrator",)

        self.mark(world, date(2026, 12, 31), person="tobias")

        assert staff["tobias"].leaves_on == "2026-12-31"

    def test_who_has_left_is_not_marked_again(self, world):
        world.root.medarbejdere["jonas"].active = False

        with pytest.raises(Refused, match="allerede"):
            self.mark(world, TODAY)

    def test_the_last_day_is_a_day_at_work(self, world):
        person = world.root.medarbejdere["jonas"]
        person.leaves_on = "2026-11-21"
        assert person.works_on(TODAY)
        assert leaving.close_accounts(world.root, world.act()) == []

        world.clock.advance(timedelta(days=1))
        assert not person.works_on(TODAY + timedelta(days=1))
        assert leaving.close_accounts(world.root, world.act()) == ["jonas"]
        assert not person.active


def test_cases_that_are_gone_are_left_out(world):
    assert list(leaving.cases_of(world.root, ["FLK-2026-0001", "FLK-2026-9999"])) == [world.case]


def test_a_task_that_was_finished_meanwhile_is_not_passed_on(busy):
    making.fact(busy.case.dokumenter["D01"], "task_status", "2026-11-20T10:00:00+01:00")
    busy.case.dokumenter["D01"].facts[-1]["about"]["rid"] = "t1aaaa"
    busy.case.dokumenter["D01"].facts[-1]["data"]["status"] = "done"

    task_acts.pass_on(busy.case, busy.act("kirsten"), "t1aaaa", busy.root.medarbejdere["birgitte"], "x")

    assert len(busy.case.dokumenter["D01"].facts_of("task_status")) == 1
