"""Moving a case through its phases, and naming who looks after it."""

from datetime import date

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.usecases import cases, involvement, meetings
from kuidocs.usecases.meeting_reading import fora_facts, roles
from tests import factories
from tests.usecases import gatherings
from tests.usecases.gatherings import clarified, consented, coordinated, held
from tests.views import making

TODAY = factories.NOW.date()
DECISION = [{"rid": "d1", "decision_text": "Mentor."}]


@pytest.fixture
def case(world):
    consented(world.case)
    return world.case


def events(case):
    return [event.kind for event in case.log]


class TestFollowingUp:
    def test_after_coordination_with_a_plan(self, case, world):
        coordinated(case)
        making.paper(case, "kui.education_plan", {})

        cases.move(case, world.act(token="t"), "opfoelgning")
        cases.move(case, world.act(token="t"), "opfoelgning")

        assert (case.state, case.facts[-1]["kind"], len(case.facts)) == ("following_up", "following_up", 1)
        assert events(case) == ["case.following_up"]

    def test_not_without_a_plan_or_with_a_decision_that_is_not_in_it(self, case, world):
        coordinated(case, decisions=DECISION)
        with pytest.raises(Refused, match="Én beslutning er endnu ikke"):
            cases.move(case, world.act(), "opfoelgning")

        making.meeting(case, "coordination", "2026-11-20", "closed")
        (minutes,) = case.dokumenter.of_form("kui.minutes.coordination")
        making.fact(minutes, "plan_item_ref", "2026-11-20T10:00:00+01:00")
        minutes.facts[-1]["about"]["rid"] = "d1"
        with pytest.raises(Refused, match="planen er ikke godkendt"):
            cases.move(case, world.act(), "opfoelgning")

    def test_a_link_to_a_draft_of_the_plan_is_not_enough(self, case, world):
        coordinated(case, decisions=DECISION)
        plan = making.paper(case, "kui.education_plan", {"goals": [{"rid": "g1", "goal_no": "1"}]})
        making.version(plan, {"goals": [{"rid": "g1", "goal_no": "1"}]}, number=2, approved=False)
        (minutes,) = case.dokumenter.of_form("kui.minutes.coordination")
        link = {"document": plan.label, "number": 2, "row": "g1"}
        fact = {"id": "l", "kind": "plan_item_ref", "about": {"rid": "d1"}, "by": {}, "at": "", "data": link}
        minutes.facts = (*minutes.facts, fact)

        with pytest.raises(Refused, match="planen er ikke godkendt"):
            cases.move(case, world.act(), "opfoelgning")

    def test_not_when_nobody_could_decide(self, case, world):
        clarified(case)
        case.state = "coordinating"
        held(case, "coordination", came="absent")

        with pytest.raises(Refused, match="kunne besluttes"):
            cases.move(case, world.act(), "opfoelgning")

    def test_it_is_the_coordinators(self, case, world):
        coordinated(case)
        involvement.refresh(case)

        with pytest.raises(NotAllowed):
            cases.move(case, world.act("louise"), "opfoelgning")


class TestOpeningAgain:
    @pytest.fixture
    def reopened(self, case, world):
        coordinated(case)
        case.state = "following_up"
        cases.move(case, world.act(), "genaabn", reason="Familien er flyttet.")
        return case

    def test_clarification_is_offered_again_and_followups_stay(self, reopened, world):
        assert reopened.state == "clarifying"
        assert meetings.plan(reopened, world.act(), "clarification").meeting_no == 2
        assert meetings.plan(reopened, world.act(), "followup_with_young")

    def test_the_old_consonance_does_not_count(self, reopened, world):
        with pytest.raises(Refused, match="ikke godkendt"):
            meetings.plan(reopened, world.act(), "coordination")

    def test_a_new_one_does_until_there_is_a_new_decision(self, reopened, world):
        clarified(reopened)
        assert meetings.plan(reopened, world.act(), "coordination")

        held(reopened, "coordination", "closed")
        assert not fora_facts(reopened).reopened

    def test_it_needs_a_reason(self, case, world):
        coordinated(case)
        case.state = "following_up"

        with pytest.raises(Refused, match="Skriv hvorfor"):
            cases.move(case, world.act(), "genaabn")
        assert case.state == "following_up"


class TestPause:
    def test_there_and_back(self, case, world):
        case.state = "coordinating"
        cases.move(case, world.act(), "pause", reason="Indlagt.", review_on=date(2027, 1, 15))
        assert (case.state, cases.phase_of(case)) == ("paused", "coordinating")
        assert case.facts[-1]["data"]["review_on"] == "2027-01-15"
        with pytest.raises(Refused, match="sat på pause"):
            meetings.plan(case, world.act(), "clarification")

        cases.move(case, world.act(), "genoptag")
        assert case.state == "coordinating"

    def test_a_day_is_chosen(self, case, world):
        with pytest.raises(Refused, match="tre måneder"):
            cases.move(case, world.act(), "pause", reason="Indlagt.", review_on=date(2027, 6, 1))

    def test_a_withdrawn_consent_forces_it_until_there_is_another(self, case, world):
        (paper,) = case.dokumenter.of_form("kui.consent")
        for _ in range(2):
            cases.withdraw_consent(case, world.act(token="t1"), on=TODAY, words="»Nu er det nok.«")
        assert (case.state, len(case.facts)) == ("paused", 1)
        told = {fact["kind"]: fact["data"]["value"] for fact in paper.facts if fact["kind"].startswith("withdrawn")}
        assert told == {
            "withdrawn_at": "2026-11-21",
            "withdrawn_scope": "Hele samtykket",
            "withdrawn_note": "»Nu er det nok.«",
        }
        with pytest.raises(Refused, match="trukket tilbage"):
            cases.move(case, world.act(), "genoptag")
        with pytest.raises(Refused, match="som kan trækkes tilbage"):
            cases.withdraw_consent(case, world.act(), on=TODAY)

        making.version(paper, paper.in_force().content(), number=2)
        cases.move(case, world.act(), "genoptag")
        assert case.state == "opened"

    def test_a_case_that_is_paused_already_stays_so_and_waits_too(self, case, world):
        cases.move(case, world.act(), "pause", reason="Indlagt.", review_on=date(2026, 12, 1))
        cases.withdraw_consent(case, world.act(), on=date(2026, 11, 20))

        assert [fact["kind"] for fact in case.facts] == ["paused"]
        with pytest.raises(Refused, match="trukket tilbage"):
            cases.move(case, world.act(), "genoptag")

    @pytest.mark.parametrize("day", [None, date(2026, 11, 22), date(2026, 9, 30)])
    def test_it_is_withdrawn_on_a_day_that_can_be(self, case, world, day):
        with pytest.raises(Refused, match="Skriv den dag"):
            cases.withdraw_consent(case, world.act(), on=day)

        assert case.state == "opened"

    def test_who_has_no_task_tells_the_coordinator(self, case, world):
        with pytest.raises(NotAllowed, match="Sig det til plankoordinatoren"):
            cases.withdraw_consent(case, world.act("mette"), on=TODAY)


class TestEnding:
    def test_closing_tells_how_it_ended(self, case, world):
        cases.move(case, world.act(), "afslut", reason="Alt er nået.", young_told="Jonas, i går.")

        assert case.state == "closed"
        assert case.facts[-1]["data"]["young_told"] == "Jonas, i går."
        with pytest.raises(Conflict):
            cases.move(case, world.act(), "pause", reason="x")

    def test_open_tasks_and_coming_meetings_are_in_the_way(self, case, world):
        task = {"rid": "t1", "task_text": "Ringer", "responsible": {"text": "Jonas Ravnsborg"}}
        meeting = held(case, "coordination", "held", who_does_what=[task])
        told = {"reason": "Alt er nået.", "young_told": "Jonas."}
        with pytest.raises(Refused, match="Der er ét møde, som ikke er overstået"):
            cases.move(case, world.act(), "afslut", **told)

        meeting.state = "closed"
        with pytest.raises(Refused, match="én åben opgave"):
            cases.move(case, world.act(), "afslut", **told)
        cases.move(case, world.act(), "afslut", **told, tasks_note="Jobcentret ringer.")
        assert case.state == "closed"

    def test_the_leader_hands_over(self, case, world):
        with pytest.raises(NotAllowed, match="lederen"):
            cases.move(case, world.act(), "overdrag", reason="Flyttet til Odense.", basis="none")

        cases.move(case, world.act("kirsten"), "overdrag", reason="Flyttet til Odense.", basis="consent")

        assert (case.state, case.facts[-1]["data"]["basis"]) == ("transferred", "consent")

    def test_not_with_a_consent_that_is_none(self, world):
        with pytest.raises(Refused, match="grundlag"):
            cases.move(world.case, world.act("kirsten"), "overdrag", reason="Flyttet.", basis="consent")


class TestNaming:
    def test_a_change_is_dated_and_the_former_one_is_kept(self, case, world):
        cases.appoint(case, world.act(token="t"), "plan_coordinator", "mikkel")
        cases.appoint(case, world.act(token="t"), "plan_coordinator", "mikkel")

        assert case.plan_coordinator["text"] == "Mikkel Aarøe"
        assert [fact["data"]["before"]["text"] for fact in case.facts] == ["Jonas Ravnsborg"]
        rows = {
            (i["user_id"], i["since"], i["until"]) for i in case.involvements if i["relation"] == "plan_coordinator"
        }
        assert rows == {("jonas", "2026-10-01", "2026-11-21"), ("mikkel", "2026-11-21", "")}
        assert events(case) == ["case.plan_coordinator_named"]

    def test_naming_the_same_person_changes_nothing(self, case, world):
        cases.appoint(case, world.act(), "plan_coordinator", "jonas")

        assert case.facts == ()

    def test_a_deputy_comes_and_goes(self, case, world):
        cases.appoint(case, world.act(), "deputy", "mikkel")
        assert "deputy" in roles(case, world.who("mikkel"), TODAY)

        cases.appoint(case, world.act(), "deputy", "")
        assert case.deputy == {}

    @pytest.mark.parametrize(
        ("relation", "user"),
        [("plan_coordinator", ""), ("plan_coordinator", "nobody"), ("convener", "mikkel"), ("deputy", "nobody")],
    )
    def test_only_staff_and_only_these_tasks(self, case, world, relation, user):
        with pytest.raises(Refused, match="Vælg en medarbejder"):
            cases.appoint(case, world.act(), relation, user)

    def test_who_has_left_is_nobody(self, case, world):
        world.root.medarbejdere["mikkel"].active = False

        with pytest.raises(Refused):
            cases.appoint(case, world.act(), "deputy", "mikkel")

    def test_leader_and_coordinator_name_and_others_only_before_there_is_a_coordinator(self, case, world):
        held(case, "clarification")
        involvement.refresh(case)
        cases.appoint(case, world.act("kirsten"), "contact_person", "louise")
        with pytest.raises(NotAllowed):
            cases.appoint(case, world.act("louise"), "plan_coordinator", "louise")

        case.plan_coordinator = {}
        cases.appoint(case, world.act("louise"), "plan_coordinator", "louise")
        assert case.plan_coordinator["text"] == "Louise Grønvang"


class TestMinutes:
    NAMED = {"contact_person": {"name": {"text": "Mikkel Aarøe"}}, "plan_coordinator": {"text": "Mikkel Aarøe"}}

    def test_a_coordinator_who_has_no_user_keeps_nobody_from_naming_another(self, case, world):
        making.paper(
            case, "kui.notice", {"participants": [gatherings.row(case, "Louise Grønvang", "primary", rid="p1")]}
        )
        case.plan_coordinator = {"text": "Nogen udefra"}
        involvement.refresh(case)

        cases.appoint(case, world.act("louise"), "plan_coordinator", "louise")

        assert case.plan_coordinator["text"] == "Louise Grønvang"
        with pytest.raises(NotAllowed):
            cases.appoint(case, world.act("mikkel"), "plan_coordinator", "mikkel")

    def test_approved_minutes_name_both(self, case, world):
        held(case, "clarification", **self.NAMED)
        (minutes,) = case.dokumenter.of_form("kui.minutes.clarification")

        cases.follow_minutes(minutes, world.act())

        assert case.plan_coordinator == case.contact_person == {"text": "Mikkel Aarøe"}
        assert [fact["data"]["relation"] for fact in case.facts] == ["contact_person", "plan_coordinator"]

    def test_a_correction_of_old_ones_does_not(self, case, world):
        held(case, "clarification", held_at="2026-10-01", **self.NAMED)
        held(case, "coordination")
        (old,) = case.dokumenter.of_form("kui.minutes.clarification")

        cases.follow_minutes(old, world.act())

        assert case.plan_coordinator["text"] == "Jonas Ravnsborg"

    def test_other_papers_name_nobody(self, case, world):
        cases.follow_minutes(case.dokumenter.of_form("kui.consent")[0], world.act())
        held(case, "followup_without_young")
        cases.follow_minutes(case.dokumenter.of_form("kui.minutes.followup_without_young")[0], world.act())

        assert case.facts == ()
