"""What waits in a case, for whom and by which day: the rows that reminders and lists are made of."""

import copy
from datetime import date

import pytest

from kuidocs.domain import deadlines as kinds
from kuidocs.usecases import case_reading, cases, involvement, people, timekeeping
from kuidocs.usecases.deadlines import deadlines
from tests.usecases import plan_story
from tests.usecases.test_case_reading import CONSENT, add
from tests.views import making


def rows(world, *wanted):
    """Kind, for whom, day and key of each row."""
    found = [row for row in deadlines(world.case) if not wanted or row.kind in wanted]
    return [(row.kind, row.user_id, row.day.isoformat(), row.key) for row in found]


def one(world, kind):
    (found,) = [row for row in deadlines(world.case) if row.kind == kind]
    return found


def test_a_case_with_nothing_in_it_has_its_birthdays(world):
    assert rows(world) == [
        (kinds.AGE, "jonas", "2027-03-14", "18"),
        (kinds.AGE, "jonas", "2034-03-14", "25"),
    ]


def test_open_tasks_wait_for_their_owner_and_silence_for_the_coordinator(world):
    plan_story.coordinated(world)

    assert rows(world, kinds.TASK) == [
        (kinds.TASK, "jonas", "2026-11-19", "t1aaaa"),
        (kinds.TASK, "", "2026-12-01", "t2aaaa"),
        (kinds.TASK, "mette", "2026-12-02", "t3aaaa"),
    ]
    assert rows(world, kinds.SILENT) == [
        (kinds.SILENT, "jonas", "2026-12-08", "t2aaaa"),
        (kinds.SILENT, "jonas", "2026-12-09", "t3aaaa"),
    ]


def test_a_status_after_the_deadline_puts_the_silence_off(world):
    minutes = plan_story.coordinated(world)
    making.fact(minutes, "task_status", "2026-12-10T10:00:00+01:00")
    minutes.facts[-1]["about"]["rid"] = "t3aaaa"
    minutes.facts[-1]["data"]["status"] = "in_progress"

    found = [row for row in deadlines(world.case) if row.kind == kinds.SILENT and row.key == "t3aaaa"]
    assert [(row.day, row.since) for row in found] == [(date(2026, 12, 17), date(2026, 12, 10))]


def test_what_is_done_waits_for_nobody(world):
    minutes = plan_story.coordinated(world)
    making.fact(minutes, "task_status", "2026-11-20T10:00:00+01:00")
    minutes.facts[-1]["about"]["rid"] = "t1aaaa"
    minutes.facts[-1]["data"]["status"] = "done"

    assert "t1aaaa" not in [row.key for row in deadlines(world.case)]


class TestMinutes:
    @pytest.mark.parametrize(
        ("roles", "user"), [(("minute_taker",), "louise"), (("chair",), "louise"), (("participant",), "jonas")]
    )
    def test_they_wait_for_who_writes_them_five_working_days_after(self, world, roles, user):
        meeting = making.meeting(world.case, "clarification", "2026-11-13", "convened")
        making.notice(world.case, meeting, *roles, name="Louise Grønvang")

        assert rows(world, kinds.MINUTES) == [(kinds.MINUTES, user, "2026-11-20", "1")]

    def test_a_draft_is_no_minutes_but_what_was_submitted_is(self, world):
        meeting = making.meeting(world.case, "clarification", "2026-11-13", "held")
        draft = add(world, "kui.minutes.clarification", {"participants": []}, meeting=meeting, approved=False)
        assert rows(world, kinds.MINUTES) == []

        draft.versions = ()
        assert one(world, kinds.MINUTES).label == draft.label

    @pytest.mark.parametrize(("day", "state"), [("", "planned"), ("2026-11-13", "cancelled"), ("2026-11-13", "closed")])
    def test_no_meeting_no_minutes(self, world, day, state):
        making.meeting(world.case, "clarification", day, state)

        assert rows(world, kinds.MINUTES) == []


def test_a_paper_waits_for_each_of_its_reviewers(world):
    making.paper(world.case, "kui.contact_card", {}, at="2026-11-18T09:00:00+01:00", waiting=["kirsten", "mette"])

    assert rows(world, kinds.REVIEW) == [
        (kinds.REVIEW, "kirsten", "2026-11-18", "FLK-2026-0001-D01"),
        (kinds.REVIEW, "mette", "2026-11-18", "FLK-2026-0001-D01"),
    ]


class TestDecisions:
    def test_the_coordinator_who_writes_them_hears_once(self, world):
        plan_story.coordinated(world, plan_updated_by={"text": "Jonas Ravnsborg"}, plan_update_deadline="2026-11-25")

        assert rows(world, kinds.PLAN_UPDATE, kinds.DECISIONS) == [(kinds.PLAN_UPDATE, "jonas", "2026-11-25", "D01")]
        assert one(world, kinds.PLAN_UPDATE).number == 3

    def test_another_writer_and_the_coordinator_hear_both(self, world):
        plan_story.coordinated(world, plan_updated_by={"text": "Mette Lindekrone"}, plan_update_deadline="2026-11-25")

        assert [row[:2] for row in rows(world, kinds.PLAN_UPDATE, kinds.DECISIONS)] == [
            (kinds.PLAN_UPDATE, "mette"),
            (kinds.DECISIONS, "jonas"),
        ]

    def test_without_a_writer_and_a_day_it_is_the_coordinators_after_two_weeks(self, world):
        plan_story.coordinated(world)

        assert rows(world, kinds.PLAN_UPDATE, kinds.DECISIONS) == [(kinds.DECISIONS, "jonas", "2026-12-02", "D01")]

    def test_what_is_written_waits_no_longer(self, world):
        minutes = plan_story.coordinated(world)
        for decision in (plan_story.D1, plan_story.D2, plan_story.D3):
            making.fact(minutes, "plan_item_ref", "2026-11-20T10:00:00+01:00")
            minutes.facts[-1]["about"]["rid"] = decision

        assert rows(world, kinds.DECISIONS) == []


def test_the_plan_is_gone_through_on_its_day(world):
    add(world, "kui.education_plan", copy.deepcopy(plan_story.PLAN))

    assert rows(world, kinds.PLAN_REVIEW) == [(kinds.PLAN_REVIEW, "jonas", "2027-02-10", "D01")]


class TestConsent:
    def test_a_birthday_comes_before_its_last_day(self, world):
        add(world, "kui.consent", copy.deepcopy(CONSENT))

        found = one(world, kinds.CONSENT)
        assert (found.day, found.number, found.user_id) == (date(2027, 3, 14), 18, "jonas")

    def test_else_its_last_day(self, world):
        add(world, "kui.consent", copy.deepcopy(CONSENT | {"valid_until": "2027-02-01"}))

        assert (one(world, kinds.CONSENT).day, one(world, kinds.CONSENT).number) == (date(2027, 2, 1), 0)

    def test_one_that_was_withdrawn_ends_no_more(self, world):
        consent = add(world, "kui.consent", copy.deepcopy(CONSENT))
        making.fact(consent, "withdrawn_at", "2026-11-20T10:00:00+01:00", value="2026-11-20")

        assert rows(world, kinds.CONSENT) == []


class TestRequest:
    REQUEST = {"requested_by": {"text": "Mette Lindekrone"}, "requested_at": "2026-11-18", "reason": "Ny situation."}

    def test_it_waits_for_an_answer(self, world):
        add(world, "kui.followup_request", dict(self.REQUEST))

        found = one(world, kinds.REQUEST)
        assert (found.user_id, found.day, found.who) == ("jonas", date(2026, 11, 25), "Mette Lindekrone")

    def test_until_it_is_answered(self, world):
        request = add(world, "kui.followup_request", dict(self.REQUEST))
        making.fact(request, "coordinator_answer", "2026-11-20T10:00:00+01:00", value="Vi mødes i december.")

        assert rows(world, kinds.REQUEST) == []

    def test_a_draft_asks_for_nothing(self, world):
        add(world, "kui.followup_request", dict(self.REQUEST), approved=False)

        assert rows(world, kinds.REQUEST) == []


def test_a_pause_is_looked_at_again(world):
    cases.move(world.case, world.act(), "pause", reason="Indlagt.", review_on=date(2027, 1, 15))

    assert rows(world, kinds.PAUSE)[0][:3] == (kinds.PAUSE, "jonas", "2027-01-15")


def test_the_timers_of_a_plan_that_is_not_followed(world):
    add(world, "kui.education_plan", copy.deepcopy(plan_story.PLAN))
    timekeeping.tell(world.case, world.act(), "not_following", day=date(2026, 11, 19), note="Kommer ikke.")
    assert [row[:3] for row in rows(world, kinds.CONTACT, kinds.ACTIVITY)] == [
        (kinds.CONTACT, "jonas", "2026-11-26"),
        (kinds.ACTIVITY, "jonas", "2026-12-19"),
    ]

    timekeeping.tell(world.case, world.act(), "contact_made", day=date(2026, 11, 20), note="Ringede.")
    assert [row[0] for row in rows(world, kinds.CONTACT, kinds.ACTIVITY)] == [kinds.ACTIVITY]
    timekeeping.tell(world.case, world.act(), "new_activity", day=date(2026, 11, 21), note="Værksted.")
    assert rows(world, kinds.CONTACT, kinds.ACTIVITY) == []


def test_a_birthday_that_is_seen_to_is_over(world):
    timekeeping.age_done(world.case, world.act(), 18)

    assert [row[3] for row in rows(world, kinds.AGE)] == ["25"]


def test_the_deputy_is_reminded_where_there_is_no_coordinator(world):
    case = world.case
    case.deputy = people.reference(case, world.root.medarbejdere, "Mikkel Aarøe")
    case.plan_coordinator = {}
    involvement.refresh(case)

    assert {row[1] for row in rows(world)} == {"mikkel"}


def test_the_lamp_of_the_read_model_is_the_one_of_the_case_page(world):
    plan_story.coordinated(world)
    add(world, "kui.education_plan", copy.deepcopy(plan_story.PLAN))

    assert case_reading.plan_facts(world.case).unwritten_decisions == 3
