"""Closing what is open when the process ends. How SIGTERM does it is in tests/storage/test_file_storage.py."""

import pytest

from kuidocs.services.storage import open_database
from kuidocs.services.storage.closing import OpenThings


class Thing:
    """Counts how often it is closed."""

    closed = 0

    def close(self):
        self.closed += 1


class Stuck(Thing):
    def close(self):
        super().close()
        raise OSError("stuck")


def test_all_are_closed_once():
    things, held = OpenThings(), [Thing(), Thing()]
    for thing in held:
        things.add(thing)

    things.close_all()
    things.close_all()

    assert [thing.closed for thing in held] == [1, 1]


def test_one_that_fails_hinders_no_other():
    things, held = OpenThings(), [Thing(), Stuck(), Thing()]
    for thing in held:
        things.add(thing)

    with pytest.raises(OSError, match="stuck"):
        things.close_all()

    assert [thing.closed for thing in held] == [1, 1, 1]


def test_what_nobody_uses_is_forgotten():
    things = OpenThings()
    things.add(Thing())

    assert list(things._open) == []


def test_a_database_may_be_closed_twice(tmp_path):
    things = OpenThings()
    database = open_database(f"{tmp_path}/Data.fs")
    things.add(database)

    database.close()
    things.close_all()

    open_database(f"{tmp_path}/Data.fs").close()
