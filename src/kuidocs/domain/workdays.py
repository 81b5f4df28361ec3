"""Working days in Denmark: Monday to Friday, without the holidays by law and the days on which municipalities close."""

from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5
FIXED = frozenset({(1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31)})
"""New Year, Constitution Day, Christmas, New Year's Eve: month and day."""
AROUND_EASTER = (-3, -2, 1, 39, 50)
"""Maundy Thursday, Good Friday, Easter Monday, Ascension Day and Whit Monday, in days from Easter Sunday."""


def easter(year: int) -> date:
    """Compute Easter Sunday (the Gregorian rule of Gauss in the form of Butcher)."""
    golden, century, of_century = year % 19, *divmod(year, 100)
    leap, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - moon + 15) % 30
    quarter, left = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * quarter - epact - left) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    """Tell whether a municipality works on a day."""
    holiday = (day.month, day.day) in FIXED or (day - easter(day.year)).days in AROUND_EASTER
    return day.weekday() < SATURDAY and not holiday


def after(day: date, count: int) -> date:
    """Return the day that lies so many working days after another."""
    while count:
        day += DAY
        count -= is_working_day(day)
    return day
