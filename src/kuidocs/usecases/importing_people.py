"""Names in a file: who they are in the case's register of people (D9)."""

import re
from collections.abc import Iterator
from typing import Any

from ..domain.problems import Path, Problem
from ..forms.nodes import Group, Rows
from ..resources.case import Case
from ..resources.staff import StaffFolder
from . import people
from .importing_papers import Incoming

HELD_TO = ("responsible",)
"""Where somebody is to do something, whatever stands there is somebody."""
BETWEEN = re.compile(r"\s*,\s*|\s+og\s+|\s*&\s*")


def resolve(case: Case, staff: StaffFolder, paper: Incoming) -> Iterator[Problem]:
    """Fill in who every name of a document is; yield warnings for those that nobody has."""
    assert paper.edition is not None
    assert paper.reading is not None
    for path, row, name in _persons(paper.edition.schema, paper.reading.content, ()):
        warning = _resolve(case, staff, row, name)
        if warning:
            yield Problem((*paper.path, "data", *path), "person", warning, warning=True)


def _persons(node: Any, content: dict, path: Path) -> Iterator[tuple[Path, dict, str]]:
    """Go through every person in a content: the path, the mapping it stands in, and its name there."""
    for child in node.children:
        value, here = content.get(child.name), (*path, child.name)
        if value is None:
            continue
        if isinstance(child, Rows):
            for number, row in enumerate(value):
                yield from _persons(child.row, row, (*here, number))
        elif isinstance(child, Group):
            yield from _persons(child.row, value, here)
        elif getattr(child, "type_name", "") == "person":
            yield here, content, child.name


def _resolve(case: Case, staff: StaffFolder, row: dict, name: str) -> str:
    """Resolve one name in its place; the warning, or nothing."""
    text = row[name]["text"]
    actor = known(case, staff, text)
    if actor:
        row[name] = {"text": text, "actor_id": actor}
        return ""
    if name not in HELD_TO and not names_somebody(text):
        row[name] = {"text": text}
        return f"»{text}« er ikke et navn og bliver stående som tekst."
    first, *others = BETWEEN.split(text)
    actor = known(case, staff, first) if others else None
    if actor is None:
        row[name] = {"text": text, "actor_id": people.add(case, "external", text)}
        return unknown(text)
    row[name] = {"text": text, "actor_id": actor}
    if name == "responsible" and "task_text" in row and "status" not in row:
        row[name] = {"text": first, "actor_id": actor}
        row["together_with"] = "; ".join(filter(None, [row.get("together_with", ""), ", ".join(others)]))
        return f"Der kan kun være én ansvarlig. {first} står som ansvarlig, og {', '.join(others)} under »sammen med«."
    return f"»{text}« er mere end ét navn; det er {first}, der regnes for personen."


def names_somebody(text: str) -> bool:
    """Tell whether a text can be a name; in »Aftalt i planen« only the first word begins as names do."""
    more = text.split()[1:]
    return not more or any(word[:1].isupper() for word in more)


def unknown(name: str) -> str:
    """Say that nobody has a name."""
    return f"»{name}« kendes ikke og skrives op som en ekstern person uden adgang."


def known(case: Case, staff: StaffFolder, name: str) -> str | None:
    """Return the actor id of a name: exactly in the register or among the staff, else the preferred name."""
    for actor in case.register.values():
        if actor["name"] == name:
            return actor["actor_id"]
    person = staff.named(name)
    return people.add_staff(case, person) if person else people.known(case, staff, name) or _by_first_name(case, name)


def _by_first_name(case: Case, name: str) -> str | None:
    """Return the one in the register whose first name it is; of two with the same name neither."""
    found = [actor["actor_id"] for actor in case.register.values() if actor["name"].split()[:1] == [name]]
    return found[0] if len(found) == 1 else None
