"""Reading the chain again, row by row, and naming what does not fit."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kuidocs.services.proof.api import GENESIS, AuditEvent, Fault, linked


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A row of the table of events as it stands there."""

    number: int
    id: str
    kind: str
    who: str
    case_no: str | None
    person_id: str | None
    body: str
    previous: str
    hash: str

    def untouched(self) -> bool:
        """Tell whether the row still has its own hash and its columns say what its JSON says."""
        if linked(self.previous, self.body) != self.hash:
            return False
        try:
            event = AuditEvent.read(self.body)
        except (ValueError, TypeError, LookupError):
            return False
        columns = (self.id, self.kind, self.who, self.case_no, self.person_id)
        return columns == (event.id, event.kind, event.by, event.case_no, event.person_id)


@dataclass(frozen=True, slots=True)
class LookUp:
    """How to find rows by hash when a link is broken."""

    has: Callable[[str], bool]
    """Whether any row has this hash."""
    has_follower: Callable[[str], bool]
    """Whether any row names this hash as the one before it."""


class Walk:
    """Goes through the rows by number and keeps the faults that it meets."""

    def __init__(self, look_up: LookUp) -> None:
        self.number = 0
        self.hash = GENESIS
        self.count = 0
        self._before: str | None = None
        self._moved = False
        self._look_up = look_up

    def through(self, rows: Iterable[StoredEvent]) -> Iterator[Fault]:
        """Give every fault of the rows."""
        for row in rows:
            yield from self._step(row)
            self._before, self.hash, self.number = self.hash, row.hash, row.number
            self.count += 1

    def against(self, number: int, head: str) -> Iterator[Fault]:
        """Compare the end with what was noted of it at the last append."""
        if self.number < number:
            yield removed(self.number + 1, number)
        elif (self.number, self.hash) != (number, head):
            text = f"Kæden slutter med hændelse nr. {self.number}, men den sluttede sidst anderledes med nr. {number}."
            yield Fault(self.number, "inserted", text)

    def _step(self, row: StoredEvent) -> Iterator[Fault]:
        if not row.untouched():
            yield Fault(row.number, "changed", f"Hændelse nr. {row.number} er ændret.")
        if row.number != self.number + 1:
            yield removed(self.number + 1, row.number - 1)
        elif row.previous != self.hash:
            yield self._broken(row)

    def _broken(self, row: StoredEvent) -> Fault:
        if row.previous == self._before and not self._moved and not self._look_up.has_follower(self.hash):
            return Fault(self.number, "inserted", f"Hændelse nr. {self.number} er lagt ind bagefter.")
        if self._look_up.has(row.previous):
            self._moved = True
            return Fault(row.number, "reordered", f"Hændelse nr. {row.number} er flyttet fra sin plads.")
        text = f"Mellem hændelse nr. {self.number} og nr. {row.number} er noget fjernet eller skiftet ud."
        return Fault(row.number, "removed", text)


def removed(first: int, last: int) -> Fault:
    """Make the fault of numbers that are missing."""
    which = f"nr. {first}" if first == last else f"nr. {first}–{last}"
    return Fault(first, "removed", f"Hændelse {which} er fjernet.")
