"""Status on tasks between the meetings, as lists and Min dag see it."""

from datetime import timedelta

import pytest

from kuidocs.domain import plan_writing as pw
from kuidocs.domain.errors import Conflict, NotAllowed, NotFound, Refused
from kuidocs.resources.version import Stamp
from kuidocs.usecases import case_reading, people, read_model, task_acts
from kuidocs.usecases.acting import Act, fact, root_of
from kuidocs.usecases.reviewing import add_version
from tests.usecases.plan_story import D3, coordinated, plan, write
from tests.usecases.test_case_reading import add


@pytest.fixture
def minutes(world):
    return coordinated(world)


def task(world, rid="t1aaaa"):
    return next(one for one in case_reading.case_tasks(world.case) if one.rid == rid)


def test_the_owner_says_how_it_goes(world, minutes):
    task_acts.report(world.case, world.act("mette"), rid="t3aaaa", status="in_progress")
    world.clock.advance(timedelta(hours=1))
    task_acts.report(world.case, world.act("mette"), rid="t3aaaa", status="done", note="De kan.", told="Freja")

    assert task(world, "t3aaaa").status == "done"
    first, second = task_acts.history(world.case, task(world, "t3aaaa"))
    assert (first.status, first.by["user_id"], first.note, first.told) == ("in_progress", "mette", "", "")
    assert (second.status, second.note, second.told) == ("done", "De kan.", "Freja")
    rows = {row.rid: row.status for row in read_model.snapshot(world.case).tasks}
    assert rows == {"t1aaaa": "open", "t2aaaa": "open", "t3aaaa": "done"}
    assert [event.kind for event in minutes.log] == ["document.task_status"] * 2


def test_the_coordinator_says_it_for_those_without_a_user(world, minutes):
    assert task(world, "t2aaaa").informs == "Jonas Ravnsborg"

    task_acts.report(world.case, world.act("jonas"), rid="t2aaaa", status="done", told="Jonas")

    assert task(world, "t2aaaa").status == "done"
    assert list(task_acts.history(world.case, task(world))) == [], "what was said of one task is no other's"


def test_the_same_page_twice_is_once(world, minutes):
    for _ in range(2):
        task_acts.report(world.case, world.act("mette", "side-1"), rid="t3aaaa", status="in_progress")

    assert len(minutes.facts_of("task_status")) == 1


@pytest.mark.parametrize("user", ["mette", "louise", "sofie"])
def test_others_are_refused(world, minutes, user):
    with pytest.raises(NotAllowed, match="plankoordinatoren"):
        task_acts.report(world.case, world.act(user), rid="t1aaaa", status="done")

    assert not task_acts.may_report(world.case, task(world), user)
    assert task(world).status == "open"


def test_a_task_that_nobody_agreed_is_not_found(world, minutes):
    with pytest.raises(NotFound):
        task_acts.report(world.case, world.act(), rid="t9aaaa", status="done")


def test_minutes_that_are_not_approved_hold_no_tasks(world):
    coordinated(world, approved=False)

    with pytest.raises(NotFound):
        task_acts.report(world.case, world.act(), rid="t1aaaa", status="done")


def test_steps_that_are_not_in_the_table(world, minutes):
    with pytest.raises(Refused, match="bortfalder"):
        task_acts.report(world.case, world.act(), rid="t1aaaa", status="cancelled", note=" ")
    task_acts.report(world.case, world.act(), rid="t1aaaa", status="cancelled", note="Banken ringede selv.")
    with pytest.raises(Conflict, match="Bortfaldet"):
        task_acts.report(world.case, world.act(), rid="t1aaaa", status="done")

    assert not task_acts.may_report(world.case, task(world), "jonas")


def test_later_minutes_have_the_last_word(world, minutes):
    task_acts.report(world.case, world.act(), rid="t1aaaa", status="in_progress")
    world.clock.advance(timedelta(days=7))

    add(
        world,
        "kui.minutes.followup_with_young",
        {"held_at": "2026-11-28", "task_progress": [{"rid": "t1aaaa", "status": "done"}]},
    )

    assert task(world).status == "done"


def test_earlier_minutes_do_not(world, minutes):
    add(
        world,
        "kui.minutes.followup_with_young",
        {"held_at": "2026-11-20", "task_progress": [{"rid": "t1aaaa", "status": "in_progress"}]},
    )

    task_acts.report(world.case, world.act(), rid="t1aaaa", status="done")

    assert task(world).status == "done"


class TestHandingOver:
    def give(self, world, to, user="jonas", rid="t1aaaa", token=""):
        task_acts.hand_over(world.case, world.act(user, token), rid=rid, to=to, note="Ferie")

    def test_the_new_owner_has_it_and_the_old_one_is_remembered(self, world, minutes):
        self.give(world, "Mette Lindekrone", token="side-1")
        self.give(world, "Mette Lindekrone", token="side-1")

        assert (task(world).responsible, task_acts.owner(world.case, task(world))) == ("Mette Lindekrone", "mette")
        (told,) = task_acts.history(world.case, task(world))
        assert (told.handed_to, told.note, told.status) == ("Mette Lindekrone", "Ferie", "")
        assert minutes.facts_of("task_status")[0]["data"]["handed_from"] == "Jonas Ravnsborg"
        task_acts.report(world.case, world.act("mette"), rid="t1aaaa", status="done")

    @pytest.mark.parametrize("to", ["", "Jonas Ravnsborg", "En fremmed", "Sofie Bruun"])
    def test_only_to_somebody_else_in_the_course(self, world, minutes, to):
        with pytest.raises(Refused, match="Vælg en anden"):
            self.give(world, to)

    def test_the_coordinator_gives_and_nobody_else(self, world, minutes):
        with pytest.raises(NotAllowed):
            self.give(world, "Freja Lundsgaard Holm", user="mette", rid="t3aaaa")

    def test_what_is_done_stays_where_it_is(self, world, minutes):
        task_acts.report(world.case, world.act(), rid="t1aaaa", status="done")

        with pytest.raises(Refused, match="slut"):
            self.give(world, "Mette Lindekrone")


def test_a_decision_that_became_a_task_is_one_when_the_plan_is_approved(world, minutes):
    write(world, minutes, D3, pw.NEW_TASK)
    (row,) = world.drafts.get(plan(world).id).content()["who_does_what"]
    assert row["rid"] not in {one.rid for one in case_reading.case_tasks(world.case)}

    made = plan(world)
    content = world.drafts.get(made.id).content()
    world.drafts.remove(made.id)
    made.draft = None
    _approved(world, made, content)

    found = task(world, row["rid"])
    assert (found.label, found.text, found.status) == (made.label, "Jonas sorterer post sammen med Freja.", "open")
    task_acts.report(world.case, Act(world.who("jonas"), world.clock), rid=row["rid"], status="done")
    assert task(world, row["rid"]).status == "done"
    assert made.facts_of("task_status")


def _approved(world, document, content):
    edition = root_of(document).skabeloner[document.form_key].newest()
    people.resolve(world.case, world.root.medarbejdere, edition.schema, content)
    add_version(document, content, Stamp(1, 1, 1, edition.sha256, world.act().by, world.act().at))
    for kind in ("submitted", "approved"):
        fact(document, kind, world.act(), number=1, round=1)
