"""Working days in Denmark: every day but Saturdays, Sundays and public holidays."""

from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
FIXED = {(1, 1): "nytårsdag", (12, 25): "juledag", (12, 26): "2. juledag"}
BY_EASTER = {
    -3: "skærtorsdag",
    -2: "langfredag",
    0: "påskedag",
    1: "2. påskedag",
    39: "Kristi himmelfartsdag",
    49: "pinsedag",
    50: "2. pinsedag",
}
"""Days from Easter Sunday: the holiday. Constitution Day and the two eves are no public holidays, and so they count:
a deadline that protects a young person is rather a day early than a day late."""
PRAYER_DAY, LAST_PRAYER_DAY = 26, 2023
"""»Store bededag« was the fourth Friday after Easter, until it was abolished from 2024 on."""


def easter(year: int) -> date:
    """Compute Easter Sunday (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, *divmod(year, 100)
    leap, passed = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - correction + 15) % 30
    week = (32 + 2 * passed + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def holidays(year: int) -> dict[date, str]:
    """Name the public holidays of a year."""
    found = {date(year, month, day): name for (month, day), name in FIXED.items()}
    found |= {easter(year) + away * DAY: name for away, name in BY_EASTER.items()}
    if year <= LAST_PRAYER_DAY:
        found[easter(year) + PRAYER_DAY * DAY] = "store bededag"
    return found


def is_working_day(day: date) -> bool:
    """Tell whether people are at work."""
    return day.weekday() < 5 and day not in holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """Return the working day that is so many working days after a day, which is not counted itself."""
    while count:
        day += DAY
        count -= is_working_day(day)
    return day
