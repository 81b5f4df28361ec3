"""Dates, times and lists as a Dane writes them."""

from collections.abc import Sequence
from datetime import date, datetime, time

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
NUMBERS = ("ingen", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")


def long_date(day: date) -> str:
    """Write »24. marts 2026«."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """Write »24. marts«, for a day whose year is plain."""
    return f"{day.day}. {MONTHS[day.month - 1]}"


def near_date(day: date, today: date) -> str:
    """Write the year only when it is not this year."""
    return short_date(day) if day.year == today.year else long_date(day)


def weekday_date(day: date) -> str:
    """Write »tirsdag den 24. marts 2026«."""
    return f"{DAYS[day.weekday()]} den {long_date(day)}"


def clock(at: time | datetime) -> str:
    """Write »9.30«."""
    return f"{at.hour}.{at.minute:02d}"


def moment(at: datetime) -> str:
    """Write »24. marts 2026 kl. 9.30«, held together by no-break spaces where a break would hurt."""
    return f"{long_date(at.date())} kl.\u00a0{clock(at)}"


def listed(words: Sequence[str]) -> str:
    """Write »a, b og c«."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} og {words[-1]}"


def number(n: int) -> str:
    """Write small numbers in letters, as running text does."""
    return NUMBERS[n] if 0 <= n < len(NUMBERS) else str(n)


def count(n: int, one: str, many: str) -> str:
    """Write »én opgave« or »to opgaver«."""
    return f"{number(n)} {one if n == 1 else many}"


def days_between(day: date, today: date) -> str:
    """Write how far a day lies from today: »i dag«, »i morgen«, »om 12 dage«, »2 dage over«."""
    away = (day - today).days
    near = {0: "i dag", 1: "i morgen", -1: "1 dag over"}
    if away in near:
        return near[away]
    return f"om {away} dage" if away > 0 else f"{-away} dage over"


def age_on(birth: date, day: date) -> int:
    """Count whole years; somebody born on 29 February has the birthday on 1 March in other years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def mask_id_number(number: str) -> str:
    """Show only the part of a personal number that is no secret: »800908-••••« (DOMAIN 6.10)."""
    return f"{number[:6]}-••••" if number else ""
