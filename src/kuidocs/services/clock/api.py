"""The contract of a clock."""

from abc import ABC, abstractmethod
from datetime import date, datetime
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class Clock(ABC):
    """Tells the time in Denmark, whatever time zone the machine keeps."""

    @abstractmethod
    def now(self) -> datetime:
        """Tell the time as an aware datetime in Europe/Copenhagen."""

    def today(self) -> date:
        """Tell the day in Denmark."""
        return self.now().date()
