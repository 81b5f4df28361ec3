"""A clock that stands still, for tests and demonstrations."""

from datetime import datetime, timedelta

from kuidocs.services.clock.api import COPENHAGEN, Clock


class FixedClock(Clock):
    """Stands at one moment until somebody moves it."""

    def __init__(self, at: datetime) -> None:
        self._at = in_denmark(at)

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        """Move the clock to a day and time; one without a zone is meant as Danish time."""
        self._at = in_denmark(at)

    def advance(self, by: timedelta) -> datetime:
        """Move the clock by so much real time (not wall time, when summer time begins) and tell the new time."""
        # Arithmetic of an aware datetime ignores a change of offset, so it is done on the timestamp.
        self._at = datetime.fromtimestamp(self._at.timestamp() + by.total_seconds(), COPENHAGEN)
        return self._at


def in_denmark(at: datetime) -> datetime:
    """Give a moment in Danish time."""
    return at.replace(tzinfo=COPENHAGEN) if at.tzinfo is None else at.astimezone(COPENHAGEN)
