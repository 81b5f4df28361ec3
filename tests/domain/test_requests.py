"""Requests: until when they are answered, and what an answer must have."""

from datetime import date

import pytest

from kuidocs.domain import requests


def test_a_request_is_answered_within_five():
    assert requests.due(date(2026, 11, 21)) == date(2026, 11, 27)
    assert requests.due(date(2026, 12, 22)) == date(2026, 12, 30)


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
