"""Carrying out steps, each once, in order, in a transaction of its own."""

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from persistent.mapping import PersistentMapping
from transaction import TransactionManager
from ZODB.DB import DB

from .steps import STEPS

KEY = "evolve"
"""Where the ZODB root keeps the names of finished steps with the time."""

Root = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was carried out, or would be."""

    name: str
    tells: str


def start_finished(root: Root, at: datetime, steps: Sequence[Callable[[Root], None]] = STEPS) -> None:
    """Mark every step as done, in a database that is being created: it begins as today's code wants it."""
    root[KEY] = PersistentMapping({step.__name__: at.isoformat() for step in steps})


def unfinished(root: Root, steps: Sequence[Callable[[Root], None]] = STEPS) -> list[str]:
    """List the steps that a database still needs; a production system with any does not start."""
    finished = root.get(KEY, {})
    return [step.__name__ for step in steps if step.__name__ not in finished]


def evolve(
    database: DB, at: datetime, *, dry_run: bool = False, steps: Sequence[Callable[[Root], None]] = STEPS
) -> list[Done]:
    """Carry out the steps that a database still needs and list them.

    A step that fails leaves those before it done and itself undone. A dry run carries all of them out and keeps none.
    """
    manager = TransactionManager(explicit=True)
    manager.begin()
    connection = database.open(transaction_manager=manager)
    done = []
    try:
        for step in steps:
            if step.__name__ in unfinished(connection.root(), [step]):
                _carry_out(step, connection.root(), at)
                done.append(Done(step.__name__, (step.__doc__ or "").partition("\n")[0]))
                if not dry_run:
                    _commit(manager, step.__name__)
    finally:
        manager.abort()
        connection.close()
    return done


def _carry_out(step: Callable[[Root], None], root: Root, at: datetime) -> None:
    step(root)
    if KEY not in root:
        root[KEY] = PersistentMapping()
    root[KEY][step.__name__] = at.isoformat()


def _commit(manager: TransactionManager, name: str) -> None:
    manager.get().note(f"evolve {name}")
    manager.commit()
    manager.begin()
