"""The KUI model as a picture with the case's place in it, the timeline, and the same as a list (R1, R4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..domain import danish, workflow
from ..domain.meetings import MEETING_TYPES
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from .presenting import meeting_title

LEFT, RIGHT = 84.0, 858.0
SHAPES = {"clarification": "disc", "coordination": "square"}
MOST_DAYS = 366
HELD = ("held", "minuted", "closed")


@dataclass(frozen=True, slots=True)
class Box:
    """One step of the model."""

    title: tuple[str, ...]
    lines: tuple[str, ...]
    here: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A meeting on the time axis."""

    x: float
    shape: str
    planned: bool
    label: str
    above: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A consent or a version of the plan on the time axis."""

    x: float
    width: float
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the list."""

    day: date
    text: str
    note: str
    document: Document | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """Everything that the template draws."""

    boxes: tuple[Box, ...]
    months: tuple[tuple[float, str], ...]
    marks: tuple[Mark, ...]
    consents: tuple[Bar, ...]
    plans: tuple[Bar, ...]
    today: float
    birthday: float | None
    events: tuple[Event, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Days as places on paper."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Place a day; what lies before or after the axis is put at its end."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0), 1)


def figure(case: Case, today: date) -> Figure:
    """Draw the case."""
    events = sorted(_events(case, today), key=lambda event: event.day, reverse=True)
    axis = _axis(case, events, today)
    eighteenth = _birthday(date.fromisoformat(case.person.birth_date), 18)
    return Figure(
        tuple(_boxes(case, today)),
        tuple(_months(axis)),
        tuple(_marks(case, axis)),
        tuple(_bars(case, "kui.consent", axis, today)),
        tuple(_bars(case, "kui.education_plan", axis, today)),
        axis.x(today),
        axis.x(eighteenth) if axis.first < eighteenth < axis.last else None,
        tuple(events),
        _summary(case),
    )


def _axis(case: Case, events: list[Event], today: date) -> Axis:
    """Show the case from its first month to the next meeting, at most a year."""
    days = [event.day for event in events] or [today]
    last = max(*days, today) + timedelta(days=14)
    first = max(min(days).replace(day=1), last - timedelta(days=MOST_DAYS))
    return Axis(first, last)


def _birthday(birth: date, age: int) -> date:
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


def _boxes(case: Case, today: date) -> Iterator[Box]:
    given = case.dokumenter.of_form("kui.consent")
    approved = any(d.in_force() for d in given)
    started = bool(case.moeder.in_order())
    yield Box(
        ("Samtykke",), ("✓ Givet",) if approved else ("Ikke givet endnu",), not approved and not started, approved
    )
    titles = {
        "clarification": ("Koordinerende", "afklaringsmøde"),
        "coordination": ("Koordinationsmøde",),
        "followup": ("Opfølgningsmøder",),
    }
    here = {"opened": "clarification", "clarifying": "clarification", "coordinating": "coordination"}
    current = here.get(case.state, "followup") if approved or started else ""
    for key, title in titles.items():
        held, coming = _counted(case, key, today)
        yield Box(title, _box_lines(held, coming, today), key == current, bool(held) and key != current)


def _counted(case: Case, key: str, today: date) -> tuple[list[Meeting], list[Meeting]]:
    own = [m for m in case.moeder.in_order() if m.meeting_type.startswith(key)]
    return [m for m in own if m.state in HELD], [m for m in own if m.state in ("planned", "convened") and m.date]


def _box_lines(held: list[Meeting], coming: list[Meeting], today: date) -> tuple[str, ...]:
    lines = []
    if len(held) == 1 and held[0].date:
        lines.append(f"✓ Holdt {danish.near_date(date.fromisoformat(held[0].date), today)}")
    elif held:
        lines.append(f"✓ Holdt {len(held)} gange")
    if coming:
        lines.append(f"Næste: {danish.near_date(date.fromisoformat(coming[0].date), today)}")
    return tuple(lines) or ("Ikke holdt endnu",)


def _months(axis: Axis) -> Iterator[tuple[float, str]]:
    day = axis.first.replace(day=1)
    while day <= axis.last:
        if day >= axis.first:
            name = danish.MONTHS[day.month - 1]
            yield axis.x(day), name if len(name) <= 4 else f"{name[:3]}."
        day = (day + timedelta(days=32)).replace(day=1)


def _marks(case: Case, axis: Axis) -> Iterator[Mark]:
    shown = [m for m in case.moeder.in_order() if m.date and date.fromisoformat(m.date) >= axis.first]
    for n, meeting in enumerate(sorted(shown, key=lambda m: m.date)):
        planned = meeting.state not in HELD
        label = (
            "Planlagt" if planned else MEETING_TYPES[meeting.meeting_type].short.replace("den unge", case.person.called)
        )
        x = axis.x(date.fromisoformat(meeting.date))
        yield Mark(x, SHAPES.get(meeting.meeting_type, "diamond"), planned, label, n % 2 == 0)


def _bars(case: Case, form_key: str, axis: Axis, today: date) -> Iterator[Bar]:
    """One bar a version, from its approval to the next one's, the last one to the end of the axis."""
    versions = list(_approvals(case, form_key))
    for n, (day, number, _document) in enumerate(versions):
        last = n + 1 == len(versions)
        end = axis.last if last else versions[n + 1][0]
        if end <= axis.first:
            continue
        x = axis.x(day)
        yield Bar(x, max(axis.x(end) - x - 2, 4), f"Version {number}{' gælder' if last else ''}", last)


def _approvals(case: Case, form_key: str) -> Iterator[tuple[date, int, Document]]:
    for document in case.dokumenter.of_form(form_key):
        for fact in document.facts_of("approved"):
            yield date.fromisoformat(fact["at"][:10]), fact["about"]["number"], document


def _events(case: Case, today: date) -> Iterator[Event]:
    for meeting in case.moeder.in_order():
        if meeting.date:
            note = "" if meeting.state in HELD else "planlagt"
            paper = _paper(case, meeting)
            yield Event(date.fromisoformat(meeting.date), meeting_title(case, meeting), note, paper)
    for form_key, label in (("kui.consent", "Samtykke"), ("kui.education_plan", "Uddannelsesplan")):
        for day, number, document in _approvals(case, form_key):
            newer = workflow.superseded_by(document.facts, number)
            yield Event(day, f"{label}, version {number}", "erstattet" if newer else "gælder", document, number)
    birth = date.fromisoformat(case.person.birth_date)
    for age in (15, 18):
        day = _birthday(birth, age)
        opened = date.fromisoformat(case.opened_at[:10]) if case.opened_at else today
        if opened <= day <= today:
            yield Event(day, f"{case.person.called} fyldte {age} år", "")


def _paper(case: Case, meeting: Meeting) -> Document | None:
    """Return the paper that tells most of a meeting: its minutes, else its agenda, else its notice."""
    kind = MEETING_TYPES[meeting.meeting_type]
    own = [d for d in case.dokumenter.in_order() if d.meeting_number == meeting.number]
    for key in (kind.minutes, kind.agenda, "kui.notice"):
        for document in own:
            if document.form_key == key:
                return document
    return None


def _summary(case: Case) -> str:
    held = sum(m.state in HELD for m in case.moeder.in_order())
    consents = sum(1 for _ in _approvals(case, "kui.consent"))
    plans = sum(1 for _ in _approvals(case, "kui.education_plan"))
    return (
        f"{held} {'møde' if held == 1 else 'møder'} holdt, {consents} {'samtykke' if consents == 1 else 'samtykker'}, "
        + (f"{plans} {'planversion' if plans == 1 else 'planversioner'}")
    )
