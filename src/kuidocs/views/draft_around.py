"""What stands around the fields of a draft's form: who else is here, what was taken out, where two proposals stand."""

from collections.abc import Mapping
from typing import Any

from ..forms.edition import Edition
from ..forms.outline import show
from ..forms.places import node_of
from ..resources.drafts import Draft, DraftField
from .draft_sight import DraftSight
from .windows import label, sides, windows

SHORT = 60


def removed_rows(seen: DraftSight, edition: Edition) -> dict[str, list[tuple[str, str]]]:
    """List the rows that were taken out and said something: path of the group, then (row id, its first words)."""
    found, draft = {}, seen.draft
    for path, field in draft.all():
        if field.removed and draft.is_there(path):
            names = [child.name for child in node_of(edition.schema, path).row.children]
            told = (
                (rid, first_words(draft.row(path, rid), names)) for rid in field.removed if seen.shows_gone(path, rid)
            )
            found[path] = [(rid, words) for rid, words in told if words]
    return {path: rows for path, rows in found.items() if rows}


def first_words(row: Mapping, names: list[str]) -> str:
    """Return what a reader knows a row by: its first text that is more than a number or a code."""
    values = [row.get(name) for name in names if name != "rid"]
    texts = [value.get("text", "") if isinstance(value, dict) else value for value in values]
    told = [text for text in texts if isinstance(text, str) and text]
    text = " ".join(next((one for one in told if " " in one), told[0] if told else "").split())
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"


def proposals(seen: DraftSight, edition: Edition) -> dict[str, list[tuple[str, str]]]:
    """List the fields in which two proposals stand: path, then (whose, what), the one that stands there first."""
    written = ((path, field) for path, field in seen.draft.all() if field.proposals and seen.draft.is_there(path))
    return {path: _texts(edition, path, field) for path, field in written if seen.shows(path)}


def _texts(edition: Edition, path: str, field: DraftField) -> list[tuple[str, str]]:
    node, texts = node_of(edition.schema, path), sides(field)
    return [(label(one, window), show(node, one.value)) for one, window in zip(texts, windows(texts), strict=True)]


def script_data(draft: Draft, begun: str, page: str, user: str, address: str, login: str) -> dict[str, Any]:
    """Tell the page's script what the page was made from, and where it saves."""
    revisions = " ".join(f"{path} {rev}" for path, rev in draft.revisions().items())
    told = {"url": address, "login": login, "page": page, "user": user, "begun": begun}
    told |= {"since": draft.cursor().hex(), "revisions": revisions}
    return {f"data-draft-{name}": value for name, value in told.items()}
