"""Steps are carried out once, in order, each in a transaction of its own."""

from datetime import datetime

import pytest
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from kuidocs.evolve.manager import KEY, evolve, start_finished, unfinished
from kuidocs.evolve.steps import STEPS
from kuidocs.services.clock import COPENHAGEN
from kuidocs.services.storage import working

AT = datetime(2026, 11, 21, 10, 0, tzinfo=COPENHAGEN)


def s0001_count(root):
    """Counts.

    More words.
    """
    root["count"] = root.get("count", 0) + 1


def s0002_double(root):
    """Doubles what was counted."""
    root["count"] *= 2


def s0003_fail(root):
    """Changes something and fails."""
    root["count"] = "lost"
    raise ZeroDivisionError


TOY = (s0001_count, s0002_double)


@pytest.fixture
def database(tmp_path):
    opened = DB(FileStorage(str(tmp_path / "Data.fs")))
    yield opened
    opened.close()


def content(database):
    with working(database) as connection:
        return {key: dict(value) if key == KEY else value for key, value in connection.root().items()}


def notes(database):
    return [found["description"] for found in database.undoInfo(0, 20) if found["description"].startswith("evolve")]


def test_steps_are_carried_out_in_order_with_a_note_each(database):
    done = evolve(database, AT, steps=TOY)

    assert [(step.name, step.tells) for step in done] == [
        ("s0001_count", "Counts."),
        ("s0002_double", "Doubles what was counted."),
    ]
    assert content(database) == {"count": 2, KEY: {step.__name__: "2026-11-21T10:00:00+01:00" for step in TOY}}
    assert notes(database) == ["evolve s0002_double", "evolve s0001_count"]


def test_a_step_is_carried_out_once(database):
    evolve(database, AT, steps=TOY[:1])

    assert [step.name for step in evolve(database, AT, steps=TOY)] == ["s0002_double"]
    assert evolve(database, AT, steps=TOY) == []
    assert content(database)["count"] == 2


def test_a_dry_run_carries_all_out_and_keeps_nothing(database):
    done = evolve(database, AT, dry_run=True, steps=TOY)

    assert [step.name for step in done] == ["s0001_count", "s0002_double"]
    assert content(database) == {}
    assert notes(database) == []


def test_a_step_that_fails_is_undone_and_those_before_it_are_not(database):
    with pytest.raises(ZeroDivisionError):
        evolve(database, AT, steps=(*TOY, s0003_fail))

    assert content(database)["count"] == 2
    with working(database) as connection:
        assert unfinished(connection.root(), (*TOY, s0003_fail)) == ["s0003_fail"]


def test_a_new_database_has_every_step_behind_it(database):
    with working(database) as connection:
        start_finished(connection.root(), AT, TOY)

    with working(database) as connection:
        assert unfinished(connection.root(), TOY) == []
    assert evolve(database, AT, steps=TOY) == []


def test_an_old_database_without_the_list_needs_every_step(database):
    with working(database) as connection:
        assert unfinished(connection.root(), TOY) == ["s0001_count", "s0002_double"]


def test_our_own_steps_are_named_in_order_and_say_what_they_do():
    names = [step.__name__ for step in STEPS]

    assert names == sorted(set(names))
    assert all(step.__doc__ for step in STEPS)
