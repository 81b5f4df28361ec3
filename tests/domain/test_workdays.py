"""Working days, with the Danish holidays."""

from datetime import date

import pytest

from kuidocs.domain import requests, workdays


@pytest.mark.parametrize(
    ("year", "day"),
    [(2000, (4, 23)), (2008, (3, 23)), (2011, (4, 24)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))],
)
def test_easter(year, day):
    assert workdays.easter(year) == date(year, *day)


@pytest.mark.parametrize(
    "day",
    ["2026-11-21", "2026-11-22", "2026-04-02", "2026-04-03", "2026-04-06", "2026-05-14", "2026-05-25", "2026-06-05"],
)
def test_weekends_and_holidays_are_no_working_days(day):
    assert not workdays.is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-11-20", "2026-04-01", "2026-05-01", "2026-05-15"])
def test_others_are(day):
    assert workdays.is_working_day(date.fromisoformat(day))


def test_five_working_days_go_over_the_weekend_and_over_christmas():
    assert workdays.after(date(2026, 11, 20), 5) == date(2026, 11, 27)
    assert workdays.after(date(2026, 12, 22), 5) == date(2027, 1, 4)
    assert workdays.after(date(2026, 11, 21), 0) == date(2026, 11, 21)


def test_a_request_is_answered_within_five():
    assert requests.due(date(2026, 11, 21)) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("kind", "said", "words", "lacks"),
    [
        ("join", "", "", ["svar", "ord"]),
        ("join", "ja", "", ["ord"]),
        ("join", "ja", "Skolen", []),
        ("join", "nej", " ", ["ord"]),
        ("join", "nej", "Vi er nok.", []),
        ("followup", "ja", "", ["ord"]),
        ("followup", "ja", "Den 3. december.", []),
        ("followup", "måske", "Ved ikke.", ["svar"]),
    ],
)
def test_what_an_answer_must_have(kind, said, words, lacks):
    told = requests.Answer(kind, said, words)

    assert [guard.name for guard in requests.GUARDS if not guard.holds(told)] == lacks
