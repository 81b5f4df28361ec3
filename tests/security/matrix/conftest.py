"""The town, made once for each state of the consent; tests only look at it."""

from collections.abc import Iterator

import pytest

from kuidocs.system import System
from tests import web
from tests.security.matrix import town
from tests.security.matrix.cast import CAST


@pytest.fixture(scope="session", params=town.CONSENTS)
def in_state(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, System]]:
    """A system with Freja's case under each state of its consent."""
    system = web.make_system(tmp_path_factory.mktemp(request.param))
    town.build(system, request.param)
    yield request.param, system
    system.close()


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system with Freja's case and a consent that covers all departments but one."""
    made = web.make_system(tmp_path_factory.mktemp("matrix"))
    town.build(made)
    yield made
    made.close()


@pytest.fixture(params=CAST, ids=lambda actor: actor.word)
def actor(request: pytest.FixtureRequest):
    """Everybody."""
    return request.param
