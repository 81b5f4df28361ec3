"""What the rules of a form may know beside the content, gathered from the case (domain.rules.Facts)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time

from ..domain import settings
from ..domain.carrying import ACTIVE_GOALS
from ..domain.identity import Identity
from ..domain.rules import Facts
from ..domain.rules.base import LoggedDecision, OpenTask
from ..domain.tasks import Task
from ..resources.case import Case, YoungPerson
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..security.reading import Sight
from ..services.clock.api import Clock
from .acting import case_named
from .case_reading import InForce, approved_minutes, case_tasks, in_force
from .settings import facts_of

FOLLOWUPS = ("kui.minutes.followup_without_young", "kui.minutes.followup_with_young")


def rule_facts(document: Document, clock: Clock, who: Identity | None = None) -> Facts:
    """Gather the facts for a document that is written in the system.

    ``who`` writes it: what the consent does not let him or her read cannot be asked for (D22, D23).
    """
    case = case_named(document)
    seen = Sight(who, case, clock.today()) if who is not None else None
    meeting = case.moeder.get(str(document.meeting_number))
    plan = in_force(case, "kui.education_plan")
    goals = plan.content.get("goals", ()) if plan else ()
    followup = document.form_key in FOLLOWUPS
    return replace(
        person_facts(case.person),
        today=clock.today(),
        **_meeting(meeting),
        goal_numbers=_numbers(goals) if plan else None,
        active_goals=_numbers(_seen(plan, seen), ACTIVE_GOALS) if plan and followup else None,
        open_tasks=_open(case_tasks(case), case, seen) if followup else None,
        decision_log=_logged(case) if document.form_key == "kui.education_plan" else (),
        limits=settings.limits(settings.frozen(facts_of(case), clock.today())),
    )


def person_facts(person: YoungPerson) -> Facts:
    """Gather what is known of the young person and the family: it decides who can decide (R35)."""
    return Facts(
        birth_date=date.fromisoformat(person.birth_date), custody_holders=custody_holders(person), family=family(person)
    )


def custody_holders(person: YoungPerson) -> tuple[str, ...]:
    """List those who have custody, by name."""
    return tuple(holder["name"] for holder in person.custody if holder.get("custody"))


def family(person: YoungPerson) -> frozenset[str]:
    """Name the young person and everybody with a relation to him or her."""
    own = (person.full_name, person.called, *(holder["name"] for holder in person.custody))
    return frozenset(name for name in own if name)


def _meeting(meeting: Meeting | None) -> dict:
    if meeting is None:
        return {}
    return {
        "meeting_date": date.fromisoformat(meeting.date) if meeting.date else None,
        "meeting_no": meeting.meeting_no,
        "meeting_start": time.fromisoformat(meeting.start) if meeting.start else None,
        "meeting_end": time.fromisoformat(meeting.end) if meeting.end else None,
    }


def _numbers(goals: Iterable[Mapping], statuses: tuple[str, ...] = ()) -> frozenset[int]:
    return frozenset(
        int(goal["goal_no"]) for goal in goals if "goal_no" in goal and (not statuses or goal.get("status") in statuses)
    )


def _seen(plan: InForce, seen: Sight | None) -> Iterable[Mapping]:
    """Return the goals of the plan that the writer may read."""
    return (seen.version(plan.version).left(plan.content) if seen else plan.content).get("goals", ())


def _open(tasks: Iterable[Task], case: Case, seen: Sight | None) -> tuple[OpenTask, ...]:
    told = (task for task in tasks if seen is None or seen.row(case.dokumenter.get(task.label), task.rid))
    return tuple(OpenTask(task.text, task.deadline) for task in told if task.is_open)


def _logged(case: Case) -> tuple[LoggedDecision, ...]:
    return tuple(decision for one in approved_minutes(case) for decision in _decisions(one))


def _decisions(minutes: InForce) -> Iterable[LoggedDecision]:
    held = minutes.content.get("held_at")
    day = date.fromisoformat(held) if held else None
    for row in minutes.content.get("decisions", ()):
        yield LoggedDecision(day, minutes.document.label, row.get("decision_text", ""))
