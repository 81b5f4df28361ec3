"""What a consent is worth on a day."""

from datetime import date

import pytest

from kuidocs.domain.consents import LABELS, Consent, in_words, status

BIRTH = date(2008, 9, 20)
TODAY = date(2026, 11, 21)


def consent(until=date(2027, 9, 21), given=date(2026, 9, 22), withdrawn=None):
    return Consent(given, until, given, ("SSP",), ("Malthe",), withdrawn)


@pytest.mark.parametrize(
    ("given", "state", "words"),
    [
        (None, "none", "intet samtykke"),
        (consent(), "active", "Til 21. september 2027"),
        (consent(until=date(2026, 12, 21)), "expiring", "Om 30 dage, 21. december"),
        (consent(until=date(2026, 11, 22)), "expiring", "I morgen, 22. november"),
        (consent(until=date(2026, 11, 21)), "expiring", "I dag, 21. november"),
        (consent(until=date(2026, 11, 20)), "expired", "Den 20. november. Forny det"),
        (consent(withdrawn=date(2026, 11, 1)), "withdrawn", "Den 1. november"),
        (consent(given=date(2026, 2, 3)), "needs_renewal", "givet den 3. februar 2026"),
    ],
)
def test_status_and_words(given, state, words):
    assert status(given, TODAY, BIRTH) == state
    assert words in in_words(given, TODAY, BIRTH)
    assert LABELS[state]


def test_a_withdrawal_counts_from_its_day():
    assert status(consent(withdrawn=date(2026, 12, 1)), TODAY, BIRTH) == "active"


@pytest.mark.parametrize(("today", "state"), [(date(2026, 9, 19), "active"), (date(2026, 9, 20), "needs_renewal")])
def test_the_eighteenth_birthday_itself_asks_for_renewal(today, state):
    given = consent(until=date(2027, 2, 2), given=date(2026, 2, 3))

    assert status(given, today, BIRTH) == state


def test_the_fifteenth_birthday_asks_for_renewal_and_the_sixteenth_does_not():
    given = consent(until=date(2024, 6, 1), given=date(2023, 9, 1))

    assert status(given, date(2023, 9, 20), BIRTH) == "needs_renewal"
    assert status(consent(until=date(2025, 6, 1), given=date(2024, 9, 1)), date(2024, 9, 21), BIRTH) == "active"
