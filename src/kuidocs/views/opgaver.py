"""``/sager/<case_no>/opgaver``: who does what in a case, what is late first, and giving status (R31, R47)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, task_states
from ..domain.errors import KuiError
from ..domain.tasks import LABELS, Task
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.document import Document
from ..security.permissions import Permission
from ..security.reading import TASKS
from ..usecases import task_acts
from ..usecases.case_reading import case_tasks
from .dues import Due, due
from .gate import sight
from .layout import BaseView
from .people import by_name, case_trail, genitive
from .presenting import moment_words

PAGE = "kuidocs:templates/pages/opgaver.pt"
WRONG_FIELDS = {"status": "status", "note": "note", "handed_to": "til", "task_state": "status"}
"""Why a report was refused: the field that mends it."""


FEW = 5
"""So many tasks that are over are shown at once; more are unfolded by whoever looks for one."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a task's history in words."""

    what: str
    when: str
    note: str


@dataclass(frozen=True, slots=True)
class Item:
    """One task with what can be done with it."""

    rid: str
    text: str
    responsible: str
    source: str
    status: str
    due: Due | None
    document: Document | None
    """The paper in which it was agreed, for who may read it there."""
    history: tuple[Told, ...]
    targets: tuple[tuple[str, str], ...]
    """What it can become, for who may say so."""
    others: tuple[str, ...]
    """To whom it can be given."""
    informs: str
    open: bool


@view_defaults(context=Case, name="opgaver", permission=Permission.Task.REPORT)
class TasksView(BaseView):
    """The tasks of a case."""

    context: Case

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show all tasks; the one that is asked for has its form open."""
        self.note_read("case.viewed", {"part": "tasks"})
        return self._page(str(self.request.GET.get("opgave", ""))[:60])

    @view_config(request_method="POST", renderer=PAGE)
    def report(self) -> Any:
        """Take what somebody says of a task."""
        rid, case = self._posted("opgave"), self.context
        act = self.act(self._posted("__token__")[:40])
        try:
            if "giv" in self.request.POST:
                task_acts.hand_over(case, act, rid=rid, to=self._posted("til"), note=self._posted("note"))
            else:
                status, told = self._posted("status"), self._posted("besked")
                task_acts.report(case, act, rid=rid, status=status, note=self._posted("note"), told=told)
        except KuiError as refused:
            return self._again(rid, refused)
        answer = self.go(case, "Status er gemt.", "opgaver")
        answer.location = f"{answer.location}#t-{rid}"
        return answer

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[:2000].replace("\r\n", "\n") if isinstance(found, str) else ""

    def _again(self, rid: str, refused: KuiError) -> Response:
        if refused.status == 404:
            raise refused
        field = WRONG_FIELDS.get(refused.code, "")
        data = self._page(rid) | {"problem": refused.text, "wrong": True, "wrong_field": field}
        data |= {"typed": {name: self._posted(name) for name in ("status", "note", "besked", "til")}}
        return self.render(PAGE, data, status=refused.status)

    def _page(self, asked: str) -> dict[str, Any]:
        case, today = self.context, self.clock.today()
        everything = case_tasks(case)
        found = [task for task in everything if self._sees(task)]
        waiting = sorted((task for task in found if task.is_open), key=lambda task: task.deadline or date.max)
        late = [task for task in waiting if task.is_late(today)]
        return self.page(
            "Hvem gør hvad",
            case=case,
            trail=case_trail(self, case),
            lead=_lead(len(waiting), len(late)),
            left_out=sight(self, case).told(len(everything) - len(found), noun=TASKS),
            groups=[(id, heading, items) for id, heading, items in self._groups(found, waiting, late, asked) if items],
            asked=asked,
            few=FEW,
            token=new_id(),
            problem="",
            wrong_field="",
            typed={},
            whose=genitive(case.person.called),
        )

    def _sees(self, task: Task) -> bool:
        """Tell whether a task may be read: the own ones always, the others as far as the consent goes (D23)."""
        actor = self.context.register.get(task.actor_id, {})
        own = actor.get("user_id") == self.identity.user_id
        return own or sight(self, self.context).row(self.context.dokumenter.get(task.label), task.rid)

    def _groups(
        self, found: list[Task], waiting: list[Task], late: list[Task], asked: str
    ) -> Iterator[tuple[str, str, list[Item]]]:
        coming = [task for task in waiting if task not in late]
        done = [task for task in found if not task.is_open]
        for id, heading, tasks in (
            ("over", task_states.OVERDUE, late),
            ("aabne", "Åbne opgaver", coming),
            ("slut", "Udført eller bortfaldet", done[::-1]),
        ):
            yield id, heading, [self._item(task, asked) for task in tasks]

    def _item(self, task: Task, asked: str) -> Item:
        case, today, me = self.context, self.clock.today(), self.identity.user_id
        may = task_acts.may_report(case, task, me)
        targets = tuple((status, LABELS[status]) for status in task_states.targets(task.status)) if may else ()
        others = tuple(self._others(task)) if may and me in task_acts.coordinators(case) else ()
        source = f"Fra {danish.near_date(task.agreed_at, today)}" if task.agreed_at else "Uden dato"
        goal = f" · mål {task.goal_no}" if task.goal_no else ""
        when = due(task.deadline, today) if task.is_open else None
        return Item(
            task.rid,
            task.text,
            task.responsible or "Ingen valgt",
            source + goal,
            LABELS[task.status],
            when,
            self._agreed_in(task),
            tuple(self._history(task)),
            targets,
            others,
            task.informs,
            asked == task.rid,
        )

    def _agreed_in(self, task: Task) -> Document | None:
        document = self.context.dokumenter.get(task.label)
        return document if sight(self, self.context).row(document, task.rid) else None

    def _others(self, task: Task) -> Iterator[str]:
        return (
            one["name"]
            for one in sorted(self.context.register.values(), key=lambda one: one["name"])
            if one["actor_id"] != task.actor_id
        )

    def _history(self, task: Task) -> Iterator[Told]:
        for one in task_acts.history(self.context, task):
            what = f"Givet til {one.handed_to}" if one.handed_to else LABELS[one.status]
            told = f". {one.told} har fået besked" if one.told else ""
            by = by_name(one.by)
            yield Told(f"{what}{told}", f"{by}, {moment_words(one.at, self.clock.today())}", one.note)


def _lead(waiting: int, late: int) -> str:
    """Say how it stands in a sentence."""
    if not waiting:
        return "Ingen åbne opgaver. Nye kommer, når et referat bliver godkendt."
    open_ = danish.count(waiting, "åben opgave", "åbne opgaver").capitalize()
    if waiting == late:
        return f"{open_}, og {'den er' if late == 1 else 'de er alle'} over fristen."
    over = f", og {danish.number(late)} af dem er over fristen" if late else ". Ingen er over fristen"
    return f"{open_}{over}."
