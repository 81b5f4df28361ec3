"""Sessions, throttle, progress, leases and presence: disposable."""

from datetime import timedelta
from pathlib import Path

from ..clock.api import Clock
from ..sql import open_sql
from .api import Leases, Limit, Presence, Present, Progress, ProgressBoard, Session, Sessions, StateService, Throttle
from .store import SqlStateService

__all__ = [
    "Leases",
    "Limit",
    "Presence",
    "Present",
    "Progress",
    "ProgressBoard",
    "Session",
    "Sessions",
    "SqlStateService",
    "StateService",
    "Throttle",
    "open_state",
]


def open_state(where: str | Path, clock: Clock, *, idle: timedelta, absolute: timedelta) -> SqlStateService:
    """Open the store in a SQLite file or, for postgresql://, in a schema of that database."""
    return SqlStateService(open_sql(where, "state"), clock, idle=idle, absolute=absolute)
