"""What somebody tells who wants to open a case."""

from datetime import date
from itertools import count

from kuidocs.domain.opening import Opening, Relative
from kuidocs.usecases import opening

SARA = {
    "birth_date": date(2010, 5, 9),
    "id_number_type": "replacement",
    "id_number": "6905101234",
    "full_name": "Sara Lund",
    "protection": "nej",
    "address": "Havnevej 1, Fjordlund",
    "family": (Relative("Ida Lund", "Mor", True, True), Relative()),
    "task": "Vejleder på skolen",
    "why_now": "Hun kommer ikke i skole.",
    "target_group_reason": "PPR og skolen er begge i gang.",
    "departments": ("PPR",),
}
_numbers = count(1)


def told(world, user_id="mikkel", **changed):
    """Tell of Sara."""
    departments = frozenset({person.department for person in world.root.medarbejdere.values()})
    own = world.root.medarbejdere[user_id].department
    given = SARA | {"own_department": own, "known_departments": departments} | changed
    return Opening(world.clock.today(), **given)


def next_number():
    return f"KUI-2026-{next(_numbers):04d}"


def open_case(world, user_id="mikkel", token="", **changed):
    """Open a case for Sara, or ask to join hers; the case that is new, None when there is none."""
    before = set(world.root.sager)
    opening.open_case(world.root, world.act(user_id, token), told(world, user_id, **changed), next_number)
    new = set(world.root.sager) - before
    return world.root.sager[new.pop()] if new else None
