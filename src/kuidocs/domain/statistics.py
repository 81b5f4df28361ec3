"""What is counted of all courses together, as a table of measures. What may be shown of it, disclosure.py says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean, median
from typing import Protocol

from .danish import MONTHS
from .disclosure import LEAST, Cell, Table, hide_line, hide_table
from .meetings import MEETING_TYPES

YEAR, DEPARTMENT = "aar", "afdeling"
NO_DEPARTMENT = "Uden plankoordinator"
NO_YEAR = "Uden dato"


class Course(Protocol):
    """What must be known of a course to count it."""

    @property
    def state(self) -> str: ...
    @property
    def department(self) -> str: ...
    @property
    def started(self) -> date | None: ...
    @property
    def clarifications(self) -> int: ...
    @property
    def first_meeting(self) -> date | None: ...
    @property
    def plan_approved(self) -> date | None: ...
    @property
    def goals_reached(self) -> int: ...
    @property
    def goals_adjusted(self) -> int: ...
    @property
    def goals_open(self) -> int: ...
    @property
    def tasks_on_time(self) -> int: ...
    @property
    def tasks_late(self) -> int: ...
    @property
    def tasks_open(self) -> tuple[str, ...]: ...
    @property
    def meetings(self) -> tuple[str, ...]: ...
    @property
    def consent_withdrawn(self) -> bool: ...


Counts = tuple[int, ...]
STATES = (
    ("Oprettet eller i afklaring", ("opened", "clarifying")),
    ("Koordination", ("coordinating",)),
    ("Opfølgning", ("following_up",)),
    ("Sat på pause", ("paused",)),
    ("Afsluttet eller overdraget", ("closed", "transferred", "archived")),
)
MOST_MEETINGS = 4
DAYS = (30, 60, 90, 180)
"""Where the groups of the time to a plan end."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted. ``groups`` are what it is told apart by, ``count`` says how much of each a course
    has. The first ``ordered`` groups are an order: small ones are put together with their neighbour."""

    key: str
    heading: str
    unit: str
    groups: tuple[str, ...]
    count: Callable[[Course, date], Counts]
    ordered: int = 0
    spans: Callable[[int, int], str] | None = None
    """What neighbours are called together, from the first of them to the last; there where an order is."""
    value: Callable[[Course], int | None] | None = None
    """What mean and median are taken of."""
    value_unit: str = ""
    note: str = ""


def _one_of(place: int, width: int) -> Counts:
    return tuple(int(number == place) for number in range(width))


def _state(course: Course, today: date) -> Counts:
    return tuple(int(course.state in states) for _, states in STATES)


def _clarifications(course: Course, today: date) -> Counts:
    reached = course.clarifications
    return _one_of(min(reached, MOST_MEETINGS) - 1 if reached else MOST_MEETINGS, MOST_MEETINGS + 1)


def _days_to_plan(course: Course) -> int | None:
    if course.first_meeting is None or course.plan_approved is None:
        return None
    return max(0, (course.plan_approved - course.first_meeting).days)


def _to_plan(course: Course, today: date) -> Counts:
    days = _days_to_plan(course)
    place = len(DAYS) + 1 if days is None else sum(days >= end for end in DAYS)
    return _one_of(place, len(DAYS) + 2)


def _span_of_meetings(first: int, last: int) -> str:
    """Name groups that were put together: »2–3 møder«."""
    if last < MOST_MEETINGS - 1:
        return f"{first + 1}–{last + 1} møder"
    return f"{first + 1} møder eller flere" if first else "Samklang er nået"


def _span_of_days(first: int, last: int) -> str:
    """Name groups that were put together: »30–89 dage«."""
    if last < len(DAYS):
        return f"{DAYS[first - 1]}–{DAYS[last] - 1} dage" if first else f"Under {DAYS[last]} dage"
    return f"{DAYS[first - 1]} dage eller mere" if first else "Planen er godkendt"


def _goals(course: Course, today: date) -> Counts:
    return course.goals_reached, course.goals_adjusted, course.goals_open


def _tasks(course: Course, today: date) -> Counts:
    late = sum(date.fromisoformat(day) < today for day in course.tasks_open)
    return course.tasks_on_time, course.tasks_late, len(course.tasks_open) - late, late


def _meetings(course: Course, today: date) -> Counts:
    return tuple(course.meetings.count(kind) for kind in MEETING_TYPES)


def _consents(course: Course, today: date) -> Counts:
    return int(course.consent_withdrawn), int(not course.consent_withdrawn)


MEASURES: tuple[Measure, ...] = (
    Measure("stand", "Hvor er forløbene nu?", "forløb", tuple(label for label, _ in STATES), _state),
    Measure(
        "samklang",
        "Hvor mange afklarende møder går der, før der er samklang?",
        "forløb",
        ("1 møde", "2 møder", "3 møder", "4 møder eller flere", "Endnu ikke samklang"),
        _clarifications,
        MOST_MEETINGS,
        _span_of_meetings,
        lambda course: course.clarifications or None,
        "møder",
    ),
    Measure(
        "plan",
        "Hvor lang tid går der fra første møde til godkendt plan?",
        "forløb",
        ("Under 30 dage", "30–59 dage", "60–89 dage", "90–179 dage", "180 dage eller mere", "Endnu ingen plan"),
        _to_plan,
        len(DAYS) + 1,
        _span_of_days,
        _days_to_plan,
        "dage",
    ),
    Measure(
        "maal",
        "Hvordan går det med målene?",
        "mål",
        ("Nået", "Justeret eller ikke længere aktuelt", "I gang eller ikke begyndt"),
        _goals,
        note="Talt i de uddannelsesplaner, der gælder nu.",
    ),
    Measure(
        "opgaver",
        "Bliver opgaverne gjort til tiden?",
        "opgaver",
        ("Udført til tiden", "Udført senere", "Åben, fristen er ikke nået", "Åben, over fristen"),
        _tasks,
        note="Til tiden er meldt udført senest på det første møde efter fristen. Opgaver uden frist, bortfaldne "
        "opgaver og dem, der sluttede med afklaringen, er ikke talt med.",
    ),
    Measure(
        "moeder",
        "Hvilke møder er der holdt?",
        "møder",
        tuple(kind.label for kind in MEETING_TYPES.values()),
        _meetings,
    ),
    Measure(
        "samtykker",
        "Er samtykket trukket tilbage?",
        "forløb",
        ("Trukket tilbage, helt eller en overgang", "Ikke trukket tilbage"),
        _consents,
    ),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One group as it is shown; ``count`` is None when it is hidden."""

    label: str
    count: int | None
    share: int | None = None
    """In percent of all, None when that is not told."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure as it is shown."""

    key: str
    heading: str
    unit: str
    bars: tuple[Bar, ...]
    total: int | None = None
    mean: float | None = None
    median: float | None = None
    value_unit: str = ""
    note: str = ""
    merged: bool = False

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return any(bar.count is None for bar in self.bars)

    @property
    def tells(self) -> bool:
        """Whether anything is shown."""
        return any(bar.count is not None for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which courses are looked at: all, those of a year, or those of a department. Never of both: then the groups
    were so small that people could be found in them, and one table could be taken from the other."""

    kind: str = ""
    name: str = ""


ALL = Choice()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is shown of one choice. ``size`` is None when there are too few courses to say how many."""

    choice: Choice
    size: int | None
    figures: tuple[Figure, ...]


def _year(course: Course) -> str:
    return str(course.started.year) if course.started else NO_YEAR


def _department(course: Course) -> str:
    return course.department or NO_DEPARTMENT


FAMILIES: dict[str, Callable[[Course], str]] = {YEAR: _year, DEPARTMENT: _department}


def slices(courses: Iterable[Course], kind: str) -> dict[str, list[Course]]:
    """Part the courses by year or by department, in the order of the names."""
    found: dict[str, list[Course]] = {}
    for course in courses:
        found.setdefault(FAMILIES[kind](course), []).append(course)
    return dict(sorted(found.items()))


def _sizes(parts: dict[str, list[Course]]) -> list[Cell]:
    return [Cell(len(part), len(part)) for part in parts.values()]


def choices(courses: Sequence[Course]) -> list[Choice]:
    """List what can be chosen: all, then the years and departments that are big enough to be shown alone."""
    found = [ALL]
    for kind in FAMILIES:
        parts = slices(courses, kind)
        closed = hide_line(_sizes(parts))
        found += [Choice(kind, name) for number, name in enumerate(parts) if number not in closed]
    return found


def report(courses: Sequence[Course], today: date, choice: Choice = ALL) -> Report:
    """Count, and hide what may not be shown. The choice must be one of ``choices``."""
    part = slices(courses, choice.kind)[choice.name] if choice.kind else courses
    measured = tuple(_figure(measure, courses, today, choice) for measure in MEASURES)
    size = len(part) if len(part) >= LEAST else None
    return Report(choice, size, (*_started(courses, choice), *measured))


def _started(courses: Sequence[Course], choice: Choice) -> list[Figure]:
    """Count how many began when, and where: by year and department, or of one year by month."""
    if choice.kind == YEAR:
        return [_by_month(slices(courses, YEAR)[choice.name])] if choice.name != NO_YEAR else []
    if choice.kind == DEPARTMENT:
        return []
    years, departments = (slices(courses, kind) for kind in (YEAR, DEPARTMENT))
    return [
        _line("startet", "Hvornår er forløbene begyndt?", years),
        _line("afdelinger", "Hvor arbejder plankoordinator?", departments),
    ]


def _line(key: str, heading: str, parts: dict[str, list[Course]]) -> Figure:
    cells = _sizes(parts)
    return Figure(key, heading, "forløb", *_bars(tuple(parts), cells, hide_line(cells)))


def _by_month(part: Sequence[Course]) -> Figure:
    months = [sum(course.started is not None and course.started.month == n for course in part) for n in range(1, 13)]
    blocks = merged([Cell(n, n) for n in months], len(months))
    cells = [Cell(count, count) for count in (sum(months[n] for n in block) for block in blocks)]
    labels = [MONTHS[b[0]] if len(b) == 1 else f"{MONTHS[b[0]]}–{MONTHS[b[-1]]}" for b in blocks]
    bars, total = _bars([label.capitalize() for label in labels], cells, hide_line(cells))
    return Figure("startet", "Hvornår er forløbene begyndt?", "forløb", bars, total, merged=len(blocks) < len(months))


def merged(cells: Sequence[Cell], ordered: int) -> list[tuple[int, ...]]:
    """Put the small ones among the first cells together with their neighbours; the others stay alone."""
    blocks: list[list[int]] = []
    full = True
    for number in range(ordered):
        if full:
            blocks.append([number])
        else:
            blocks[-1].append(number)
        full = sum(cells[n].count for n in blocks[-1]) >= LEAST
    if not full and len(blocks) > 1:
        blocks[-2:] = [blocks[-2] + blocks[-1]]
    return [*map(tuple, blocks), *((number,) for number in range(ordered, len(cells)))]


def _tally(measure: Measure, part: Iterable[Course], today: date, blocks: Sequence[tuple[int, ...]]) -> list[Cell]:
    counted = [measure.count(course, today) for course in part]
    sums = [[sum(counts[n] for n in block) for counts in counted] for block in blocks]
    return [Cell(sum(found), sum(count > 0 for count in found)) for found in sums]


def _figure(measure: Measure, courses: Sequence[Course], today: date, choice: Choice) -> Figure:
    single = [(number,) for number in range(len(measure.groups))]
    blocks = merged(_tally(measure, courses, today, single), measure.ordered)
    row = _tally(measure, courses, today, blocks)
    hidden, part = hide_line(row), list(courses)
    if choice.kind:
        parts = slices(courses, choice.kind)
        rows = tuple(tuple(_tally(measure, one, today, blocks)) for one in parts.values())
        number = list(parts).index(choice.name)
        part, closed = parts[choice.name], _closed(measure, parts, today)
        row, hidden = list(rows[number]), hide_table(Table(rows, closed, hidden))[number]
    bars, total = _bars([_label(measure, block) for block in blocks], row, hidden)
    middle = _middle(measure, part) if not hidden else (None, None)
    joined = len(blocks) < len(single)
    return Figure(
        measure.key, measure.heading, measure.unit, bars, total, *middle, measure.value_unit, measure.note, joined
    )


def _closed(measure: Measure, parts: dict[str, list[Course]], today: date) -> frozenset[int]:
    """Return the slices that have too few courses, or too few with anything to count."""
    whole = [tuple(range(len(measure.groups)))]
    totals = [_tally(measure, part, today, whole)[0] for part in parts.values()]
    return hide_line(_sizes(parts)) | hide_line(totals)


def _label(measure: Measure, block: tuple[int, ...]) -> str:
    if len(block) == 1 or measure.spans is None:
        return measure.groups[block[0]]
    return measure.spans(block[0], block[-1])


def _bars(labels: Sequence[str], cells: Sequence[Cell], hidden: frozenset[int]) -> tuple[tuple[Bar, ...], int | None]:
    """Make the bars and their total; of a line in which nothing is shown the total is not told either."""
    total = sum(cell.count for cell in cells)
    told = [None if number in hidden else cell.count for number, cell in enumerate(cells)]
    bars = tuple(
        Bar(label, n, None if n is None else round(100 * n / total)) for label, n in zip(labels, told, strict=True)
    )
    return bars, total if len(hidden) < len(cells) else None


def _middle(measure: Measure, part: Iterable[Course]) -> tuple[float | None, float | None]:
    """Take mean and median. It is asked only where every group is shown, so there are five at least."""
    if measure.value is None:
        return None, None
    values = [value for course in part if (value := measure.value(course)) is not None]
    return round(mean(values), 1), round(float(median(values)), 1)
