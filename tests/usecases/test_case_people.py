"""What is known of the people of a case changes by dated facts; parts in it end."""

from datetime import date

import pytest

from kuidocs.domain.case_people import NewIdentity
from kuidocs.domain.errors import NotAllowed, Refused
from kuidocs.security.questions import Question, relations
from kuidocs.usecases import case_people, cases, involvement, joining, people, persons
from kuidocs.usecases.read_model import snapshot
from tests.views import making

FREJA = {
    "full_name": "Freja Lundsgaard Holm",
    "preferred_name": "",
    "address": "Skovvej 2",
    "name_address_protection": "nej",
    "school": "",
    "language": "dansk",
    "interpreter_needed": "",
}
BO = {"name": "Bo Lind", "title": "Læge", "organisation": "Klinikken", "phone": "00 00 20 20", "email": "", "task": ""}


def last(case):
    return case.facts[-1]


def there(world, user_id):
    return relations(Question(world.who(user_id), world.case, world.clock.today()))


class TestTheYoungPerson:
    def change(self, world, token="", **changed):
        return case_people.change_person(world.case, world.act(token=token), FREJA | changed)

    def test_a_change_leaves_what_was_before_and_the_event_only_which_fields(self, world):
        assert self.change(world, school="Havneskolen")

        assert world.case.person.address == "Skovvej 2"
        assert last(world.case)["data"]["changes"] == [
            {"field": "address", "before": "", "after": "Skovvej 2"},
            {"field": "school", "before": "", "after": "Havneskolen"},
        ]
        (event,) = world.case.log
        assert event.about["fields"] == ["address", "school"]
        assert "Skovvej" not in str(event.about | event.data)

    def test_nothing_new_leaves_nothing(self, world):
        assert self.change(world)
        assert not self.change(world)
        assert len(world.case.facts) == 1

    def test_the_same_page_twice_changes_once(self, world):
        assert self.change(world, token="t")
        assert not self.change(world, token="t", school="En anden")

    def test_what_does_not_fit_is_refused(self, world):
        with pytest.raises(Refused) as refused:
            self.change(world, full_name="Freja")

        assert refused.value.code == "full_name"
        assert world.case.person.full_name == "Freja Lundsgaard Holm"

    def test_another_name_is_known_to_the_register_and_finds_the_case(self, world):
        self.change(world, full_name="Freja Berg", preferred_name="Fre")

        young = next(one for one in world.case.register.values() if one["kind"] == "young_person")
        assert (young["name"], young["called"]) == ("Freja Berg", "Fre")
        assert [case for case, _ in persons.same_person(world.root.sager, world.case.person)] == [world.case]


class TestIdentity:
    def change(self, world, token="", **changed):
        given = {"id_number_type": "cpr", "id_number": "1403091234", "id_number_note": "", "reason": "Nummeret kom."}
        told = NewIdentity(world.clock.today(), date(2009, 3, 14), **given | changed)
        return case_people.change_identity(world.case, world.act(token=token), told)

    def test_a_number_is_given_with_a_reason(self, world):
        assert self.change(world, token="t")
        assert not self.change(world, token="t")

        assert (world.case.person.id_number, world.case.person.id_number_type) == ("140309-1234", "cpr")
        assert last(world.case)["data"]["reason"] == "Nummeret kom."
        assert [(case, sure) for case, sure in persons.same_person(world.root.sager, world.case.person)] == [
            (world.case, True)
        ]

    @pytest.mark.parametrize(
        ("changed", "code"),
        [({"reason": ""}, "reason"), ({"id_number": "1"}, "id_number"), ({"id_number_type": ""}, "id_number_type")],
    )
    def test_what_does_not_fit_is_refused(self, world, changed, code):
        with pytest.raises(Refused) as refused:
            self.change(world, **changed)

        assert refused.value.code == code
        assert world.case.facts == ()


class TestTheFamily:
    def test_somebody_is_added_changed_and_ended(self, world):
        case = world.case
        for _ in range(2):
            case_people.add_relative(
                case, world.act(token="a"), {"name": "Per Holm", "relation": "Far", "custody": "ja"}
            )
        assert [one["name"] for one in case.person.custody] == ["Ida Holm", "Per Holm"]

        changed = {"name": "Per Holm", "relation": "Stedfar"}
        assert case_people.change_relative(case, world.act(token="b"), "Per Holm", changed)
        assert not case_people.change_relative(case, world.act(token="b"), "Per Holm", changed)
        assert not case_people.change_relative(case, world.act(), "Per Holm", changed)
        actor = next(one for one in case.register.values() if one["name"] == "Per Holm")
        assert (actor["relation"], actor["custody"]) == ("Stedfar", False)

        for _ in range(2):
            case_people.end_relative(case, world.act(token="c"), "Per Holm", "Flyttet.")
        assert [one["name"] for one in case.person.custody] == ["Ida Holm"]
        assert "Per Holm" not in people.names(case, world.root.medarbejdere)
        assert [fact["kind"] for fact in case.facts] == ["relative_added", "relative_changed", "relative_ended"]

    def test_what_does_not_fit_is_refused(self, world):
        for act, code in (
            (lambda: case_people.add_relative(world.case, world.act(), {"name": "Ida Holm"}), "name"),
            (lambda: case_people.add_relative(world.case, world.act(), {"name": ""}), "name"),
            (lambda: case_people.change_relative(world.case, world.act(), "Ingen", {"name": "X"}), "name"),
            (lambda: case_people.end_relative(world.case, world.act(), "Ingen", "x"), "name"),
            (lambda: case_people.end_relative(world.case, world.act(), "Ida Holm", " "), "grund"),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.code == code
        assert world.case.facts == ()


class TestFromOutside:
    def test_somebody_is_added_changed_and_ended(self, world):
        case = world.case
        for _ in range(2):
            case_people.add_contact(case, world.act(token="a"), BO)
        assert [one["phone"] for one in case_people.contacts(case)] == ["00 00 20 20"]
        assert "Bo Lind" in people.names(case, world.root.medarbejdere)

        assert case_people.change_contact(case, world.act(token="b"), "Bo Lind", BO | {"phone": "00 00 30 30"})
        assert not case_people.change_contact(case, world.act(token="b"), "Bo Lind", BO)
        assert not case_people.change_contact(case, world.act(), "Bo Lind", BO | {"phone": "00 00 30 30"})
        assert [one["phone"] for one in case_people.contacts(case)] == ["00 00 30 30"]

        for _ in range(2):
            case_people.end_contact(case, world.act(token="c"), "Bo Lind", "Ny læge.")
        assert case_people.contacts(case) == []
        assert [fact["kind"] for fact in case.facts] == ["contact_added", "contact_changed", "contact_ended"]
        case_people.add_contact(case, world.act(), BO)

    @pytest.mark.parametrize("name", ["Jonas Ravnsborg", "Louise Grønvang", "Ida Holm", ""])
    def test_nobody_takes_the_name_of_another(self, world, name):
        with pytest.raises(Refused):
            case_people.add_contact(world.case, world.act(), BO | {"name": name})

    def test_who_is_not_there_is_not_changed_or_ended(self, world):
        with pytest.raises(Refused):
            case_people.change_contact(world.case, world.act(), "Bo Lind", BO)
        with pytest.raises(Refused):
            case_people.end_contact(world.case, world.act(), "Bo Lind", "x")


class TestLeaving:
    @pytest.fixture
    def mette(self, world):
        joining.take_in(world.case, world.act(), "mette", "Rådgiver")
        return world

    def leave(self, world, by="jonas", user="mette", reason="Ny stilling", token=""):
        case_people.leave(world.case, world.act(by, token), user, reason)

    @pytest.mark.parametrize("by", ["jonas", "mette"])
    def test_a_part_ends_at_once_and_stays_in_the_history(self, mette, by):
        self.leave(mette, by, token="t")
        self.leave(mette, by, token="t")

        (row,) = [one for one in mette.case.involvements if one["user_id"] == "mette"]
        assert (row["until"], row["over"]) == ("2026-11-21", True)
        assert there(mette, "mette") == set()
        assert [str(one.until) for one in snapshot(mette.case).involvements if one.user_id == "mette"] == ["2026-11-20"]

    def test_who_comes_again_the_same_day_is_there_again(self, mette):
        self.leave(mette)
        joining.take_in(mette.case, mette.act(), "mette", "Rådgiver igen")

        assert there(mette, "mette") == {"primary"}
        rows = [one for one in mette.case.involvements if one["user_id"] == "mette"]
        assert [one.get("over", False) for one in rows] == [True, False]

    def test_what_one_wrote_before_gives_no_part_after(self, mette):
        making.paper(
            mette.case, "kui.contact_note", {}, by={"user_id": "mette", "name": "Mette"}, at="2026-11-01T10:00:00+01:00"
        )
        assert there(mette, "mette") == {"primary", "author"}

        self.leave(mette)

        assert there(mette, "mette") == set()

    def test_who_holds_a_task_of_the_case_must_be_followed_first(self, mette):
        with pytest.raises(Refused) as refused:
            self.leave(mette, user="jonas")
        assert "plankoordinator" in refused.value.text
        cases.appoint(mette.case, mette.act(), "plan_coordinator", "mette")

        self.leave(mette, by="mette", user="jonas")

        assert there(mette, "jonas") == set()
        assert there(mette, "mette") == {"plan_coordinator", "primary"}

    def test_who_alone_keeps_the_case_must_be_followed_first(self, mette):
        mette.case.plan_coordinator = {}
        involvement.refresh(mette.case)

        with pytest.raises(Refused) as refused:
            self.leave(mette, user="jonas")

        assert refused.value.code == "person"

    @pytest.mark.parametrize(
        ("user", "reason", "code"), [("mette", "", "grund"), ("peter", "x", "person"), ("ingen", "x", "person")]
    )
    def test_not_without_a_reason_and_not_who_is_not_there(self, mette, user, reason, code):
        with pytest.raises(Refused) as refused:
            self.leave(mette, user=user, reason=reason)

        assert refused.value.code == code

    def test_not_by_others(self, mette):
        with pytest.raises(NotAllowed):
            self.leave(mette, by="mette", user="jonas")

    def test_a_new_notice_gives_a_new_part(self, mette):
        self.leave(mette)
        people_rows = [
            {
                "rid": "p",
                "name": people.reference(mette.case, mette.root.medarbejdere, "Mette Lindekrone"),
                "relation": "primary",
            }
        ]
        making.paper(mette.case, "kui.notice", {"participants": people_rows}, at="2026-11-25T10:00:00+01:00")

        rows = [(one["since"], one["until"]) for one in mette.case.involvements if one["user_id"] == "mette"]
        assert rows == [("2026-11-21", "2026-11-21"), ("2026-11-25", "")]
