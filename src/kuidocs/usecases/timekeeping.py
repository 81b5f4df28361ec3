"""Deadlines that a case sets itself: the plan is not followed, birthdays that change something (DOMAIN 6.2, 6.4)."""

from collections.abc import Iterator
from datetime import date

from ..domain import custody, timers
from ..domain.errors import Conflict, NotAllowed, Refused
from ..domain.guards import check, choose
from ..domain.timers import MOVES, TimerFacts
from ..resources.case import Case
from ..resources.root import Root
from ..services.index.api import FINISHED_CASES
from . import signing
from .acting import Act, done_before, moved
from .case_reading import in_force
from .deadlines import AGE_HANDLED, birthdays, handled_ages
from .meeting_reading import roles
from .plan_standing import PLAN

AGE_REACHED = "age_reached"
"""The kind of the fact that a birthday leaves on a case, written once by the job of the day."""


def timer_facts(case: Case, today: date, *, day: date | None = None, note: str = "") -> TimerFacts:
    """Gather what the guards of the timers may know."""
    stop = timers.running(case.facts)
    plan = in_force(case, PLAN) is not None
    return TimerFacts(today, case.state, plan, stop.since if stop else None, day, note)


def tell(case: Case, act: Act, name: str, *, day: date | None, note: str = "") -> None:
    """Write down that the plan is not followed, that there was contact, or that something new has begun.

    Raises Conflict, NotAllowed, Refused.
    """
    if done_before(case, act):
        return
    today, stop = act.clock.today(), timers.running(case.facts)
    row = choose(MOVES, name, timers.state(stop))
    check(row, timer_facts(case, today, day=day, note=note), roles(case, act.who, today))
    assert day is not None, "a guard has asked for it"
    data = {"date": day.isoformat(), "note": note.strip()} | ({"of": stop.id} if stop else {})
    moved(case, name, f"case.{name}", act, {}, data)


def reach_ages(case: Case, act: Act) -> int:
    """Write down the birthdays that have come, each once; how many there were."""
    written = {fact["data"]["age"] for fact in case.facts if fact["kind"] == AGE_REACHED}
    come = [age for age, day in birthdays(case).items() if day <= act.clock.today() and age not in written]
    for age in come:
        day = birthdays(case)[age]
        moved(case, AGE_REACHED, "case.age_reached", Act(act.who, act.clock), {"age": age}, _of(age, day))
    if custody.GROWN_UP in come:
        for document in case.dokumenter.in_order():
            signing.lapse(document, act)
    return len(come)


def _of(age: int, day: date) -> dict[str, object]:
    return {"age": age, "birthday": day.isoformat()}


def age_done(case: Case, act: Act, age: int) -> None:
    """Write down that what a birthday asks for is done, perhaps before it.

    Raises Conflict, NotAllowed, Refused.
    """
    if done_before(case, act):
        return
    if timers.WHO.isdisjoint(roles(case, act.who, act.clock.today())):
        raise NotAllowed("who", timers.WHO_SAYS)
    if age not in birthdays(case):
        raise Refused("age", "Vælg en fødselsdag fra listen.")
    if age in handled_ages(case):
        raise Conflict("age", "En anden har allerede skrevet, at det er gjort. Genindlæs siden.")
    moved(case, AGE_HANDLED, "case.age_handled", act, {"age": age}, _of(age, birthdays(case)[age]))


def open_cases(root: Root) -> Iterator[Case]:
    """Go through the cases that are not over."""
    return (case for case in root.sager.values() if case.state not in FINISHED_CASES)
