"""Which classes a database may name."""

import pytest
from BTrees.Length import Length
from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent
from persistent.list import PersistentList
from persistent.mapping import PersistentMapping
from ZODB.blob import Blob
from ZODB.DB import DB
from ZODB.MappingStorage import MappingStorage

from kuidocs.resources.events import Event
from kuidocs.services.storage import working
from kuidocs.services.storage.loading import ForbiddenClass, class_factory


@pytest.mark.parametrize(
    "wanted", [Event, PersistentMapping, PersistentList, OOBTree, OOTreeSet, Length, Blob, Persistent]
)
def test_our_own_classes_are_found(wanted):
    assert class_factory(None, wanted.__module__, wanted.__name__) is wanted


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("builtins", "eval"),
        ("__builtin__", "getattr"),
        ("subprocess", "Popen"),
        ("kuidocs.resources.base", "secrets"),
        ("kuidocs.resources.base", "new_id"),
        ("kuidocs.resources.events", "datetime"),
        ("kuidocs.resources.base.secrets", "token_hex"),
        ("kuidocs.resources.events", "NoSuchClass"),
        ("kuidocs.services.storage.open", "DB"),
        ("kuidocs.resourcesx", "Event"),
        ("ZODB.blob", "copyTransactionsFromTo"),
        ("ZODB.blob", "BlobFile"),
        ("persistent.mapping", "IterableUserDict"),
        ("ZODB.DB", "DB"),
    ],
)
def test_nothing_else_is_found(module, name):
    with pytest.raises((ForbiddenClass, ModuleNotFoundError)):
        class_factory(None, module, name)


def test_plain_types_load():
    database = DB(MappingStorage(), class_factory=class_factory)
    values = {"set": {1}, "frozen": frozenset("a"), "bytes": b"\xff", "none": None, "nested": [(1, 2.5), {"å": True}]}
    with working(database) as connection:
        connection.root().update(values)
        connection.root()["tree"] = OOBTree({"a": 1})

    database.pool.clear()

    with working(database) as connection:
        assert {name: connection.root()[name] for name in values} == values
        assert connection.root()["tree"]["a"] == 1
    database.close()


class Elsewhere(Event):
    """A class of the tests is no class of the database."""

    def __init__(self) -> None:
        self.id = "x"


def test_a_class_of_elsewhere_does_not_load():
    database = DB(MappingStorage(), class_factory=class_factory)
    with working(database) as connection:
        connection.root()["odd"] = Elsewhere()
    database.pool.clear()

    with pytest.raises(ForbiddenClass, match="Elsewhere"), working(database) as connection:
        connection.root()["odd"]
    database.close()
