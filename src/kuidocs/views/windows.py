"""Texts that stand beside each other in one field, and the windows in which one person wrote several of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..resources.drafts import DraftField, mark

HERE, ONE, ANOTHER, MORE = "i dette vindue", "i det ene vindue", "i det andet vindue", "i et tredje vindue"
ELSEWHERE = "i et andet vindue"


@dataclass(frozen=True, slots=True)
class Side:
    """One text for a field. ``key`` names a proposal as it stands, ``page`` the open page that wrote it."""

    key: str
    value: object
    user_id: str
    name: str
    at: str
    page: str


def sides(field: DraftField) -> list[Side]:
    """List the texts for a field: what stands there first, then what is proposed instead."""
    now, by = field.now, field.now.by
    told = Side("", field.value, by.get("user_id", ""), by.get("name", ""), now.at, now.client)
    return [told, *(_proposed(one) for one in field.proposals)]


def _proposed(one: Any) -> Side:
    by = one["by"]
    return Side(mark(one), one["value"], by["user_id"], by["name"], one["at"], one["key"])


def windows(texts: Sequence[Side], page: str = "") -> list[str]:
    """Say of each text in which window it was written, "" for who wrote only one; ``page``: the window that asks."""
    many = Counter(one.user_id for one in texts)
    here = {one.user_id for one in texts if page and one.page == page}
    seen: Counter[str] = Counter()
    found = []
    for one in texts:
        words = ""
        if many[one.user_id] > 1:
            words = HERE if page and one.page == page else _words(seen[one.user_id], one.user_id in here)
            seen[one.user_id] += words != HERE
        found.append(words)
    return found


def _words(number: int, beside: bool) -> str:
    """Name the next window of somebody; ``beside``: one of them is the one that asks."""
    names = (ELSEWHERE, MORE) if beside else (ONE, ANOTHER, MORE)
    return names[min(number, len(names) - 1)]


def label(one: Side, window: str) -> str:
    """Name who wrote a text: »Jonas Ravnsborg, i det ene vindue«."""
    return f"{one.name}, {window}" if window else one.name
