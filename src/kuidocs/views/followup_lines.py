"""The requests for follow-up meetings as lines of the case page (R50)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..domain import danish
from ..domain.requests import SHOWN_DAYS
from ..resources.case import Case
from ..resources.document import Document
from ..usecases import followups
from ..usecases.followups import Asked
from .dues import Due, due


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request: who asks, when, and the answer or the day by which it comes."""

    document: Document
    who: str
    asked: str
    due: Due | None
    answer: str


def request_lines(case: Case, today: date) -> Iterator[RequestLine]:
    """Go through the requests: those that wait, the oldest first, then those that were answered lately."""
    last = (today - timedelta(days=SHOWN_DAYS)).isoformat()
    answered = [one for one in followups.asked(case) if one.answer is not None and one.answer["at"][:10] >= last]
    for one in (*followups.waiting(case), *answered):
        yield _line(one, today)


def _line(one: Asked, today: date) -> RequestLine:
    asked = f"Spurgt {danish.near_date(one.on, today)}"
    if one.answer is None:
        return RequestLine(one.document, one.who, asked, due(one.due, today), "")
    day = danish.near_date(date.fromisoformat(one.answer["at"][:10]), today)
    return RequestLine(one.document, one.who, asked, None, f"Besvaret {day}")
