"""Whose hand wrote which point of a text: what one department reads in another's paper because it wrote it (D23).

Kept is only what another than the author wrote: by point (``goals/<row id>``) when one hand wrote all of it, else by
field path.
"""

from collections.abc import Mapping

Hand = Mapping[str, str]
"""A person as facts keep it."""
Hands = Mapping[str, Hand]


def point_of(path: str, rows: frozenset[str]) -> str:
    """Return the point that a field path lies in; ``rows``: the names of the groups that have rows."""
    steps = path.split("/")
    return "/".join(steps[:2]) if steps[0] in rows and len(steps) > 1 else steps[0]


def kept(fields: Mapping[str, Hand], rows: frozenset[str], author: Hand) -> dict[str, Hand]:
    """Return what is kept of who wrote each field, when the author has submitted the text."""
    points: dict[str, dict[str, Hand]] = {}
    for path, hand in fields.items():
        if path not in rows:
            points.setdefault(point_of(path, rows), {})[path] = hand
    found: dict[str, Hand] = {}
    for point, hands in points.items():
        users = {hand["user_id"] for hand in hands.values()}
        if len(users) > 1:
            found |= hands
        elif users != {author["user_id"]}:
            found[point] = next(iter(hands.values()))
    return found


def hand_of(path: str, rows: frozenset[str], hands: Hands, author: Hand) -> Hand:
    """Return who wrote a field of a text, by what was kept of it."""
    return hands.get(path) or hands.get(point_of(path, rows)) or author


def writers(point: str, hands: Hands, author: Hand) -> set[str]:
    """Return the ids of all who wrote in a point."""
    before = f"{point}/"
    found = {hand["user_id"] for path, hand in hands.items() if path == point or path.startswith(before)}
    return found or ({author["user_id"]} if author else set())
