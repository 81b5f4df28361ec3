"""The plan is not followed, and birthdays."""

import copy
from datetime import date, timedelta

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.domain.identity import SYSTEM
from kuidocs.usecases import deadlines, timekeeping
from kuidocs.usecases.acting import Act
from tests.usecases import plan_story
from tests.usecases.test_case_reading import CONSENT, add

DAY = date(2026, 11, 19)


@pytest.fixture
def planned(world):
    add(world, "kui.education_plan", copy.deepcopy(plan_story.PLAN))
    return world


def kinds(world):
    return [fact["kind"] for fact in world.case.facts]


def events(world):
    return [event.kind for event in world.case.log]


def tell(world, name="not_following", user="jonas", token="", day=DAY, note="Kommer ikke."):
    timekeeping.tell(world.case, world.act(user, token), name, day=day, note=note)


def test_it_is_written_once_for_a_page_that_is_sent_twice(planned):
    tell(planned, token="a")
    tell(planned, token="a")

    assert kinds(planned) == ["not_following"]
    assert events(planned) == ["case.not_following"]
    assert planned.case.facts[0]["data"] == {"date": "2026-11-19", "note": "Kommer ikke."}


def test_an_event_keeps_no_words(planned):
    tell(planned)

    (event,) = planned.case.log
    assert "Kommer" not in str(event.data) + str(event.about)


def test_the_answers_name_what_they_answer(planned):
    tell(planned, token="a")
    tell(planned, "contact_made", note="Ringede.")
    tell(planned, "new_activity", note="Værksted.")

    assert kinds(planned) == ["not_following", "contact_made", "new_activity"]
    assert {fact["data"].get("of") for fact in planned.case.facts[1:]} == {"a"}


def test_twice_at_once_is_refused(planned):
    tell(planned)

    with pytest.raises(Conflict):
        tell(planned)


def test_an_answer_to_nothing_is_refused(planned):
    with pytest.raises(Conflict):
        tell(planned, "new_activity")


@pytest.mark.parametrize("user", ["mette", "kirsten", "tobias"])
def test_others_may_not(planned, user):
    with pytest.raises(NotAllowed):
        tell(planned, user=user)


@pytest.mark.parametrize("day", [None, date(2026, 11, 22)])
def test_the_day_is_asked_for(planned, day):
    with pytest.raises(Refused):
        tell(planned, day=day)
    assert kinds(planned) == []


def test_without_a_plan_there_is_nothing_to_follow(world):
    with pytest.raises(Refused, match="ingen uddannelsesplan"):
        tell(world)


class TestAges:
    def reach(self, world):
        return timekeeping.reach_ages(world.case, Act(SYSTEM, world.clock))

    def test_a_birthday_is_written_once(self, world):
        assert self.reach(world) == 0
        world.clock.advance(timedelta(days=113))

        assert (self.reach(world), self.reach(world)) == (1, 0)
        assert world.case.facts[0]["data"] == {"age": 18, "birthday": "2027-03-14"}
        assert world.case.facts[0]["by"]["user_id"] == "system"
        assert [(event.kind, event.about["age"]) for event in world.case.log] == [("case.age_reached", 18)]

    def test_what_came_while_nothing_ran_is_written_later(self, world):
        world.clock.advance(timedelta(days=8 * 365))

        assert self.reach(world) == 2

    def test_what_came_before_the_case_is_nobodys_business(self, world):
        world.case.opened_at = "2027-03-15"
        world.clock.advance(timedelta(days=200))

        assert self.reach(world) == 0

    def test_it_comes_from_the_date_of_birth_and_never_from_the_number(self, world):
        world.case.person.id_number = "211108-4991"

        assert self.reach(world) == 0

    def test_done_is_done_once(self, world):
        timekeeping.age_done(world.case, world.act(token="a"), 18)
        timekeeping.age_done(world.case, world.act(token="a"), 18)
        with pytest.raises(Conflict):
            timekeeping.age_done(world.case, world.act(), 18)

        assert events(world) == ["case.age_handled"]

    @pytest.mark.parametrize("age", [0, 15, 17, 99])
    def test_only_ages_that_come(self, world, age):
        with pytest.raises(Refused):
            timekeeping.age_done(world.case, world.act(), age)

    def test_only_who_looks_after_the_young_person(self, world):
        with pytest.raises(NotAllowed):
            timekeeping.age_done(world.case, world.act("mette"), 18)


def test_finished_cases_have_no_birthdays(world):
    assert list(timekeeping.open_cases(world.root)) == [world.case]
    world.case.state = "closed"
    assert list(timekeeping.open_cases(world.root)) == []


class TestConsentAfterABirthday:
    """At 15 and 18 others give the consent; a new one shows that they were asked."""

    @pytest.fixture
    def grown(self, world):
        world.case.person.birth_date = "2008-09-20"
        world.case.opened_at = "2026-02-02T10:00:00+01:00"
        return world

    def given(self, world, day):
        rows = [{"rid": "g", "given_at": day, "name": {"text": "Freja"}}]
        add(world, "kui.consent", CONSENT | {"given_by": rows})
        return deadlines.handled_ages(world.case)

    def test_a_new_consent_answers_the_birthday(self, grown):
        assert self.given(grown, "2026-09-22") == {18}

    def test_an_older_one_does_not(self, grown):
        assert self.given(grown, "2026-09-19") == set()

    def test_without_any_it_waits(self, grown):
        assert deadlines.handled_ages(grown.case) == set()
