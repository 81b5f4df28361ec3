"""Rules of the follow-ups and of the request for one (R44-R53)."""

from collections.abc import Iterator

from ..problems import Problem, problem
from .base import Content, Facts, OpenTask, rows, rule

FOLLOWUPS = frozenset({"followup_with_young", "followup_without_young"})


def _same(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


@rule
def every_active_goal_has_a_status(content: Content, facts: Facts) -> Iterator[Problem]:
    """Hvert aktivt mål i planen har en status (R46)."""
    told = {row.get("goal_no") for _, row in rows(content, "goal_progress")}
    missing = sorted((facts.active_goals or frozenset()) - told)
    if missing and told:
        yield problem(("goal_progress",), "goals_untold", numre=", ".join(map(str, missing)))


@rule
def every_open_task_has_a_status(content: Content, facts: Facts) -> Iterator[Problem]:
    """Hver åben opgave har en status (R46)."""
    told = {_same(row.get("task_text", "")) for _, row in rows(content, "task_progress")}
    for task in facts.open_tasks or ():
        if told and _same(task.text) not in told:
            yield problem(("task_progress",), "task_untold", opgave=task.text)


@rule
def dropped_or_late_tasks_are_explained(content: Content, facts: Facts) -> Iterator[Problem]:
    """Er en opgave bortfaldet, eller er fristen overskredet, står det hvorfor (R46)."""
    for number, row in rows(content, "task_progress"):
        status = row.get("status")
        late = status in ("open", "in_progress") and _is_late(row, content, facts.open_tasks or ())
        if (status == "cancelled" or late) and not row.get("note"):
            yield problem(("task_progress", number, "note"), "required")


def _is_late(row: Content, content: Content, tasks: tuple[OpenTask, ...]) -> bool:
    held, text = content.get("held_at"), _same(row.get("task_text", ""))
    return any(held and task.deadline and task.deadline < held for task in tasks if _same(task.text) == text)


@rule
def plan_that_is_not_current_says_what(content: Content, facts: Facts) -> Iterator[Problem]:
    """Er uddannelsesplanen ikke ajour, står det, hvad der skal rettes (R49)."""
    if content.get("plan_current") is False and not content.get("plan_note"):
        yield problem(("plan_note",), "required")


@rule
def request_is_for_a_followup(content: Content, facts: Facts) -> Iterator[Problem]:
    """En anmodning gælder et opfølgningsmøde med eller uden den unge (R50, R53)."""
    if content.get("wants_young_present") not in FOLLOWUPS | {None}:
        yield problem(("wants_young_present",), "only_followups")


@rule
def followup_dates_are_followups(content: Content, facts: Facts) -> Iterator[Problem]:
    """Planens kommende møder er opfølgningsmøder (R45)."""
    for number, row in rows(content, "followup_dates"):
        if row.get("meeting_type") not in FOLLOWUPS | {None}:
            yield problem(("followup_dates", number, "meeting_type"), "only_followups")
