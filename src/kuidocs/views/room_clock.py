"""The discreet clock of the screens in the room: a picture and words; a script only keeps it moving (R29)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from ..domain.room import Spent, of_item, of_meeting
from ..domain.whole_numbers import whole
from ..services.clock import COPENHAGEN


class HasTimes(Protocol):
    """Something with a day and hours, as texts."""

    @property
    def date(self) -> str: ...
    @property
    def start(self) -> str: ...
    @property
    def end(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """What is shown of a time, and what a script needs to go on from there: milliseconds of the server's clock."""

    spent: Spent
    now: int
    start: int
    end: int


def meeting_clock(meeting: HasTimes, now: datetime) -> Clock | None:
    """Make the clock of a meeting; None when it is not today or has no times."""
    if not (meeting.date and meeting.start and meeting.end):
        return None
    start, end = (_moment(meeting.date, text) for text in (meeting.start, meeting.end))
    spent = of_meeting(start, end, now)
    return Clock(spent, _milliseconds(now), _milliseconds(start), _milliseconds(end)) if spent else None


def item_clock(minutes: int, begun: datetime, now: datetime) -> Clock:
    """Make the clock of an agenda item."""
    end = begun + timedelta(minutes=minutes)
    return Clock(of_item(minutes, begun, now), _milliseconds(now), _milliseconds(begun), _milliseconds(end))


def begun_at(text: str, now: datetime) -> datetime:
    """Read when an item was begun, as »1012«; anything else, and what lies ahead, is now."""
    number = whole(text) if len(text) == 4 else None
    if number is None or number // 100 > 23 or number % 100 > 59:
        return now
    found = now.replace(hour=number // 100, minute=number % 100, second=0, microsecond=0)
    return min(found, now)


def _moment(day: str, text: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{text}").replace(tzinfo=COPENHAGEN)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
