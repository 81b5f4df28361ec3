"""What of a draft somebody may read who writes in it, field by field (D23)."""

from collections.abc import Iterable
from functools import cached_property

from ..domain.fields import ROWS, is_order, order
from ..resources.document import Document
from ..resources.drafts import Draft
from ..security.reading import Sight
from ..usecases.drafting import Change


class DraftSight:
    """The draft as one person may see it. What is hidden is neither told, nor changed by what is sent."""

    def __init__(self, document: Document, draft: Draft, sight: Sight) -> None:
        self.document, self.draft, self.sight = document, draft, sight

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The questions, and the rows as ``goals/<row id>``, that are left out."""
        return self.sight.draft(self.document, self.draft).hidden

    def shows(self, path: str) -> bool:
        """Tell whether a field may be read."""
        steps = path.split("/")
        field = self.draft.field(steps[0])
        if field is not None and (is_order(field.value) or field.removed):
            if len(steps) == 1:
                return True
            gone = steps[1] not in order(field.value) and steps[1] in field.removed
            return self.shows_gone(steps[0], steps[1]) if gone else "/".join(steps[:2]) not in self.hidden
        return steps[0] not in self.hidden

    def shows_gone(self, group: str, rid: str) -> bool:
        """Tell whether a row that was taken out may be read: by what it is about, and by who wrote in it."""
        if self.sight.writes_all_of(self.document, self.draft):
            return True
        if "/" in group:
            return self.shows(group)
        row, before = self.draft.row(group, rid), f"{group}/{rid}/"
        by = {one.now.by.get("user_id", ""): one.now.by for path, one in self.draft.all() if path.startswith(before)}
        return all(self.sight.rows(group, [row], writer) for writer in by.values())

    def order(self, path: str) -> list[str]:
        """Return the rows of a group that may be read, in their order."""
        field = self.draft.field(path)
        return [rid for rid in order(field.value if field else None) if f"{path}/{rid}" not in self.hidden]

    def changes(self, told: Iterable[Change]) -> list[Change]:
        """Return what may be changed; hidden rows keep their place in every order that is told without them."""
        return [self._whole(change) for change in told if self.shows(change.path)]

    def _whole(self, change: Change) -> Change:
        field = self.draft.field(change.path)
        if field is None or not is_order(field.value):
            return change
        rows, hidden = order(field.value), {rid for rid in order(field.value) if f"{change.path}/{rid}" in self.hidden}
        told = _with(order(change.value), rows, hidden)
        was = {ROWS: _with(order(change.was), rows, hidden)}
        return Change(change.path, {ROWS: told} if told else None, change.rev, was, change.seen) if hidden else change


def _with(told: list[str], rows: list[str], hidden: set[str]) -> list[str]:
    """Put each hidden row behind the one that it follows."""
    found = [rid for rid in told if rid not in hidden]
    for number, rid in enumerate(rows):
        if rid in hidden:
            before = next((one for one in reversed(rows[:number]) if one in found), None)
            found.insert(found.index(before) + 1 if before else 0, rid)
    return found
