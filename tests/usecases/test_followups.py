"""Asking for a follow-up meeting, and the dated answer (R50, R51)."""

from datetime import date

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, NotFound, Refused
from kuidocs.security.questions import Question, relations
from kuidocs.usecases import followups, involvement
from kuidocs.usecases.read_model import snapshot
from kuidocs.usecases.reviewing import Incomplete
from tests.views import making

TOLD = {
    "requested_by": "Eva Thorndal",
    "reason": "Medicinen skal drøftes.",
    "wants_young_present": "followup_without_young",
    "urgency_date": "2026-12-04",
}


def ask(world, user="eva", token="", label="D-1", **changed):
    return followups.ask(world.case, world.drafts, world.act(user, token), TOLD | changed, label=label, audit_head="")


def involve(world, user, relation="ad_hoc"):
    row = {"user_id": user, "relation": relation, "since": "2026-10-01", "until": "", "why": ""}
    world.case.involvements = (*world.case.involvements, row)


def test_a_request_is_written_and_finished_at_once(world):
    document = ask(world)

    (found,) = followups.asked(world.case)
    assert found.document is document
    assert document.state == "approved"
    assert (found.who, found.wanted, found.before) == ("Eva Thorndal", "followup_without_young", "2026-12-04")
    assert (found.on, found.due) == (date(2026, 11, 21), date(2026, 11, 27))
    assert document.in_force().content()["requested_by"]["actor_id"]


def test_asking_gives_no_part_in_the_case(world):
    ask(world)
    involvement.refresh(world.case)

    assert relations(Question(world.who("eva"), world.case, world.clock.today())) == set()


def test_it_can_be_asked_on_behalf_of_the_young_person(world):
    ask(world, "jonas", requested_by="Freja Lundsgaard Holm")

    (found,) = followups.asked(world.case)
    assert found.who == "Freja Lundsgaard Holm"
    assert found.document.created_by["user_id"] == "jonas"


def test_the_same_page_twice_asks_once(world):
    assert ask(world, token="t")
    assert ask(world, token="t", label="D-2") is None
    assert len(list(followups.asked(world.case))) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"requested_by": ""}, "requested_by"),
        ({"wants_young_present": ""}, "wants_young_present"),
    ],
)
def test_what_is_missing_is_told(world, changed, field):
    with pytest.raises(Incomplete) as lacking:
        ask(world, **changed)

    assert [problem.path[0] for problem in lacking.value.problems if not problem.warning] == [field]


def test_a_request_has_an_end(world):
    with pytest.raises(Refused) as refused:
        ask(world, reason="x" * 4001)

    assert refused.value.code == "reason"


def test_only_a_followup_can_be_asked_for(world):
    with pytest.raises(Incomplete):
        ask(world, wants_young_present="coordination")


class TestAnswering:
    @pytest.fixture
    def request_(self, world):
        involve(world, "eva")
        return ask(world)

    def answer(self, world, document, user="jonas", said="ja", words="Den 3. december.", token=""):
        return followups.answer(document, world.act(user, token), said=said, words=words)

    @pytest.mark.parametrize("said", ["ja", "nej"])
    def test_an_answer_is_a_dated_fact_beside_the_request(self, world, request_, said):
        before = request_.in_force().sha256
        found = self.answer(world, request_, said=said, token="t")
        self.answer(world, request_, said=said, token="t")

        assert found.said_yes is (said == "ja")
        (fact,) = request_.facts_of("coordinator_answer")
        assert (fact["data"]["value"], fact["by"]["user_id"]) == ("Den 3. december.", "jonas")
        assert fact["at"].startswith("2026-11-21T10:00")
        assert request_.in_force().sha256 == before
        assert followups.waiting(world.case) == []

    def test_the_deputy_answers_too(self, world, request_):
        world.case.deputy = {"text": "Mikkel Aarøe", "user_id": "mikkel"}
        world.case.register["m"] = {"actor_id": "m", "kind": "staff", "name": "Mikkel Aarøe", "user_id": "mikkel"}
        world.case.deputy = {"text": "Mikkel Aarøe", "actor_id": "m"}

        assert self.answer(world, request_, user="mikkel").answer

    @pytest.mark.parametrize(("more", "code"), [({"said": ""}, "svar"), ({"words": " "}, "ord")])
    def test_an_answer_that_is_none_is_refused(self, world, request_, more, code):
        with pytest.raises(Refused) as refused:
            self.answer(world, request_, **more)

        assert refused.value.code == code

    def test_others_do_not_answer_and_nobody_twice(self, world, request_):
        with pytest.raises(NotAllowed):
            self.answer(world, request_, user="eva")
        self.answer(world, request_)
        with pytest.raises(Conflict):
            self.answer(world, request_)

    def test_only_a_finished_request_is_answered(self, world):
        with pytest.raises(NotFound):
            self.answer(world, making.paper(world.case, "kui.contact_note", {}))
        with pytest.raises(NotFound):
            self.answer(world, making.paper(world.case, "kui.followup_request", {}, approved=False))

    def test_lists_know_who_asks_and_who_answers(self, world, request_):
        (row,) = snapshot(world.case).requests
        assert (row.kind, row.asker_id, row.asker_name, row.keepers) == ("followup", "eva", "Eva Thorndal", ("jonas",))
        assert (row.due, row.answered_on) == (date(2026, 11, 27), None)

        self.answer(world, request_)

        (row,) = snapshot(world.case).requests
        assert row.answered_on == date(2026, 11, 21)


def test_those_that_wait_come_with_the_oldest_first(world):
    first, second = ask(world), ask(world, label="D-2")

    assert [one.document for one in followups.waiting(world.case)] == [first, second]
    assert [one.document for one in followups.asked(world.case)] == [second, first]
