"""Requests: to join a case (D24), and for a follow-up meeting (R50)."""

from dataclasses import dataclass
from datetime import date

from .guards import Guard
from .working_days import add_working_days

JOIN, FOLLOWUP = "join", "followup"
YES, NO = "ja", "nej"
ANSWER_DAYS = 5
"""A request is answered within so many working days, unless the municipality has set another number [P]."""
WHO_ANSWERS = "Det svarer plankoordinator eller dennes stedfortræder på."
SHOWN_DAYS = 14
"""How long an answer stands on »Min dag« of who asked, and on the case page."""


def due(asked: date, days: int = ANSWER_DAYS) -> date:
    """Return the day by which a request is answered, within so many working days."""
    return add_working_days(asked, days)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: yes or no, and in words. To a request to join, yes says which task it is."""

    kind: str
    said: str
    words: str


GUARDS: tuple[Guard[Answer], ...] = (
    Guard("svar", lambda f: f.said in (YES, NO), "Vælg, om svaret er ja eller nej."),
    Guard(
        "ord",
        lambda f: f.kind != JOIN or f.said != YES or bool(f.words.strip()),
        "Skriv, hvilken opgave vedkommende får i forløbet.",
    ),
    Guard(
        "ord",
        lambda f: (f.kind == JOIN and f.said == YES) or bool(f.words.strip()),
        "Skriv et svar med en begrundelse, så den, der spurgte, ved hvorfor.",
    ),
)
