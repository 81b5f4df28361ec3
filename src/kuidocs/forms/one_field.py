"""One field by itself: what a page says of it is read as the whole form would read it, and shown as a page shows it."""

from typing import Any

from .nodes import Group
from .reading import kept_system, plain
from .shape import empty, storable
from .types import Wrong


def writable(node: Any) -> bool:
    """Tell whether a page may write a field: the system's own, row ids and groups as a whole are not its to write."""
    return node is not None and node.requirement != "S" and not isinstance(node, Group)


def read_field(node: Any, raw: Any, old: Any) -> tuple[Any, str]:
    """Read what a page says of a field: (what is stored, what is wrong with it). What cannot be read is kept.

    ``old`` is what the draft says, from which the id behind a person's name stays.
    """
    told = storable(raw)
    if empty(told):
        return None, ""
    try:
        value, wrong = plain({"it": node.serialize(node.deserialize(told))}).get("it"), ""
    except Wrong as unreadable:
        value, wrong = told, unreadable.msg
    return kept_system(node, old, value), wrong


def as_typed(node: Any, value: Any) -> Any:
    """Give a stored value as the controls of a page have it: text, or the list of what is ticked."""
    if node.type_name == "choices":
        return [str(one) for one in value] if isinstance(value, list) else [value] if value else []
    if isinstance(value, dict):
        return str(value.get("text", ""))
    if isinstance(value, list):
        return (", " if node.type_name == "numbers" else "\n").join(map(str, value))
    return "" if value is None else str(value)
