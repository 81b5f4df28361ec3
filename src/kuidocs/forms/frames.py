"""What stands around an input, and which inputs stand side by side: decided by the kinds of the fields, as data.

What a template needs is worked out here and handed over ready, for looking names up one by one is what makes
templates slow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from deform.field import Field as FormField

from .nodes import Rows
from .outline import show

# How wide a cell must be at least, in rem. Kinds that are not here are no cells: they need the whole width.
CELLS = {
    "text": 18,
    "line": 14,
    "person": 16,
    "choice": 16,
    "date": 15,
    "time": 10,
    "number": 7,
    "phone": 14,
    "email": 16,
    "link": 16,
    "numbers": 10,
}
SHORT = CELLS.keys() - {"text"}
FEW = 3  # so few boxes to tick fit in a cell
ROOM = 70  # what is left for cells in a row of the form's column


@dataclass(slots=True)
class Frame:
    """What stands around an input: label, help, messages, and how they are tied to it."""

    id: str
    name: str
    path: str
    label: str
    optional: bool
    required: str | None
    hint: str
    day: str | None
    errors: str
    notes: str
    describedby: str | None
    invalid: str | None
    cell: str = ""
    proposals: tuple = ()
    """Of who else wants what to stand here: (whose, what)."""
    settle: str = ""
    """Where one chooses between them."""


def frame(field: FormField) -> Frame:
    """Work out what stands around a field."""
    oid, schema = field.oid, field.schema
    errors, notes = " ".join(field.told), " ".join(field.noted)
    day = show(schema, field.cstruct) if schema.type_name == "date" and not field.cell else None
    ids = [oid + end for end, there in (("-hint", field.description), ("-day", day is not None)) if there]
    ids += [oid + end for end, there in (("-error", errors), ("-note", notes)) if there]
    return Frame(
        id=oid,
        name=field.name,
        path=field.path,
        label=field.title,
        optional=schema.requirement == "O",
        required="required" if schema.requirement in "KR" else None,
        hint=field.description,
        day=day if day is None or not unreadable(field.cstruct) else "",
        errors=errors,
        notes=notes,
        describedby=" ".join(ids) or None,
        invalid="true" if errors else None,
        cell=field.cell,
        proposals=getattr(field, "proposals", ()),
        settle=getattr(field, "settle", ""),
    )


def unreadable(value: Any) -> bool:
    """Say whether a date field must show its value as text, for a browser would blank it."""
    return not (isinstance(value, str) and len(value) == 10 and value[4] == "-" == value[7])


def blocks(fields: list) -> Iterator[tuple[str | None, list[str]]]:
    """Put neighbouring short fields side by side: (class of the block or None, its fields)."""
    shown = [field for field in fields if field.schema.type_name != "row_id" and not field.schema.hidden]
    for short, run in groupby(shown, lambda f: f.schema.type_name in SHORT and f.schema.requirement != "S"):
        html = [field.serialize() for field in run]
        yield ("two" if short and len(html) > 1 else None), html


def cells(node: Rows) -> list:
    """List the fields of a row that are shown."""
    return [child for child in node.row.children if child.type_name != "row_id" and not child.hidden]


def is_line(node: Rows) -> bool:
    """Say whether a row fits in one line: nothing in it needs the whole width, and the cells have room together."""
    widths = [_width(child) for child in cells(node)]
    return all(widths) and sum(widths) <= ROOM


def _width(node: Any) -> int:
    """Give the room that a field needs in a line, or 0 when it is no cell."""
    if node.type_name == "choices":
        return CELLS["choice"] if len(node.of.labels) <= FEW else 0
    return CELLS.get(node.type_name, 0)


def cell_class(node: Any) -> str:
    """Name the cell of a field in a line."""
    return f"c-{node.type_name}"
