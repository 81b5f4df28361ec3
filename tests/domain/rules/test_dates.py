"""Rules about the order of dates."""

from datetime import date

import pytest

from kuidocs.domain.rules.dates import add_months

from .cases import HELD, NEXT, Case, check, known, told

BEFORE, FUTURE = date(2026, 11, 17), date(2026, 11, 22)
FORTNIGHT, LATER = date(2026, 12, 2), date(2026, 12, 3)


def minutes(group: str, field: str, day: date) -> dict:
    return {"held_at": HELD, group: [{field: day}]}


CASES = [
    Case("held_no_later_than_today", {"held_at": date(2026, 11, 21)}, {"held_at": FUTURE}, ("held_at future",)),
    Case(
        "held_on_the_day_of_the_meeting",
        {"held_at": HELD},
        {"held_at": BEFORE},
        ("held_at other_day",),
        known(meeting_date=HELD),
    ),
    *(
        Case(rule, minutes(group, field, HELD), minutes(group, field, BEFORE), (f"{group}.0.{field} not_before",))
        for rule, group, field in (
            ("tasks_after_the_meeting", "who_does_what", "deadline"),
            ("agreements_after_the_meeting", "agreements", "valid_until"),
            ("grants_after_the_meeting", "grants_to_clarify", "deadline"),
            ("decisions_after_the_meeting", "decisions", "deadline"),
        )
    ),
    *(
        Case(
            "next_meeting_after_this_one",
            {"held_at": HELD, name: NEXT},
            {"held_at": HELD, name: HELD},
            (f"{name} after",),
        )
        for name in ("next_meeting_date", "next_followup_date")
    ),
    *(
        Case(
            "plan_updated_within_days",
            {"held_at": HELD, "plan_update_deadline": FORTNIGHT},
            {"held_at": HELD, "plan_update_deadline": day},
            (f"plan_update_deadline {code}",),
            arguments={"days": 14},
        )
        for day, code in ((LATER, "too_late"), (BEFORE, "not_before"))
    ),
    Case(
        "contacted_no_later_than_today",
        {"contact": {"contacted_at": HELD}, "secondary_contacts": [{"contacted_at": HELD}]},
        {"contact": {"contacted_at": FUTURE}, "secondary_contacts": [{}, {"contacted_at": FUTURE}]},
        ("contact.contacted_at future", "secondary_contacts.1.contacted_at future"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_dates(case):
    check(case)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_nothing_is_said_of_a_day_that_is_not_written(case):
    assert told(case.rule, {}, case.facts, **case.arguments) == []


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 2, 3), 12, date(2027, 2, 3)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 6, 15), 6, date(2026, 12, 15)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_are_added_by_the_calendar(day, months, then):
    assert add_months(day, months) == then
