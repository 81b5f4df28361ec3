"""A database of before there were clusters gets a place for them, once, with their forms."""

import pytest
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from kuidocs.domain.errors import Conflict
from kuidocs.evolve.manager import evolve
from kuidocs.evolve.steps.s0001_add_clusters import s0001_add_clusters
from kuidocs.forms.registry import cluster_editions
from kuidocs.resources.klynger import FOLDER
from kuidocs.resources.root import Root
from kuidocs.services.storage import working
from kuidocs.usecases import cluster_people
from kuidocs.usecases.acting import Act
from tests import factories

STEPS = (s0001_add_clusters,)


@pytest.fixture
def old(tmp_path):
    """A database whose tree has no clusters."""
    found = DB(FileStorage(str(tmp_path / "Data.fs")))
    with working(found) as connection:
        root = Root()
        root.klynger = None
        connection.root()["kuidocs"] = root
    yield found
    found.close()


def act() -> Act:
    return Act(factories.identity(), factories.clock())


def test_before_it_nobody_can_begin_a_cluster(old):
    with working(old) as connection, pytest.raises(Conflict, match="Kør »kuidocs evolve« først"):
        cluster_people.add_cluster(connection.root()["kuidocs"], "Klyngen", act())


def test_after_it_there_is_a_place_with_the_forms(old):
    assert len(evolve(old, factories.NOW, steps=STEPS)) == 1

    with working(old) as connection:
        root = connection.root()["kuidocs"]
        assert root.klynger.__name__ == FOLDER
        assert root.klynger.__parent__ is root
        assert root["klynger"] is root.klynger
        assert set(root.klynger.forms) == set(cluster_editions())
        assert cluster_people.add_cluster(root, "Klyngen", act()).name == "Klyngen"


def test_done_again_it_changes_nothing(old):
    evolve(old, factories.NOW, steps=STEPS)
    with working(old) as connection:
        cluster_people.add_cluster(connection.root()["kuidocs"], "Klyngen", act())
    with working(old) as connection:
        s0001_add_clusters(connection.root())

    with working(old) as connection:
        assert [one.name for one in connection.root()["kuidocs"].klynger.values()] == ["Klyngen"]
    assert evolve(old, factories.NOW, steps=STEPS) == []
