"""A document as it is laid out on paper: the outline of its edition, ready for lines and columns."""

from dataclasses import dataclass
from typing import Any

from kuidocs.forms.outline import Entry, Part, outline
from kuidocs.services.pdf.text import Block, blocks, line, short_day


@dataclass(frozen=True, slots=True)
class Item:
    """One question with its answer."""

    id: str
    label: str
    type: str
    """The edition's type of field."""
    text: str
    """The answer as the edition says it."""
    value: Any
    """The answer as it is stored."""
    rows: tuple["ItemGroup", ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    """What could be chosen: ids and labels."""
    own_words: bool = False
    """Whether the young person or the family says it."""

    @property
    def filled(self) -> bool:
        """Whether there is something to print."""
        return bool(self.text) or any(each.filled for each in self.rows)

    @property
    def line(self) -> str:
        """The answer as one line."""
        return line(" ".join(self.text.split()))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The answer as paragraphs and lists."""
        return blocks(self.text)

    @property
    def short(self) -> str:
        """The answer for a narrow column: days with short months."""
        return short_day(str(self.value)) if self.type == "date" and self.value else self.line


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """A section or a row with its questions."""

    id: str
    title: str
    items: tuple[Item, ...]
    number: int = 0
    """The place of a row, counted from 1."""

    @property
    def filled(self) -> bool:
        """Whether anything in it is answered."""
        return any(item.filled for item in self.items)

    def get(self, name: str) -> Item | None:
        """Find a question by the id of its field."""
        return next((item for item in self.items if item.id == name), None)

    def value(self, name: str) -> str:
        """Tell the stored value of a field, or nothing."""
        item = self.get(name)
        return str(item.value or "") if item else ""

    def said(self, name: str) -> str:
        """Tell the answer to a field as one line, or nothing."""
        item = self.get(name)
        return item.line if item else ""


def sections(schema: Any, content: dict[str, Any]) -> tuple[ItemGroup, ...]:
    """Lay out a document, with what its schema knows beside the outline."""
    return tuple(_group(part, schema) for part in outline(schema, content).sections)


def _group(part: Part, node: Any) -> ItemGroup:
    nodes = {child.name: child for child in node.children}
    return ItemGroup(part.id, part.title, tuple(_item(entry, nodes[entry.id]) for entry in part.entries), part.number)


def _item(entry: Entry, node: Any) -> Item:
    rows = tuple(_group(part, node.row) for part in entry.rows)
    options = tuple(node.of.labels.items()) if node.of else ()
    return Item(entry.id, entry.label, entry.type, entry.text, entry.value, rows, options, entry.own_words)
