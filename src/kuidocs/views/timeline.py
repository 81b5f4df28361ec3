"""The time axis under the model: meetings by shape, consents and versions of the plan as bars (DESIGN 10)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..domain import danish
from ..domain.meetings import MEETING_TYPES
from ..resources.case import Case
from ..resources.meeting import Meeting
from .events import GONE, HELD, Approval, approvals, birthday, requests

LEFT, RIGHT = 84.0, 858.0
ABOVE, BELOW = 247, 291
"""The lines on which the labels of meetings stand."""
LETTER = 6.8
SHAPES = {"clarification": "disc", "coordination": "square"}
MOST_MEETINGS = 10
YEAR = timedelta(days=365)
AFTER = timedelta(days=21)
"""How much room there is behind the last thing that happens."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Days as places on paper."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Place a day; what lies before or after the axis is put at its end."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0), 1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A meeting. ``y`` is the line of its label; the label is "" where there is no room for it."""

    x: float
    shape: str
    label: str
    y: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A consent or a version of the plan."""

    x: float
    width: float
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is drawn along the axis."""

    first: date
    last: date
    months: tuple[tuple[float, str], ...]
    marks: tuple[Mark, ...]
    consents: tuple[Bar, ...]
    plans: tuple[Bar, ...]
    today: float
    birthday: float | None
    requests: tuple[float, ...]
    """Where somebody asked for a follow-up meeting."""
    crowded: bool
    """Whether only the last year is drawn, because there are many meetings."""


def timeline(case: Case, today: date) -> Timeline:
    """Lay the case along the axis."""
    meetings = [m for m in case.moeder.in_order() if m.date and m.state not in GONE]
    axis = _axis(case, meetings, today)
    eighteenth = birthday(date.fromisoformat(case.person.birth_date), 18)
    shown = [m for m in meetings if date.fromisoformat(m.date) >= axis.first]
    return Timeline(
        axis.first,
        axis.last,
        tuple(_months(axis)),
        tuple(_marks(case, shown, axis)),
        tuple(_bars(approvals(case, "kui.consent"), axis, _parties)),
        tuple(_bars(approvals(case, "kui.education_plan"), axis, _version)),
        axis.x(today),
        axis.x(eighteenth) if axis.first < eighteenth < axis.last else None,
        tuple(axis.x(one.day) for one in requests(case) if axis.first <= one.day <= axis.last),
        len(shown) < len(meetings),
    )


def _axis(case: Case, meetings: list[Meeting], today: date) -> Axis:
    """Show the case from its first month to behind the next meeting; of many meetings only the last twelve months."""
    days = [date.fromisoformat(meeting.date) for meeting in meetings]
    days += [one.day for key in ("kui.consent", "kui.education_plan") for one in approvals(case, key)]
    days += [today, date.fromisoformat(case.opened_at[:10]) if case.opened_at else today]
    last, first = max(days) + AFTER, min(days).replace(day=1)
    crowded = len(meetings) > MOST_MEETINGS or last - first > 2 * YEAR
    return Axis(max(first, (last - YEAR).replace(day=1)) if crowded else first, last)


def _months(axis: Axis) -> Iterator[tuple[float, str]]:
    months, day = [], axis.first
    while day <= axis.last:
        months.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    every = 1 + len(months) // 13
    for month in months[::every]:
        name = danish.MONTHS[month.month - 1]
        yield axis.x(month), name if len(name) <= 4 else f"{name[:3]}."


def _marks(case: Case, meetings: list[Meeting], axis: Axis) -> Iterator[Mark]:
    """Place the meetings, with labels above and below by turns; a label without room is left to the list."""
    free = {ABOVE: 0.0, BELOW: 0.0}
    for n, meeting in enumerate(sorted(meetings, key=lambda m: m.date)):
        x, planned = axis.x(date.fromisoformat(meeting.date)), meeting.state not in HELD
        short = MEETING_TYPES[meeting.meeting_type].short.replace("den unge", case.person.called)
        label = "Planlagt" if planned else short
        half = len(label) * LETTER / 2
        lines = (ABOVE, BELOW) if n % 2 == 0 else (BELOW, ABOVE)
        y = next((line for line in lines if free[line] <= x - half), 0)
        if y:
            free[y] = x + half + 4
        shape = "planned" if planned else SHAPES.get(meeting.meeting_type, "diamond")
        yield Mark(x, shape, label if y and x + half <= RIGHT + 2 else "", y)


def _bars(versions: list[Approval], axis: Axis, label: Callable[[Approval, bool], Iterator[str]]) -> Iterator[Bar]:
    """Draw one bar a version, from its approval to the next one's, the last one to the end of the axis."""
    for n, one in enumerate(versions):
        last = n + 1 == len(versions)
        end = axis.last if last else versions[n + 1].day
        if end > axis.first:
            x = axis.x(one.day)
            width = max(axis.x(end) - x - 2, 4)
            words = (text for text in label(one, last) if len(text) * LETTER <= width - 10)
            yield Bar(x, round(width, 1), next(words, ""), last)


def _version(one: Approval, last: bool) -> Iterator[str]:
    if last:
        yield f"Version {one.number} gælder"
    yield f"Version {one.number}"
    yield str(one.number)


def _parties(one: Approval, last: bool) -> Iterator[str]:
    """Name who gave a consent and how many parties it has, because that is what changes."""
    version = one.document.version(one.number)
    content = version.content() if version else {}
    givers = [row["name"]["text"].split()[0] for row in content.get("given_by", ()) if "name" in row]
    parties = danish.count(len(content.get("recipients", ())), "part", "parter")
    if givers:
        yield f"{danish.listed(givers)}, {parties}"
    yield parties.capitalize()
    yield str(one.number)
