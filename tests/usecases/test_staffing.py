"""The administrator's care of staff."""

from datetime import timedelta

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.domain.staffing import ADMINISTRATOR, Profile, Standing
from kuidocs.security.passwords import matches
from kuidocs.services.clock import FixedClock
from kuidocs.usecases import staffing
from kuidocs.usecases.acting import Act
from tests import web

ANNA = Profile("Anna Bech", "Psykolog", "PPR", "12 34 56 78", "anna@fjordlund.example")


@pytest.fixture
def world(world):
    world.root.organisation.departments = ("Den Kommunale Ungeindsats", "PPR")
    return world


@pytest.fixture
def two(world):
    """A municipality with two administrators."""
    world.root.medarbejdere["jens"].roles = (ADMINISTRATOR,)
    return world


def kinds(world):
    return [event.kind for event in world.root.medarbejdere.log]


def last(world):
    return list(world.root.medarbejdere.log)[-1]


def stand(world, user, roles, *, active=True, who="tobias", reason="Nyt job.", token=""):
    person = world.root.medarbejdere[user]
    wanted = Standing(frozenset(roles), active)
    return staffing.stand(person, world.act(who, token), wanted, reason, staffing.stamp(person))


class TestAdding:
    def test_somebody_is_added_and_cannot_log_in_yet(self, world):
        person, done = staffing.add(world.root, world.act("tobias"), "anna", ANNA, {"caseworker"})

        assert done == staffing.DONE
        assert (person.name, person.department, person.roles) == ("Anna Bech", "PPR", ("caseworker",))
        assert person.password_hash == ""
        assert kinds(world) == ["staff.added", "staff.standing"]

    def test_a_page_that_is_sent_twice_adds_once(self, world):
        staffing.add(world.root, world.act("tobias", "t1"), "anna", ANNA, ())
        staffing.add(world.root, world.act("tobias", "t1"), "anna", ANNA, ())

        assert kinds(world) == ["staff.added"]

    @pytest.mark.parametrize("user_id", ["", "a", "Anna", "an na", "../x", "1anna", "å" * 3, "a" * 41])
    def test_a_user_id_is_plain(self, world, user_id):
        with pytest.raises(Refused) as refused:
            staffing.add(world.root, world.act("tobias"), user_id, ANNA, ())
        assert refused.value.code == "user_id"

    def test_a_user_id_is_nobody_elses(self, world):
        with pytest.raises(Conflict, match="Jonas Ravnsborg"):
            staffing.add(world.root, world.act("tobias"), "jonas", ANNA, ())

    def test_a_department_is_on_the_list(self, world):
        with pytest.raises(Refused) as refused:
            staffing.add(world.root, world.act("tobias"), "anna", Profile("A", "", "FBI", "", ""), ())
        assert refused.value.code == "department"
        assert "anna" not in world.root.medarbejdere

    def test_roles_that_take_two_wait(self, two):
        person, done = staffing.add(two.root, two.act("tobias", "t"), "anna", ANNA, {"auditor"})

        assert done == staffing.WAITS
        assert person.roles == ()
        assert staffing.add(two.root, two.act("tobias", "t"), "anna", ANNA, {"auditor"}) == (person, staffing.WAITS)


class TestChanging:
    def change(self, world, profile, *, base=None, token=""):
        person = world.root.medarbejdere["jonas"]
        staffing.change(person, world.act("tobias", token), profile, staffing.stamp(person) if base is None else base)
        return person

    def test_what_was_and_what_is_are_in_the_log(self, world):
        person = self.change(world, Profile("Jonas Ravnsborg", "Leder", "PPR", "", ""))

        assert (person.title, person.department) == ("Leder", "PPR")
        assert last(world).data["after"]["department"] == "PPR"
        assert last(world).data["before"]["department"] == "Den Kommunale Ungeindsats"
        assert "name" not in last(world).data["after"]

    def test_nothing_changed_tells_nothing(self, world):
        self.change(world, staffing.profile_of(world.root.medarbejdere["jonas"]))

        assert kinds(world) == []

    def test_two_tabs_do_not_overwrite_each_other(self, world):
        seen = staffing.stamp(world.root.medarbejdere["jonas"])
        self.change(world, Profile("Jonas R", "", "PPR", "", ""), base=seen)

        with pytest.raises(Conflict, match="imens"):
            self.change(world, Profile("Jonas X", "", "PPR", "", ""), base=seen)
        assert world.root.medarbejdere["jonas"].name == "Jonas R"

    def test_the_same_page_twice_is_no_conflict(self, world):
        seen = staffing.stamp(world.root.medarbejdere["jonas"])
        for _ in range(2):
            self.change(world, Profile("Jonas R", "", "PPR", "", ""), base=seen, token="t")

        assert kinds(world) == ["staff.changed"]

    def test_a_closed_department_may_be_kept_but_not_taken(self, world):
        world.root.organisation.departments = ("PPR",)
        self.change(world, Profile("Jonas R", "", "Den Kommunale Ungeindsats", "", ""))

        with pytest.raises(Refused):
            self.change(world, Profile("Jonas R", "", "SSP", "", ""))


class TestStanding:
    def test_a_plain_role_is_given_by_one(self, two):
        assert stand(two, "jonas", ["caseworker"]) == staffing.DONE
        assert two.root.medarbejdere["jonas"].roles == ("caseworker",)
        assert last(two).data["reason"] == "Nyt job."
        assert "alone" not in last(two).data

    @pytest.mark.parametrize("role", ["department_leader", "auditor", ADMINISTRATOR])
    def test_a_grave_role_waits_for_the_second(self, two, role):
        assert stand(two, "jonas", ["caseworker", role]) == staffing.WAITS

        jonas = two.root.medarbejdere["jonas"]
        assert role not in jonas.roles
        staffing.answer(jonas, two.act("jens"), jonas.roles_asked["id"], yes=True)
        assert role in jonas.roles
        assert jonas.roles_asked == {}
        assert last(two).data["asked_by"]["user_id"] == "tobias"

    def test_alone_it_is_done_and_marked(self, world):
        assert stand(world, "jonas", ["auditor"]) == staffing.DONE
        assert last(world).data["alone"] is True

    def test_nobody_gives_himself_a_role_alone(self, two):
        assert stand(two, "tobias", [ADMINISTRATOR, "caseworker"]) == staffing.WAITS
        assert two.root.medarbejdere["tobias"].roles == (ADMINISTRATOR,)

    def test_who_asked_cannot_say_yes_but_take_it_back(self, two):
        stand(two, "tobias", [ADMINISTRATOR, "caseworker"])
        tobias = two.root.medarbejdere["tobias"]
        asked = tobias.roles_asked["id"]

        with pytest.raises(NotAllowed):
            staffing.answer(tobias, two.act("tobias"), asked, yes=True)
        staffing.answer(tobias, two.act("tobias"), asked, yes=False)

        assert tobias.roles_asked == {}
        assert last(two).kind == "staff.declined"

    def test_the_other_administrator_is_not_taken_out_by_one(self, two):
        assert stand(two, "jens", []) == staffing.WAITS
        assert two.root.medarbejdere["jens"].roles == (ADMINISTRATOR,)
        two.root.medarbejdere["jens"].roles_asked = {}
        assert stand(two, "jens", [ADMINISTRATOR], active=False) == staffing.WAITS

    def test_a_second_who_was_just_let_in_by_the_asker_does_not_count(self, two):
        jens, jonas = two.root.medarbejdere["jens"], two.root.medarbejdere["jonas"]
        staffing.give_password(jens, two.act("tobias"), web.MEMORY_KIB)
        stand(two, "jonas", ["auditor"])

        with pytest.raises(NotAllowed, match="7 dage"):
            staffing.answer(jonas, two.act("jens"), jonas.roles_asked["id"], yes=True)
        later = Act(two.who("jens"), FixedClock(two.clock.now() + timedelta(days=7)))
        staffing.answer(jonas, later, jonas.roles_asked["id"], yes=True)

        assert jonas.roles == ("auditor",)

    def test_the_last_administrator_stays(self, world):
        with pytest.raises(Refused, match="sidste"):
            stand(world, "tobias", [])
        world.root.medarbejdere["jens"].roles = (ADMINISTRATOR,)
        world.root.medarbejdere["jens"].leaves_on = "2026-11-20"
        with pytest.raises(Refused, match="sidste"):
            stand(world, "tobias", [])

    def test_a_yes_does_not_take_the_last_one_out(self, two):
        stand(two, "jens", [])
        jens = two.root.medarbejdere["jens"]
        two.root.medarbejdere["tobias"].leaves_on = "2026-11-20"

        with pytest.raises(Refused, match="sidste"):
            staffing.answer(jens, two.act("jens"), jens.roles_asked["id"], yes=True)
        assert jens.roles == (ADMINISTRATOR,)

    def test_nobody_makes_himself_inactive(self, two):
        with pytest.raises(Refused, match="din egen"):
            stand(two, "tobias", [ADMINISTRATOR], active=False)

    def test_one_change_at_a_time_waits(self, two):
        stand(two, "jonas", ["auditor"])

        with pytest.raises(Conflict):
            stand(two, "jonas", ["caseworker"])

    @pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
    def test_a_reason_is_demanded(self, world, reason):
        with pytest.raises(Refused) as refused:
            stand(world, "jonas", ["caseworker"], reason=reason)
        assert refused.value.code == "begrundelse"

    def test_no_change_is_told(self, world):
        with pytest.raises(Refused, match="ikke ændret"):
            stand(world, "jonas", ["plan_coordinator", "caseworker"])

    def test_a_role_that_is_none_is_refused(self, world):
        with pytest.raises(Refused):
            stand(world, "jonas", ["king"])

    def test_sent_twice_it_is_done_once(self, two):
        assert stand(two, "jonas", ["caseworker"], token="a") == staffing.DONE
        assert stand(two, "jonas", ["caseworker"], token="a") == staffing.DONE
        assert stand(two, "jonas", ["auditor"], token="b") == staffing.WAITS
        assert stand(two, "jonas", ["auditor"], token="b") == staffing.WAITS
        assert kinds(two) == ["staff.standing", "staff.asked"]

    def test_an_answer_that_comes_twice_is_given_once_and_one_that_comes_late_is_told(self, two):
        stand(two, "jonas", ["auditor"])
        jonas = two.root.medarbejdere["jonas"]
        asked = jonas.roles_asked["id"]
        for _ in range(2):
            staffing.answer(jonas, two.act("jens", "t"), asked, yes=True)

        with pytest.raises(Conflict):
            staffing.answer(jonas, two.act("jens", "u"), asked, yes=True)
        assert kinds(two) == ["staff.asked", "staff.standing"]

    def test_who_comes_back_is_not_shut_out_again_in_the_night(self, world):
        birgitte = world.root.medarbejdere["birgitte"]
        birgitte.active, birgitte.leaves_on = False, "2026-10-01"

        stand(world, "birgitte", ["caseworker"])

        assert birgitte.works_on(world.clock.today())

    def test_a_yes_to_what_has_become_so_meanwhile_changes_nothing(self, two):
        stand(two, "jonas", ["auditor"])
        jonas = two.root.medarbejdere["jonas"]
        jonas.roles = ("auditor",)

        staffing.answer(jonas, two.act("jens"), jonas.roles_asked["id"], yes=True)

        assert kinds(two) == ["staff.asked"]


class TestTheWayIn:
    def test_a_first_password_works_once_and_is_in_no_event(self, world):
        jonas = world.root.medarbejdere["jonas"]

        made = staffing.give_password(jonas, world.act("tobias", "t"), web.MEMORY_KIB)

        assert matches(jonas.password_hash, made, web.MEMORY_KIB)
        assert jonas.must_renew
        assert made not in str(last(world).data) + str(last(world).about)
        with pytest.raises(Conflict, match="én gang"):
            staffing.give_password(jonas, world.act("tobias", "t"), web.MEMORY_KIB)

    def test_nobody_gives_himself_a_way_in(self, world):
        tobias = world.root.medarbejdere["tobias"]
        with pytest.raises(NotAllowed):
            staffing.give_password(tobias, world.act("tobias"), web.MEMORY_KIB)
        with pytest.raises(NotAllowed):
            staffing.reset_factors(tobias, world.act("tobias"), "Tabt.")

    def test_who_has_left_gets_no_password(self, world):
        jonas = world.root.medarbejdere["jonas"]
        jonas.active = False

        with pytest.raises(Conflict):
            staffing.give_password(jonas, world.act("tobias"), web.MEMORY_KIB)

    def test_second_factors_are_taken_away_with_a_reason(self, world):
        jonas = world.root.medarbejdere["jonas"]
        jonas.code_secret, jonas.spare_codes, jonas.passkeys = "x", ("y",), ({"credential_id": "z"},)
        with pytest.raises(Refused):
            staffing.reset_factors(jonas, world.act("tobias"), " ")

        for _ in range(2):
            staffing.reset_factors(jonas, world.act("tobias", "t"), "Tabt telefon, mødte op.")

        assert not jonas.has_second
        assert jonas.spare_codes == ()
        assert kinds(world) == ["staff.factors_reset"]

    def test_what_is_not_there_is_not_taken_away(self, world):
        with pytest.raises(Conflict):
            staffing.reset_factors(world.root.medarbejdere["jonas"], world.act("tobias"), "Tabt.")

    def test_what_is_kept_elsewhere_is_written_down_once(self, world):
        for _ in range(2):
            staffing.write_down(world.root.medarbejdere["jonas"], "opened", world.act("tobias", "t"))

        assert kinds(world) == ["staff.opened"]
