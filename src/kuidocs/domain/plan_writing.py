"""How a decision comes to stand in the education plan: the kinds of writing as a table, and what each does (R42, R43).

Content is plain data as it is stored. The young person's words are taken from the minutes and never made up.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from .problems import Problem, problem
from .tasks import same
from .whole_numbers import whole

GOALS, SUB_GOALS, EFFORTS, TASKS = "goals", "sub_goals", "efforts", "who_does_what"
EFFORT_HEAD = ("effort_title", "description", "area", "department", "responsible")
EFFORT_TAIL = ("start_date", "end_date", "grant_status", "status")
NEW_GOAL, CHANGE, NEW_EFFORT, NEW_TASK = "new_goal", "change", "new_effort", "new_task"
ALREADY, UNCHANGED = "already", "unchanged"
WITHOUT_CHANGE = "indgår uden ændring"
"""What is written of a decision that changes nothing in the plan (D39)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in which a decision can stand in the plan."""

    id: str
    label: str
    hint: str = ""
    group: str = ""
    """The rows of the plan that it adds to, "" when it adds none."""
    fields: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    needs_place: bool = False


KINDS = {
    kind.id: kind
    for kind in (
        Kind(
            NEW_GOAL,
            "Nyt mål",
            "Et mål, som ikke står i planen i dag.",
            GOALS,
            ("goal_text", "youth_words", "area", "sub_goal_text", "deadline"),
            ("goal_text", "area", "sub_goal_text", "deadline"),
        ),
        Kind(CHANGE, "Ændring af et mål, delmål eller en indsats", needs_place=True),
        Kind(
            NEW_EFFORT,
            "Ny indsats",
            "",
            EFFORTS,
            (*EFFORT_HEAD, "goal_nos", *EFFORT_TAIL),
            ("effort_title", "area", "department", "responsible", "goal_nos", "grant_status", "status"),
        ),
        Kind(
            NEW_TASK,
            "Ny opgave",
            "Én, der gør én ting inden en dato.",
            TASKS,
            ("task_text", "purpose", "responsible", "deadline", "informs", "goal_no"),
            ("task_text", "responsible", "deadline"),
        ),
        Kind(ALREADY, "Står allerede i planen", "Peg på stedet. Der skrives ikke noget nyt.", needs_place=True),
        Kind(UNCHANGED, "Indgår uden ændring", "Beslutningen laver ikke om på noget i planen."),
    )
}
CHANGEABLE = {
    GOALS: ("goal_text", "youth_words", "area", "status"),
    SUB_GOALS: ("sub_goal_text", "sign_of_success", "deadline", "status"),
    EFFORTS: (*EFFORT_HEAD, *EFFORT_TAIL),
}
"""What a decision can change in a row that the plan already has."""
NAMES = {GOALS: "goal_text", SUB_GOALS: "sub_goal_text", EFFORTS: "effort_title", TASKS: "task_text"}
CALLED = {GOALS: "mål", SUB_GOALS: "delmål", EFFORTS: "indsats", TASKS: "opgave"}
DECIDED = ("effort_title", "area", "department", "goal_nos", "start_date", "end_date")
"""What of an effort is decided together with the young person; the rest is status (DOMAIN 4.6)."""
NO_KIND = "Vælg, hvordan beslutningen skal stå i planen."
NO_PLACE = "Peg på stedet i planen."
NO_CHANGE = "Intet er ændret. Ret det, der skal være anderledes, eller vælg »Står allerede i planen«."


@dataclass(frozen=True, slots=True)
class Source:
    """What is written from: the plan as it stands, the minutes, and the decision in them."""

    plan: Mapping
    minutes: Mapping
    decision: Mapping
    used: Collection[int] = ()
    """The goal numbers that the course has ever used; none is used twice."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the plan: its group, its number as people say it, and what it is."""

    rid: str
    group: str
    number: str
    row: Mapping

    @property
    def words(self) -> str:
        """Say where it is: »mål 2«, »delmål 2.1«."""
        return f"{CALLED[self.group]} {self.number}"

    @property
    def text(self) -> str:
        """Say what stands there."""
        return str(self.row.get(NAMES[self.group], ""))


@dataclass(frozen=True, slots=True)
class Change:
    """One field that was written: None is what was not there."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Written:
    """The plan after a writing, the row that it is about, and what was changed in it."""

    plan: dict
    rid: str = ""
    group: str = ""
    words: str = WITHOUT_CHANGE
    changes: tuple[Change, ...] = ()


def places(plan: Mapping) -> Iterator[Place]:
    """Go through everything in a plan that a decision can be about, as it stands on paper."""
    for n, goal in enumerate(plan.get(GOALS, ()), 1):
        number = str(goal.get("goal_no", n))
        yield Place(goal["rid"], GOALS, number, goal)
        for m, step in enumerate(goal.get(SUB_GOALS, ()), 1):
            yield Place(step["rid"], SUB_GOALS, f"{number}.{m}", step)
    for n, effort in enumerate(plan.get(EFFORTS, ()), 1):
        yield Place(effort["rid"], EFFORTS, str(effort.get("priority", n)), effort)
    for n, task in enumerate(plan.get(TASKS, ()), 1):
        yield Place(task["rid"], TASKS, str(n), task)


def place(plan: Mapping, rid: str) -> Place | None:
    """Find a row of a plan."""
    return next((one for one in places(plan) if one.rid == rid), None)


def goal_numbers(content: Mapping) -> set[int]:
    """List the goal numbers that a plan or minutes use."""
    rows = [row for group in (GOALS, "new_or_changed_goals") for row in content.get(group, ())]
    return {number for row in rows if (number := whole(row.get("goal_no"))) is not None}


def suggested(source: Source) -> str:
    """Guess how a decision will stand: as the goal or effort that only the minutes hold yet, else as a task."""
    if _goal_of_minutes(source):
        return NEW_GOAL
    return NEW_EFFORT if _effort_of_minutes(source) else NEW_TASK


def proposed(kind: str, source: Source, rid: str = "") -> dict[str, object]:
    """Fill in what the minutes say, so that nobody types it twice; what they do not say stays empty."""
    if kind == CHANGE:
        found = place(source.plan, rid)
        names = CHANGEABLE.get(found.group, ()) if found else ()
        return {name: found.row[name] for name in names if found and name in found.row}
    makers = {NEW_GOAL: _proposed_goal, NEW_EFFORT: _proposed_effort, NEW_TASK: _proposed_task}
    made = makers[kind](source) if kind in makers else {}
    return {name: value for name, value in made.items() if value not in (None, "", [])}


def fields(kind: str, plan: Mapping, rid: str = "") -> tuple[str, ...]:
    """List the fields that a kind of writing asks for."""
    if kind != CHANGE:
        return KINDS[kind].fields if kind in KINDS else ()
    found = place(plan, rid)
    return CHANGEABLE.get(found.group, ()) if found else ()


def lacking(kind: str, answers: Mapping[str, object], plan: Mapping, rid: str = "") -> dict[str, str]:
    """Find what stops a writing: the name of each field with the Danish sentence."""
    if kind not in KINDS:
        return {"kind": NO_KIND}
    if KINDS[kind].needs_place and not _may_be_named(kind, place(plan, rid)):
        return {"place": NO_PLACE}
    sentence = problem((), "required").text
    return {name: sentence for name in KINDS[kind].required if not answers.get(name)}


def _may_be_named(kind: str, found: Place | None) -> bool:
    return found is not None and (kind == ALREADY or found.group in CHANGEABLE)


def write(
    kind: str, source: Source, answers: Mapping[str, object], new_id: Callable[[], str], rid: str = ""
) -> Written:
    """Write a decision into a copy of the plan. Whoever calls has seen to it that nothing is lacking."""
    if kind == UNCHANGED:
        return Written(deepcopy(dict(source.plan)))
    if kind in (CHANGE, ALREADY):
        return _at_place(kind, source, answers, rid)
    plan = _with_goal(source)
    row = {NEW_GOAL: _new_goal, NEW_EFFORT: _new_effort, NEW_TASK: _new_task}[kind](plan, source, answers, new_id)
    group = KINDS[kind].group
    plan[group] = [*plan.get(group, ()), row]
    found = place(plan, row["rid"])
    assert found is not None, "it was just added"
    given = [(name, answers[name]) for name in KINDS[kind].fields if answers.get(name)]
    return Written(plan, row["rid"], group, found.words, tuple(Change(name, None, value) for name, value in given))


def _at_place(kind: str, source: Source, answers: Mapping[str, object], rid: str) -> Written:
    plan = deepcopy(dict(source.plan))
    found = place(plan, rid)
    assert found is not None, "lacking has said so"
    changes = tuple(_changed(found, answers)) if kind == CHANGE else ()
    _set(found.row, changes)
    return Written(plan, rid, found.group, found.words, changes)


def _changed(found: Place, answers: Mapping[str, object]) -> Iterator[Change]:
    for name in CHANGEABLE[found.group]:
        before, after = found.row.get(name), answers.get(name) or None
        if not _same(before, after):
            yield Change(name, before, after)


def _same(before: object, after: object) -> bool:
    """Compare what is stored with what was typed; a person is the same when the name is."""
    texts = [value.get("text") if isinstance(value, Mapping) else value for value in (before, after)]
    return texts[0] == texts[1]


def _set(row: Mapping, changes: Collection[Change], *, back: bool = False) -> None:
    assert isinstance(row, dict), "rows are read from JSON"
    for change in changes:
        value = change.before if back else change.after
        if value is None:
            row.pop(change.name, None)
        else:
            row[change.name] = value


def _goal_of_minutes(source: Source) -> Mapping | None:
    """Return the goal of the decision that stands in the minutes and not in the plan."""
    wanted = str(source.decision.get("goal_no", ""))
    if not wanted or any(str(goal.get("goal_no")) == wanted for goal in source.plan.get(GOALS, ())):
        return None
    rows = [row for group in (GOALS, "new_or_changed_goals") for row in source.minutes.get(group, ())]
    return next((row for row in rows if str(row.get("goal_no")) == wanted), None)


def _effort_of_minutes(source: Source) -> Mapping | None:
    """Return the one effort of the minutes that is for the decision's goal and not in the plan; of several, none."""
    wanted = str(source.decision.get("goal_no", ""))
    there = {effort["rid"] for effort in source.plan.get(EFFORTS, ())}
    rows = source.minutes.get("prioritised_efforts", ())
    found = [row for row in rows if row["rid"] not in there and wanted in map(str, row.get("goal_nos", ()))]
    return found[0] if len(found) == 1 else None


def _proposed_goal(source: Source) -> dict[str, object]:
    goal, decision = _goal_of_minutes(source) or {}, source.decision
    step: Mapping = next(iter(goal.get(SUB_GOALS, ())), {})
    words = goal.get("youth_words") or decision.get("young_view_note")
    return {
        "goal_text": goal.get("goal_text") or decision.get("decision_text"),
        "youth_words": words,
        "area": goal.get("area"),
        "sub_goal_text": step.get("sub_goal_text"),
        "deadline": step.get("deadline") or decision.get("deadline"),
    }


def _proposed_effort(source: Source) -> dict[str, object]:
    decision = source.decision
    known = _effort_of_minutes(source) or {}
    goal_no = decision.get("goal_no")
    begun = {"responsible": decision.get("responsible"), "goal_nos": [goal_no] if goal_no else [], "status": "planned"}
    return begun | {name: known[name] for name in KINDS[NEW_EFFORT].fields if name in known}


def _proposed_task(source: Source) -> dict[str, object]:
    decision = source.decision
    names = {"task_text": "decision_text", "purpose": "reason"}
    same = ("responsible", "deadline", "goal_no")
    return {name: decision.get(key) for name, key in names.items()} | {name: decision.get(name) for name in same}


def _with_goal(source: Source) -> dict:
    """Copy the plan, with the goal that the decision serves when the minutes hold it and the plan does not (R36)."""
    plan, goal = deepcopy(dict(source.plan)), _goal_of_minutes(source)
    return plan | {GOALS: [*plan.get(GOALS, ()), deepcopy(dict(goal))]} if goal else plan


def _new_goal(plan: dict, source: Source, answers: Mapping, new_id: Callable[[], str]) -> dict:
    """Make the goal; the one of the minutes keeps its row id and its number, and is taken out to be added again."""
    known = deepcopy(dict(_goal_of_minutes(source) or {}))
    if known:
        plan[GOALS] = plan[GOALS][:-1]
    numbers = goal_numbers(source.plan) | goal_numbers(source.minutes) | set(source.used)
    first, *rest = known.get(SUB_GOALS) or [{"rid": new_id(), "status": "not_started"}]
    step = first | {name: answers[name] for name in ("sub_goal_text", "deadline") if answers.get(name)}
    row = {"rid": new_id(), "goal_no": str(max(numbers, default=0) + 1), "status": "not_started"} | known
    row |= {name: answers[name] for name in ("goal_text", "youth_words", "area") if answers.get(name)}
    return row | {SUB_GOALS: [step, *rest]}


def _new_effort(plan: dict, source: Source, answers: Mapping, new_id: Callable[[], str]) -> dict:
    """Make the effort, last in the order of priority; the one of the minutes keeps its row id."""
    known = _effort_of_minutes(source) or {}
    priorities = [whole(row.get("priority")) or 0 for row in plan.get(EFFORTS, ())]
    own = {name: answers[name] for name in KINDS[NEW_EFFORT].fields if answers.get(name)}
    return {"rid": known.get("rid") or new_id(), "priority": str(max(priorities, default=0) + 1)} | own


def _new_task(plan: dict, source: Source, answers: Mapping, new_id: Callable[[], str]) -> dict:
    return {"rid": new_id()} | {name: answers[name] for name in KINDS[NEW_TASK].fields if answers.get(name)}


def taken_back(plan: Mapping, kind: str, rid: str, changes: Collection[Change]) -> dict:
    """Take a writing out of a copy of the plan again; what somebody has changed since stays as it is."""
    copy = deepcopy(dict(plan))
    found = place(copy, rid)
    if found is None or kind in (ALREADY, UNCHANGED):
        return copy
    if kind != CHANGE:
        return _without(copy, found)
    _set(found.row, [one for one in changes if _same(found.row.get(one.name), one.after)], back=True)
    return copy


def _without(plan: dict, found: Place) -> dict:
    rows = [row for row in plan[found.group] if row["rid"] != found.rid]
    if found.group == EFFORTS:
        rows = [row | {"priority": str(n)} for n, row in enumerate(rows, 1)]
    others = {name: value for name, value in plan.items() if name != found.group}
    return others | ({found.group: rows} if rows else {})


def undecided(
    before: Mapping, after: Mapping, decided: Collection[str], agreed: Collection[Mapping] = ()
) -> Iterator[Problem]:
    """Refuse goals that are new and efforts that are new or changed without a decision behind them (DOMAIN 4.6).

    ``decided`` are the row ids that decisions were written into; ``agreed`` the goals and efforts that the minutes of
    meetings which could decide hold: a row of the plan is one of them when it has its id, or was typed in with its
    words.
    """
    known = {one.rid: one for one in places(before)}
    behind = {*decided, *(row["rid"] for row in agreed)}
    words = {same(str(row.get(name, ""))) for row in agreed for name in ("goal_text", "effort_title")} - {""}
    for number, goal in enumerate(after.get(GOALS, ())):
        if goal["rid"] not in {*known, *behind} and same(str(goal.get("goal_text", ""))) not in words:
            yield problem((GOALS, number, "goal_text"), "goal_undecided")
    for number, effort in enumerate(after.get(EFFORTS, ())):
        old = known.get(effort["rid"])
        told = effort["rid"] in behind or same(str(effort.get("effort_title", ""))) in words
        if not told and (old is None or _differs(old.row, effort)):
            yield problem((EFFORTS, number, "effort_title"), "effort_undecided")


def _differs(old: Mapping, new: Mapping) -> bool:
    return any((old.get(name) or None) != (new.get(name) or None) for name in DECIDED)
