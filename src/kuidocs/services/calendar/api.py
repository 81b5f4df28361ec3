"""The contract of calendar files."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

TITLE = "Møde i kuidocs"
SEE_KUIDOCS = "Se kuidocs"
TENTATIVE, CONFIRMED, CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"
"""How sure a meeting is, in the words of the standard."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting as other people's calendars may show it to anybody: when, and nothing of whom it is about (D37).

    ``sequence`` rises with every change; ``uid`` never changes and says nothing. One whose end is not told ends where
    it starts; ``all_day`` says that only the day is known.
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    location: str = SEE_KUIDOCS
    link: str = ""
    status: str = CONFIRMED
    all_day: bool = False
    note: str = ""
    """One more line, such as which consent the meeting rests on."""
    title: str = TITLE
    """What the meeting is called, where that gives nobody away."""


class CalendarService(ABC):
    """Writes calendar files."""

    @abstractmethod
    def request(self, entry: Entry, *, organizer: str, attendee: str, at: datetime) -> bytes:
        """Write an invitation to one person, or its change: the same uid with a higher sequence."""

    @abstractmethod
    def cancellation(self, entry: Entry, *, organizer: str, attendee: str, at: datetime) -> bytes:
        """Write that a meeting is off for one person."""

    @abstractmethod
    def feed(self, entries: Iterable[Entry], *, organizer: str, at: datetime) -> bytes:
        """Write the calendar that somebody subscribes to: all entries, and no attendee."""
