"""Searching: what is known of a case, who finds it, and id numbers."""

from datetime import date
from secrets import token_hex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuidocs.domain.errors import Refused
from kuidocs.domain.id_masking import MASK, has_id_number, without_id_numbers
from kuidocs.resources.case import Case, YoungPerson
from kuidocs.services.index import Asked, open_index
from kuidocs.services.index.api import DOCUMENT, MEETING, PERSON, TASK
from kuidocs.usecases import involvement, people, read_model, searching
from kuidocs.usecases.searchable import sources
from kuidocs.usecases.searching import Search, digits
from tests import factories
from tests.views import making

TODAY = factories.NOW.date()
NOTE = {"learned": "Han har højt fravær."}


@pytest.fixture
def index(tmp_path):
    opened = open_index(tmp_path / "index.sqlite")
    yield opened
    opened.close()


def searched(world, index, user="jonas", today=TODAY) -> Search:
    """Bring the read model up to the cases, and search as somebody."""
    after = int.from_bytes(index.last_tid(), "big") + 1
    index.apply(
        {case.case_no: read_model.snapshot(case) for case in world.root.sager.values()}, after.to_bytes(8, "big")
    )
    return Search(world.root, index, world.who(user), today)


def rows(case, kind):
    return [row for source in sources(case) for row in source.rows() if row.kind == kind]


def other_case(world, name="Elias Kragh", coordinator="Mikkel Aarøe"):
    case = Case("FLK-2026-0002", YoungPerson(name, "2009-05-01"))
    world.root.sager[case.case_no] = case
    case.opened_at = "2026-10-02"
    people.add_young_person(case)
    case.plan_coordinator = people.reference(case, world.root.medarbejdere, coordinator)
    involvement.refresh(case)
    return case


def minutes(case, **content):
    told = {
        "held_at": "2026-11-10",
        "participants": [{"rid": "p1", "name": {"text": "Louise Grønvang"}, "relation": "primary"}],
        "decisions": [{"rid": "d1", "decision_text": "Vi prøver en praktik."}],
        "who_does_what": [
            {"rid": "t1", "task_text": "Ringer til FGU", "responsible": {"text": "Jonas"}, "deadline": "2026-11-15"}
        ],
    }
    meeting = making.meeting(case, "coordination", "2026-11-10", "held", place="Rådhuset")
    return making.paper(case, "kui.minutes.coordination", told | content, meeting=meeting)


class TestWhatIsKnown:
    def test_rows_that_say_something_have_a_place_of_their_own(self, world):
        document = minutes(world.case)

        found = {row.anchor: row for row in rows(world.case, DOCUMENT)}

        assert found["d1"].text == "Vi prøver en praktik."
        assert (found["d1"].label, found["d1"].number, found["d1"].day) == (document.label, 1, date(2026, 11, 10))
        assert (found["d1"].who_id, found["d1"].form_key) == ("jonas", "kui.minutes.coordination")

    def test_people_stand_together_with_their_section(self, world):
        minutes(world.case)

        (named,) = [row for row in rows(world.case, DOCUMENT) if "Louise" in row.text]

        assert named.anchor.startswith("s-")

    def test_questions_and_choices_are_not_known(self, world):
        making.paper(world.case, "kui.contact_note", NOTE | {"channel": "phone"})

        told = " ".join(row.text for row in rows(world.case, DOCUMENT))

        assert told == "Han har højt fravær."

    def test_a_paper_without_a_day_of_its_own_has_that_of_its_approval(self, world):
        making.paper(world.case, "kui.contact_note", NOTE)

        assert [row.day for row in rows(world.case, DOCUMENT)] == [date(2026, 10, 1)]

    @pytest.mark.parametrize("given", [{"waiting": ["mikkel"]}, {"approved": False}])
    def test_what_is_not_approved_is_not_known(self, world, given):
        making.paper(world.case, "kui.contact_note", NOTE, **given)

        assert rows(world.case, DOCUMENT) == []

    def test_a_version_that_was_replaced_is_marked(self, world):
        document = making.paper(world.case, "kui.contact_note", NOTE)
        making.version(document, {"learned": "Nyt."}, number=2)

        assert [source.old for source in sources(world.case)] == [True, False, False]

    def test_what_a_command_read_in_was_written_by_nobody(self, world):
        making.paper(world.case, "kui.contact_note", NOTE, by={"user_id": "system:cli", "name": "kuidocs (root)"})

        assert [(row.who_id, row.who) for row in rows(world.case, DOCUMENT)] == [("", "")]

    def test_a_damaged_version_does_not_stop_the_others(self, world):
        document = making.paper(world.case, "kui.contact_note", NOTE)
        document.versions[0].data = b"x"
        making.paper(world.case, "kui.contact_note", {"learned": "Hel."})

        assert [row.text for row in rows(world.case, DOCUMENT)] == ["Hel."]

    def test_tasks_meetings_and_people(self, world):
        minutes(world.case)

        (task,), (meeting,) = rows(world.case, TASK), rows(world.case, MEETING)
        named = {row.text: row.heading for row in rows(world.case, PERSON)}

        assert (task.text, task.deadline, task.open, task.anchor) == (
            "Ringer til FGU",
            date(2026, 11, 15),
            True,
            "t-t1",
        )
        assert meeting.text == "Koordinationsmøde · nr. 1 · Afholdt · tirsdag den 10. november 2026 · Rådhuset"
        assert named == {"Jonas Ravnsborg": "Ungekonsulent, Den Kommunale Ungeindsats", "Ida Holm": "Mor"}

    def test_a_meeting_without_day_and_place(self, world):
        making.meeting(world.case, "clarification")

        assert [row.text for row in rows(world.case, MEETING)] == ["Koordinerende afklaringsmøde · nr. 1 · Planlagt"]


class TestWhoFinds:
    def test_texts_tasks_and_meetings_of_an_own_case(self, world, index):
        minutes(world.case)

        search = searched(world, index)

        assert [hit.document.label for hit in search.find(Asked("praktik")).papers] == ["FLK-2026-0001-D01"]
        assert [hit.row.text for hit in search.find(Asked("fgu")).tasks] == ["Ringer til FGU"]
        assert [hit.meeting.number for hit in search.find(Asked("koordinationsmøder")).meetings] == [1]
        assert [hit.case.case_no for hit in search.find(Asked("freja")).names] == ["FLK-2026-0001"]
        assert search.find(Asked("Ida")).names[0].what == "Mor"

    def test_places_of_one_document_are_one_hit(self, world, index):
        minutes(world.case, decisions=[{"rid": f"d{n}", "decision_text": f"Fravær {n}."} for n in range(3)])

        (paper,) = searched(world, index).find(Asked("fravær")).papers

        assert [row.anchor for row in paper.rows] == ["d0", "d1", "d2"]

    @pytest.mark.parametrize("user", ["mikkel", "tobias", "kirsten", "inge"])
    def test_nobody_else_finds_anything(self, world, index, user):
        minutes(world.case)
        world.case.person.id_number = "8009084991"
        search = searched(world, index, user)

        for text in ("praktik", "fgu", "koordinationsmøde", "freja", "ida", "Frjea"):
            found = search.find(Asked(text))
            assert (found.count, found.meant) == (0, "")
        assert search.responsible() == []
        assert search.by_id_number("8009084991").count == 0

    def test_a_caretaker_of_the_system_finds_nothing_in_an_own_case_either(self, world, index):
        minutes(world.case)
        world.root.medarbejdere["jonas"].roles = ("system_administrator",)
        search = searched(world, index)

        assert [search.find(Asked(text)).count for text in ("praktik", "fgu", "freja", "ida", "møde")] == [0] * 5
        assert search.responsible() == []

    def test_a_part_that_has_ended_finds_nothing(self, world, index):
        minutes(world.case)
        world.case.involvements = tuple(one | {"until": "2026-11-20"} for one in world.case.involvements)

        assert searched(world, index, today=date(2026, 11, 20)).find(Asked("praktik")).count == 1
        assert searched(world, index).find(Asked("praktik")).count == 0
        assert searched(world, index).find(Asked("freja")).count == 0

    def test_what_changed_since_the_read_model_was_made_is_not_shown(self, world, index):
        minutes(world.case)
        making.paper(world.case, "kui.contact_note", NOTE)
        search = searched(world, index)
        actor = next(key for key, one in world.case.register.items() if one["name"] == "Ida Holm")
        del world.case.register[actor]
        del world.case.moeder.children["1"]
        del world.case.dokumenter.children["FLK-2026-0001-D01"]
        note = world.case.dokumenter["FLK-2026-0001-D02"]
        note.facts = tuple(fact for fact in note.facts if fact["kind"] != "approved")

        assert [search.find(Asked(text)).count for text in ("ida", "koordinationsmøde", "praktik", "fravær")] == [0] * 4
        del world.root.sager.children["FLK-2026-0001"]
        assert [search.find(Asked(text)).count for text in ("freja", "fgu", "fravær")] == [0] * 3

    def test_a_part_that_ended_a_moment_ago_is_asked_for_again(self, world, index):
        minutes(world.case)
        search = searched(world, index)
        world.case.involvements = ()

        assert [search.find(Asked(text)).count for text in ("praktik", "fgu", "freja", "møde")] == [0] * 4

    def test_names_can_be_left_out(self, world, index):
        assert searched(world, index).find(Asked("freja"), names=False).names == ()

    def test_a_name_that_was_meant_comes_from_own_cases(self, world, index):
        other_case(world, "Frejda Kragh")

        assert searched(world, index).find(Asked("Freia")).meant == "Freja Lundsgaard Holm"
        assert searched(world, index).find(Asked("Freja")).meant == ""
        assert searched(world, index).find(Asked("Idda")).meant == "Ida Holm"

    def test_it_is_said_when_there_may_be_more(self, world, index):
        minutes(world.case, decisions=[{"rid": f"d{n}", "decision_text": "Fravær."} for n in range(3)])
        search = searched(world, index)

        assert search.find(Asked("fravær", most=3)).more
        assert not search.find(Asked("fravær", most=4)).more

    def test_those_who_are_responsible_in_own_cases(self, world, index):
        minutes(world.case)
        making.paper(other_case(world), "kui.contact_note", NOTE, by={"user_id": "mikkel", "name": "Mikkel Aarøe"})

        assert searched(world, index).responsible() == [("jonas", "Jonas Ravnsborg")]


NUMBERS = [
    "8009084991",
    "800908-4991",
    "800908 4991",
    "80 09 08 49 91",
    "８００９０８-４９９１",
    "800908\u20134991",
    "800908\u00ad4991",
]


class TestIdNumbers:
    @pytest.mark.parametrize("written", NUMBERS)
    def test_a_number_is_no_word(self, world, index, written):
        with pytest.raises(Refused) as refused:
            searched(world, index).find(Asked(f"Freja {written}"))

        assert "Søg på personnummer" in refused.value.text
        assert "4991" not in refused.value.text

    @pytest.mark.parametrize("written", NUMBERS)
    def test_a_number_is_masked_wherever_it_stands(self, written):
        masked = without_id_numbers(f"Freja {written} x")

        assert masked == f"Freja {MASK} x"
        assert not has_id_number(masked)

    @pytest.mark.parametrize(
        "text", ["", "FLK-2026-0117", "20 30 40 50", "2026-11-21", "12345678901", "kl. 10.15", "20304050", "fravær"]
    )
    def test_other_numbers_are_words(self, text):
        assert not has_id_number(text)
        assert without_id_numbers(text) == text

    @given(
        number=st.from_regex(r"\d{6}-?\d{4}", fullmatch=True), around=st.text(st.characters(exclude_categories=["N"]))
    )
    def test_no_number_gets_through(self, number, around):
        assert number[-4:] not in without_id_numbers(f"{around} {number} {around}")

    @pytest.mark.parametrize("written", NUMBERS)
    @pytest.mark.parametrize("stored", ["8009084991", "800908-4991"])
    def test_the_own_case_of_a_number_is_found(self, world, index, written, stored):
        world.case.person.id_number = stored
        other_case(world, coordinator="Jonas Ravnsborg")

        found = searched(world, index).by_id_number(written)

        assert [hit.case.case_no for hit in found.names] == ["FLK-2026-0001"]

    def test_a_finished_case_is_found_too(self, world, index):
        world.case.person.id_number, world.case.state = "8009084991", "closed"

        assert searched(world, index).by_id_number("8009084991").count == 1

    def test_another_number_is_not(self, world, index):
        world.case.person.id_number = "8009084991"

        assert searched(world, index).by_id_number("8009084992").count == 0
        assert searched(world, index, "mikkel").by_id_number("8009084991").count == 0

    @pytest.mark.parametrize("text", ["", "800908499", "80090849911", "800908-499x", "Freja", "0" * 200, "\0"])
    def test_what_is_no_number_is_refused(self, text):
        with pytest.raises(Refused, match="ti cifre"):
            digits(text)

    def test_what_is_kept_of_a_number_needs_the_key(self, world):
        first, same = searching.keyed(world.root, "8009084991"), searching.keyed(world.root, "8009084991")
        world.root.sager.secret = token_hex(32)
        other = searching.keyed(world.root, "8009084991")

        assert first == same != other
        assert len(first) == 64
        assert "4991" not in first or "8009" not in first
