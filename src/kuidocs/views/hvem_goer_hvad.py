"""``/sager/<case_no>/moeder/<n>/hvem-goer-hvad``: the screen in the room, where tasks are written (R31)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import room as words
from ..domain.errors import BadRequest, KuiError
from ..domain.meetings import MEETING_TYPES
from ..resources.base import new_id
from ..resources.case import case_of
from ..resources.drafts import drafts_of
from ..resources.meeting import Meeting
from ..resources.version import canonical
from ..security.permissions import Permission
from ..usecases import room
from ..usecases.agenda_reading import agenda_of
from ..usecases.drafting import Collision, name_of
from ..usecases.room import Board, NotRead
from .draft_post import pack, unpack
from .gate import agenda_shown, sight
from .layout import BaseView
from .presenting import meeting_title
from .room_clock import meeting_clock

PAGE = "kuidocs:templates/pages/hvem_goer_hvad.pt"
ADD, CHANGE, REMOVE, UNDO = "tilfoej", "ret", "fjern", "fortryd"
NAMES = {"hvad": "task_text", "hvem": "responsible", "med": "together_with", "naar": "deadline", "maal": "goal_no"}
"""What the fields of the form are called, and which questions of the minutes they answer."""
LONGEST = 4000
DRAFT = "@"
"""What the name of the draft begins with that a form was made from, among the revisions of its fields."""


@dataclass(frozen=True, slots=True)
class Row:
    """One task as the screen shows it."""

    rid: str
    number: int
    what: str
    who: str
    beside: str
    when: str
    now: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks of one goal, under the goal and the young person's words."""

    id: str
    label: str
    goal: str
    words: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The form that is open: of a new task, or of one that is there."""

    rid: str
    values: Mapping[str, str]
    wrong: Mapping[str, str]
    base: str
    focus: str


@view_defaults(context=Meeting, name="hvem-goer-hvad", permission=Permission.Meeting.FACILITATE)
class RoomView(BaseView):
    """The screen in the room."""

    context: Meeting

    @property
    def case(self):
        """The case of the meeting."""
        case = case_of(self.context)
        assert case is not None, "a meeting always lies in a case"
        return case

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show the tasks; one of them is talked of now, and a form may be open."""
        board = self._board()
        label = board.document.label if board.document else ""
        self.note_read("meeting.viewed", {"meeting": self.context.number, "part": "tasks", "label": label})
        form = self._form(board, self._asked("ret"), self._asked("felt")) if self._asked("ret") else None
        if form is None and self._asked("ny"):
            form = Form("", {"maal": self._asked("maal")}, {}, "", "hvad")
        return self._page(board, form)

    @view_config(request_method="GET", request_param="stand", renderer="json")
    def standing(self) -> dict[str, str]:
        """Say whether the tasks are still what the screen shows, without a word of them; so it is no reading."""
        return {"stand": _fingerprint(self._board())}

    @view_config(request_method="POST", renderer=PAGE)
    def act_on(self) -> Any:
        """Add, change, remove or bring back a task."""
        acts = {ADD: self._add, CHANGE: self._change, REMOVE: self._remove, UNDO: self._undo}
        act = acts.get(self._posted("handling"))
        if act is None:
            raise BadRequest("act", "Siden kunne ikke læses. Gå tilbage, genindlæs siden, og prøv igen.")
        try:
            return act()
        except NotRead as lacking:
            found = {str(one.path[2]): one.text for one in reversed(lacking.problems)}
            return self._again(lacking, {name: found[field] for name, field in NAMES.items() if field in found})
        except KuiError as refused:
            if refused.status == 404:
                raise
            return self._again(refused)

    def _add(self) -> Response:
        drafts, meeting = drafts_of(self.context), self.context
        label = "" if self._board().document else self.system.labels.document(self.case.case_no)
        _, rid = room.add(meeting, drafts, self._by(), self._fields(), label=label)
        return self._on(rid, "Opgaven er skrevet på.", ny="1", maal=self._posted("maal"))

    def _change(self) -> Response:
        rid, base = self._posted("opgave"), self._base()
        found = room.change(self.context, drafts_of(self.context), self._by(), rid, self._fields(), base)
        if found:
            return self._collided(found)
        return self._on(rid, "Opgaven er rettet.")

    def _remove(self) -> Response:
        rid, base = self._posted("opgave"), self._base()
        room.remove(self.context, drafts_of(self.context), self._by(), rid, base)
        return self._on("", "Opgaven er fjernet.", fjernet=rid)

    def _base(self) -> dict[str, int]:
        """Read which revisions a form was made from; those of another draft count as unknown."""
        told, here = unpack(self._posted("__base__")), _draft_of(self._board())
        return {} if any(name.startswith(DRAFT) and name != here for name in told) else told

    def _undo(self) -> Response:
        rid = self._posted("opgave")
        room.restore(self.context, drafts_of(self.context), self._by(), rid)
        return self._on(rid, "Opgaven er tilbage.")

    def _by(self):
        return self.act(self._posted("__token__")[:40])

    def _fields(self) -> dict[str, str]:
        return {field: self._posted(name) for name, field in NAMES.items()}

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n") if isinstance(found, str) else ""

    def _asked(self, name: str) -> str:
        return str(self.request.GET.get(name, ""))[:60]

    def _on(self, rid: str, said: str, **more: str) -> Response:
        answer = self.go(self.context, said, "hvem-goer-hvad")
        query = {name: value for name, value in ({"nu": rid} | more).items() if value}
        # A browser does not put the cursor in a form when the address names another place on the page.
        anchor = f"r-{rid}" if rid and "ny" not in query else None
        answer.location = self.request.resource_path(self.context, "hvem-goer-hvad", query=query, anchor=anchor)
        return answer

    def _again(self, refused: KuiError, wrong: Mapping[str, str] | None = None) -> Response:
        # What was begun before the refusal, such as minutes, is taken back with the transaction.
        self.request.tm.doom()
        board, rid = self._board(), self._posted("opgave")
        there = board.task(rid) is not None
        form = self._typed(board, rid if there else "", wrong or {}) if self._posted("hvad") or wrong else None
        text = " ".join(dict.fromkeys((wrong or {}).values())) or refused.text
        data = self._page(board, form, now=rid) | {"problem": text, "wrong": True}
        return self.render(PAGE, data, status=refused.status)

    def _collided(self, found: Iterable[Collision]) -> Response:
        board, rid = self._board(), self._posted("opgave")
        fields = {field: name for name, field in NAMES.items()}
        wrong = {fields[one.path.rpartition("/")[2]]: _theirs(one, board) for one in found}
        form = self._typed(board, rid, wrong)
        problem = "En anden har skrevet i opgaven imens. Din tekst står i felterne: Ret den, så den rummer begge dele."
        return self.render(PAGE, self._page(board, form, now=rid) | {"problem": problem, "wrong": True}, status=409)

    def _typed(self, board: Board, rid: str, wrong: Mapping[str, str]) -> Form:
        """Keep everything that was typed in the form."""
        values = {name: self._posted(name) for name in NAMES}
        return Form(rid, values, wrong, _packed(board, rid) if rid else "", next(iter(wrong), "hvad"))

    def _form(self, board: Board, rid: str, focus: str) -> Form | None:
        row = board.task(rid)
        if row is None:
            return None
        name = (row.get("responsible") or {}).get("text", "")
        values = {"hvad": row.get("task_text", ""), "hvem": board.people.get(name, name), "med": _text(row)}
        values |= {"naar": row.get("deadline", ""), "maal": str(row.get("goal_no", ""))}
        return Form(rid, values, {}, _packed(board, rid), focus if focus in NAMES else "hvad")

    def _board(self) -> Board:
        return room.board(self.case, drafts_of(self.context), self.context, sight(self, self.case))

    def _page(self, board: Board, form: Form | None, now: str = "") -> dict[str, Any]:
        case, meeting = self.case, self.context
        groups = self._groups(board, now or self._asked("nu"))
        rows = [row for group in groups for row in group.rows]
        agenda, _ = agenda_shown(self, agenda_of(case, drafts_of(meeting), meeting, drafts_too=True))
        in_order = [board.task(row.rid) or {} for row in rows]
        return self.page(
            "Hvem gør hvad?",
            case=case,
            meeting=meeting,
            meeting_title=meeting_title(case, meeting),
            clock=meeting_clock(meeting, self.clock.now()),
            agenda=agenda,
            tasks_at=agenda.place_of_tasks() if agenda else 0,
            kind=MEETING_TYPES[meeting.meeting_type],
            groups=groups,
            voice="" if any(group.words for group in groups) else board.voice,
            rows=rows,
            lacking=list(words.lacking(in_order)),
            writable=board.state != room.LOCKED and meeting.state != "cancelled",
            document=board.document,
            form=form if board.state != room.LOCKED else None,
            goals=[(str(goal["goal_no"]), f"Mål {goal['goal_no']}: {goal['goal_text']}") for goal in board.goals],
            people=list(board.people.values()),
            removed=self._removed(board),
            bases={row.rid: _packed(board, row.rid) for row in rows},
            token=new_id(),
            place=next((row.number - 1 for row in rows if row.now), -1),
            at=self._at,
            standing=_fingerprint(board),
            problem="",
            left_out=board.left_out,
        )

    def _at(self, **query: str) -> str:
        """Return the address of the screen as something on it wants it."""
        told = {name: value for name, value in query.items() if value}
        return self.request.resource_path(self.context, "hvem-goer-hvad", query=told)

    def _removed(self, board: Board) -> tuple[str, str]:
        """Return the task that was taken out just now: its id and what it said."""
        rid = self._asked("fjernet")
        document = board.document if rid else None
        draft = drafts_of(self.context).get(document.id) if document is not None else None
        seen = sight(self, self.case)
        row = room.removed(document, draft, rid, seen) if document is not None and draft is not None else None
        return (rid, str(row.get("task_text", ""))) if row else ("", "")

    def _groups(self, board: Board, now: str) -> list[Group]:
        known = {str(goal["goal_no"]): goal for goal in board.goals}
        sorted_: dict[str, list[Mapping]] = {number: [] for number in [*known, ""]}
        for task in board.tasks:
            sorted_[str(task.get("goal_no", "")) if str(task.get("goal_no", "")) in known else ""].append(task)
        found, before = [], 0
        for number, tasks in sorted_.items():
            if number or tasks or not known:
                found.append(self._group(board, known.get(number), tasks, before, now))
                before += len(tasks)
        return found

    def _group(self, board: Board, goal: Mapping | None, tasks: list[Mapping], before: int, now: str) -> Group:
        rows = tuple(self._row(board, task, number, now) for number, task in enumerate(tasks, before + 1))
        if goal is None:
            return Group("andre", "Andre opgaver" if board.goals else "", "", "", rows)
        number = str(goal["goal_no"])
        return Group(f"m-{number}", f"Mål {number}", goal["goal_text"], goal.get("youth_words", ""), rows)

    def _row(self, board: Board, task: Mapping, number: int, now: str) -> Row:
        name = (task.get("responsible") or {}).get("text", "")
        return Row(
            task["rid"],
            number,
            task.get("task_text", ""),
            board.people.get(name) or words.first_names([name])[name],
            _text(task),
            _day(task.get("deadline", ""), self.clock.today()),
            task["rid"] == now,
        )


def _draft_of(board: Board) -> str:
    return f"{DRAFT}{name_of(board.document)}" if board.document is not None else DRAFT


def _packed(board: Board, rid: str) -> str:
    return pack(board.base(rid) | {_draft_of(board): 0})


def _fingerprint(board: Board) -> str:
    return hashlib.sha256(canonical({"state": board.state, "tasks": list(board.tasks)})).hexdigest()[:16]


def _text(row: Mapping) -> str:
    return str(row.get("together_with", ""))


def _day(text: str, today: date) -> str:
    """Write the day; what could not be read as one stands as it was written."""
    try:
        return words.day_words(date.fromisoformat(text), today) if text else ""
    except ValueError:
        return text


def _theirs(found: Collision, board: Board) -> str:
    """Say what somebody else wrote in the field meanwhile."""
    theirs = found.theirs.get("text", "") if isinstance(found.theirs, Mapping) else found.theirs
    who = found.by.split()[0]
    return f"{who} har skrevet: »{board.people.get(str(theirs), theirs)}«." if theirs else f"{who} har tømt feltet."
