"""Drafts: the text that is being written, field by field, in a database of its own (D30)."""

from collections.abc import Mapping
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from ..domain.fields import assemble

KEPT = 20


class Draft(Persistent):
    """The text of one document that is being written.

    ``fields`` holds for each path {"value", "rev", "by", "at", "earlier"}. There is no counter for the whole draft,
    so two people who write different fields do not conflict. A field that was emptied keeps its record with the value
    None, so that a stale form cannot bring the old text back. ``earlier`` holds the values before, newest last.
    """

    def __init__(self, document_id: str, form_key: str, edition_number: int, base: Mapping | None) -> None:
        self.document_id = document_id
        self.form_key = form_key
        self.edition_number = edition_number
        self.base = dict(base) if base else None
        """The version that the draft began from: {"number", "round", "sha256"}, None for a first version."""
        self.fields: Any = OOBTree()
        self.tokens: Any = OOBTree()

    def content(self) -> dict:
        """Return the text as it stands."""
        return assemble({path: f["value"] for path, f in self.fields.items() if f["value"] is not None})

    def revisions(self) -> dict[str, int]:
        """Return the revision of each field."""
        return {path: f["rev"] for path, f in self.fields.items()}

    def hands(self) -> dict[str, Mapping[str, str]]:
        """Return who wrote each field that says something."""
        return {path: f["by"] for path, f in self.fields.items() if f["value"] is not None}

    def value_at(self, path: str, rev: int) -> object:
        """Return the value that a field had at a revision; None when it was empty or is no longer known."""
        field = self.fields.get(path)
        if field is None:
            return None
        if field["rev"] == rev:
            return field["value"]
        return next((e["value"] for e in field["earlier"] if e["rev"] == rev), None)

    def put(self, path: str, value: object, by: Mapping[str, str], at: str) -> None:
        """Write one field."""
        old = self.fields.get(path)
        earlier = () if old is None else (*old["earlier"], {k: old[k] for k in ("value", "rev", "by", "at")})
        rev = 1 if old is None else old["rev"] + 1
        self.fields[path] = {"value": value, "rev": rev, "by": dict(by), "at": at, "earlier": earlier[-KEPT:]}


class DraftFolder(Persistent):
    """Drafts by document id."""

    def __init__(self) -> None:
        self.drafts: Any = OOBTree()

    def get(self, document_id: str) -> Draft | None:
        """Return the draft of a document, None when nothing is being written."""
        return self.drafts.get(document_id)

    def add(self, draft: Draft) -> Draft:
        """Begin a draft."""
        self.drafts[draft.document_id] = draft
        return draft

    def remove(self, document_id: str) -> None:
        """Forget the draft of a document: its text is a version now, or was given up."""
        self.drafts.pop(document_id, None)


def drafts_of(resource: Persistent) -> DraftFolder:
    """Return the drafts through the connection that a resource was loaded by, so in the same transaction."""
    return resource._p_jar.get_connection("drafts").root()["drafts"]
