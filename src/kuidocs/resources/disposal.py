"""Cases that are to be deleted, or were: a record that holds nothing of what they said (D34)."""

from typing import Any

from ..domain import retention
from .base import Folder, Resource, new_id
from .events import EventLog


class Disposal(Resource):
    """One case on its way out. ``facts`` are plain data, only ever appended; none holds words of the case."""

    package: Any = None
    """The package for the archive as a blob; None before it is made and after the case is gone."""

    def __init__(self, case_no: str) -> None:
        self.id = new_id()
        self.case_no = case_no
        self.facts: tuple[dict, ...] = ()
        self.log = EventLog()

    @property
    def state(self) -> str:
        """Where it is."""
        return retention.state(self.facts)

    def last(self, kind: str) -> dict | None:
        """Return the last fact of a kind."""
        return next((fact for fact in reversed(self.facts) if fact["kind"] == kind), None)


class DisposalFolder(Folder):
    """``/kassation``: disposals by id."""

    def in_order(self) -> list[Disposal]:
        """List all, the newest first."""
        return sorted(self.values(), key=lambda one: one.facts[0]["at"], reverse=True)

    def of(self, case_no: str) -> Disposal | None:
        """Return the one of a case that was not dropped."""
        found = (one for one in self.values() if one.case_no == case_no and one.state != retention.DROPPED)
        return next(found, None)
