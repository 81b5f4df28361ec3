"""The audit chain and the read model follow what is committed."""

import pytest

from kuidocs.jobs.tailing import ChainFollower, IndexFollower
from kuidocs.services.storage import Tailer
from kuidocs.usecases import meetings
from kuidocs.usecases.acting import Act
from tests import factories, web


@pytest.fixture
def system(tmp_path):
    made = web.make_system(tmp_path)
    made.catch_up()
    yield made
    made.close()


def plan_a_meeting(system):
    def act(root):
        case = root.sager["FLK-2026-0001"]
        who = root.medarbejdere["jonas"].identity()
        meetings.plan(case, Act(who, factories.clock()), "clarification")

    system.change("plan", act)


def test_an_event_reaches_the_chain_once(system):
    plan_a_meeting(system)

    system.catch_up()
    system.catch_up()

    (found,) = system.proof.events(kinds=("meeting.planned",))
    assert (found.event.by, found.event.case_no) == ("jonas", "FLK-2026-0001")
    assert system.proof.verify().ok


def test_the_read_model_has_the_case_as_it_is_now(system):
    plan_a_meeting(system)

    system.catch_up()

    snapshot = system.index.case("jonas", factories.NOW.date(), "FLK-2026-0001")
    assert [meeting.meeting_type for meeting in snapshot.meetings] == ["clarification"]
    assert not system.tailer.lag()


def test_the_read_model_is_built_again_from_nothing(system):
    plan_a_meeting(system)
    system.catch_up()

    system.index.clear()
    system.catch_up()

    assert system.index.case("jonas", factories.NOW.date(), "FLK-2026-0001") is not None


def test_a_case_that_is_gone_leaves_nothing_behind_to_stumble_over(system):
    def remove(root):
        del root.sager.children["FLK-2026-0001"]

    plan_a_meeting(system)
    system.change("remove", remove)

    system.index.clear()
    Tailer(system.db, [ChainFollower(system.proof), IndexFollower(system.db, system.index)]).catch_up()

    assert system.index.last_tid() == system.db.lastTransaction()
