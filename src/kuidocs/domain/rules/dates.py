"""Rules about the order of dates. Only content is measured: »> i dag« when a letter is sent belongs to the act (D3)."""

from collections.abc import Iterator
from datetime import date, timedelta

from ..danish import long_date
from ..problems import Path, Problem, problem
from .base import Content, Facts, rows, rule


def not_future(path: Path, day: date | None, today: date) -> Iterator[Problem]:
    """Refuse a day after today."""
    if day and day > today:
        yield problem(path, "future")


def not_before(path: Path, day: date | None, base: date | None) -> Iterator[Problem]:
    """Refuse a day before another."""
    if day and base and day < base:
        yield problem(path, "not_before", dato=long_date(base))


def after(path: Path, day: date | None, base: date | None) -> Iterator[Problem]:
    """Refuse a day that does not lie after another."""
    if day and base and day <= base:
        yield problem(path, "after", dato=long_date(base))


def within(path: Path, day: date | None, latest: date, span: str) -> Iterator[Problem]:
    """Refuse a day later than the latest one."""
    if day and day > latest:
        yield problem(path, "too_late", frist=span, dato=long_date(latest))


def add_months(day: date, months: int) -> date:
    """Give the same day some months later, or the last of that month when it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    first_of_next = date(day.year + year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(day.year + year, month + 1, min(day.day, last))


def _rows_not_before_meeting(content: Content, group: str, name: str) -> Iterator[Problem]:
    for number, row in rows(content, group):
        yield from not_before((group, number, name), row.get(name), content.get("held_at"))


@rule
def held_no_later_than_today(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et møde kan først have et referat, når det er holdt."""
    return not_future(("held_at",), content.get("held_at"), facts.today)


@rule
def held_on_the_day_of_the_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """Datoen i referatet er mødets dato."""
    held = content.get("held_at")
    if held and facts.meeting_date and held != facts.meeting_date:
        yield problem(("held_at",), "other_day", dato=long_date(facts.meeting_date))


@rule
def tasks_after_the_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """En opgave har frist på mødets dag eller senere."""
    return _rows_not_before_meeting(content, "who_does_what", "deadline")


@rule
def agreements_after_the_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """En aftale gælder ikke til en dag før mødet."""
    return _rows_not_before_meeting(content, "agreements", "valid_until")


@rule
def grants_after_the_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """En bevilling afklares på mødets dag eller senere (R19)."""
    return _rows_not_before_meeting(content, "grants_to_clarify", "deadline")


@rule
def decisions_after_the_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """En beslutning har frist på mødets dag eller senere."""
    return _rows_not_before_meeting(content, "decisions", "deadline")


@rule
def next_meeting_after_this_one(content: Content, facts: Facts) -> Iterator[Problem]:
    """Det næste møde ligger efter dette."""
    for name in ("next_meeting_date", "next_followup_date"):
        yield from after((name,), content.get(name), content.get("held_at"))


@rule
def plan_updated_within_days(content: Content, facts: Facts, days: int) -> Iterator[Problem]:
    """Beslutninger skrives i uddannelsesplanen inden et antal dage efter mødet (R42)."""
    path, held, by = ("plan_update_deadline",), content.get("held_at"), content.get("plan_update_deadline")
    if held:
        yield from not_before(path, by, held)
        yield from within(path, by, held + timedelta(days=days), f"{days} dage efter mødet")


@rule
def contacted_no_later_than_today(content: Content, facts: Facts) -> Iterator[Problem]:
    """En kontakt noteres, når den har fundet sted (R27)."""
    contact = content.get("contact") or {}
    yield from not_future(("contact", "contacted_at"), contact.get("contacted_at"), facts.today)
    for number, row in rows(content, "secondary_contacts"):
        path = ("secondary_contacts", number, "contacted_at")
        yield from not_future(path, row.get("contacted_at"), facts.today)
