"""``/medarbejdere/<user_id>/overdragelse``: what somebody has, for whoever takes over (DOMAIN 8 no. 14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.errors import KuiError
from ..domain.tasks import Task
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..resources.staff import Staff, StaffFolder
from ..security.permissions import Permission
from ..security.rules import ADMINISTRATOR
from ..usecases import leaving
from ..usecases.cases import APPOINTED
from ..usecases.leaving import PART, ROLE, TASK, Held, Item
from .dues import Due, due, near_weekday
from .gate import sight
from .layout import BaseView
from .presenting import document_title, meeting_title

PAGE = "kuidocs:templates/pages/overdragelse.pt"
GIVE, LEAVE = "giv", "stopper"
HIDDEN = "Et forløb, du ikke har adgang til"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be handed over."""

    key: str
    words: str
    why: str = ""
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One case on the list. Without access there is no name, no text of a task and no paper, only how many."""

    name: str
    case: Case | None
    choices: tuple[Choice, ...]
    papers: tuple[tuple[str, Document], ...]
    meetings: tuple[tuple[str, Meeting], ...]
    more: str


@view_config(context=StaffFolder, permission=Permission.Staff.LIST, renderer="kuidocs:templates/pages/medarbejdere.pt")
class StaffView(BaseView):
    """The page of a leader's department."""

    section = "medarbejdere"
    context: StaffFolder

    def __call__(self) -> dict[str, Any]:
        """List who works there."""
        own = [one for one in self.context.values() if one.active and one.department == self.identity.department]
        rows = [(one, _day(one.leaves_on)) for one in sorted(own, key=lambda one: one.name)]
        return self.page("Medarbejdere", department=self.identity.department, rows=rows)


@view_defaults(context=Staff, name="overdragelse", permission=Permission.Staff.HANDOVER)
class HandoverView(BaseView):
    """The list of what a member of staff has."""

    section = ""
    context: Staff

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show the list."""
        self.note_read("staff.handover_viewed", {"user_id": self.context.user_id})
        return self._page()

    @view_config(request_method="POST", renderer=PAGE)
    def act_on(self) -> Any:
        """Hand something over, or take the last day at work."""
        leaves = self._posted("handling") == LEAVE
        try:
            said = self._leave() if leaves else self._hand_over()
        except KuiError as refused:
            return self._again(LEAVE if leaves else GIVE, refused)
        return self.go(self.context, said, "overdragelse")

    def _leave(self) -> str:
        text = self._posted("dag")
        day = _day(text)
        # What is no date is refused as a day in the past is, and not taken for an empty field.
        leaving.mark(self.context, self.act(), date.min if text and day is None else day)
        return f"{self.context.name} har sidste arbejdsdag {danish.long_date(day)}." if day else "Datoen er fjernet."

    def _hand_over(self) -> str:
        token, to = self._posted("__token__"), self._posted("til")
        chosen = {str(key)[:200] for key in self.request.POST.getall("valg")}
        if "alle" in self.request.POST:
            chosen = {item.key for held in self._held() for item in held.items}
        count = leaving.hand_over(self.context, self.act(token), self._cases(), chosen, to)
        name = self.root.medarbejdere[to].name
        return f"{danish.count(count, 'ting', 'ting').capitalize()} er givet videre til {name}."

    def _posted(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))[:60]

    def _again(self, what: str, refused: KuiError) -> Response:
        self.request.tm.doom()
        data = self._page() | {"problem": refused.text, "wrong": True, "wrong_act": what}
        data |= {"wrong_field": {"day": "dag", "til": "til"}.get(refused.code, "")}
        data |= {"typed": {"dag": self._posted("dag"), "til": self._posted("til")}}
        data |= {"chosen": set(self.request.POST.getall("valg"))}
        return self.render(PAGE, data, status=refused.status)

    def _cases(self) -> list[Case]:
        numbers = self.system.index.held_by(self.context.user_id, self.clock.today())
        return list(leaving.cases_of(self.root, numbers))

    def _held(self) -> Iterator[Held]:
        today = self.clock.today()
        return (leaving.held(case, self.context.user_id, today) for case in self._cases())

    def _page(self) -> dict[str, Any]:
        person, mine = self.context, self.identity.user_id == self.context.user_id
        found = [self._listed(held) for held in self._held()]
        return self.page(
            f"Overdragelse fra {person.name}",
            person=person,
            mine=mine,
            lead=_lead([one for one in found if one.choices or one.papers or one.meetings or one.more]),
            listed=found,
            leaves=_day(person.leaves_on),
            may_mark=leaving.may_mark(self.identity, person) and person.active,
            may_give=leaving.may_hand_over(self.identity, person),
            colleagues=self._colleagues(),
            token=new_id(),
            problem="",
            wrong_act="",
            wrong_field="",
            typed={},
            chosen=set(),
        )

    def _colleagues(self) -> list[tuple[str, str]]:
        """Offer the own department first."""
        today, own = self.clock.today(), self.context.department
        here = [one for one in self.root.medarbejdere.values() if one is not self.context and one.works_on(today)]
        here = [one for one in here if ADMINISTRATOR not in one.roles]
        here.sort(key=lambda one: (one.department != own, one.name))
        return [(one.user_id, f"{one.name}, {one.department}") for one in here]

    def _listed(self, held: Held) -> Listed:
        case, allowed = held.case, self.request.has_permission
        reads, steers = allowed(Permission.Case.VIEW, case), allowed(Permission.Case.STEER, case)
        name = case.person.full_name if reads or steers else HIDDEN
        choices = tuple(self._choice(held, item, reads=bool(reads)) for item in held.items)
        if not reads:
            return Listed(name, None, choices, (), (), _counts(held))
        seen = [paper for paper in held.papers if allowed(Permission.Document.READ, paper)]
        papers = [(document_title(paper, paper.number), paper) for paper in seen]
        meetings = [(self._meeting(case, one), one) for one in held.meetings]
        return Listed(name, case, choices, tuple(papers), tuple(meetings), "")

    def _choice(self, held: Held, item: Item, *, reads: bool) -> Choice:
        if item.kind == ROLE:
            return Choice(item.key, APPOINTED[item.id])
        if item.kind == PART:
            return Choice(item.key, "Pladsen som fagprofessionel i forløbet")
        assert item.kind == TASK, "there are three kinds"
        task = next(task for task in held.tasks if task.rid == item.id)
        reads = reads and self._sees(held.case, task)
        return Choice(item.key, _task_words(task, reads=reads), "Opgave", due(task.deadline, self.clock.today()))

    def _sees(self, case: Case, task: Task) -> bool:
        """Tell whether the words of a task may be read: one's own always, others' as far as the consent goes (D23)."""
        mine = self.identity.user_id == self.context.user_id
        return mine or sight(self, case).row(case.dokumenter.get(task.label), task.rid)

    def _meeting(self, case: Case, meeting: Meeting) -> str:
        title = meeting_title(case, meeting)
        if not meeting.date:
            return title
        return f"{title}, {near_weekday(date.fromisoformat(meeting.date), self.clock.today()).lower()}"


def _task_words(task: Task, *, reads: bool) -> str:
    return task.text if reads else "En opgave"


def _counts(held: Held) -> str:
    """Say how many papers and meetings there are, for who may not see which."""
    papers = danish.count(len(held.papers), "dokument", "dokumenter").replace("én", "ét") if held.papers else ""
    meetings = danish.count(len(held.meetings), "møde", "møder").replace("én", "ét") if held.meetings else ""
    return danish.listed([words for words in (papers, meetings) if words])


def _lead(found: list[Listed]) -> str:
    if not found:
        return "Der er intet, der skal gives videre."
    cases = "ét forløb" if len(found) == 1 else danish.count(len(found), "forløb", "forløb")
    things = sum(len(one.choices) for one in found)
    return f"{danish.count(things, 'ting', 'ting').capitalize()} i {cases} kan gives videre til en kollega."


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
