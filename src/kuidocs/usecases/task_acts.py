"""Status on tasks between the meetings: facts on the document that holds the task (R31, R47, DOMAIN 4.5)."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..domain import task_states
from ..domain.errors import NotAllowed, Refused, not_found
from ..domain.tasks import DONE, Task
from ..resources.case import Case
from ..resources.document import Document
from ..resources.staff import Staff
from . import people
from .acting import Act, done_before, fact
from .case_reading import TASK_STATUS, case_tasks


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a task's history."""

    status: str
    """"" when it only went to somebody else."""
    by: dict[str, str]
    at: str
    note: str = ""
    told: str = ""
    handed_to: str = ""


def owner(case: Case, task: Task) -> str:
    """Return the user id of the one who has the task, "" for those who have no user here."""
    return people.user_id(case, {"actor_id": task.actor_id})


def coordinators(case: Case) -> frozenset[str]:
    """Return the user ids of the plan coordinator and the deputy."""
    return frozenset(people.user_id(case, one) for one in (case.plan_coordinator, case.deputy)) - {""}


def may_report(case: Case, task: Task, user_id: str) -> bool:
    """Tell whether somebody may give status on a task."""
    return task.is_open and task_states.may_move(user_id, owner(case, task), coordinators(case))


def report(case: Case, act: Act, *, rid: str, status: str, note: str = "", told: str = "") -> None:
    """Say how a task goes: who told whom is kept with it, and what was said before stays (DOMAIN 4.5).

    Raises NotFound, NotAllowed, Conflict, Refused.
    """
    task, document = _held(case, rid)
    if done_before(document, act):
        return
    task_states.check_mover(act.who.user_id, owner(case, task), coordinators(case))
    task_states.check(task.status, status, note)
    data = {"status": status} | _kept(note=note, told=told if status == DONE else "")
    _tell(document, act, rid, data)


def hand_over(case: Case, act: Act, *, rid: str, to: str, note: str = "") -> None:
    """Give an open task to somebody else; who had it before stays in its history.

    Raises NotFound, NotAllowed, Refused.
    """
    task, document = _held(case, rid)
    if done_before(document, act):
        return
    if act.who.user_id not in coordinators(case):
        raise NotAllowed("task_owner", "Kun plankoordinatoren kan give en opgave til en anden.")
    if not task.is_open:
        raise Refused("task_state", "Opgaven er slut og kan ikke gives videre.")
    person = next((one for one in case.register.values() if one["name"] == to), None)
    if person is None or person["actor_id"] == task.actor_id:
        raise Refused("handed_to", "Vælg en anden, der er med i forløbet, fra listen.")
    _give(document, act, task, {"text": person["name"], "actor_id": person["actor_id"]}, note)


def pass_on(case: Case, act: Act, rid: str, to: Staff, note: str) -> None:
    """Give a task of somebody who leaves to a colleague; whoever calls has asked whether that may be done.

    Raises NotFound.
    """
    task, document = _held(case, rid)
    if task.is_open and not done_before(document, act):
        _give(document, act, task, {"text": to.name, "actor_id": people.add_staff(case, to)}, note)


def _give(document: Document, act: Act, task: Task, new: dict[str, str], note: str) -> None:
    _tell(document, act, task.rid, {"handed_to": new, "handed_from": task.responsible} | _kept(note=note))


def _kept(**texts: str) -> dict[str, str]:
    return {name: text.strip() for name, text in texts.items() if text.strip()}


def _held(case: Case, rid: str) -> tuple[Task, Document]:
    """Find a task and the document that holds it.

    Raises NotFound.
    """
    task = next((one for one in case_tasks(case) if one.rid == rid), None)
    document = case.dokumenter.get(task.label) if task else None
    if task is None or document is None:
        raise not_found()
    return task, document


def _tell(document: Document, act: Act, rid: str, data: dict) -> None:
    version = document.in_force()
    assert version is not None, "tasks come from what is approved"
    fact(document, TASK_STATUS, act, number=version.number, round=version.round, data=data, rid=rid)


def history(case: Case, task: Task) -> Iterator[Told]:
    """Go through what was said of a task between the meetings, as it was said."""
    document = case.dokumenter.get(task.label)
    for one in document.facts_of(TASK_STATUS) if document else ():
        if one["about"].get("rid") == task.rid:
            data = one["data"]
            to = data.get("handed_to", {}).get("text", "")
            yield Told(data.get("status", ""), one["by"], one["at"], data.get("note", ""), data.get("told", ""), to)
