"""How near a day is, as pages show it: plain, amber on the day, red after it (DESIGN 6)."""

from dataclasses import dataclass
from datetime import date, timedelta

from ..domain import danish

LATE, SOON = "late", "soon"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: words, and the class that colours them; "" is plain."""

    text: str
    css: str = ""


def due(day: date | None, today: date) -> Due | None:
    """Write »37 dage over«, »Senest i dag« or »Senest 24. november«."""
    if day is None:
        return None
    if day < today:
        return Due(danish.days_between(day, today), LATE)
    if day == today:
        return Due("Senest i dag", SOON)
    if day - today == timedelta(days=1):
        return Due("Senest i morgen")
    return Due(f"Senest {danish.near_date(day, today)}")


def near_weekday(day: date, today: date) -> str:
    """Write »I morgen, fredag 20. november« and »Tirsdag 24. november«."""
    named = f"{danish.DAYS[day.weekday()]} {danish.near_date(day, today)}"
    away = (day - today).days
    return {0: f"I dag, {named}", 1: f"I morgen, {named}"}.get(away, named[0].upper() + named[1:])


def near_day(day: date, today: date) -> str:
    """Write »I dag«, »I morgen« or »8. december«."""
    return {0: "I dag", 1: "I morgen"}.get((day - today).days, danish.near_date(day, today))
