"""Where a field is: on the page, in the draft, and in words.

A path of row numbers (``goals.0.sub_goals.1.deadline``) is what an importer reads. A page id of row ids
(``goals-e8efeb841a41-sub_goals-094b5fb86b85-deadline``) is what links, comments and drafts keep when rows move.
"""

from typing import Any

from ..domain.problems import Path
from .nodes import Fields, Form, Group, Rows


def section_id(name: str) -> str:
    """Name a section on the page; a section and a field may have the same name."""
    return f"afsnit-{name}"


def page_id(content: dict, path: Path) -> str:
    """Give the id on the page of the field at a path."""
    return "-".join(_steps(content, path))


def draft_path(content: dict, path: Path) -> str:
    """Give the path of a draft field (D30)."""
    return "/".join(_steps(content, path))


def _steps(content: dict, path: Path) -> list[str]:
    found, at = [], content
    for step in path:
        at = _inside(at, step)
        row = isinstance(step, int) and isinstance(at, dict)
        found.append(str(at.get("rid", step) if row else step))
    return found


def _inside(value: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return value[step] if isinstance(value, list) and step < len(value) else None
    return value.get(step) if isinstance(value, dict) else None


def node_at(schema: Fields, path: Path) -> Any:
    """Find the node that a path of names and row numbers leads to, or None."""
    node: Any = schema
    for step in path:
        inside = node.row if isinstance(node, Group) else node
        node = inside if isinstance(step, int) else next((c for c in inside.children if c.name == step), None)
        if node is None:
            return None
    return node


def node_of(schema: Fields, draft_path: str) -> Any:
    """Find the node of a draft field (D30), or None; what stands at the path of rows is their group."""
    return _node_of(schema, draft_path.split("/"))


def _node_of(inside: Fields, steps: list[str]) -> Any:
    node = next((child for child in inside.children if child.name == steps[0]), None)
    if node is None or len(steps) == 1:
        return node
    if isinstance(node, Rows):
        return _node_of(node.row, steps[2:]) if len(steps) > 2 else None
    return _node_of(node.row, steps[1:]) if isinstance(node, Group) else None


def section_of(schema: Form, path: Path) -> Any:
    """Find the section that shows a path, or None."""
    first = path[0] if path else ""
    return next((s for s in schema.sections if any(c.name == first for c in s.children)), None)


def place(schema: Form, path: Path) -> str:
    """Say where a field stands: »Mål 1, delmål 2« for what is in rows, else the title of its group or section."""
    if rows := _rows_in_words(schema, path):
        return rows[0].upper() + rows[1:]
    group = node_at(schema, path[:1])
    if isinstance(group, Group) and len(path) > 1:
        return str(group.title)
    section = section_of(schema, path)
    return str(section.title) if section is not None else str(schema.title)


def _rows_in_words(schema: Form, path: Path) -> str:
    numbered = ((node_at(schema, path[:end]), step) for end, step in enumerate(path) if isinstance(step, int))
    return ", ".join(f"{node.row.title.lower()} {n + 1}" for node, n in numbered if isinstance(node, Rows))


def document_order(schema: Form, path: Path) -> tuple[int, ...]:
    """Give a key that sorts paths as their fields stand in the form."""
    node: Any = schema
    found = []
    for step in path:
        inside = node.row if isinstance(node, Group) else node
        names = [child.name for child in inside.children]
        found.append(step if isinstance(step, int) else names.index(step) if step in names else len(names))
        node = inside if isinstance(step, int) else next((c for c in inside.children if c.name == step), None)
        if node is None:
            break
    return tuple(found)


def numbered(content: dict, draft_path: str) -> Path:
    """Give the path of row numbers that a draft path leads to now; it ends where a row is no longer there."""
    found: list[str | int] = []
    at: Any = content
    for step in draft_path.split("/"):
        if isinstance(at, list):
            number = next((n for n, row in enumerate(at) if isinstance(row, dict) and row.get("rid") == step), None)
            if number is None:
                break
            found.append(number)
            at = at[number]
        else:
            found.append(step)
            at = at.get(step) if isinstance(at, dict) else None
    return tuple(found)
