"""``/kalender``: the own meetings and deadlines by week or month, and the address for the own calendar program."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, meeting_states, periods
from ..domain.errors import KuiError
from ..domain.meetings import STATES
from ..domain.periods import MONTH, WEEK, Period
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.kalender import CALENDAR, SUFFIX, Calendar
from ..resources.meeting import Meeting
from ..security.permissions import Permission
from ..services.index.api import Diary, InCase, PlanRow, TaskRow
from ..usecases import subscriptions
from .layout import BaseView
from .moede import CHIPS
from .people import sees
from .presenting import Chip, clock_words, meeting_title

PAGE = "kuidocs:templates/pages/kalender.pt"
UNREADABLE = "Vi kunne ikke læse, hvilken tid du bad om, så her er denne uge. Brug links og knapper herunder."
REACH = timedelta(days=2 * 366)
"""How far the links lead from today: a program that follows every link comes to an end."""


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting or a deadline. A deadline has no chip, and ``kind`` says which it is."""

    time: str
    kind: str
    title: str
    href: str
    name: str
    place: str = ""
    chip: Chip | None = None
    late: bool = False
    off: bool = False
    """Whether it takes place no more."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day with something in it."""

    day: date
    name: str
    today: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """A week of what is shown. ``days`` are those with something in them."""

    label: str
    days: tuple[Day, ...]
    this: bool


@view_defaults(context=Calendar, permission=Permission.Page.SEE)
class CalendarView(BaseView):
    """The own calendar."""

    context: Calendar
    section = CALENDAR

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show a week, or a month."""
        return self._page()

    @view_config(request_method="POST", renderer=PAGE)
    def subscribe(self) -> Any:
        """Make, renew or take back the address. The secret is in this answer and never again in any other."""
        token, wanted = str(self.request.POST.get("__token__", ""))[:40], self.request.POST.get("adresse", "")
        act = self.act(token)
        if wanted == "tilbage":
            subscriptions.revoke(self.root, act)
            return self._on("Adressen er taget tilbage. Den virker ikke mere.")
        if wanted != "ny":
            return self.render(PAGE, self._page() | {"problem": "Vælg en af knapperne.", "wrong": True}, status=422)
        try:
            secret = subscriptions.make(self.root, act)
        except KuiError as refused:
            return self.render(PAGE, self._page() | {"problem": refused.text, "wrong": True}, status=refused.status)
        return self._page() | {"address": self._address(secret)}

    def _on(self, said: str) -> Response:
        answer = self.go(self.root, said, CALENDAR)
        answer.location = f"{answer.location}#abonner"
        return answer

    def _address(self, secret: str) -> str:
        return f"{self.system.settings.base_url.rstrip('/')}/{CALENDAR}/{secret}{SUFFIX}"

    def _page(self) -> dict[str, Any]:
        period, unreadable = self._period()
        today, deadlines = self.clock.today(), self.request.GET.get("frister") != "0"
        diary = self.system.index.diary(self.identity.user_id, today, period.first, period.last)
        weeks = tuple(self._weeks(period, self._by_day(diary, deadlines=deadlines)))
        person = self.root.medarbejdere[self.identity.user_id]
        made = self.moment(person.feed_made_at) if person.feed_made_at else None
        return self.page(
            "Kalender",
            period=period,
            lead=_lead([line for week in weeks for day in week.days for line in day.lines]),
            unreadable=UNREADABLE if unreadable else "",
            weeks=weeks,
            deadlines=deadlines,
            waiting=tuple(self._waiting(diary)),
            links=self._links(period, deadlines=deadlines),
            has_address=bool(person.feed_hash),
            made=danish.moment(made) if made else "",
            address="",
            token=new_id(),
            problem="",
            printed=danish.moment(self.clock.now()),
        )

    def _period(self) -> tuple[Period, bool]:
        """Return what is asked for, and whether that could not be read."""
        asked = self.request.GET
        for kind in (WEEK, MONTH):
            if kind in asked:
                found = periods.read(kind, asked[kind])
                return found or periods.week_of(self.clock.today()), found is None
        return periods.week_of(self.clock.today()), False

    def _links(self, period: Period, *, deadlines: bool) -> dict[str, str]:
        today = self.clock.today()
        inside = today if period.first <= today <= period.last else period.first
        goals = {
            "before": period.before if period.first > today - REACH else None,
            "after": period.after if period.last < today + REACH else None,
            "today": periods.month_of(today) if period.kind == MONTH else periods.week_of(today),
            "week": periods.week_of(inside),
            "month": periods.month_of(inside),
        }
        links = {name: self._link(goal, deadlines=deadlines) for name, goal in goals.items() if goal}
        return links | {"deadlines": self._link(period, deadlines=not deadlines)}

    def _link(self, period: Period, *, deadlines: bool) -> str:
        query = {period.kind: period.key} | ({} if deadlines else {"frister": "0"})
        return self.request.resource_path(self.root, CALENDAR, query=query)

    def _weeks(self, period: Period, lines: dict[date, list[Line]]) -> Iterator[Week]:
        today = self.clock.today()
        for week in period.weeks:
            found = [day for day in sorted(lines) if week.first <= day <= week.last]
            days = (Day(day, _named(day, today), day == today, tuple(lines[day])) for day in found)
            label = f"Uge {week.week}, {periods.days(week.first, week.last)}"
            yield Week(label, tuple(days), week.first <= today <= week.last)

    def _by_day(self, diary: Diary, *, deadlines: bool) -> dict[date, list[Line]]:
        found: dict[date, list[Line]] = {}
        for case, meeting in self._meetings(diary.meetings):
            found.setdefault(date.fromisoformat(meeting.date), []).append(self._meeting(case, meeting))
        for day, line in self._deadlines(diary) if deadlines else ():
            found.setdefault(day, []).append(line)
        return found

    def _meetings(self, rows: tuple) -> Iterator[tuple[Case, Meeting]]:
        found = subscriptions.meetings(self.root, self.identity, self.clock.now(), rows)
        return ((case, meeting) for case, meeting in found if meeting.date)

    def _meeting(self, case: Case, meeting: Meeting) -> Line:
        state = meeting_states.shown(meeting.state, meeting.facts)
        until = f"–{clock_words(meeting.end)}" if meeting.end else ""
        return Line(
            f"{clock_words(meeting.start)}{until}" if meeting.start else "Tid ikke aftalt",
            "meeting",
            meeting_title(case, meeting),
            self.request.resource_path(meeting),
            case.person.called,
            meeting.place or ("Online" if meeting.online_link else ""),
            Chip(STATES[state], *CHIPS[state]),
            off=state == meeting_states.CANCELLED,
        )

    def _deadlines(self, diary: Diary) -> Iterator[tuple[date, Line]]:
        path = self.request.resource_path
        for case, task in self._seen(diary.tasks):
            href = f"{path(case, 'opgaver', query={'opgave': task.rid})}#t-{task.rid}"
            late = task.deadline < self.clock.today()
            yield task.deadline, Line("Frist", "task", task.text, href, case.person.called, late=late)
        for case, plan in self._seen(diary.plans):
            document = case.dokumenter.get(plan.label)
            if document is not None:
                title = "Uddannelsesplanen ses efter"
                late = plan.next_review < self.clock.today()
                yield plan.next_review, Line("Frist", "plan", title, path(document), case.person.called, late=late)

    def _seen(self, rows: tuple[InCase[TaskRow] | InCase[PlanRow], ...]) -> Iterator[tuple[Case, Any]]:
        for one in rows:
            case = self.root.sager.get(one.row.case_no)
            if case is not None and sees(self, case):
                yield case, one.row

    def _waiting(self, diary: Diary) -> Iterator[Line]:
        """Go through the meetings that are planned and have no day yet."""
        for case, meeting in subscriptions.meetings(self.root, self.identity, self.clock.now(), diary.without_day):
            if not meeting.date:
                state = meeting_states.shown(meeting.state, meeting.facts)
                title, href = meeting_title(case, meeting), self.request.resource_path(meeting)
                yield Line(
                    _before(meeting), "meeting", title, href, case.person.called, "", Chip(STATES[state], *CHIPS[state])
                )


def _before(meeting: Meeting) -> str:
    """Say when a meeting that was moved should have been."""
    moves = [fact["data"].get("time", {}).get("date", "") for fact in meeting.facts if fact["kind"] == "moved"]
    return f"Var {danish.long_date(date.fromisoformat(moves[-1]))}" if moves and moves[-1] else ""


def _named(day: date, today: date) -> str:
    """Write »Tirsdag 24. november«, and the year when it is another one."""
    return f"{danish.DAYS[day.weekday()]} {danish.near_date(day, today)}".capitalize()


def _lead(lines: list[Line]) -> str:
    """Say in a sentence what there is."""
    meetings = sum(line.kind == "meeting" and not line.off for line in lines)
    off = sum(line.off for line in lines)
    due = sum(line.kind != "meeting" for line in lines)
    told = ["ét møde" if meetings == 1 else f"{danish.number(meetings)} møder"]
    told += [f"{danish.number(off)} aflyst" if off == 1 else f"{danish.number(off)} aflyste"] if off else []
    told += [danish.count(due, "frist", "frister")] if due else []
    return f"Du har {danish.listed(told)}." if lines else "Du har ingen møder eller frister."
