"""The contract of the read model: plain rows about cases, replaced whole, and the lists that are made of them.

Everything here can be made again from the object database. A row is written from today's state of a case and holds
what lists need to choose, sort and say; whoever opens something from a list has the object itself checked again (D29).
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from .rows import (
    DOCUMENT,
    FINISHED_CASES,
    MEETING,
    OPEN_TASKS,
    PERSON,
    TASK,
    CaseRow,
    CaseSnapshot,
    ConsentRow,
    CourseRow,
    DeadlineRow,
    DocumentRow,
    InvolvementRow,
    LampRow,
    MeetingRow,
    PlanRow,
    RequestRow,
    TaskRow,
    TextRow,
    TextSource,
)

__all__ = [
    "DOCUMENT",
    "FINISHED_CASES",
    "MEETING",
    "OPEN_TASKS",
    "PERSON",
    "TASK",
    "Asked",
    "CaseOverview",
    "CaseRow",
    "CaseSnapshot",
    "ConsentRow",
    "CourseRow",
    "DeadlineRow",
    "Diary",
    "DocumentRow",
    "InCase",
    "IndexService",
    "InvolvementRow",
    "LampRow",
    "MeetingRow",
    "MyDay",
    "NameHit",
    "PlanRow",
    "RequestRow",
    "TaskRow",
    "TextRow",
    "TextSource",
    "WorkCase",
]
"""The rows belong to the contract; they lie in a module of their own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for; what is empty asks for nothing."""

    text: str = ""
    kinds: tuple[str, ...] = (DOCUMENT, TASK, MEETING)
    form_key: str = ""
    since: date | None = None
    until: date | None = None
    overdue: bool = False
    who_id: str = ""
    by_date: bool = False
    most: int = 200
    """So many texts at most."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InCase(Generic[T]):
    """A row with the case that it belongs to."""

    case: CaseRow
    row: T


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name that was found: of a case, or of a person in it."""

    case: CaseRow
    person: TextRow | None = None
    near: bool = False
    """Whether it is only nearly what was written."""


@dataclass(frozen=True, slots=True)
class CaseOverview:
    """A line of »Mine forløb«, with what a sort by need has to look at."""

    case: CaseRow
    relations: tuple[str, ...]
    next_meeting: MeetingRow | None
    plan: PlanRow | None
    """The plan in force."""
    consents: tuple[ConsentRow, ...]
    """Consents valid on the day, the one that ends first at the front."""
    open_tasks: int
    overdue_tasks: int
    waiting_documents: int
    """How many documents wait for this user."""


@dataclass(frozen=True, slots=True)
class MyDay:
    """What »Min dag« tells one user."""

    meetings_today: tuple[InCase[MeetingRow], ...]
    coming_meetings: tuple[InCase[MeetingRow], ...]
    minutes_to_write: tuple[InCase[MeetingRow], ...]
    """Meetings that are over, have this minute taker and no minutes yet."""
    drafts: tuple[InCase[DocumentRow], ...]
    to_review: tuple[InCase[DocumentRow], ...]
    tasks: tuple[InCase[TaskRow], ...]
    """Own open tasks with a deadline, the oldest first; overdue ones lie before the day."""
    plans_to_review: tuple[InCase[PlanRow], ...]
    ending_consents: tuple[InCase[ConsentRow], ...]
    requests: tuple[InCase[RequestRow], ...]
    """Requests that wait for this user's answer, the oldest first."""
    answers: tuple[InCase[RequestRow], ...]
    """Own requests that were answered lately; having asked is a part of its own."""


@dataclass(frozen=True, slots=True)
class Diary:
    """What stands in one user's calendar between two days, in the order of days."""

    meetings: tuple[InCase[MeetingRow], ...]
    """Those that the user attends, leads or, as plan coordinator, has to know of; cancelled ones too."""
    tasks: tuple[InCase[TaskRow], ...]
    plans: tuple[InCase[PlanRow], ...]
    """Plans that the user coordinates and that are to be looked at."""
    without_day: tuple[InCase[MeetingRow], ...]
    """Meetings that are planned and have no day yet, whichever days were asked for."""


@dataclass(frozen=True, slots=True)
class WorkCase:
    """A case on the list of who coordinates it."""

    case: CaseRow
    lamp: LampRow | None
    next_meeting: MeetingRow | None
    deadlines: tuple[DeadlineRow, ...]
    """Everything that waits in it, for whomever, the earliest first."""


class IndexService(ABC):
    """The read model. Every list asks for a user and a day and holds only cases in which the user then has a part."""

    @abstractmethod
    def last_tid(self) -> bytes:
        """Return the transaction up to which the rows are right; eight zero bytes when there are none."""

    @abstractmethod
    def apply(self, cases: Mapping[str, CaseSnapshot | None], tid: bytes) -> bool:
        """Replace all rows of these cases (None removes them) and move on to ``tid``, all or nothing.

        Returns False, and changes nothing, when another process has already come so far.
        """

    @abstractmethod
    def scrub(self) -> None:
        """Forget everything as ``clear`` does, and leave nothing of it in any file."""

    @abstractmethod
    def clear(self) -> None:
        """Forget everything, so that it is built again from the first transaction."""

    @abstractmethod
    def my_cases(self, user_id: str, day: date, *, finished: bool = False) -> list[CaseOverview]:
        """List the user's active (or finished) cases in the order of names."""

    @abstractmethod
    def my_day(
        self, user_id: str, day: date, *, days_ahead: int = 21, consent_days: int = 30, answer_days: int = 14
    ) -> MyDay:
        """Gather what waits for the user."""

    @abstractmethod
    def diary(self, user_id: str, day: date, first: date, last: date) -> Diary:
        """Gather what stands in the user's calendar from the first day to the last, with the rights of ``day``."""

    @abstractmethod
    def courses(self) -> list[CourseRow]:
        """List what statistics count, of all cases."""

    @abstractmethod
    def closed_cases(self) -> list[str]:
        """List the numbers of the cases that are closed and not archived, for records clerks; nothing else of them."""

    @abstractmethod
    def deadlines(self, user_id: str, day: date) -> tuple[InCase[DeadlineRow], ...]:
        """List what waits for the user, in the user's cases; what is to be reviewed also in those of others."""

    @abstractmethod
    def paper(self, user_id: str, day: date, document_id: str) -> tuple[str, str] | None:
        """Return the case number and label of a document by its id, None when it is in no case of the user's."""

    @abstractmethod
    def held_by(self, user_id: str, day: date) -> list[str]:
        """List the numbers of the active cases in which a member of staff has a part, a task or a paper to finish."""

    @abstractmethod
    def work_list(self, user_id: str, day: date) -> list[WorkCase]:
        """List the active cases that the user coordinates, or is deputy for, with everything that waits in them."""

    @abstractmethod
    def search_names(self, user_id: str, day: date, text: str) -> list[CaseRow]:
        """Find the user's cases whose names or number hold every word of the text, finished ones too."""

    @abstractmethod
    def find_names(self, user_id: str, day: date, text: str) -> list[NameHit]:
        """Find the user's cases and the people in them by name or number; with a slip in each word if none is right."""

    @abstractmethod
    def find_texts(self, user_id: str, day: date, asked: Asked) -> list[InCase[TextRow]]:
        """Find texts in the user's cases that hold every word, in any form or compound, the best first.

        A word may also be the name of the case that the text is in. Nothing asked for finds nothing.
        """

    @abstractmethod
    def responsible(self, user_id: str, day: date) -> list[tuple[str, str]]:
        """List who wrote, chairs or has to do something in the user's cases: user id and name, by name."""

    @abstractmethod
    def case(self, user_id: str, day: date, case_no: str) -> CaseSnapshot | None:
        """Return all rows of a case, None when the user has no part in it on the day."""

    @abstractmethod
    def close(self) -> None:
        """Close the store."""
