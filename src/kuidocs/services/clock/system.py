"""The clock of the machine."""

from datetime import datetime

from kuidocs.services.clock.api import COPENHAGEN, Clock


class SystemClock(Clock):
    """Tells the time that the operating system tells."""

    def now(self) -> datetime:
        return datetime.now(COPENHAGEN)
