"""One hand that writes in a draft: each field by itself, put together with what others wrote meanwhile (D30)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from ..domain import fields
from ..resources.drafts import Draft, DraftField, Revision, mark
from . import merging
from .acting import Act

ROW_KEPT, PROPOSED = "row_kept", "proposed"
"""How two texts were put together, beside the kinds of merging: a row that one took out and another wrote in stays;
words for the same place are kept beside each other."""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody made of one field, given what the page had shown of it.

    ``rev``: the revision that the page had; ``was``: what it said, for when that revision is no longer known. ``seen``:
    of a group, the revisions that the page had of the fields in it.
    """

    path: str
    value: object
    rev: int = 0
    was: object = None
    seen: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Collision:
    """Two people wrote different words in one field; both are kept for the author to choose from."""

    path: str
    mine: object
    theirs: object
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Two texts that were put together, for the history."""

    path: str
    how: str
    other: str
    """The user id of the other."""


@dataclass
class Hand:
    """Writes what one page made of a draft. ``client`` names the page; without script there is none."""

    draft: Draft
    act: Act
    kind: merging.Kind
    client: str = ""
    merges: list[Merge] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Return what the proposals of this hand are kept under."""
        return self.client or f"user:{self.act.who.user_id}"

    def write(self, change: Change) -> None:
        """Write one field."""
        there = self.draft.field(change.path) or DraftField()
        base, mine, now = self._base(there, change), fields.filled(change.value), fields.filled(there.value)
        if mine != base:
            self._keep_rows(change.path)
        if mine == now == base and not self.client:
            # A whole text is saved of which this field was not looked at: a proposal for it stays.
            return
        if mine in (now, base):
            self._withdraw(there)
        elif fields.is_order(mine or base):
            self._order(change, base, there)
        elif base == now:
            self._put(change.path, mine)
        else:
            self._merge(change, base, there)

    def choose(self, change: Change, keys: Collection[str]) -> list[Mapping]:
        """Write what was chosen where proposals stand, and take away those that were seen then; return these.

        Others may have chosen first, or typed on since: that is put together with what was chosen as ever.
        """
        there = self.draft.field(change.path) or DraftField()
        seen = [one for one in there.proposals if mark(one) in keys]
        if seen:
            there.proposals = tuple(one for one in there.proposals if one not in seen)
        self.write(change)
        return seen

    def _base(self, there: DraftField, change: Change) -> object:
        """Find what the page's text grew from: what this page wrote last, if that came later than what it had read."""
        own = next((one for one in there.since(change.rev) if self.client and one.client == self.client), None)
        if own is not None:
            return fields.filled(own.sent[0] if own.sent else own.value)
        known = there.at(change.rev)
        return fields.filled(known.value if known else change.was)

    def _put(self, path: str, value: object, *sent: object) -> None:
        self.draft.put(path, value, self.act.by, self.act.at, self.client, () if sent == (value,) else sent)
        self._withdraw(self.draft.own(path))

    def _merge(self, change: Change, base: object, there: DraftField) -> None:
        kind = self.kind(change.path)
        found = merging.merged(kind, base, change.value, there.value)
        if found is None:
            self._propose(change, base, there)
        else:
            self._note(change.path, kind, there)
            self._put(change.path, found.value, change.value)

    def _propose(self, change: Change, base: object, there: DraftField) -> None:
        """Keep the words beside those that are there."""
        made = {"key": self.key, "value": change.value, "base": base, "by": self.act.by, "at": self.act.at}
        before = next((one for one in there.proposals if one["key"] == self.key), None)
        if before is None or before["value"] != change.value:
            others = (one for one in there.proposals if one["key"] != self.key)
            self.draft.own(change.path).proposals = (*others, made)
        if before is None:
            self._note(change.path, PROPOSED, there)
        now = there.now
        self.collisions.append(Collision(change.path, change.value, now.value, now.by.get("name", ""), now.at))

    def _withdraw(self, there: DraftField) -> None:
        """Take back a proposal of this hand that is now in the text, or was given up by who wrote it."""
        left = tuple(one for one in there.proposals if one["key"] != self.key)
        if left != there.proposals:
            there.proposals = left

    def _order(self, change: Change, base: object, there: DraftField) -> None:
        out = [rid for rid in fields.order(base) if rid not in fields.order(change.value)]
        kept = [rid for rid in out if self._written_since(f"{change.path}/{rid}/", change.seen)]
        found = fields.merged_order(base, change.value, there.value, kept)
        for rid in kept:
            self.merges.append(Merge(f"{change.path}/{rid}", ROW_KEPT, there.now.by.get("user_id", "")))
        if base != fields.filled(there.value):
            self._note(change.path, merging.ORDER, there)
        self._put(change.path, found, change.value)

    def _written_since(self, before: str, seen: Mapping[str, int]) -> bool:
        """Tell whether another page has written in a row since this one showed it, or proposes something there."""
        inside = [(path, one) for path, one in self.draft.all() if path.startswith(before)]
        if any(one["key"] != self.key for _, there in inside for one in there.proposals):
            return True
        return any(not self._is_mine(one) for path, there in inside for one in there.since(seen.get(path, 0)))

    def _is_mine(self, written: Revision) -> bool:
        return bool(self.client) and written.client == self.client

    def _keep_rows(self, path: str) -> None:
        """Put the rows back that somebody took out while this page wrote in them."""
        for group, rid in self._lost_rows(path):
            told = self.draft.own(group).removed[rid]
            self.draft.put(group, self.draft.restored(group, rid), self.act.by, self.act.at)
            self.merges.append(Merge(f"{group}/{rid}", ROW_KEPT, told["by"].get("user_id", "")))

    def _lost_rows(self, path: str) -> Iterator[tuple[str, str]]:
        for group, rid in fields.rows_of(path):
            found = self.draft.field(group)
            if found is not None and rid in found.removed:
                yield group, rid

    def _note(self, path: str, how: str, there: DraftField) -> None:
        self.merges.append(Merge(path, how, there.now.by.get("user_id", "")))
