"""Planning, convening, moving, cancelling, holding and closing meetings."""

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.usecases import documents, involvement, meetings, people, reviewing
from kuidocs.usecases.meeting_reading import fora_facts, meeting_facts
from tests import factories
from tests.usecases import gatherings
from tests.usecases.gatherings import clarified, consented, coordinated, held, invited, planned, row
from tests.views import making


def kinds(resource):
    return [fact["kind"] for fact in resource.facts]


def events(resource):
    return [event.kind for event in resource.log]


TODAY = factories.NOW.date()


@pytest.fixture
def case(world):
    consented(world.case)
    return world.case


class TestPlanning:
    def test_the_first_is_a_clarification(self, world):
        meeting = meetings.plan(world.case, world.act(), "clarification")

        assert (meeting.state, meeting.meeting_no) == ("planned", 1)
        assert kinds(meeting) == ["planned"]
        assert events(meeting) == ["meeting.planned"]

    @pytest.mark.parametrize("kind", ["coordination", "followup_with_young", "followup_without_young", "cluster"])
    def test_nothing_else_comes_first(self, world, kind):
        with pytest.raises(Refused):
            meetings.plan(world.case, world.act(), kind)

        assert len(world.case.moeder) == 0

    def test_the_same_page_plans_once(self, world):
        first = meetings.plan(world.case, world.act(token="side-1"), "clarification")

        assert meetings.plan(world.case, world.act(token="side-1"), "clarification") is first
        assert len(world.case.moeder) == 1

    def test_clarifications_are_numbered_without_end(self, world):
        numbers = [meetings.plan(world.case, world.act(), "clarification").meeting_no for _ in range(6)]

        assert numbers == [1, 2, 3, 4, 5, 6]

    def test_after_consonance_a_coordination_meeting(self, case, world):
        clarified(case)

        assert meetings.plan(case, world.act(), "coordination").meeting_type == "coordination"
        with pytest.raises(Refused, match="allerede"):
            meetings.plan(case, world.act(), "coordination")

    @pytest.mark.parametrize(
        "content",
        [{"consonance": "no"}, {"next_step": "another_clarification"}, {"approved": False}, {"state": "held"}],
    )
    def test_without_it_none(self, case, world, content):
        clarified(case) if "state" in content else clarified(case, **content)
        if "state" in content:
            making.meeting(case, "clarification", gatherings.BEFORE, "held")

        with pytest.raises(Refused):
            meetings.plan(case, world.act(), "coordination")

    def test_contact_and_coordinator_may_be_named_in_the_minutes_only(self, case):
        clarified(case, contact_person={"name": {"text": "A"}}, plan_coordinator={"text": "B"})
        case.contact_person = case.plan_coordinator = {}

        facts = fora_facts(case)

        assert (facts.contact_named, facts.coordinator_named) == (True, True)

    def test_then_only_followups(self, case, world):
        coordinated(case)

        assert meetings.plan(case, world.act(), "followup_without_young")
        assert meetings.plan(case, world.act(), "followup_with_young")
        for kind in ("clarification", "coordination"):
            with pytest.raises(Refused, match="opfølgningsmøder"):
                meetings.plan(case, world.act(), kind)

    def test_when_nobody_came_who_can_decide_coordination_comes_again(self, case, world):
        clarified(case)
        case.state = "coordinating"
        held(case, "coordination", came="absent")

        with pytest.raises(Refused, match="kunne besluttes"):
            meetings.plan(case, world.act(), "followup_with_young")
        assert meetings.plan(case, world.act(), "coordination").meeting_no == 2

    def test_a_cancelled_one_counts_for_nothing(self, case, world):
        clarified(case)
        meeting = meetings.plan(case, world.act(), "coordination")
        meetings.cancel(meeting, world.act(), reason="Syg.")

        assert meetings.plan(case, world.act(), "coordination")

    def test_followups_are_the_coordinators(self, case, world):
        coordinated(case)
        involvement.refresh(case)

        with pytest.raises(NotAllowed, match="stedfortræder"):
            meetings.plan(case, world.act("louise"), "followup_with_young")
        case.deputy = people.reference(case, world.root.medarbejdere, "Louise Grønvang")
        involvement.refresh(case)
        assert meetings.plan(case, world.act("louise"), "followup_with_young")

    def test_who_has_no_task_in_the_case_begins_nothing(self, world):
        with pytest.raises(NotAllowed):
            meetings.plan(world.case, world.act("sofie"), "clarification")


class TestConvening:
    def test_the_case_begins_with_it(self, case, world):
        meeting = planned(case, "clarification")

        meetings.convene(meeting, world.act(token="side-1"))
        meetings.convene(meeting, world.act(token="side-1"))

        assert (meeting.state, case.state) == ("convened", "clarifying")
        assert (kinds(meeting), kinds(case)) == (["convened"], ["clarifying"])
        assert (events(meeting), events(case)) == (["meeting.convened"], ["case.clarifying"])

    def test_a_second_page_comes_too_late(self, case, world):
        meeting = planned(case, "clarification")
        meetings.convene(meeting, world.act())

        with pytest.raises(Conflict):
            meetings.convene(meeting, world.act())

    def test_the_coordination_meeting_takes_the_case_on_and_followups_do_not(self, case, world):
        clarified(case)
        meetings.convene(planned(case, "coordination"), world.act())
        assert case.state == "coordinating"

        case.state = "following_up"
        meetings.convene(planned(case, "followup_with_young"), world.act())
        assert case.state == "following_up"

    def test_without_consent_nothing_is_convened(self, world):
        meeting = planned(world.case, "clarification")

        with pytest.raises(Refused, match="Ungeindsats og PPR den 8"):
            meetings.convene(meeting, world.act())

        assert (meeting.state, world.case.state, meeting.facts) == ("planned", "opened", ())

    @pytest.mark.parametrize(
        "consent",
        [{"valid_until": "2026-12-07"}, {"valid_from": "2026-12-09"},
         {"recipients": [{"rid": "a" * 12, "department": "PPR", "may": ["receive"]}]}],
    )  # fmt: skip
    def test_nor_with_one_that_does_not_cover_the_day_or_a_department(self, world, consent):
        consented(world.case, **consent)

        with pytest.raises(Refused, match="gældende samtykke"):
            meetings.convene(planned(world.case, "clarification"), world.act())

    def test_two_departments_written_in_one_are_two(self, case):
        rows = [gatherings.row(case, "Louise Grønvang", "primary", rid="p1", department="PPR/SSP")]
        meeting = planned(case, "clarification", participants=rows)

        facts = meeting_facts(case, meeting, TODAY)

        assert facts.departments == {"PPR", "SSP"}
        assert facts.uncovered == ("SSP",)

    def test_no_notice_no_agenda(self, case, world):
        meeting = making.meeting(case, "clarification", gatherings.DAY, start="09:30")
        with pytest.raises(Refused, match="Indkaldelsen er ikke færdig"):
            meetings.convene(meeting, world.act())

        gatherings.notice(case, meeting)
        with pytest.raises(Refused, match="ingen dagsorden"):
            meetings.convene(meeting, world.act())

    def test_a_notice_that_is_only_in_review_tells_who_is_invited_but_is_not_enough(self, case, world):
        meeting = making.meeting(case, "clarification", gatherings.DAY, start="09:30")
        rows = gatherings.invited(case, "clarification")
        making.paper(case, "kui.notice", {"participants": rows}, meeting=meeting, approved=False)

        facts = meeting_facts(case, meeting, TODAY)

        assert (facts.notice_finished, facts.invited) == (False, {"primary"})


class TestMoving:
    @pytest.fixture
    def meeting(self, case, world):
        found = planned(case, "clarification")
        meetings.convene(found, world.act())
        return found

    def test_it_goes_back_to_planned_and_the_notice_gets_a_new_version(self, case, world, meeting):
        meetings.move(meeting, world.drafts, world.act(token="side-2"), reason="Lokalet er optaget.")
        meetings.move(meeting, world.drafts, world.act(token="side-2"), reason="Lokalet er optaget.")

        (notice,) = case.dokumenter.of_form("kui.notice")
        assert (meeting.state, meeting.date, meeting.start) == ("planned", "", "")
        assert meeting.facts[-1]["data"]["time"]["date"] == gatherings.DAY
        assert meeting.facts[-1]["data"]["reason"] == "Lokalet er optaget."
        assert notice.draft["number"] == 2
        assert "Lokalet" not in str([event.data for event in meeting.log])

    def test_the_old_notice_does_not_convene_it_again(self, world, meeting):
        meetings.move(meeting, world.drafts, world.act(), reason="Lokalet er optaget.")
        meeting.date, meeting.start = "2026-12-10", "09:30"

        with pytest.raises(Refused, match="Indkaldelsen er ikke færdig"):
            meetings.convene(meeting, world.act())

    def test_the_new_one_does(self, case, world, meeting):
        meetings.move(meeting, world.drafts, world.act(), reason="Lokalet er optaget.")
        finish_version(case, world, "2026-12-10")

        meetings.convene(meeting, world.act())

        assert (meeting.state, meeting.date) == ("convened", "2026-12-10")

    def test_a_new_notice_alone_moves_it(self, case, world, meeting):
        (notice,) = case.dokumenter.of_form("kui.notice")
        documents.new_version(notice, world.drafts, world.act(), note="Ny dag.")
        finish_version(case, world, "2026-12-10")

        assert (meeting.state, meeting.date, kinds(meeting)[-1]) == ("planned", "2026-12-10", "moved")
        meetings.convene(meeting, world.act())

    def test_a_new_notice_for_the_same_time_does_not(self, case, world, meeting):
        (notice,) = case.dokumenter.of_form("kui.notice")
        documents.new_version(notice, world.drafts, world.act(), note="Stavefejl.")
        finish_version(case, world, gatherings.DAY)

        assert meeting.state == "convened"

    def test_it_needs_a_reason_and_somebody_who_may(self, world, meeting):
        with pytest.raises(Refused, match="hvorfor"):
            meetings.move(meeting, world.drafts, world.act(), reason=" ")
        with pytest.raises(NotAllowed):
            meetings.move(meeting, world.drafts, world.act("louise"), reason="Lokalet.")

    def test_a_notice_that_is_being_rewritten_is_left_alone(self, case, world, meeting):
        (notice,) = case.dokumenter.of_form("kui.notice")
        documents.new_version(notice, world.drafts, world.act(), note="Stavefejl.")

        meetings.move(meeting, world.drafts, world.act(), reason="Lokalet.")

        assert notice.draft["note"] == "Stavefejl."


def finish_version(case, world, day):
    """Finish version 2 of the only notice, straight into the store."""
    (notice,) = case.dokumenter.of_form("kui.notice")
    content = notice.in_force().content() | {"meeting_date": day}
    world.drafts.remove(notice.id)
    notice.draft = None
    making.version(notice, content, number=2, at="2026-11-21T09:00:00+01:00")
    meetings.follow_notice(notice, world.act())


class TestCancelling:
    def test_it_is_final(self, case, world):
        meeting = planned(case, "clarification")
        meetings.cancel(meeting, world.act(token="t"), reason="Freja er flyttet.")
        meetings.cancel(meeting, world.act(token="t"), reason="Freja er flyttet.")

        assert (meeting.state, kinds(meeting)) == ("cancelled", ["cancelled"])
        with pytest.raises(Conflict):
            meetings.convene(meeting, world.act())
        with pytest.raises(Refused, match="aflyst"):
            documents.create(
                case, world.root, world.drafts, world.act(), form_key="kui.notice", label="D9", meeting=meeting
            )

    def test_whoever_planned_it_may(self, case, world):
        gatherings.row(case, "Louise Grønvang", "primary", rid="x")
        held(case, "clarification", approved=True)
        involvement.refresh(case)
        meeting = meetings.plan(case, world.act("louise"), "clarification")

        meetings.cancel(meeting, world.act("louise"), reason="Dobbelt.")

        assert meeting.state == "cancelled"

    def test_others_may_not(self, case, world):
        with pytest.raises(NotAllowed):
            meetings.cancel(planned(case, "clarification"), world.act("sofie"), reason="Drilleri.")


def test_the_same_page_begins_one_document(case, world):
    meeting = meetings.plan(case, world.act(), "clarification")
    made = [
        documents.create(
            case, world.root, world.drafts, world.act(token="t"), form_key="kui.notice", label=label, meeting=meeting
        )
        for label in ("D8", "D9")
    ]

    assert made[0] is made[1]
    assert "D9" not in case.dokumenter


@pytest.mark.parametrize("name", ["Freja Lundsgaard Holm", "Freja", "Ida Holm"])
def test_family_that_is_called_a_professional_is_not_convened(case, world, name):
    rows = [*invited(case, "clarification"), row(case, name, "primary", rid="p9", department="PPR")]
    meeting = planned(case, "clarification", participants=rows)

    with pytest.raises(Refused, match="Den unge og familien deltager ikke"):
        meetings.convene(meeting, world.act())


def test_ad_hoc_access_ends_with_a_meeting_that_was_cancelled(case, world):
    rows = [*invited(case, "clarification"), row(case, "Camilla Egeskov", "ad_hoc", rid="p9", department="SSP")]
    meeting = planned(case, "clarification", participants=rows)
    (there,) = [one for one in case.involvements if one["relation"] == "ad_hoc"]
    assert (there["user_id"], there["until"]) == ("camilla", "")

    meetings.cancel(meeting, world.act(), reason="Syg.")

    (gone,) = [one for one in case.involvements if one["relation"] == "ad_hoc"]
    assert gone["until"] == "2026-11-21"


def test_minutes_of_a_cancelled_meeting_are_not_submitted(case, world):
    meeting = planned(case, "clarification")
    minutes = documents.create(
        case, world.root, world.drafts, world.act(), form_key="kui.minutes.clarification", label="M", meeting=meeting
    )
    meetings.cancel(meeting, world.act(), reason="Syg.")

    with pytest.raises(Conflict, match="Mødet er aflyst"):
        reviewing.submit(minutes, world.drafts, world.act())
    assert meeting.state == "cancelled"
