"""The rows of the read model: what lists know of a case, and nothing more. Plain facts, written anew whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

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


DOCUMENT, TASK, MEETING, PERSON = "document", "task", "meeting", "person"
"""The kinds of text that are searched."""


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text that can be searched: a section or a row of an approved version, a task, a meeting, a person."""

    case_no: str
    kind: str
    label: str
    """Where it is: a document's label, a meeting's number, a task's row id, a person's actor id."""
    number: int
    """The version of a document."""
    anchor: str
    """The place on the page."""
    heading: str
    """What the section is called; of a person, what he or she is in the case."""
    form_key: str
    text: str
    day: date | None = None
    deadline: date | None = None
    open: bool = False
    who_id: str = ""
    """The user who wrote it, has it to do or chairs it."""
    who: str = ""
    old: bool = False
    """Whether a newer version is in force."""


@dataclass(frozen=True, slots=True)
class TextSource:
    """Texts that come from one place, under a key of that place; they are read only when the key is new.

    The key ``""`` is always read anew: what changes with every act.
    """

    key: str
    rows: Callable[[], Iterable[TextRow]]
    old: bool = False


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
class RequestRow:
    """A request to join a case, or for a follow-up meeting. ``label`` is that of its document, "" when it has none."""

    case_no: str
    id: str
    kind: str
    label: str
    asker_id: str
    asker_name: str
    asked_on: date
    due: date
    answered_on: date | None = None
    keepers: tuple[str, ...] = ()
    """User ids of those who can answer it."""


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
    texts: tuple[TextSource, ...] = field(default=(), compare=False)
    """What search knows. It is only written; nobody reads it back as it was."""
    requests: tuple[RequestRow, ...] = ()
    lamps: tuple[LampRow, ...] = ()
    deadlines: tuple[DeadlineRow, ...] = ()
