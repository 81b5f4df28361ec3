"""What a screen in the room says: first names, what a task lacks, and the time in words (R29, R31)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from .danish import DAYS, clock, listed, short_date

WHOLE = 100
HOUR = 60
WANTED = (("responsible", "et navn"), ("deadline", "en dato"))
"""What a task must have, and what it is called when it is missing."""


def first_names(names: Iterable[str], called: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give each full name the shortest one that is nobody else's: »Nanna«, »Nanna K.«, else all of it.

    ``called``: what somebody is called by who knows them.
    """
    wanted, known = list(dict.fromkeys(names)), called or {}
    found: dict[str, str] = {}
    for shorten in (_first, _with_initial, _whole):
        made = {name: known.get(name) or shorten(name) for name in wanted if name not in found}
        taken = Counter(made.values()) + Counter(found.values())
        found |= {name: short for name, short in made.items() if taken[short] == 1 or shorten is _whole}
    return {name: found[name] for name in wanted}


def _first(name: str) -> str:
    return name.split()[0] if name.split() else name


def _with_initial(name: str) -> str:
    words = name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else name


def _whole(name: str) -> str:
    return name


def full_name(typed: str, names: Mapping[str, str]) -> str:
    """Return the full name of whoever is meant by what was typed; the typed words themselves when it is nobody's."""
    word = " ".join(typed.split())
    meant = [name for name, short in names.items() if word.casefold() in (short.casefold(), name.casefold())]
    return meant[0] if len(meant) == 1 else word


def day_words(day: date, today: date) -> str:
    """Write »torsdag 15. oktober«, with the year when it is another."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{DAYS[day.weekday()]} {short_date(day)}{year}"


def lacking(tasks: Sequence[Mapping]) -> Iterator[str]:
    """Say of each task that lacks something what it is: »Opgave 3 mangler et navn og en dato«."""
    for number, task in enumerate(tasks, 1):
        missing = [words for name, words in WANTED if not task.get(name)]
        if missing:
            yield f"Opgave {number} mangler {listed(missing)}"


@dataclass(frozen=True, slots=True)
class Spent:
    """How much of a time is used: in words, and in hundredths for a picture."""

    words: str
    share: int


def of_meeting(start: datetime, end: datetime, now: datetime) -> Spent | None:
    """Say how much of a meeting is left; None on other days, and when it has no length."""
    if start.date() != now.date() or end <= start:
        return None
    if now < start:
        return Spent(f"Begynder kl. {clock(start)}", 0)
    if now >= end:
        return Spent("Tiden er gået", WHOLE)
    left = -(-(end - now).total_seconds() // 60)
    return Spent(f"{_minutes(int(left))} tilbage", int(WHOLE * (now - start) / (end - start)))


def of_item(minutes: int, begun: datetime, now: datetime) -> Spent:
    """Say how much of the minutes of an agenda item is used."""
    used = max(int((now - begun).total_seconds() // 60), 0)
    if used > minutes:
        return Spent(f"{_minutes(used - minutes)} over", WHOLE)
    return Spent(f"{used} af {minutes} min. brugt", WHOLE * used // minutes if minutes else 0)


def _minutes(number: int) -> str:
    hours, rest = divmod(number, HOUR)
    return f"{hours} t. {rest} min." if hours else f"{rest} min."
