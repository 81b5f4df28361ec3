"""When a young person does not follow the plan: two deadlines, and the acts that end them (DOMAIN 6.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .guards import Guard, Move
from .next_fora import KEEPERS, OPEN_CASES
from .working_days import add_working_days

STOPPED, CONTACT, ACTIVITY = "not_following", "contact_made", "new_activity"
"""The kinds of the facts: activity stopped or the plan is not followed; somebody talked; something new began."""
CONTACT_DAYS, ACTIVITY_DAYS = 5, timedelta(days=30)
QUIET, CONTACTED, RUNNING = "quiet", "contacted", "running"
WHO = KEEPERS | {"contact_person"}
WHO_SAYS = "Det gør plankoordinator, dennes stedfortræder eller kontaktpersonen."


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the plan is not followed, with what has been done about it."""

    id: str
    since: date
    note: str
    by: str
    contacted: date | None = None
    active: date | None = None

    @property
    def contact_by(self) -> date:
        """The last day for taking contact."""
        return add_working_days(self.since, CONTACT_DAYS)

    @property
    def activity_by(self) -> date:
        """The last day for a new activity."""
        return self.since + ACTIVITY_DAYS

    @property
    def over(self) -> bool:
        """Whether there is something new. Whoever has begun something has been in contact too."""
        return self.active is not None


def stops(facts: Iterable[Mapping]) -> list[Stop]:
    """Read the facts of a case: every time that the plan was not followed, in order."""
    found: dict[str, Stop] = {}
    for fact in facts:
        data = fact["data"]
        if fact["kind"] == STOPPED:
            day = date.fromisoformat(data["date"])
            found[fact["id"]] = Stop(fact["id"], day, data.get("note", ""), fact["by"]["name"])
        elif fact["kind"] in (CONTACT, ACTIVITY):
            found[data["of"]] = _answered(found[data["of"]], fact["kind"], date.fromisoformat(data["date"]))
    return list(found.values())


def _answered(stop: Stop, kind: str, day: date) -> Stop:
    contacted = stop.contacted or day
    return Stop(stop.id, stop.since, stop.note, stop.by, contacted, day if kind == ACTIVITY else None)


def running(facts: Iterable[Mapping]) -> Stop | None:
    """Return the stop that is not over; there is at most one."""
    return next((stop for stop in stops(facts) if not stop.over), None)


def state(stop: Stop | None) -> str:
    """Name how far it is."""
    if stop is None:
        return QUIET
    return CONTACTED if stop.contacted else RUNNING


@dataclass(frozen=True, slots=True)
class TimerFacts:
    """What the guards may know: the case, the day, and what was written."""

    today: date
    case_state: str
    plan_active: bool
    since: date | None
    """The day on which the plan was no longer followed, when that is known already."""
    day: date | None = None
    note: str = ""


Row = Guard[TimerFacts]
OPEN: Row = Guard("case_open", lambda f: f.case_state in OPEN_CASES, "Forløbet er ikke i gang. Genoptag det først.")
DAY: Row = Guard(
    "date",
    lambda f: f.day is not None and f.day <= f.today,
    "Skriv den dag, det skete. Den kan ikke ligge i fremtiden.",
)
AFTER: Row = Guard(
    "date",
    lambda f: f.day is not None and f.since is not None and f.since <= f.day,
    "Dagen ligger før den dag, hvor planen ikke blev fulgt. Ret datoen.",
)
NOTE: Row = Guard(
    "note", lambda f: bool(f.note.strip()), "Skriv kort, hvad der er sket. Det bliver stående i forløbet."
)
MOVES: tuple[Move[TimerFacts], ...] = (
    Move(
        STOPPED,
        "Den unge følger ikke planen",
        frozenset({QUIET}),
        RUNNING,
        WHO,
        WHO_SAYS,
        (
            OPEN,
            Guard(
                "plan",
                lambda f: f.plan_active,
                "Der er ingen uddannelsesplan, der gælder. Få planen godkendt, før du skriver, at den ikke følges.",
            ),
            DAY,
            NOTE,
        ),
    ),
    Move(CONTACT, "Kontakt er taget", frozenset({RUNNING}), CONTACTED, WHO, WHO_SAYS, (DAY, AFTER, NOTE)),
    Move(ACTIVITY, "Ny aktivitet er i gang", frozenset({RUNNING, CONTACTED}), QUIET, WHO, WHO_SAYS, (DAY, AFTER, NOTE)),
)
