"""The contract of the read model: plain rows about cases, replaced whole, and the lists that are made of them.

Everything here can be made again from the object database. A row is written from today's state of a case and holds
what lists need to choose, sort and say; whoever opens something from a list has the object itself checked again (D29).
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

FINISHED_CASES = ("closed", "transferred", "archived")
OPEN_TASKS = ("open", "in_progress")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case."""

    case_no: str
    person_name: str
    preferred_name: str
    state: str
    birth_date: date | None = None
    opened_at: datetime | None = None
    coordinator_id: str = ""
    coordinator_name: str = ""


@dataclass(frozen=True, slots=True)
class InvolvementRow:
    """A relation of a member of staff to a case. ``until`` is the last day; None while it lasts."""

    case_no: str
    user_id: str
    relation: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document, as it stands with the version number that is being worked on."""

    case_no: str
    label: str
    document_id: str
    form_key: str
    title: str
    state: str
    version: int = 1
    round: int = 1
    meeting_no: int = 0
    """The number of the meeting in the case; 0 when it belongs to none."""
    author_id: str = ""
    author_name: str = ""
    waiting_for: tuple[str, ...] = ()
    """User ids of those who can take it further now."""
    updated_at: datetime | None = None
    due: date | None = None
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting. ``start`` and ``end`` are text as in 09:30."""

    case_no: str
    number: int
    meeting_type: str
    type_no: int
    state: str
    day: date | None = None
    start: str = ""
    end: str = ""
    place: str = ""
    chair_id: str = ""
    minute_taker_id: str = ""
    attendees: tuple[str, ...] = ()
    """User ids of the staff who are convened, chair and minute taker among them."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task from minutes that were approved. ``rid`` is its row id through all documents (D8)."""

    case_no: str
    rid: str
    text: str
    status: str
    label: str
    responsible_id: str = ""
    responsible_name: str = ""
    agreed_on: date | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent in the version that is in force."""

    case_no: str
    label: str
    version: int
    valid_from: date | None
    valid_until: date | None
    givers: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    withdrawn: date | None = None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An approved version of an education plan."""

    case_no: str
    label: str
    version: int
    in_force: bool
    approved_on: date | None = None
    next_review: date | None = None


@dataclass(frozen=True, slots=True)
class CourseRow:
    """What statistics count of a case: numbers and days, and nobody's name. Which day it is, who counts knows."""

    case_no: str
    state: str
    department: str = ""
    """Where the plan coordinator works."""
    started: date | None = None
    clarifications: int = 0
    """How many clarification meetings it took to agree; 0 while that is not reached."""
    first_meeting: date | None = None
    plan_approved: date | None = None
    """When the education plan was approved for the first time."""
    goals_reached: int = 0
    goals_adjusted: int = 0
    goals_open: int = 0
    tasks_on_time: int = 0
    tasks_late: int = 0
    tasks_open: tuple[str, ...] = ()
    """The deadline of each open task that has one."""
    meetings: tuple[str, ...] = ()
    """The kind of each meeting that was held."""
    consent_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class LampRow:
    """What tells on any day whether a plan is up to date (R49). A case without a plan has none."""

    case_no: str
    last_reviewed: date | None = None
    next_review: date | None = None
    last_meeting: date | None = None
    unwritten: int = 0
    sub_goal: str = ""
    sub_goal_day: date | None = None
    """The oldest sub-goal that is not reached."""


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """Something that waits for somebody; domain.deadlines says when it is shown and reminded of."""

    case_no: str
    kind: str
    user_id: str
    """For whom it waits; "" for those who have no user here."""
    day: date
    key: str
    """Tells it from the others of its kind in the case."""
    what: str = ""
    who: str = ""
    """Whose it is, as papers name them."""
    label: str = ""
    number: int = 0
    """The meeting, how many decisions, or the age."""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class CaseSnapshot:
    """Everything that lists know of one case."""

    case: CaseRow
    involvements: tuple[InvolvementRow, ...] = ()
    documents: tuple[DocumentRow, ...] = ()
    meetings: tuple[MeetingRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    consents: tuple[ConsentRow, ...] = ()
    plans: tuple[PlanRow, ...] = ()
    courses: tuple[CourseRow, ...] = ()
    """One, or none."""
    lamps: tuple[LampRow, ...] = ()
    deadlines: tuple[DeadlineRow, ...] = ()


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InCase(Generic[T]):
    """A row with the case that it belongs to."""

    case: CaseRow
    row: T


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
    def clear(self) -> None:
        """Forget everything, so that it is built again from the first transaction."""

    @abstractmethod
    def my_cases(self, user_id: str, day: date, *, finished: bool = False) -> list[CaseOverview]:
        """List the user's active (or finished) cases in the order of names."""

    @abstractmethod
    def my_day(self, user_id: str, day: date, *, days_ahead: int = 21, consent_days: int = 30) -> MyDay:
        """Gather what waits for the user."""

    @abstractmethod
    def diary(self, user_id: str, day: date, first: date, last: date) -> Diary:
        """Gather what stands in the user's calendar from the first day to the last, with the rights of ``day``."""

    @abstractmethod
    def courses(self) -> list[CourseRow]:
        """List what statistics count, of all cases."""

    @abstractmethod
    def deadlines(self, user_id: str, day: date) -> tuple[InCase[DeadlineRow], ...]:
        """List what waits for the user, in the user's cases; what is to be reviewed also in those of others."""

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
    def case(self, user_id: str, day: date, case_no: str) -> CaseSnapshot | None:
        """Return all rows of a case, None when the user has no part in it on the day."""

    @abstractmethod
    def close(self) -> None:
        """Close the store."""
