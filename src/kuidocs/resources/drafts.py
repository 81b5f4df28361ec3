"""Drafts: the text that is being written, field by field, in a database of its own (D30)."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from ..domain.fields import ROWS, assemble, is_order, order, restored, rows_of

KEPT = 2000
"""So many revisions of a field are remembered: an hour of typing without a pause."""
NEVER = b"\0" * 8


class Revision(Persistent):
    """What a field said at a time. Write-once.

    ``client`` is the open page that wrote it; ``sent`` holds what that page said, where it was merged with other words.
    """

    client = ""
    sent: tuple = ()

    def __init__(self, value: object, rev: int, by: Mapping[str, str], at: str) -> None:
        self.value, self.rev, self.by, self.at = value, rev, dict(by), at


def mark(proposal: Mapping) -> str:
    """Name a proposal as it stands: who types on in it makes another of it, which nobody has chosen against yet."""
    said = json.dumps(proposal["value"], sort_keys=True).encode()
    return f"{proposal['key']}.{hashlib.sha256(said).hexdigest()[:16]}"


class DraftField(Persistent):
    """One field: what it says now, what it said before, and what others propose instead.

    A field that was emptied keeps its record with the value None, so that a stale form cannot bring the old text back.
    Each field is a record of its own, so that saving one writes no other, and two who write in two do not conflict.
    """

    proposals: tuple[Mapping, ...] = ()
    """Words that could not be merged: {"key", "value", "base", "by", "at"}, one for each page that wrote them."""
    removed: Mapping[str, Mapping] = {}
    """Of a group: the rows that were taken out, {row id: {"by", "at"}}; their fields stay where they are."""

    def __init__(self) -> None:
        self.now = Revision(None, 0, {}, "")
        self.earlier: Any = IOBTree()

    @property
    def value(self) -> Any:
        """What the field says."""
        return self.now.value

    @property
    def rev(self) -> int:
        """The number of what it says."""
        return self.now.rev

    def at(self, rev: int) -> Revision | None:
        """Return what it said at a revision, None for one that is not known."""
        return self.now if rev == self.now.rev else self.earlier.get(rev)

    def since(self, rev: int) -> Iterator[Revision]:
        """Go back through what was written after a revision, the newest first."""
        if self.now.rev > rev:
            yield self.now
            yield from reversed(list(self.earlier.values(rev + 1)))

    def put(self, made: Revision) -> None:
        """Say something new."""
        if self.now.rev:
            self.earlier[self.now.rev] = self.now
            if len(self.earlier) > KEPT:
                del self.earlier[self.earlier.minKey()]
        old, self.now = self.now.value, made
        if is_order(old) or is_order(made.value):
            there = order(made.value)
            gone = {rid: {"by": made.by, "at": made.at} for rid in order(old) if rid not in there}
            self.removed = {rid: told for rid, told in (dict(self.removed) | gone).items() if rid not in there}


class Draft(Persistent):
    """The text of one document that is being written.

    There is no counter for the whole draft, so two people who write different fields do not conflict.
    """

    def __init__(self, document_id: str, form_key: str, edition_number: int, base: Mapping | None) -> None:
        self.document_id = document_id
        self.form_key = form_key
        self.edition_number = edition_number
        self.base = dict(base) if base else None
        """The version that the draft began from: {"number", "round", "sha256"}, None for a first version."""
        self.fields: Any = OOBTree()
        self.tokens: Any = OOBTree()

    def field(self, path: str) -> DraftField | None:
        """Return a field, None when nobody has written in it."""
        found = self.fields.get(path)
        return found if found is None or isinstance(found, DraftField) else _of_an_older_release(found)

    def all(self) -> Iterator[tuple[str, DraftField]]:
        """Go through the fields that somebody has written in."""
        for path in self.fields:
            found = self.field(path)
            assert found is not None, "it has just been listed"
            yield path, found

    def content(self) -> dict:
        """Return the text as it stands."""
        return assemble({path: field.value for path, field in self.all() if field.value is not None})

    def remembered(self) -> dict:
        """Return the text with the rows that were taken out: a page that was opened before still shows them."""
        known = ((path, field.value, list(field.removed)) for path, field in self.all())
        found = {path: {ROWS: [*order(value), *gone]} if gone else value for path, value, gone in known}
        return assemble({path: value for path, value in found.items() if value is not None})

    def revisions(self) -> dict[str, int]:
        """Return the revision of each field."""
        return {path: field.rev for path, field in self.all()}

    def hands(self) -> dict[str, Mapping[str, str]]:
        """Return who wrote each field that says something."""
        return {path: field.now.by for path, field in self.all() if field.value is not None}

    def value_at(self, path: str, rev: int) -> object:
        """Return the value that a field had at a revision; None when it was empty or is no longer known."""
        field = self.field(path)
        found = field.at(rev) if field else None
        return found.value if found else None

    def put(self, path: str, value: object, by: Mapping[str, str], at: str, client: str = "", sent: tuple = ()) -> None:
        """Write one field."""
        field = self.own(path)
        made = Revision(value, field.rev + 1, by, at)
        if client:
            made.client = client
        if sent:
            made.sent = sent
        field.put(made)

    def own(self, path: str) -> DraftField:
        """Return a field to write in, which is made when it is not there."""
        field = self.field(path) or DraftField()
        if self.fields.get(path) is not field:
            self.fields[path] = field
        return field

    def is_there(self, path: str) -> bool:
        """Tell whether the rows that a field lies in are all there."""
        groups = ((self.field(group), rid) for group, rid in rows_of(path))
        return all(rid in order(field.value) for field, rid in groups if field is not None and is_order(field.value))

    def row(self, group: str, rid: str) -> dict:
        """Return what is known of a row, whether it is there or was taken out."""
        before = f"{group}/{rid}/"
        found = ((path.removeprefix(before), field.value) for path, field in self.all() if path.startswith(before))
        return {"rid": rid} | assemble({path: value for path, value in found if value is not None})

    def restored(self, group: str, rid: str) -> dict:
        """Return the order of a group with a row that was taken out, back where it stood."""
        field = self.own(group)
        return restored(rid, field.value, (one.value for one in field.since(0)))

    def written_since(self, cursor: bytes) -> Iterable[str]:
        """List the fields that were committed after the moment of a cursor."""
        return [path for path, field in self.all() if _serial(field) > cursor]

    def cursor(self) -> bytes:
        """Return the moment of the newest commit of any field, for ``written_since``."""
        return max((_serial(field) for _, field in self.all()), default=NEVER)


def _serial(field: DraftField) -> bytes:
    """Return when a record was committed. What is not stored yet is told by who writes it."""
    # A record that is known by its address alone does not know its own time.
    field._p_activate()
    return field._p_serial or NEVER


def _of_an_older_release(told: Mapping) -> DraftField:
    """Read a field that was stored as one mapping with all it had said."""
    field = DraftField()
    for one in (*told["earlier"], told):
        field.put(Revision(one["value"], one["rev"], one["by"], one["at"]))
    return field


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
