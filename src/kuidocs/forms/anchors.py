"""What a comment can be about: each field and each row of a document, what it is called, and what it says."""

from collections.abc import Iterator
from typing import NamedTuple

from .nodes import Fields, Form, Group, Rows
from .outline import entries, show


class Anchor(NamedTuple):
    """A field or a row."""

    path: str
    label: str
    """»Mål 2: Status«."""
    text: str
    section: str


def anchors(schema: Form, content: dict) -> dict[str, Anchor]:
    """List the fields and rows of a document by their paths, also fields that are empty."""
    found = (
        Anchor(path, label, text, str(section.title))
        for section in schema.sections
        for path, label, text in _of(section, content, "", "")
    )
    return {anchor.path: anchor for anchor in found}


def _of(node: Fields, content: object, before: str, place: str) -> Iterator[tuple[str, str, str]]:
    values = content if isinstance(content, dict) else {}
    for child in node.children:
        if child.type_name == "row_id" or child.hidden:
            continue
        value, path = values.get(child.name), before + child.name
        label = f"{place}: {child.title}" if place else str(child.title)
        yield path, label, show(child, value)
        if isinstance(child, Rows):
            yield from _rows(child, value, path, place)
        elif isinstance(child, Group):
            yield from _of(child.row, value, f"{path}/", label)


def _rows(node: Rows, value: object, path: str, place: str) -> Iterator[tuple[str, str, str]]:
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    for number, row in enumerate(rows, 1):
        title = f"{node.row.title} {number}"
        here = f"{place}, {title[:1].lower()}{title[1:]}" if place else title
        mine = f"{path}/{row.get('rid', '')}"
        yield mine, here, "\n".join(e.text for e in entries(node.row, row) if e.text)
        yield from _of(node.row, row, f"{mine}/", here)


def is_hidden(path: str, hidden: frozenset[str]) -> bool:
    """Tell whether a field or row lies in something that may not be read."""
    steps = path.split("/")
    above = {"/".join(steps[:length]) for length in range(1, len(steps) + 1)}
    return bool(hidden & above) or any(f"*/{step}" in hidden for step in steps)


def tells_of_hidden(path: str, hidden: frozenset[str]) -> bool:
    """Tell whether what is said of a field or group may tell of something that may not be read: it or a row of it."""
    return is_hidden(path, hidden) or any(one.startswith(f"{path}/") for one in hidden)
