"""Until when those with custody have a say: the day before the young person turns 18, at midnight (DOMAIN 4.2, 6.4).

The day comes from the date of birth, never from a personal number.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from .danish import age_on, listed

GROWN_UP = 18
HOLDERS = frozenset({"custody_holder"})
"""The relations that end when the young person comes of age; a guardian of an adult is there by another right."""
OF_AGE = (
    "{unge} er fyldt 18 år, når mødet holdes. {navne} kan ikke indkaldes som forælder med forældremyndighed længere. "
    "Spørg {unge}: Vil {unge} have dem med, så skriv dem på som støtteperson. Ellers tag dem af indkaldelsen."
)


def lasts(birth: date, day: date) -> bool:
    """Tell whether anybody has custody of the young person on a day."""
    return age_on(birth, day) < GROWN_UP


def holders(people: Iterable[Mapping[str, Any]], birth: date, day: date) -> list[Mapping[str, Any]]:
    """List those who have custody on a day."""
    return [one for one in people if one.get("custody")] if lasts(birth, day) else []


def out_of_place(participants: Iterable[Mapping[str, Any]], birth: date, day: date) -> list[str]:
    """Name those whom a notice calls holders of custody though the young person is of age on the day."""
    if lasts(birth, day):
        return []
    rows = [row for row in participants if row.get("relation") in HOLDERS and row.get("name")]
    return [str(row["name"]["text"]) for row in rows]


def of_age_words(called: str, names: list[str]) -> str:
    """Say what to do with them; "" when there is nobody."""
    return OF_AGE.format(unge=called, navne=listed(names)) if names else ""
