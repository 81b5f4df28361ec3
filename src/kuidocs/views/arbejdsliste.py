"""``/arbejdsliste``: the cases that one coordinates, those that need most first, with the reasons (R48, R49)."""

from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from ..domain import danish, deadlines, plans
from ..domain.plans import Lamp, PlanFacts
from ..resources.case import Case
from ..resources.root import Root
from ..security.permissions import Permission
from ..services.index.api import LampRow, MeetingRow, WorkCase
from .deadline_lines import DeadlineLines, shown
from .dues import LATE, SOON, near_weekday
from .layout import BaseView
from .my_day_lines import Line
from .people import sees
from .presenting import clock_words, meeting_title

WEIGHT = {plans.BEHIND: 2, plans.LOOK: 1}


@dataclass(frozen=True, slots=True)
class Coordinated:
    """One case on the list."""

    case: Case
    name: str
    lamp: Lamp
    meeting: str
    lines: tuple[Line, ...]

    @property
    def need(self) -> tuple[int, int, int, str]:
        """Sort by how much is late, how the plan stands, and how much is near."""
        marks = [line.due.css for line in self.lines if line.due]
        return -marks.count(LATE), -WEIGHT.get(self.lamp.state, 0), -marks.count(SOON), self.name

    @property
    def waits(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.lines) or self.lamp.state in WEIGHT


@view_config(
    context=Root,
    name="arbejdsliste",
    permission=Permission.Page.SEE,
    renderer="kuidocs:templates/pages/arbejdsliste.pt",
)
class WorkListView(BaseView):
    """The plan coordinator's work list."""

    section = "arbejdsliste"
    context: Root

    def __call__(self) -> dict[str, Any]:
        """Show all cases, or the one that is chosen."""
        told = self.system.index.work_list(self.identity.user_id, self.clock.today())
        everything = sorted((one for row in told if (one := self._one(row))), key=lambda one: one.need)
        chosen = str(self.request.GET.get("forloeb", ""))[:40]
        found = [one for one in everything if chosen in ("", one.case.case_no)]
        return self.page(
            "Arbejdsliste",
            lead=_lead(everything),
            everything=sorted(everything, key=lambda one: one.name),
            chosen=chosen,
            waiting=[one for one in found if one.waits],
            calm=[one for one in found if not one.waits],
        )

    def _one(self, row: WorkCase) -> Coordinated | None:
        case, today = self.root.sager.get(row.case.case_no), self.clock.today()
        if case is None or not sees(self, case):
            return None
        found = plans.freshness(_facts(row.lamp), today)
        rows = [one for one in shown(row.deadlines, today) if not _said(found, one.kind)]
        lines = tuple(DeadlineLines(self).lines(case, rows))
        return Coordinated(case, case.person.full_name, found, self._meeting(case, row.next_meeting), lines)

    def _meeting(self, case: Case, row: MeetingRow | None) -> str:
        meeting = case.moeder.get(str(row.number)) if row else None
        if row is None or meeting is None or row.day is None:
            return "Intet møde er aftalt."
        at = f" kl.\u00a0{clock_words(row.start)}" if row.start else ""
        return f"Næste møde: {near_weekday(row.day, self.clock.today()).lower()}{at}, {meeting_title(case, meeting)}."


def _facts(row: LampRow | None) -> PlanFacts | None:
    if row is None:
        return None
    goals = ((row.sub_goal, row.sub_goal_day),) if row.sub_goal_day else ()
    return PlanFacts(row.last_reviewed, row.next_review, row.last_meeting, row.unwritten, goals)


def _said(lamp: Lamp, kind: str) -> bool:
    """Tell whether the lamp says already that the plan is to be gone through."""
    return kind == deadlines.PLAN_REVIEW and lamp.state == plans.BEHIND


def _lead(found: list[Coordinated]) -> str:
    if not found:
        return "Du er ikke plankoordinator eller stedfortræder i noget forløb nu."
    late = sum(1 for one in found if one.need[0])
    waits = sum(1 for one in found if one.waits)
    if not waits:
        return "Alt er ajour i de forløb, du holder sammen."
    cases = danish.count(waits, "forløb", "forløb").replace("én", "ét").capitalize()
    which = "det" if waits == 1 else f"{danish.number(late).replace('én', 'ét')} af dem"
    over = f", og i {which} er noget over fristen" if late else ""
    return f"{cases} skal du se på{over}. Det, der haster mest, står øverst."
