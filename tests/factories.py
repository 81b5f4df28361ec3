"""Makes what tests begin with. Every maker has a default for everything, so that a test names only what it is about."""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from kuidocs.domain.identity import Identity
from kuidocs.services.clock import COPENHAGEN, FixedClock
from tests.source import SRC

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=COPENHAGEN)


def clock(at: datetime = NOW) -> FixedClock:
    """Make a clock that stands still."""
    return FixedClock(at)


@lru_cache(maxsize=8)
def demo_text(name: str) -> str:
    """Read a file of the demonstration, as text."""
    return (SRC / f"kuidocs/demo_data/{name}.json").read_text(encoding="utf-8")


def demo(name: str = "ung_1_malthe") -> dict[str, Any]:
    """Read a file of the demonstration, anew for each test, so that it may be changed."""
    return json.loads(demo_text(name))


def identity(user_id: str = "birgitte", **changed: Any) -> Identity:
    """Make the identity of a member of the demonstration's staff."""
    staff = next(person for person in demo("organisation")["staff"] if person["user_id"] == user_id)
    told = {"name": staff["name"], "department": staff["department"], "roles": frozenset(staff["roles"])}
    return Identity(user_id=user_id, **(told | changed))
