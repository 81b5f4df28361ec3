"""How a task moves from agreed to done, and who may move it, as a table (DOMAIN 4.5)."""

from collections.abc import Collection
from dataclasses import dataclass

from .errors import Conflict, NotAllowed, Refused
from .tasks import CANCELLED, DONE, IN_PROGRESS, LABELS, OPEN


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a task."""

    source: str
    target: str
    needs_note: bool = False


TRANSITIONS = {
    (move.source, move.target): move
    for move in (
        Move(OPEN, IN_PROGRESS),
        Move(OPEN, DONE),
        Move(OPEN, CANCELLED, needs_note=True),
        Move(IN_PROGRESS, DONE),
        Move(IN_PROGRESS, CANCELLED, needs_note=True),
    )
}
OVERDUE = "Fristen er overskredet"
"""What is said of a task that is open after its day; it is computed, never stored (DOMAIN 3.5)."""
NO_NOTE = "Skriv kort, hvorfor opgaven bortfalder."
NOT_YOURS = "Kun den, der har opgaven, og plankoordinatoren kan give status på den. Sig det til en af dem."


def targets(status: str) -> list[str]:
    """List what a task can become."""
    return [target for source, target in TRANSITIONS if source == status]


def check(status: str, target: str, note: str) -> None:
    """Refuse a step that the table does not have, and one that lacks the note it needs.

    Raises Conflict, Refused.
    """
    move = TRANSITIONS.get((status, target))
    if target not in LABELS:
        raise Refused("status", "Vælg, hvordan det går med opgaven.")
    if move is None:
        raise Conflict(
            "task_state",
            f"Opgaven står som »{LABELS[status]}« og kan ikke blive »{LABELS[target]}«. Genindlæs siden.",
        )
    if move.needs_note and not note.strip():
        raise Refused("note", NO_NOTE)


def may_move(user_id: str, owner: str, coordinators: Collection[str]) -> bool:
    """Tell whether somebody may give status: the owner, or the plan coordinator (or deputy) for everybody's tasks."""
    return bool(user_id) and (user_id == owner or user_id in coordinators)


def check_mover(user_id: str, owner: str, coordinators: Collection[str]) -> None:
    """Refuse everybody else.

    Raises NotAllowed.
    """
    if not may_move(user_id, owner, coordinators):
        raise NotAllowed("task_owner", NOT_YOURS)
