"""Opening a case, and asking to join the one that there is (R22-R24, D24)."""

from datetime import date

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, NotFound, Refused
from kuidocs.resources.case import YoungPerson
from kuidocs.security.questions import Question, relations
from kuidocs.usecases import involvement, joining, opening, persons
from tests.usecases.openings import next_number, open_case, told


def kinds(case):
    return [event.kind for event in case.log]


def parts(case, user_id):
    return {one["relation"] for one in case.involvements if one["user_id"] == user_id}


def test_a_case_is_opened_with_its_people_and_its_opener_as_convener(world):
    case = open_case(world)

    assert (case.state, case.opened_at, case.person.id_number) == ("opened", "2026-11-21", "690510-1234")
    assert case.opened_by["text"] == "Mikkel Aarøe"
    assert parts(case, "mikkel") == {"convener"}
    assert [one["name"] for one in case.person.custody] == ["Ida Lund"]
    assert {one["kind"] for one in case.register.values()} == {"young_person", "family", "staff"}
    assert case.departments == ("Den Kommunale Ungeindsats", "PPR")
    assert opening.begun_with(case)["task"] == "Vejleder på skolen"
    assert kinds(case) == ["case.opened"]


def test_the_event_holds_no_words_and_no_name(world):
    (event,) = open_case(world).log

    assert "Sara" not in str(event.about | event.data)
    assert event.data == {"to": "opened"}


def test_what_is_missing_is_told_all_at_once_and_nothing_is_made(world):
    with pytest.raises(opening.Unfit) as lacking:
        open_case(world, task="", protection="")

    assert [name for name, _ in lacking.value.problems] == ["protection", "task"]
    assert list(world.root.sager) == ["FLK-2026-0001"]


@pytest.mark.parametrize("user", ["inge", "tobias", "jens"])
def test_who_has_no_task_opens_no_case(world, user):
    with pytest.raises(NotAllowed):
        open_case(world, user)


def test_the_same_page_twice_opens_one_case_also_without_a_number(world):
    given = {"id_number_type": "none", "id_number": "", "id_number_note": "Lige kommet", "token": "t1"}

    assert open_case(world, **given)
    assert open_case(world, **given) is None
    assert len(world.root.sager) == 2


class TestWhenThereIsACase:
    def test_the_one_who_opened_it_is_asked_and_no_second_case_is_made(self, world):
        case = open_case(world)

        assert open_case(world, "mette", token="t2") is None
        (request,) = joining.waiting(case)
        assert request["by"]["user_id"] == "mette"
        assert request["data"]["sure"]
        assert joining.keepers(case) == {"mikkel"}
        assert kinds(case) == ["case.opened", "case.join_requested"]
        assert parts(case, "mette") == set()

    def test_the_coordinator_is_asked_when_there_is_one(self, world):
        world.case.person.id_number = "140309-1234"

        number = {"id_number_type": "cpr", "id_number": "1403091234", "birth_date": date(2009, 3, 14)}
        assert open_case(world, "mette", full_name="Et andet navn", **number) is None
        assert len(joining.waiting(world.case)) == 1
        assert joining.keepers(world.case) == {"jonas"}

    @pytest.mark.parametrize("again", [{}, {"token": "t3"}])
    def test_who_waits_asks_once(self, world, again):
        case = open_case(world)
        open_case(world, "mette")
        open_case(world, "mette", **again)

        assert len(joining.asked(case)) == 1

    def test_who_is_in_it_already_asks_nothing(self, world):
        case = open_case(world)
        open_case(world, task="Noget andet")

        assert joining.asked(case) == []

    def test_equal_name_and_birth_date_do_when_a_number_is_missing(self, world):
        open_case(world)

        nameless = {"id_number_type": "none", "id_number": "", "id_number_note": "Kender det ikke"}
        assert open_case(world, "mette", full_name="sara  LUND", **nameless) is None
        assert not joining.waiting(next(c for c in world.root.sager.values() if c is not world.case))[0]["data"]["sure"]

    def test_two_numbers_are_two_persons(self, world):
        open_case(world)

        assert open_case(world, "mette", id_number="6905105555")

    def test_who_hears_that_it_is_another_may_open_a_case(self, world):
        case = open_case(world, id_number_type="none", id_number="", id_number_note="Lige kommet")
        open_case(world, "mette")
        (request,) = joining.waiting(case)
        joining.answer(
            case, world.act("mikkel"), request["id"], said="nej", words="Det er en anden Sara.", another=True
        )

        assert open_case(world, "peter") is None
        assert open_case(world, "mette")

    def test_a_finished_case_is_linked_and_a_new_one_opened(self, world):
        old = open_case(world)
        old.state = "closed"

        new = open_case(world, "mette")

        assert new.earlier == (old.case_no,)
        assert old.facts[-1]["kind"] == "opened"

    def test_a_number_is_allotted_both_ways(self, world):
        allotted = []

        def number():
            allotted.append(1)
            return next_number()

        for user in ("mikkel", "mette"):
            opening.open_case(world.root, world.act(user), told(world, user), number)

        assert len(allotted) == 2


class TestAnswering:
    @pytest.fixture
    def asked(self, world):
        case = open_case(world)
        open_case(world, "mette")
        return case

    def answer(self, world, case, user="mikkel", token="", **more):
        (request,) = joining.asked(case)
        given = {"said": "ja", "words": "Familierådgiver"} | more
        joining.answer(case, world.act(user, token), request["id"], **given)

    def test_yes_takes_in_as_primary_from_today(self, world, asked):
        self.answer(world, asked, token="a1")
        self.answer(world, asked, token="a1")

        (part,) = [one for one in asked.involvements if one["user_id"] == "mette"]
        assert (part["relation"], part["since"], part["until"], part["why"]) == (
            "primary",
            "2026-11-21",
            "",
            "Familierådgiver",
        )
        assert joining.waiting(asked) == []
        assert kinds(asked)[-1] == "case.person_taken_in"

    def test_no_tells_why_and_gives_nothing(self, world, asked):
        self.answer(world, asked, said="nej", words="Vi er allerede mange.")

        (request,) = joining.asked(asked)
        assert joining.answered(asked, request["id"])["data"]["words"] == "Vi er allerede mange."
        assert parts(asked, "mette") == set()
        assert kinds(asked)[-1] == "case.join_refused"

    @pytest.mark.parametrize(("more", "field"), [({"said": "x"}, "svar"), ({"words": ""}, "ord")])
    def test_an_answer_that_is_none_is_refused(self, world, asked, more, field):
        with pytest.raises(Refused) as refused:
            self.answer(world, asked, **more)

        assert refused.value.code == field

    def test_others_do_not_answer_and_nobody_twice(self, world, asked):
        with pytest.raises(NotAllowed):
            self.answer(world, asked, user="mette")
        with pytest.raises(NotFound):
            joining.answer(asked, world.act("mikkel"), "findes-ikke", said="ja", words="x")
        self.answer(world, asked)
        with pytest.raises(Conflict):
            self.answer(world, asked)

    def test_somebody_is_taken_in_without_asking(self, world):
        joining.take_in(world.case, world.act(token="t"), "louise", "Psykolog")
        joining.take_in(world.case, world.act(token="t"), "louise", "Psykolog")

        assert parts(world.case, "louise") == {"primary"}

    @pytest.mark.parametrize(
        ("user", "task", "code"), [("findes-ikke", "x", "person"), ("louise", "", "opgave"), ("mette", "x", "person")]
    )
    def test_not_anybody_without_a_task_or_twice(self, world, user, task, code):
        joining.take_in(world.case, world.act(), "mette", "Rådgiver")
        with pytest.raises(Refused) as refused:
            joining.take_in(world.case, world.act(), user, task)

        assert refused.value.code == code

    def test_only_who_keeps_the_case_takes_in(self, world):
        with pytest.raises(NotAllowed):
            joining.take_in(world.case, world.act("mette"), "mette", "Rådgiver")


class TestKeepers:
    def test_all_keep_a_case_whose_opener_is_nobody_here(self, world):
        joining.take_in(world.case, world.act(), "louise", "Psykolog")
        world.case.plan_coordinator, world.case.opened_by = {}, {"text": "Ukendt"}
        involvement.refresh(world.case)

        assert joining.keepers(world.case) == {"louise"}


class TestPersons:
    def test_an_older_database_gets_its_register_when_it_is_asked_for(self, world):
        assert world.root.sager.persons is None

        found = persons.same_person(world.root.sager, world.case.person)

        assert [(case.case_no, sure) for case, sure in found] == [("FLK-2026-0001", False)]

    def test_no_key_says_who_it_is(self, world):
        case = open_case(world)

        assert not any("690510" in key or "sara" in key for key in world.root.sager.persons)
        assert case.case_no in str(list(world.root.sager.persons.values()))

    def test_what_is_forgotten_is_not_found(self, world):
        case = open_case(world)
        twin = open_case(world, "mette", id_number="6905105555")
        persons.forget(case)
        person = YoungPerson("Sara Lund", "2010-05-09")

        assert [found.case_no for found, _ in persons.same_person(world.root.sager, person)] == [twin.case_no]
        persons.forget(twin)
        assert persons.same_person(world.root.sager, person) == []


def test_a_leader_may_open_and_keeps_the_case(world):
    case = open_case(world, "kirsten")

    assert relations(Question(world.who("kirsten"), case, world.clock.today())) == {"convener"}


def test_nothing_is_begun_with_what_came_from_a_file(world):
    assert opening.begun_with(world.case) == {}
