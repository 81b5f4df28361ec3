"""Meetings as files that calendars read."""

from .api import CalendarService, Entry
from .icalendar import IcalendarFiles

__all__ = ["CalendarService", "Entry", "IcalendarFiles"]
