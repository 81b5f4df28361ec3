"""The shape of what comes in, put in order before Colander sees it.

Colander names unknown keys before and instead of all other mistakes. This walk names every one, drops what nobody
filled in, gives each row its id, and lets nothing through that Colander could stumble over.
"""

import hashlib
import secrets
from collections.abc import Callable
from math import isfinite
from typing import Any

from ..domain.ids import in_letters
from ..domain.problems import Path, Problem, problem
from .nodes import Fields, Group, Rows
from .types import EMPTY, ROW_ID

NewId = Callable[[Path], str]


def random_id(path: Path) -> str:
    """Make the id of a row that somebody has just begun."""
    return in_letters(secrets.token_hex(6))


def id_from(external_id: str) -> NewId:
    """Make the row ids of an import: the same file gives the same ids."""
    return lambda path: in_letters(hashlib.blake2s(repr((external_id, path)).encode(), digest_size=6).hexdigest())


def tidied(schema: Fields, cstruct: object, problems: list[Problem], new_id: NewId) -> dict:
    """Give the known, filled fields; what is unknown or misshapen is added to the problems."""
    return _Walk(problems, new_id).mapping(schema, cstruct, ()) or {}


def empty(value: object) -> bool:
    """Say whether a value holds nothing that anybody wrote."""
    return value in EMPTY or (isinstance(value, str) and not value.strip())


def storable(value: Any, depth: int = 3) -> Any:
    """Give a value that JSON and UTF-8 can hold: no half characters, no NaN, nothing nested without end."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, (dict, list, tuple)) and depth == 0:
        return "…"
    if isinstance(value, dict):
        return {storable(str(k)): storable(v, depth - 1) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [storable(v, depth - 1) for v in value]
    return str(value) if isinstance(value, float) and not isfinite(value) else value


class _Walk:
    """One walk over one document."""

    def __init__(self, problems: list[Problem], new_id: NewId) -> None:
        self.problems, self.new_id = problems, new_id

    def value(self, node: Any, value: object, path: Path) -> object:
        if isinstance(node, Rows):
            return self.rows(node, value, path)
        if isinstance(node, Group):
            return self.mapping(node.row, value, path)
        return self.leaf(value, path)

    def leaf(self, value: object, path: Path) -> object:
        """Let a value through that can be stored and printed even if it turns out to be wrong."""
        kept = storable(value)
        if kept != value and isinstance(value, (str, list, dict)):
            self.problems.append(problem(path, "unreadable"))
        return kept

    def mapping(self, node: Fields, value: object, path: Path) -> dict | None:
        """Keep the filled fields that the node knows; the unknown ones become problems, never content."""
        if not isinstance(value, dict):
            return self.misshapen(path, "group", value)
        names = {child.name: child for child in node.children}
        strange = [str(storable(name)) for name in value if name not in names]
        self.problems += [problem((*path, name), "unknown", felt=name) for name in strange]
        found = {n: self.value(names[n], v, (*path, n)) for n, v in value.items() if n in names and not empty(v)}
        return {name: each for name, each in found.items() if not empty(each)} or None

    def rows(self, node: Rows, value: object, path: Path) -> list | None:
        """Keep the rows in which something is written, each with a row id of its own."""
        if not isinstance(value, (list, tuple)):
            return self.misshapen(path, "rows", value)
        found: list[dict] = []
        for raw in value:
            row = self.mapping(node.row, raw, (*path, len(found)))
            if row and set(row) != {"rid"}:
                found.append(row)
        self.name(found, path)
        if node.max and len(found) > node.max:  # told, and kept: nothing that was typed is lost
            self.problems.append(problem(path, "too_many", n=node.max))
        return found or None

    def name(self, rows: list[dict], path: Path) -> None:
        """Give a new id to each row whose own is missing, strange or taken."""
        seen: set[str] = set()
        for number, row in enumerate(rows):
            rid = row.get("rid")
            if not isinstance(rid, str) or not ROW_ID.fullmatch(rid) or rid in seen:
                row["rid"] = self.new_id((*path, number))
            seen.add(row["rid"])

    def misshapen(self, path: Path, code: str, value: object) -> Any:
        """Tell of a shape that cannot be kept, unless there is nothing in it."""
        if value not in EMPTY:
            self.problems.append(problem(path, code))
