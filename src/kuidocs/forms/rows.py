"""Rows added, moved and removed on the server, for the page without JavaScript. All that was typed is kept.

A command is the value of the button that was pressed: ``add:goals``, ``up:goals-e8efeb841a41``, ``down:…``, ``del:…``.
It works on what was posted, before empty rows are tidied away, so a row that was just added is still there.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from .edition import Edition
from .nodes import Fields, Group, Number, Rows
from .shape import random_id

ADD, UP, DOWN, DELETE = "add", "up", "down", "del"
SAID = {
    ADD: "{row} er tilføjet.",
    UP: "{row} er flyttet op.",
    DOWN: "{row} er flyttet ned.",
    DELETE: "{row} er fjernet.",
}


@dataclass(frozen=True, slots=True)
class RowEdit:
    """The content after a command, the id on the page that should have focus, and what to say about it."""

    content: dict
    focus: str
    said: str


def edit_rows(edition: Edition, content: dict, command: str) -> dict:
    """Carry out the command of a row button; a command that fits nothing changes nothing."""
    return row_edit(edition, content, command).content


def row_edit(edition: Edition, content: dict, command: str) -> RowEdit:
    """Carry out the command of a row button, and say where the page should go on."""
    verb, _, oid = command.partition(":")
    result = deepcopy(content)
    if verb == ADD:
        return _add(edition.schema, result, oid)
    for node, group, rows, number in _places(edition.schema, result, "", oid):
        if number is not None and verb in (UP, DOWN, DELETE):
            return _change(verb, node, group, rows, number, result)
    return RowEdit(result, "", "")


def _add(schema: Fields, content: dict, oid: str) -> RowEdit:
    for node, group, rows, number in _places(schema, content, "", oid):
        if number is None:
            row = {"rid": random_id(())} | begun(node, rows)
            rows.append(row)
            return RowEdit(content, f"{group}-{row['rid']}-head", _said(ADD, node, len(rows)))
    return RowEdit(content, "", "")


def _change(verb: str, node: Rows, group: str, rows: list, number: int, content: dict) -> RowEdit:
    """Move or remove one row. A move out of the list leaves it where it is."""
    row = rows.pop(number)
    if verb == DELETE:
        neighbour = rows[min(number, len(rows) - 1)]["rid"] if rows else ""
        return RowEdit(content, f"{group}-{neighbour}-head" if rows else f"{group}-add", _said(verb, node, number + 1))
    target = min(max(number + (1 if verb == DOWN else -1), 0), len(rows))
    rows.insert(target, row)
    return RowEdit(content, f"{group}-{row['rid']}-head", _said(verb, node, number + 1))


def _said(verb: str, node: Rows, number: int) -> str:
    return SAID[verb].format(row=f"{node.row.title} {number}")


def begun(node: Rows, rows: list) -> dict:
    """Give what a new row begins with: the initial values, and the next number where a row begins with its number."""
    first = next((c for c in node.row.children if c.type_name != "row_id"), None)
    numbered = {first.name: str(_highest(first.name, rows) + 1)} if first is not None and is_number(first) else {}
    return numbered | initial(node.row)


def is_number(node: Any) -> bool:
    """Say whether a field numbers the rows that begin with it."""
    return isinstance(node, Number) and node.requirement == "R"


def _highest(name: str, rows: list) -> int:
    numbers = [str(row.get(name, "")) for row in rows if isinstance(row, dict)]
    return max((int(n) for n in numbers if n.isdecimal() and len(n) < 10), default=0)


def initial(node: Fields) -> dict:
    """Give what a new row or document begins with. Never Colander's default: that would answer old documents too."""
    return {child.name: child.initial for child in node.children if getattr(child, "initial", None) is not None}


def _places(node: Fields, content: dict, before: str, oid: str) -> Iterator[tuple[Rows, str, list, int | None]]:
    """Find the group (number None) or the row that has an id on the page.

    Row ids may hold the dash that parts them, so the way is looked for in the content, never cut out of the id.
    """
    for child in node.children:
        here = f"{before}{child.name}"
        if not isinstance(child, Group) or not (oid == here or oid.startswith(f"{here}-")):
            continue
        if isinstance(child, Rows):
            yield from _row_places(child, content, here, oid)
        elif isinstance(inside := content.setdefault(child.name, {}), dict):
            yield from _places(child.row, inside, f"{here}-", oid)


def _row_places(node: Rows, content: dict, here: str, oid: str) -> Iterator[tuple[Rows, str, list, int | None]]:
    rows = content.setdefault(node.name, [])
    if not isinstance(rows, list):
        return
    if oid == here:
        yield node, here, rows, None
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            continue
        found = f"{here}-{row.get('rid', number)}"
        if oid == found:
            yield node, here, rows, number
        elif oid.startswith(f"{found}-"):
            yield from _places(node.row, row, f"{found}-", oid)
