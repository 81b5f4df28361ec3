"""Each step makes of an older database what today's code would have written."""

from kuidocs.evolve.steps import STEPS
from kuidocs.evolve.steps.s0002_say_which_meetings import s0002_say_which_meetings
from kuidocs.security.permissions import Permission
from kuidocs.security.questions import Question
from kuidocs.security.rules import permits
from tests import factories
from tests.usecases.conftest import *  # noqa: F403 - pytest finds the fixture by its name here
from tests.views import making


def test_steps_are_named_after_their_modules_and_numbered():
    assert [step.__module__.rpartition(".")[2] for step in STEPS] == [step.__name__ for step in STEPS]
    assert [step.__name__[:5] for step in STEPS] == [f"s{number:04d}" for number in range(1, len(STEPS) + 1)]


def test_parts_of_an_older_database_learn_their_meetings(world):
    meeting = making.meeting(world.case, "coordination", "2026-11-20", "held")
    making.notice(world.case, meeting, name="Louise Grønvang")
    notice = making.notice(world.case, meeting, name="Mette Lindekrone")
    content = {"participants": [row | {"relation": "primary"} for row in notice.latest.content()["participants"]]}
    making.version(notice, content, number=2)
    world.case.involvements = tuple(
        {key: value for key, value in one.items() if key != "meetings"} for one in world.case.involvements
    )
    asked = Question(world.who("mette"), notice, factories.NOW.date())
    assert not permits(Permission.Document.READ, asked)

    s0002_say_which_meetings({"kuidocs": world.root})

    assert permits(Permission.Document.READ, asked)
    assert all("meetings" in one for one in world.case.involvements)
