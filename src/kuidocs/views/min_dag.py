"""``/min-dag``: what waits for me, why, and by when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pyramid.view import view_config

from ..domain import danish, deadlines
from ..domain.meetings import MEETING_TYPES
from ..domain.next_fora import KEEPERS
from ..domain.requests import SHOWN_DAYS
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..resources.root import Root
from ..security.permissions import Permission
from ..security.rules import AUDITOR, CLERK
from ..services.index.api import DeadlineRow, InCase, MeetingRow, MyDay
from .deadline_lines import DeadlineLines, shown
from .dues import LATE, SOON, near_weekday
from .layout import DAY, BaseView
from .my_day_lines import Line, Lines
from .people import first_name, sees
from .presenting import clock_words, meeting_title

GREETINGS = ((5, "Hej"), (10, "God morgen"), (12, "God formiddag"), (18, "God eftermiddag"), (24, "God aften"))
FOLLOW_UP = frozenset(
    {
        deadlines.SILENT,
        deadlines.CONTACT,
        deadlines.ACTIVITY,
        deadlines.PLAN_UPDATE,
        deadlines.AGE,
        deadlines.PAUSE,
        deadlines.INSIGHT,
        deadlines.SIGNATURES,
    }
)
"""The deadlines that have no group of their own."""
SIGN = frozenset({deadlines.SIGN})
AHEAD_DAYS = 60
"""How far the page looks for the next meetings; it shows the nearest few."""
MOST_MEETINGS = 5


@dataclass(frozen=True, slots=True)
class Group:
    """The lines under one heading."""

    id: str
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Meet:
    """A meeting: when, with whom, what it is, and what one can do with it now."""

    case: Case
    name: str
    when: str
    until: str
    what: str
    why: str
    notice: str
    """What keeps people from being called to it, "" when nothing does."""
    verb: str
    href: str
    over: bool
    primary: bool = False


@view_config(
    context=Root, name="min-dag", permission=Permission.Page.SEE, renderer="kuidocs:templates/pages/min_dag.pt"
)
class DayView(BaseView):
    """The page »Min dag«."""

    section = DAY
    context: Root

    def __call__(self) -> dict[str, Any]:
        """Show the day."""
        now, user = self.clock.now(), self.identity.user_id
        told = self.system.index.my_day(user, now.date(), days_ahead=AHEAD_DAYS, answer_days=SHOWN_DAYS)
        cases, lines = self.system.index.my_cases(user, now.date()), Lines(self)
        waiting = (self._waiting("underskrift", "Venter på din underskrift", SIGN), self._to_follow_up())
        groups = [group for group in (*self._groups(told, cases, lines), *waiting) if group.lines]
        meetings = one_filled(self._meetings(told.meetings_today))
        coming = list(self._meetings(told.coming_meetings))
        return self.page(
            "Min dag",
            greeting=f"{greeting(now.hour)}, {first_name(self.identity)}",
            lead=lead(now.date(), len(meetings), groups, coming),
            meetings=meetings,
            groups=groups,
            coming=coming[:MOST_MEETINGS],
            consents=list(lines.consents(cases)),
            opens=bool(self.request.has_permission(Permission.Page.OPEN_CASE, self.context)),
            coordinates=any(KEEPERS & set(one.relations) for one in cases),
        )

    def _to_follow_up(self) -> Group:
        """Gather what the other groups do not hold: requests, silent actors, timers, decisions to be written."""
        return self._waiting("foelg", "Det skal du følge op på", FOLLOW_UP)

    def _waiting(self, id: str, heading: str, kinds: frozenset[str]) -> Group:
        """Gather the deadlines of some kinds."""
        user, today, words = self.identity.user_id, self.clock.today(), DeadlineLines(self)
        rows = shown([one.row for one in self.system.index.deadlines(user, today)], today)
        cases = [(row, case) for row in rows if row.kind in kinds and (case := self._case(row))]
        found = [self._named(line, case) for row, case in cases for line in words.lines(case, [row])]
        return Group(id, heading, tuple(found))

    def _case(self, row: DeadlineRow) -> Case | None:
        """Return a case that may be opened; of one about whose papers somebody asks, only the request need open."""
        case = self.root.sager.get(row.case_no)
        if row.kind == deadlines.INSIGHT and case is not None:
            return case if self.request.has_permission(Permission.Insight.SEE, case) else None
        return Lines(self).case(row.case_no)

    def _named(self, line: Line, case: Case) -> Line:
        """Name the young person, and only to who may open the case."""
        if sees(self, case):
            return replace(line, name=case.person.full_name)
        return replace(line, name=f"Sag {case.case_no}", case=None)

    def _groups(self, told: MyDay, cases: list, lines: Lines) -> Iterator[Group]:
        minutes = (*lines.minutes_to_write(told.minutes_to_write), *lines.drafts(told.drafts, minutes=True))
        yield Group("skriv", "Referater, du skal skrive", minutes)
        invited = (*told.meetings_today, *told.coming_meetings)
        yield Group("svar", "Svar på indkaldelse", tuple(lines.replies(invited)))
        yield Group("gennemsyn", "Venter på dit gennemsyn", tuple(lines.to_review(told.to_review)))
        yield Group("anmodninger", "Anmodninger, du skal svare på", tuple(lines.requests(told.requests)))
        yield Group("besvaret", "Svar på dine anmodninger", tuple(lines.answers(told.answers)))
        yield Group("udkast", "Udkast, du er i gang med", tuple(lines.drafts(told.drafts, minutes=False)))
        yield Group("over", "Opgaver over fristen", tuple(lines.tasks(told.tasks, late=True)))
        yield Group("opgaver", "Dine næste opgaver", tuple(lines.tasks(told.tasks, late=False)))
        if CLERK in self.identity.roles:
            yield Group("journal", "Journalen", tuple(lines.journal()))
            yield Group("arkiv", "Forløb, der kan arkiveres", tuple(lines.to_archive(self.system.index.closed_cases())))
        if AUDITOR in self.identity.roles:
            yield Group("kontrol", "Kontrolrapporter", tuple(lines.reports()))
        yield Group("planer", "Planer, der skal rettes eller ses efter", tuple(lines.plans(cases)))

    def _meetings(self, rows: Iterable[InCase[MeetingRow]]) -> Iterator[Meet]:
        lines = Lines(self)
        for one in rows:
            case = lines.case(one.row.case_no)
            meeting = case.moeder.get(str(one.row.number)) if case else None
            if case is not None and meeting is not None:
                yield self._meeting(case, meeting, one.row)

    def _meeting(self, case: Case, meeting: Meeting, row: MeetingRow) -> Meet:
        agenda = _paper(case, meeting, MEETING_TYPES[meeting.meeting_type].agenda)
        verb, href = self._verb(case, meeting, agenda)
        place = meeting.place or ("online" if meeting.online_link else "")
        return Meet(
            case,
            case.person.full_name,
            self._when(meeting, row.day or self.clock.today()),
            clock_words(meeting.end) if meeting.end else "",
            " · ".join(filter(None, (meeting_title(case, meeting), place))),
            f"{_part(row, self.identity.user_id)} {_agenda(agenda)}",
            _notice(_paper(case, meeting, "kui.notice")),
            verb,
            href,
            _is_over(meeting, self.clock.now()),
        )

    def _when(self, meeting: Meeting, day: date) -> str:
        """Write the time of today's meetings, and the day of those that come."""
        today = self.clock.today()
        if day == today:
            return clock_words(meeting.start) if meeting.start else "I dag"
        at = f" kl.\u00a0{clock_words(meeting.start)}" if meeting.start else ""
        return f"{near_weekday(day, today)}{at}"

    def _verb(self, case: Case, meeting: Meeting, agenda: Document | None) -> tuple[str, str]:
        """Offer the agenda: to read it, or to write it."""
        path = self.request.resource_path
        if agenda is not None and agenda.latest is not None:
            return "Læs dagsordenen", path(agenda)
        if not self.request.has_permission(Permission.Case.WRITE, case):
            return "Åbn forløbet", path(case)
        if agenda is not None:
            return "Skriv dagsordenen færdig", path(agenda, "udkast")
        query = {"form": MEETING_TYPES[meeting.meeting_type].agenda, "moede": str(meeting.number)}
        return "Skriv dagsordenen", path(case, "nyt-dokument", query=query)


def greeting(hour: int) -> str:
    """Greet as one does at that hour."""
    return next(words for until, words in GREETINGS if hour < until)


def one_filled(meetings: Iterable[Meet]) -> list[Meet]:
    """Fill the button of the next meeting that is not over, and no other (DESIGN 1)."""
    found = list(meetings)
    for n, meeting in enumerate(found):
        if not meeting.over:
            found[n] = replace(meeting, primary=True)
            break
    return found


def lead(today: date, meetings: int, groups: list[Group], coming: list[Meet]) -> str:
    """Say the day in one or two sentences."""
    day = f"{danish.weekday_date(today).capitalize()}."
    things = sum(len(group.lines) for group in groups if group.id != "opgaver")
    if not meetings and not things:
        return f"{day} Du har ingen møder i dag, og intet venter på dig.{_next(coming)}"
    met = "ét møde" if meetings == 1 else f"{danish.number(meetings)} møder"
    waits = danish.count(things, "ting", "ting") + " venter på dig" if things else "intet venter på dig"
    return f"{day} Du har {met} i dag, og {waits}.{_pressing(groups)}"


def _next(coming: list[Meet]) -> str:
    return f" Næste møde er {coming[0].when[0].lower()}{coming[0].when[1:]}." if coming else ""


def _pressing(groups: list[Group]) -> str:
    marks = [line.due.css for group in groups for line in group.lines if line.due]
    if soon := marks.count(SOON):
        return f" {danish.number(soon).capitalize()} af dem skal nås i dag."
    late = marks.count(LATE)
    return f" {danish.number(late).capitalize()} af dem er over fristen." if late else ""


def _paper(case: Case, meeting: Meeting, form_key: str) -> Document | None:
    found = [d for d in case.dokumenter.of_form(form_key) if d.meeting_number == meeting.number]
    return next((d for d in reversed(found) if d.state != "annulled"), None)


def _part(row: MeetingRow, user_id: str) -> str:
    parts = {row.chair_id: "Du er mødeleder.", row.minute_taker_id: "Du er referent."}
    return parts.get(user_id, "Du deltager.")


def _agenda(agenda: Document | None) -> str:
    if agenda is None:
        return "Der er ingen dagsorden endnu."
    state = agenda.shown_state(agenda.number)
    words = {"draft": "er under udarbejdelse", "in_review": "er til gennemsyn"}
    return f"Dagsordenen {words.get(state, 'er klar')}."


def _is_over(meeting: Meeting, now: datetime) -> bool:
    ends = meeting.end or meeting.start
    return bool(ends) and ends < now.strftime("%H:%M")


def _notice(notice: Document | None) -> str:
    if notice is None:
        return "Der er ikke indkaldt til det endnu."
    state = notice.shown_state(notice.number)
    return {"draft": "Indkaldelsen er et udkast.", "in_review": "Indkaldelsen er til gennemsyn."}.get(state, "")
