"""Who asks, about what, on which day; and what part that person has in the case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..domain.access_acts import blocked
from ..domain.identity import Identity
from ..resources.attachments import Attachment
from ..resources.case import Case, case_of
from ..resources.document import Document

PLAN = "kui.education_plan"
WRITERS = frozenset({"plan_coordinator", "deputy", "contact_person", "convener", "primary", "author"})
COORDINATORS = frozenset({"plan_coordinator", "deputy"})
READERS = WRITERS | {"ad_hoc"}


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks, about what, on which day; ``now`` where what lasts a day counts too, as it does on pages."""

    identity: Identity
    context: Any
    today: date
    now: datetime | None = None

    @property
    def case(self) -> Case | None:
        """The case that the context lies in."""
        return case_of(self.context)

    @property
    def document(self) -> Document | None:
        """The document that the context is, lies in, or was put with as an attachment."""
        here = self.context
        if isinstance(here, Attachment) and self.case is not None:
            return self.case.dokumenter.get(here.about.get("document", ""))
        while here is not None and not isinstance(here, Document):
            here = here.__parent__
        return here


Predicate = Callable[[Question], bool]


def relations(question: Question) -> frozenset[str]:
    """Return the relations that a person has to the case on the day."""
    return frozenset(one["relation"] for one in parts(question))


def parts(question: Question) -> list[dict]:
    """List the parts that a person has in the case on the day."""
    case, day, me = question.case, question.today.isoformat(), question.identity.user_id
    if case is None or not is_not_kept_out(question):
        return []
    return [one for one in case.involvements if one["user_id"] == me and one["since"] <= day and lasts(one, day)]


def lasts(one: dict, day: str) -> bool:
    """The last day of a part counts, unless somebody ended it on that day."""
    return not one["until"] or day < one["until"] or (day == one["until"] and not one.get("over"))


def is_not_kept_out(question: Question) -> bool:
    """Is not kept out of the case because of a conflict of interest."""
    return question.case is None or question.identity.user_id not in blocked(question.case.facts)


def coordinates_the_plan(question: Question) -> bool:
    """Is the plan coordinator of the case, or the deputy."""
    return bool(relations(question) & COORDINATORS)


def keeps_the_case(question: Question) -> bool:
    """Coordinates the plan, or nobody is named to."""
    rows = question.case.involvements if question.case else ()
    named = any(one["relation"] in COORDINATORS and not one["until"] for one in rows)
    return coordinates_the_plan(question) or not named
