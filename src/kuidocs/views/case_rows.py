"""The rows of »Mine forløb«: what each case shows of itself, and how much it asks for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..domain import consents, danish
from ..domain.identity import Identity
from ..domain.meetings import CASE_STATES, MEETING_TYPES
from ..domain.plans import BEHIND, LOOK, Lamp
from ..resources.case import Case
from ..resources.root import Root
from ..security.reading import Sight
from ..services.index.api import FINISHED_CASES, CaseOverview, MeetingRow
from ..usecases.case_reading import consent, lamp
from ..usecases.involvement import RELATIONS
from .dues import LATE, SOON, Due, near_day
from .presenting import clock_words

NEEDS = {"plan": 40, "review": 40, "consent": 30, "late": 20, "look": 15, "ending": 15}
"""What makes a case ask for more, and how much; the sum decides the order."""
VALID = (consents.ACTIVE, consents.EXPIRING)


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the list."""

    case: Case
    name: str
    about: str
    """Age, and whoever else coordinates the plan."""
    roles: str
    phase: str
    finished: bool
    lamp: Lamp
    meeting: str
    meeting_note: str
    warning: Due | None
    tasks: str
    late: str
    waiting: str
    need: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the filters ask for; "" asks for nothing."""

    phase: str = ""
    role: str = ""
    plan: str = ""

    def holds(self, overview: CaseOverview, row: Row) -> bool:
        """Tell whether a case is among what is asked for."""
        phase = self.phase in ("", overview.case.state)
        role = self.role in ("", *overview.relations)
        return phase and role and self.plan in ("", row.lamp.state)


def rows(cases: Iterable[tuple[CaseOverview, Case]], chosen: Chosen, today: date, who: Identity) -> list[Row]:
    """Make the rows that the filters let through, in the order in which the cases came."""
    made = ((overview, _row(overview, case, today, who)) for overview, case in cases)
    return [row for overview, row in made if chosen.holds(overview, row)]


def opened(
    root: Root, overviews: Iterable[CaseOverview], sees: Callable[[Case], bool]
) -> Iterator[tuple[CaseOverview, Case]]:
    """Look the cases up in the tree, and leave out those that may not be opened (D29)."""
    for overview in overviews:
        case = root.sager.get(overview.case.case_no)
        if case is not None and sees(case):
            yield overview, case


def _row(overview: CaseOverview, case: Case, today: date, who: Identity) -> Row:
    found, birth = lamp(case, today, Sight(who, case, today).row), date.fromisoformat(case.person.birth_date)
    worth = consents.status(consent(case), today, birth)
    finished = overview.case.state in FINISHED_CASES
    return Row(
        case,
        case.person.full_name,
        _about(overview, danish.age_on(birth, today), who.user_id),
        _roles(overview.relations),
        CASE_STATES[overview.case.state],
        finished,
        found,
        _meeting(overview.next_meeting, today),
        _meeting_note(overview.next_meeting, case),
        None if finished else _warning(case, worth, today),
        _tasks(overview.open_tasks),
        f"{overview.overdue_tasks} over fristen" if overview.overdue_tasks else "",
        _waiting(overview.waiting_documents),
        0 if finished else _need(overview, found, worth),
    )


def _tasks(number: int) -> str:
    return f"{number} {'åben' if number == 1 else 'åbne'}" if number else "Ingen"


def _about(overview: CaseOverview, age: int, user_id: str) -> str:
    other = overview.case.coordinator_id != user_id and overview.case.coordinator_name
    return f"{age} år · plankoordinator {overview.case.coordinator_name}" if other else f"{age} år"


def _roles(relations: Iterable[str]) -> str:
    """Say what one is in the case; having written something is said only when there is nothing else."""
    found = [name for name in RELATIONS if name in relations]
    named = [name for name in found if name != "author"]
    if not named:
        return "Du har skrevet i forløbet" if found else ""
    return f"Du er {danish.listed([RELATIONS[name][0].lower() + RELATIONS[name][1:] for name in named])}"


def _meeting(meeting: MeetingRow | None, today: date) -> str:
    if meeting is None or meeting.day is None:
        return "Ikke aftalt"
    at = f" kl.\u00a0{clock_words(meeting.start)}" if meeting.start else ""
    return f"{near_day(meeting.day, today)}{at}"


def _meeting_note(meeting: MeetingRow | None, case: Case) -> str:
    if meeting is None:
        return ""
    kind = MEETING_TYPES[meeting.meeting_type]
    if kind.short.endswith("den unge"):
        return kind.short.replace("den unge", case.person.called)
    return kind.label if kind.decides else f"Afklaringsmøde nr. {meeting.type_no}"


def _warning(case: Case, worth: str, today: date) -> Due | None:
    if worth == consents.ACTIVE:
        return None
    given = consent(case)
    if given is not None and worth == consents.EXPIRING:
        return Due(f"Samtykket udløber {danish.near_date(given.valid_until, today)}", SOON)
    words = {consents.EXPIRED: "Samtykket er udløbet", consents.WITHDRAWN: "Samtykket er trukket tilbage"}
    words |= {consents.NEEDS_RENEWAL: "Samtykket skal fornyes", consents.NONE: "Der er intet samtykke"}
    return Due(words[worth], LATE)


def _waiting(number: int) -> str:
    return f"{number} venter på dig" if number else ""


def _need(overview: CaseOverview, found: Lamp, worth: str) -> int:
    asks = {
        "plan": found.state == BEHIND,
        "review": bool(overview.waiting_documents),
        "consent": worth not in VALID,
        "late": bool(overview.overdue_tasks),
        "look": found.state == LOOK,
        "ending": worth == consents.EXPIRING,
    }
    return sum(NEEDS[name] for name, there in asks.items() if there)
