"""A case as statistics count it: how many and how long, and nothing that names anybody. Reads only."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from ..domain import tasks
from ..domain.tasks import Task
from ..resources.case import Case
from ..services.index.api import CourseRow
from .case_reading import approved_minutes, case_tasks, in_force
from .meeting_reading import TOOK_PLACE

PLAN, CONSENT = "kui.education_plan", "kui.consent"
REACHED, ADJUSTED = ("achieved",), ("changed", "dropped")


def course(case: Case) -> CourseRow:
    """Write what statistics count of a case."""
    held = [meeting for meeting in case.moeder.in_order() if meeting.state in TOOK_PLACE]
    days = [date.fromisoformat(meeting.date) for meeting in held if meeting.date]
    goals = _goals(case)
    found = [task for task in case_tasks(case) if task.deadline]
    told = [date.fromisoformat(day) for one in approved_minutes(case) if (day := one.content.get("held_at"))]
    done = [_on_time(task, told) for task in found if task.status == tasks.DONE and task.closed_at]
    return CourseRow(
        case.case_no,
        case.state,
        _department(case),
        _day(case.opened_at),
        _until_consonance(case),
        min(days, default=None),
        _plan_approved(case),
        goals[REACHED],
        goals[ADJUSTED],
        goals[()],
        done.count(True),
        done.count(False),
        _waiting(found),
        tuple(meeting.meeting_type for meeting in held),
        any(document.facts_of("withdrawn_at") for document in case.dokumenter.of_form(CONSENT)),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _department(case: Case) -> str:
    actor = case.register.get(case.plan_coordinator.get("actor_id", ""), {})
    return str(actor.get("department", ""))


def _until_consonance(case: Case) -> int:
    """Count the clarification meetings up to the one after which the young person could be invited (R20)."""
    minutes = [one.content for one in approved_minutes(case) if one.document.form_key == "kui.minutes.clarification"]
    for number, content in enumerate(minutes, start=1):
        told = content.get("consonance")
        if told == "yes" or (told == "partly" and content.get("next_step") == "coordination"):
            return number
    return 0


def _plan_approved(case: Case) -> date | None:
    facts = [fact for plan in case.dokumenter.of_form(PLAN) for fact in plan.facts_of("approved")]
    return min((date.fromisoformat(fact["at"][:10]) for fact in facts), default=None)


def _goals(case: Case) -> Counter[tuple[str, ...]]:
    """Count the goals of the plan in force: reached, adjusted and, under nothing, all others."""
    plan = in_force(case, PLAN)
    told = [goal.get("status", "") for goal in plan.content.get("goals", ())] if plan else []
    groups = (REACHED, ADJUSTED)
    return Counter(next((group for group in groups if status in group), ()) for status in told)


def _on_time(task: Task, meetings: Iterable[date]) -> bool:
    """Tell whether a task was told to be done at the first meeting after its day, or before: of most tasks nobody
    hears before."""
    due, done = task.deadline or date.max, task.closed_at or date.max
    return done <= min((day for day in meetings if day >= due), default=due)


def _waiting(found: Iterable[Task]) -> tuple[str, ...]:
    return tuple(sorted(task.deadline.isoformat() for task in found if task.is_open and task.deadline))
