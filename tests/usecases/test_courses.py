"""What statistics count of a case: numbers and days, nobody's name."""

from datetime import date

import pytest

from kuidocs.domain.identity import command_line
from kuidocs.usecases import importing
from kuidocs.usecases.acting import Act
from kuidocs.usecases.courses import course
from kuidocs.usecases.read_model import snapshot
from tests import factories
from tests.views import making

RID = "row-task-one"


def minutes(kind="followup_with_young", held="2026-10-20", **content):
    return f"kui.minutes.{kind}", {"held_at": held} | content


def put(world, form, content, **more):
    return making.paper(world.case, form, content, **more)


def task(deadline="2026-10-01", **more):
    return (
        {"rid": RID, "task_text": "Ringer til PPR", "responsible": {"text": "Jonas Ravnsborg"}}
        | ({"deadline": deadline} if deadline else {})
        | more
    )


def test_a_new_case_has_nothing_to_count(world):
    found = course(world.case)

    assert (found.case_no, found.state, found.department) == ("FLK-2026-0001", "opened", "Den Kommunale Ungeindsats")
    assert (found.started, found.first_meeting, found.plan_approved) == (date(2026, 10, 1), None, None)
    assert (found.clarifications, found.meetings, found.tasks_open, found.consent_withdrawn) == (0, (), (), False)


def test_a_case_that_nobody_coordinates_has_no_department(world):
    world.case.plan_coordinator, world.case.opened_at = {}, ""

    assert (course(world.case).department, course(world.case).started) == ("", None)


def test_the_demonstration_is_counted(world):
    for name in ("ung_1_malthe", "ung_3_elias"):
        importing.import_data(world.root, world.drafts, factories.demo(name), Act(command_line("test"), world.clock))
    malthe, elias = (course(world.root.sager[number]) for number in ("FLK-2026-0117", "FLK-2026-0163"))

    assert (malthe.clarifications, malthe.first_meeting, malthe.plan_approved) == (
        2,
        date(2026, 2, 17),
        date(2026, 4, 2),
    )
    assert (elias.clarifications, elias.goals_open) == (2, 3)
    assert malthe.meetings.count("clarification") == 2


def test_no_name_is_in_it(world):
    importing.import_data(world.root, world.drafts, factories.demo(), Act(command_line("test"), world.clock))
    case = world.root.sager["FLK-2026-0117"]
    written = repr(course(case))

    assert not any(actor["name"].split()[0] in written for actor in case.register.values())
    assert case.person.called not in written


def test_it_is_a_row_of_the_read_model(world):
    assert snapshot(world.case).courses == (course(world.case),)


@pytest.mark.parametrize(
    ("answers", "number"),
    [
        ([], 0),
        (["no"], 0),
        (["no", "yes"], 2),
        (["yes", "yes"], 1),
        (["no", "no", "partly"], 0),
    ],
)
def test_meetings_are_counted_until_there_is_consonance(world, answers, number):
    for day, answer in enumerate(answers, start=1):
        put(world, *minutes("clarification", f"2026-10-{day:02d}", consonance=answer))

    assert course(world.case).clarifications == number


def test_partly_counts_when_the_young_person_is_invited_next(world):
    put(world, *minutes("clarification", consonance="partly", next_step="coordination"))

    assert course(world.case).clarifications == 1


@pytest.mark.parametrize(
    ("state", "counted"), [("held", 1), ("minuted", 1), ("closed", 1), ("planned", 0), ("cancelled", 0)]
)
def test_only_meetings_that_were_held_count(world, state, counted):
    making.meeting(world.case, "clarification", "2026-10-20", state)
    making.meeting(world.case, "clarification", "", "held")

    found = course(world.case)

    assert len(found.meetings) == counted + 1
    assert found.first_meeting == (date(2026, 10, 20) if counted else None)


def test_the_first_approval_of_the_plan_counts(world):
    plan = put(world, "kui.education_plan", {"goals": []}, at="2026-10-05T10:00:00+02:00")
    making.version(plan, {"goals": []}, number=2, at="2026-11-05T10:00:00+01:00")

    assert course(world.case).plan_approved == date(2026, 10, 5)


def test_goals_are_counted_by_how_they_go(world):
    states = ["achieved", "changed", "dropped", "on_track", "stalled", "not_started", ""]
    put(world, "kui.education_plan", {"goals": [{"rid": f"goal-{n}", "status": s} for n, s in enumerate(states)]})

    found = course(world.case)

    assert (found.goals_reached, found.goals_adjusted, found.goals_open) == (1, 2, 4)


@pytest.mark.parametrize(
    ("told", "on_time", "late"),
    [
        ("2026-09-20", 1, 0),
        ("2026-10-10", 1, 0),
        ("2026-11-10", 0, 1),
    ],
)
def test_a_task_is_on_time_when_it_is_done_at_the_first_meeting_after_its_day(world, told, on_time, late):
    put(world, *minutes(held="2026-09-01", who_does_what=[task()]))
    for day in ("2026-09-20", "2026-10-10", "2026-11-10"):
        progress = [{"rid": RID, "status": "done"}] if day == told else []
        put(world, *minutes(held=day, task_progress=progress))

    found = course(world.case)

    assert (found.tasks_on_time, found.tasks_late, found.tasks_open) == (on_time, late, ())


def test_without_a_meeting_after_it_the_day_itself_counts(world):
    document = put(world, *minutes(held="2026-09-01", who_does_what=[task()]))
    fact = {"id": "x", "kind": "task_status", "about": {"number": 1, "round": 1, "rid": RID}, "by": making.JONAS}
    document.facts = (*document.facts, fact | {"at": "2026-10-02T10:00:00+02:00", "data": {"status": "done"}})

    assert (course(world.case).tasks_on_time, course(world.case).tasks_late) == (0, 1)


def test_open_tasks_are_counted_by_their_days_and_those_without_are_not(world):
    rows = [task("2026-12-01"), task("2026-11-01") | {"rid": "row-two"}, task("") | {"rid": "row-three"}]
    put(world, *minutes(held="2026-10-01", who_does_what=rows))

    assert course(world.case).tasks_open == ("2026-11-01", "2026-12-01")


def test_what_was_dropped_or_closed_with_its_series_is_neither_on_time_nor_late(world):
    rows = [task(), task() | {"rid": "row-two", "task_text": "Noget andet"}]
    put(world, *minutes("clarification", "2026-09-01", who_does_what=rows))
    put(world, *minutes("clarification", "2026-09-10", task_progress=[{"rid": RID, "status": "cancelled"}]))
    put(world, *minutes("coordination", "2026-10-20"))

    found = course(world.case)

    assert (found.tasks_on_time, found.tasks_late, found.tasks_open) == (0, 0, ())


def test_a_consent_that_was_withdrawn_once_counts(world):
    consent = put(world, "kui.consent", making.CONSENT)
    making.fact(consent, "withdrawn_at", "2026-11-01T10:00:00+01:00", value="2026-11-01")

    assert course(world.case).consent_withdrawn
