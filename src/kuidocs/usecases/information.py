"""What the municipality tells those whose data it keeps: asked for, and changed."""

from collections.abc import Mapping
from typing import Any

from ..domain import information
from ..domain.errors import Conflict
from ..domain.information import LINES, Told
from ..resources.base import new_id
from ..resources.staff import Organisation
from .acting import Act, event
from .case_people import check

STALE = "En anden har ændret teksterne imens. Se, hvad der står nu, og skriv dit igen, hvis det stadig skal ændres."


def told_by(organisation: Organisation) -> Told:
    """Return what is told now."""
    return information.told(organisation.municipality, organisation.information_facts)


def stamp(organisation: Organisation) -> str:
    """Return what a page must send back, so that it is known that nobody has changed the texts meanwhile."""
    facts = organisation.information_facts
    return str(facts[-1]["id"]) if facts else ""


def change(organisation: Organisation, act: Act, said: Mapping[str, str], base: str) -> bool:
    """Change the texts; tells whether anything was another. Sent twice, it is done once.

    Raises Conflict, Refused.
    """
    facts = organisation.information_facts
    if act.token and any(fact["id"] == act.token for fact in facts):
        return False
    if base != stamp(organisation):
        raise Conflict("stale", STALE)
    values = {name: " ".join(said.get(name, "").split()) for name in LINES}
    check(information.GUARDS, values)
    before = {name: getattr(told_by(organisation), name) for name in LINES}
    changed = [name for name in LINES if values[name] != before[name]]
    if not changed:
        return False
    found: dict[str, Any] = {"id": act.token or new_id(), "values": values, "by": act.by, "at": act.at}
    organisation.information_facts = (*facts, found)
    event(organisation, "information.changed", act, {}, {"fields": changed})
    return True
