"""Meetings as files that calendars read."""

from .api import CANCELLED, CONFIRMED, TENTATIVE, CalendarService, Entry
from .icalendar import IcalendarFiles

__all__ = ["CANCELLED", "CONFIRMED", "TENTATIVE", "CalendarService", "Entry", "IcalendarFiles"]
