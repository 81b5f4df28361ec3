"""What a page that saves field by field sends: one turn, read strictly."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..domain.errors import BadRequest
from ..domain.fields import ROWS
from ..forms.edition import Edition
from ..forms.nodes import Rows
from ..forms.one_field import read_field, writable
from ..forms.places import node_of
from ..forms.types import ROW_ID
from ..resources.drafts import Draft
from ..usecases.drafting import Change
from .draft_post import PAGE

MOST_FIELDS, MOST_ROWS, LONGEST_PATH, HIGHEST = 1000, 1000, 400, 10**9
CURSOR = re.compile(r"[0-9a-f]{16}|")


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose where a field had two proposals, and which of them he or she had seen.

    ``unsent``: what stood in the field then, if the page had not sent it yet.
    """

    change: Change
    keys: tuple[str, ...]
    unsent: object = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a page. ``since``: the moment up to which it knows what others wrote; ``begun``: its draft."""

    page: str
    turn: int
    user: str
    here: str
    leaving: bool
    since: bytes
    state: bool
    changes: list[Change]
    choices: list[Choice]
    back: list[tuple[str, str]]
    """Rows that were taken out and come back: (path of the group, row id)."""
    problems: dict[str, str] = field(default_factory=dict)
    """What cannot be read as what its field asks for; it is saved all the same."""
    begun: str = ""

    def of_another_draft(self) -> "Turn":
        """Return the same for a draft that counts its revisions anew: then only the words tell what it grew from."""
        choices = [replace(one, change=_anew(one.change)) for one in self.choices]
        return replace(self, changes=[_anew(one) for one in self.changes], choices=choices)


def _anew(change: Change) -> Change:
    return replace(change, rev=0, seen={})


def bad() -> BadRequest:
    """Make the refusal of what no page of ours can have sent."""
    return BadRequest("bad_turn", "Siden sendte noget, som ikke kan læses, så det er ikke gemt. Genindlæs siden.")


def read_turn(body: bytes, edition: Edition, draft: Draft) -> Turn:
    """Read a turn against the edition of the draft.

    Raises BadRequest.
    """
    told = _loaded(body)
    page, turn, since = told.get("page"), told.get("turn", -1), told.get("since", "")
    user, here = told.get("user", ""), told.get("here", "")
    if not isinstance(page, str) or not PAGE.fullmatch(page) or not _whole(turn):
        raise bad()
    begun = told.get("begun", "")
    if not isinstance(since, str) or not CURSOR.fullmatch(since) or not isinstance(user, str):
        raise bad()
    if not isinstance(begun, str):
        raise bad()
    problems: dict[str, str] = {}
    return Turn(
        page,
        turn,
        user,
        here[:LONGEST_PATH] if isinstance(here, str) else "",
        told.get("leaving") is True,
        bytes.fromhex(since),
        told.get("state") is True,
        [_change(one, edition, draft, problems) for one in _list(told, "fields")],
        [_choice(one, edition, draft) for one in _list(told, "choices")],
        [_row(one, edition) for one in _list(told, "back")],
        problems,
        begun,
    )


def _loaded(body: bytes) -> dict:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as crooked:
        raise bad() from crooked
    if not isinstance(told, dict):
        raise bad()
    return told


def _list(told: Mapping, name: str) -> Iterator[Mapping]:
    found = told.get(name, [])
    if not isinstance(found, list) or len(found) > MOST_FIELDS or not all(isinstance(one, dict) for one in found):
        raise bad()
    return iter(found)


def _whole(value: object) -> bool:
    return type(value) is int and 0 <= value < HIGHEST


def _node(told: Mapping, edition: Edition) -> tuple[str, Any]:
    """Find the field that is told of; the ids of the rows around it must be row ids."""
    path = told.get("path")
    if not isinstance(path, str) or len(path) > LONGEST_PATH:
        raise bad()
    node = node_of(edition.schema, path)
    if not (isinstance(node, Rows) or writable(node)) or not _rows_are_named(edition, path):
        raise bad()
    return path, node


def _rows_are_named(edition: Edition, path: str) -> bool:
    steps = path.split("/")
    groups = (n for n in range(1, len(steps)) if isinstance(node_of(edition.schema, "/".join(steps[:n])), Rows))
    return all(ROW_ID.fullmatch(steps[n]) for n in groups)


def _change(told: Mapping, edition: Edition, draft: Draft, problems: dict[str, str]) -> Change:
    path, node = _node(told, edition)
    rev, seen = told.get("rev", 0), told.get("seen", {})
    if not _whole(rev) or not isinstance(seen, dict) or not all(map(_whole, seen.values())):
        raise bad()
    if isinstance(node, Rows):
        return Change(path, _order(told.get("value")), rev, _order(told.get("was")), seen)
    field_now = draft.field(path)
    old = field_now.value if field_now else None
    value, wrong = read_field(node, told.get("value"), old)
    if wrong:
        problems[path] = wrong
    return Change(path, value, rev, read_field(node, told.get("was"), old)[0])


def _order(told: object) -> dict | None:
    if told is None:
        return None
    if not isinstance(told, list) or len(told) > MOST_ROWS or len({str(one) for one in told}) < len(told):
        raise bad()
    if not all(isinstance(rid, str) and ROW_ID.fullmatch(rid) for rid in told):
        raise bad()
    return {ROWS: told}


def _choice(told: Mapping, edition: Edition, draft: Draft) -> Choice:
    path, node = _node(told, edition)
    keys = told.get("keys", [])
    if isinstance(node, Rows) or not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise bad()
    now = draft.field(path)
    rev = told.get("rev", now.rev if now else 0)
    if not _whole(rev):
        raise bad()
    names = ("value", "was", "unsent")
    value, was, unsent = (read_field(node, told.get(name), now.value if now else None)[0] for name in names)
    return Choice(Change(path, value, rev, was), tuple(keys), unsent)


def _row(told: Mapping, edition: Edition) -> tuple[str, str]:
    path, node = _node(told, edition)
    rid = told.get("rid")
    if not isinstance(node, Rows) or not isinstance(rid, str):
        raise bad()
    return path, rid
