"""Events: what happened, stored in the transaction in which it happened (D28).

An event is a record of its own, so that the tailer finds it among the records of a transaction without loading
anything else. Only plain types, because an event must stay readable when every class of today has been renamed.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from .base import new_id


class Event(Persistent):
    """One thing that happened. Write-once.

    ``kind`` is a fixed name such as ``document.approved``; ``by`` holds user_id and name; ``at`` is ISO 8601 with
    zone; ``about`` says which case, document, version; ``data`` holds facts, never sentences.
    """

    def __init__(self, kind: str, by: Mapping, at: datetime, about: Mapping, data: Mapping, id: str = "") -> None:
        self.id = id or new_id()
        self.kind = kind
        self.by = dict(by)
        self.at = at.isoformat()
        self.about = dict(about)
        self.data = dict(data)


class EventLog(Persistent):
    """The events of one resource. Each resource has its own, so two writers of different documents never conflict."""

    def __init__(self) -> None:
        self.events: Any = OOBTree()

    def add(self, event: Event) -> None:
        """Append an event. The key sorts by time and, within a second, by the order in which they were added."""
        self.events[f"{event.at} {len(self.events):06d} {event.id}"] = event

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events.values())
