"""Reading an envelope: every problem at once, each with its path, and no row left out or renumbered."""

from collections.abc import Iterator
from typing import Any

import colander

from ...domain.problems import Path, Problem
from ..nodes import Fields, Group, Rows
from ..types import EMPTY, Wrong
from .words import Words


def read_envelope(schema: Fields, data: object) -> tuple[dict, list[Problem]]:
    """Read a whole file; what could not be read is left out of the result and named among the problems."""
    reader = _Reader()
    found = reader.mapping(schema, data, (), "Filen")
    return found or {}, reader.problems


def read_field(node: Any, value: object, path: Path) -> tuple[Any, list[Problem]]:
    """Read one field of any kind; None when there is nothing in it or it could not be read."""
    reader = _Reader()
    return reader.value(node, value, path), reader.problems


class _Reader:
    """One walk over one file."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, path: Path, code: str, text: str) -> Any:
        """Note a problem; there is nothing to go on with."""
        self.problems.append(Problem(path, code, text))
        return None

    def mapping(self, node: Fields, value: object, path: Path, title: str) -> dict | None:
        if not isinstance(value, dict):
            return self.wrong(path, "group", f"»{title}« skal være et objekt med nøgler og værdier.")
        known = {field.name for field in node.fields}
        for name in value:
            if name not in known:
                self.wrong((*path, shown(name)), "unknown", "Nøglen kendes ikke. Er den stavet rigtigt?")
        return {field.name: found for field, found in self.fields(node, value, path) if found is not None}

    def fields(self, node: Fields, value: dict, path: Path) -> Iterator[tuple[Any, Any]]:
        for field in node.fields:
            raw = value.get(field.name)
            if (raw is None or raw == "") and field.requirement == "R":
                self.wrong((*path, field.name), "required", f"»{field.title}« mangler.")
            elif raw is not None:
                yield field, self.value(field, raw, (*path, field.name))

    def value(self, node: Any, raw: object, path: Path) -> Any:
        if isinstance(node, Rows):
            return self.rows(node, raw, path)
        if isinstance(node, Group):
            return self.mapping(node.row, raw, path, node.title)
        return self.words(node, raw, path) if isinstance(node, Words) else self.leaf(node, raw, path)

    def rows(self, node: Rows, raw: object, path: Path) -> list | None:
        if not isinstance(raw, list):
            return self.wrong(path, "rows", f"»{node.title}« skal være en liste.")
        if node.max and len(raw) > node.max:
            return self.wrong(path, "too_many", f"Der er for mange i »{node.title}« – højst {node.max}.")
        return [self.mapping(node.row, row, (*path, n), node.row.title) or {} for n, row in enumerate(raw)]

    def words(self, node: Words, raw: object, path: Path) -> list | None:
        if not isinstance(raw, list):
            return self.wrong(path, "rows", f"»{node.title}« skal være en liste af tekster.")
        found = [self.leaf(node, each, (*path, n)) for n, each in enumerate(raw)]
        return [each for each in found if each is not None]

    def leaf(self, node: Any, raw: object, path: Path) -> Any:
        try:
            found = node.typ.deserialize(node, raw)
        except Wrong as wrong:
            return self.wrong(path, wrong.code, wrong.msg)
        if found is colander.null or raw in EMPTY:
            return self.wrong(path, "required", f"»{node.title}« mangler.") if node.requirement == "R" else None
        return node.typ.serialize(node, found)


def shown(name: object) -> str:
    """Cut a strange key to what a message can hold."""
    text = str(name).encode("utf-8", "replace").decode()
    text = "".join(c if c.isprintable() else "·" for c in text)
    return text if len(text) <= 60 else f"{text[:60]}…"
