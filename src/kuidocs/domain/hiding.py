"""Taking out of a text what somebody may not read, and putting it back when that person saves the rest (D23).

What is hidden is named by its point: a question by its name, a row as ``goals/<row id>``.
"""

from collections.abc import Collection, Mapping
from typing import Any

from .problems import Path


def is_rows(value: object) -> bool:
    """Tell whether an answer is a list of rows."""
    rows = value if isinstance(value, list | tuple) else ()
    return bool(rows) and all(isinstance(row, Mapping) and "rid" in row for row in rows)


def left(content: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    """Return a text without what is hidden."""
    found: dict[str, Any] = {}
    for name, value in content.items():
        if is_rows(value):
            rows = [row for row in value if f"{name}/{row['rid']}" not in hidden]
            found |= {name: rows} if rows else {}
        elif name not in hidden:
            found[name] = value
    return found


def restored(typed: Mapping[str, Any], whole: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    """Return what somebody wrote with everything hidden as it stands in the whole text, and never as it was sent.

    A hidden row keeps its place behind the row that it followed, as far as that one is still there.
    """
    found = left(typed, hidden)
    for name, value in whole.items():
        if is_rows(value):
            rows = _with_hidden(name, found.get(name), value, hidden)
            found |= {name: rows} if rows else {}
        elif name in hidden:
            found[name] = value
    return found


def _with_hidden(name: str, typed: object, whole: list, hidden: Collection[str]) -> list:
    rows, before = list(typed) if isinstance(typed, list) else [], None
    for row in whole:
        if f"{name}/{row['rid']}" in hidden:
            places = [number for number, one in enumerate(rows, 1) if before and one.get("rid") == before]
            rows.insert(places[0] if places else 0, row)
            before = row["rid"]
        elif any(one.get("rid") == row["rid"] for one in rows):
            before = row["rid"]
    return rows


def questions(content: Mapping[str, Any], hidden: Collection[str]) -> frozenset[str]:
    """List the questions that are hidden as such; a group of rows stays, for one may add to it."""
    return frozenset(name for name, value in content.items() if name in hidden and not is_rows(value))


def seen_at(path: Path, whole: Mapping[str, Any], hidden: Collection[str]) -> Path | None:
    """Return where a place in the whole text stands in what is left of it; None for what is hidden."""
    if not path:
        return path
    name, value = str(path[0]), whole.get(str(path[0]))
    if name in hidden and not is_rows(value):
        return None
    if len(path) < 2 or not isinstance(path[1], int) or not is_rows(value):
        return path
    marks = [f"{name}/{row['rid']}" in hidden for row in value or ()]
    if path[1] < len(marks) and marks[path[1]]:
        return None
    return (path[0], path[1] - sum(marks[: path[1]]), *path[2:])
