"""What two people made of one field, put together where that can be done without asking (D30)."""

from collections.abc import Callable
from dataclasses import dataclass

from ..forms.edition import Edition
from ..forms.places import node_of
from ..services.words import merge_words

Kind = Callable[[str], str]
"""Tells which way of putting together a path takes."""
WORDS, LINES, SET, WHOLE, ORDER = "words", "lines", "set", "whole", "rows"
KINDS = {"text": WORDS, "line": WORDS, "lines": LINES, "choices": SET, "rows": ORDER}
"""By the type of a field. A day, a choice or a phone number is one thing: half of each would be what nobody wrote."""


def kind_of(edition: Edition) -> Kind:
    """Return what tells the kind of each field of an edition."""

    def kind(path: str) -> str:
        node = node_of(edition.schema, path)
        return KINDS.get(node.type_name, WHOLE) if node is not None else WHOLE

    return kind


@dataclass(frozen=True, slots=True)
class Merged:
    """A value that holds what both wrote; None when both emptied the field."""

    value: object


def merged(kind: str, base: object, mine: object, theirs: object) -> Merged | None:
    """Put together what two people made of a field, neither of which is the base; None when they must be asked."""
    values = (base, mine, theirs)
    if kind == WORDS and all(isinstance(one or "", str) for one in values):
        return _words(*(str(one or "") for one in values))
    if kind in (LINES, SET) and all(isinstance(one or [], list) for one in values):
        lists = [[str(item) for item in one] if isinstance(one, list) else [] for one in values]
        return _lines(*lists) if kind == LINES else _chosen(*lists)
    return None


def _words(base: str, mine: str, theirs: str) -> Merged | None:
    found = merge_words(base, mine, theirs)
    return None if found is None else Merged(found.strip() or None)


def _lines(base: list[str], mine: list[str], theirs: list[str]) -> Merged | None:
    found = merge_words(*("\n".join(one) for one in (base, mine, theirs)))
    return None if found is None else Merged([line for line in found.split("\n") if line.strip()] or None)


def _chosen(base: list[str], mine: list[str], theirs: list[str]) -> Merged:
    """Each answer of several is a question of its own: what either ticked is ticked, what either cleared is not."""
    cleared = {one for one in base if one not in mine or one not in theirs}
    return Merged([one for one in dict.fromkeys([*theirs, *mine]) if one not in cleared] or None)
