"""Loading the organisation: departments and staff, again as often as they change (D10)."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..domain.problems import Problem
from ..domain.roles import ROLES
from ..forms.envelopes import Organisation, read_envelope
from ..resources.root import Root
from ..resources.staff import Staff
from .acting import Act, event
from .importing_text import ImportRefused

KEPT = ("name", "title", "department", "phone", "email")


def import_organisation(root: Root, data: Mapping[str, Any], act: Act) -> int:
    """Load the municipality; staff that are there already are updated and keep their passwords.

    Returns how many members of staff the file has. Raises ImportRefused with every problem.
    """
    found, problems = read_envelope(Organisation(), data)
    problems += _check(found)
    if problems:
        raise ImportRefused(problems)
    root.organisation.municipality = found["municipality"]
    root.organisation.departments = tuple(sorted(found["departments"]))
    for row in found["staff"]:
        _update(root, row)
    event(root.organisation, "organisation.imported", act, data={"staff": len(found["staff"])})
    return len(found["staff"])


def _check(found: Mapping[str, Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    departments = found.get("departments", [])
    for number, row in enumerate(found.get("staff", ())):
        user, department = row.get("user_id"), row.get("department")
        if user and user in seen:
            yield Problem(("staff", number, "user_id"), "twice", f"Der er to medarbejdere med bruger-id {user}.")
        if department and department not in departments:
            text = f"Afdelingen »{department}« står ikke under departments."
            yield Problem(("staff", number, "department"), "unknown", text)
        for place, role in enumerate(row.get("roles", ())):
            if role not in ROLES:
                yield Problem(("staff", number, "roles", place), "unknown", f"Rollen »{role}« kendes ikke.")
        seen.add(user)


def _update(root: Root, row: Mapping[str, Any]) -> None:
    person = root.medarbejdere.get(row["user_id"])
    if person is None:
        person = Staff(row["user_id"], row["name"])
        root.medarbejdere[person.user_id] = person
    for name in KEPT:
        setattr(person, name, row.get(name, ""))
    person.roles = tuple(row["roles"])
