"""What a case says when its documents are read together: consent, plan, tasks, lamp. Reads only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ..domain import plans, tasks
from ..domain.consents import Consent
from ..domain.meetings import MEETING_TYPES
from ..resources.case import Case
from ..resources.consent import ledger_of
from ..resources.document import Document
from ..resources.version import Version
from .plan_standing import task_rows, written

TASK_STATUS = "task_status"
"""The kind of the fact that says how a task goes, on the document that holds the task (R47)."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A document with the version of it that counts now."""

    document: Document
    version: Version
    content: dict


def in_force(case: Case, form_key: str) -> InForce | None:
    """Return the newest approved version of the one document of a kind."""
    found = [(document, document.in_force()) for document in case.dokumenter.of_form(form_key)]
    approved = [InForce(document, version, version.content()) for document, version in found if version]
    return approved[-1] if approved else None


def consent(case: Case) -> Consent | None:
    """Return the consent that the case rests on."""
    found = ledger_of(case)
    return found.consent if found else None


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def approved_minutes(case: Case) -> list[InForce]:
    """List the minutes in force, in the order in which the meetings were held."""
    keys = [kind.minutes for kind in MEETING_TYPES.values()]
    found = [
        InForce(document, version, version.content())
        for key in keys
        for document in case.dokumenter.of_form(key)
        if (version := document.in_force())
    ]
    return sorted(found, key=lambda one: (one.content.get("held_at", ""), one.document.created_at))


def case_tasks(case: Case) -> list[tasks.Task]:
    """List the tasks of a case with the status that was last reported."""
    told = sorted([*_minutes(case), *_planned(case), *_reports(case)], key=lambda one: one[0])
    return tasks.follow(minutes for _, minutes in told)


def _minutes(case: Case) -> Iterator[tuple[tuple[str, str], tasks.Minutes]]:
    for one in approved_minutes(case):
        yield (one.content.get("held_at", ""), one.document.created_at), _told(one)


def _planned(case: Case) -> Iterator[tuple[tuple[str, str], tasks.Minutes]]:
    """Go through the tasks that decisions became in the plan; they are tasks from its approval on."""
    for label, at, row in task_rows(case):
        yield (at[:10], at), tasks.Minutes(label, _day(at[:10]), "", (row,), ())


def _reports(case: Case) -> Iterator[tuple[tuple[str, str], tasks.Minutes]]:
    """Go through what was said of tasks between the meetings (R47)."""
    for document in case.dokumenter.in_order():
        for fact in document.facts_of(TASK_STATUS):
            row = {"rid": fact["about"].get("rid", "")} | fact["data"]
            yield (fact["at"][:10], fact["at"]), tasks.Minutes(document.label, _day(fact["at"][:10]), "", (), (row,))


def _told(one: InForce) -> tasks.Minutes:
    return tasks.Minutes(
        one.document.label,
        _day(one.content.get("held_at")),
        one.document.form_key.removeprefix("kui.minutes."),
        [*one.content.get("who_does_what", ()), *tasks.follow_ups(one.content)],
        one.content.get("task_progress", ()),
    )


def lamp(case: Case, today: date, shows: Callable[[Document, str], bool] | None = None) -> plans.Lamp:
    """Tell whether the plan is up to date (R49), in words that name only what ``shows`` lets be read."""
    return plans.freshness(plan_facts(case, shows), today)


def plan_facts(case: Case, shows: Callable[[Document, str], bool] | None = None) -> plans.PlanFacts | None:
    """Gather what the lamp is computed from, on any day; None while there is no plan."""
    plan = in_force(case, "kui.education_plan")
    if plan is None:
        return None
    deciding = [one for one in approved_minutes(case) if one.content.get("decisions")]
    meetings = [day for one in deciding if (day := _day(one.content.get("held_at")))]
    return plans.PlanFacts(
        _day(plan.content.get("last_reviewed")),
        _day(plan.content.get("next_review")),
        max(meetings, default=None),
        sum(len(list(unwritten(one))) for one in deciding),
        tuple(sorted(_not_reached(plan, shows), key=lambda step: step[1])),
        _told_behind(case, plan),
    )


def _told_behind(case: Case, plan: InForce) -> date | None:
    """Return the day of the last meeting that found the plan wanting, None when the plan was looked through since."""
    said = [one for one in approved_minutes(case) if "plan_current" in one.content]
    held = _day(said[-1].content.get("held_at")) if said and said[-1].content["plan_current"] == "false" else None
    reviewed = _day(plan.content.get("last_reviewed"))
    return held if held and (reviewed is None or reviewed <= held) else None


def unwritten(minutes: InForce) -> Iterator[dict]:
    """Go through the decisions that do not stand in the plan, or no longer (R42, D39)."""
    linked = written(minutes.document)
    return (row for row in minutes.content.get("decisions", ()) if row["rid"] not in linked)


def _not_reached(plan: InForce, shows: Callable[[Document, str], bool] | None) -> Iterator[tuple[str, date]]:
    for goal in plan.content.get("goals", ()):
        for step in goal.get("sub_goals", ()):
            day = _day(step.get("deadline"))
            if day and step.get("status") not in ("achieved", "dropped", "changed"):
                seen = shows is None or shows(plan.document, step.get("rid", ""))
                yield (step.get("sub_goal_text", "") if seen else ""), day
