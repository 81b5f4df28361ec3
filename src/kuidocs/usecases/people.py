"""The people of a case: who a written name is (D9)."""

from collections.abc import Iterator
from typing import Any

from ..domain.access_acts import blocked
from ..domain.errors import Refused
from ..forms.nodes import Group, Rows
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.staff import Staff, StaffFolder


def persons(node: Any, content: dict) -> Iterator[dict]:
    """Go through every value of type person in a content, also inside rows; the values may be changed in place."""
    for child in node.children:
        value = content.get(child.name)
        if value is None:
            continue
        if isinstance(child, Rows):
            for row in value:
                yield from persons(child.row, row)
        elif isinstance(child, Group):
            yield from persons(child.row, value)
        elif getattr(child, "type_name", "") == "person":
            yield value


def resolve(case: Case, staff: StaffFolder, schema: Any, content: dict) -> list[str]:
    """Fill in the actor id of every person who is named, and forget ids that came from outside.

    Returns the names that nobody in the register or among the staff has; they are externals without access.
    """
    unknown = []
    for value in persons(schema, content):
        value.pop("actor_id", None)
        actor_id = known(case, staff, value["text"])
        if actor_id:
            value["actor_id"] = actor_id
        else:
            unknown.append(value["text"])
    return sorted(set(unknown))


def known(case: Case, staff: StaffFolder, name: str) -> str | None:
    """Return the actor id of a name: exactly, else the preferred name, else a member of staff, who is then added."""
    for actor in case.register.values():
        if actor["name"] == name:
            return actor["actor_id"]
    for actor in case.register.values():
        if actor.get("called") == name:
            return actor["actor_id"]
    person = staff.named(name)
    return add_staff(case, person) if person else None


def add_staff(case: Case, person: Staff) -> str:
    """Put a member of staff into the register; once."""
    for actor in case.register.values():
        if actor.get("user_id") == person.user_id:
            return actor["actor_id"]
    return add(case, "staff", person.name, user_id=person.user_id, title=person.title, department=person.department)


def add(case: Case, kind: str, name: str, **more: object) -> str:
    """Put a person into the register: "young_person", "family", "staff" or "external"."""
    actor_id = new_id()
    case.register[actor_id] = {"actor_id": actor_id, "kind": kind, "name": name, **more}
    return actor_id


def add_young_person(case: Case) -> None:
    """Put the young person and those with a relation to him or her into the register."""
    add(case, "young_person", case.person.full_name, called=case.person.called)
    for holder in case.person.custody:
        add(case, "family", holder["name"], relation=holder.get("relation", ""), custody=bool(holder.get("custody")))


def user_id(case: Case, person: object) -> str:
    """Return the user id behind a person value, "" for those who have no user here."""
    actor_id = person.get("actor_id") if isinstance(person, dict) else None
    return str(case.register.get(actor_id, {}).get("user_id", "")) if actor_id else ""


def reference(case: Case, staff: StaffFolder, name: str) -> dict[str, str]:
    """Return a person value for a name, with the actor id when the name is known."""
    actor_id = known(case, staff, name)
    return {"text": name} | ({"actor_id": actor_id} if actor_id else {})


def names(case: Case, staff: StaffFolder) -> list[str]:
    """List the names that a form offers: the case's people first, then the active staff."""
    own = [actor["name"] for actor in case.register.values() if not actor.get("ended")]
    return list(dict.fromkeys([*sorted(own), *sorted(p.name for p in staff.values() if p.active)]))


def refuse_kept_out(case: Case, person: Staff) -> None:
    """Give no task to somebody who is kept out of the case.

    Raises Refused.
    """
    if person.user_id in blocked(case.facts):
        raise Refused(
            "person",
            f"{person.name} er spærret ude af forløbet på grund af inhabilitet og kan ikke få en opgave i det.",
        )
