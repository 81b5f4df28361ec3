"""However a file of a cluster is broken, it is refused with what is wrong; the transaction ends with it."""

import copy
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuidocs.domain.errors import KuiError
from kuidocs.usecases import importing
from kuidocs.usecases.acting import Act
from kuidocs.usecases.importing_text import ImportRefused
from tests import factories

ODD = (
    None, [], {}, 1, -5, "", "x" * 9000, "\x00", "æ\ud800", True, 1.5, "2026-13-45", [None], {"a": 1}, [[1]], 10**40,
    float("nan"),
)  # fmt: skip
WHOLE = factories.demo("klyngemoede")


def places(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """Every place of a file, the whole of it first."""
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


def broken(path: tuple, value: Any) -> dict:
    found = copy.deepcopy(WHOLE)
    inside: Any = found
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return found


def tried(world, data) -> None:
    """Load a file, or be told what is wrong; then take out what came of it."""
    before = world.connection.transaction_manager.savepoint()
    try:
        with suppress(ImportRefused, KuiError):
            importing.import_data(world.root, world.drafts, data, Act(factories.identity(), world.clock))
    finally:
        before.rollback()


@given(place=st.sampled_from([path for path in places(WHOLE) if path]), value=st.sampled_from(ODD))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_a_file_with_one_odd_value_is_loaded_or_refused(world, place, value):
    tried(world, broken(place, value))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("documents", 1, "data", "questions", 9, "options"), True),
        (("documents", 1, "data", "questions", 2, "options", 1), {}),
        (("documents", 1, "data", "questions", 8, "options", 0), [[1]]),
        (("documents", 1, "data", "questions"), "x"),
        (("documents", 2, "data", "guest_contributions", 1), 1.5),
        (("documents", 2, "data", "guest_contributions"), "x"),
        (("documents", 2, "data", "guest_contributions", 0, "guest"), None),
        (("documents", 0, "data", "steps", 1, "status"), "bogus"),
        (("documents", 0, "data", "steps", 1, "status"), None),
        (("documents", 0, "data", "steps", 5, "step_no"), None),
        (("documents", 0, "data", "steps", 5), None),
        (("documents", 0, "data", "steps", 1, "note"), "x" * 9000),
        (("documents", 1, "data", "questions", 3), 7),
    ],
)
def test_what_once_ended_in_a_traceback(world, place, value):
    with pytest.raises((ImportRefused, KuiError)):
        importing.import_data(world.root, world.drafts, broken(place, value), Act(factories.identity(), world.clock))
