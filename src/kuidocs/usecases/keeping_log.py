"""The log of what administrators and leaders changed about the system, newest first."""

from collections.abc import Iterator
from heapq import merge

from ..resources.events import Event, EventLog
from ..resources.root import Root

KINDS = ("information.", "staff.", "organisation.", "setting.", "system.")
"""How the names of the events begin that are about the system itself and about no case."""


def changes(root: Root) -> Iterator[Event]:
    """Go through the changes of staff, organisation and settings, the newest first."""
    logs = (_backwards(root.medarbejdere.log), _backwards(root.organisation.log))
    for _, event in merge(*logs, key=lambda pair: pair[0], reverse=True):
        if event.kind.startswith(KINDS):
            yield event


def of_person(root: Root, user_id: str) -> Iterator[Event]:
    """Go through what was changed about one member of staff."""
    return (event for event in changes(root) if event.about.get("user_id") == user_id)


def _backwards(log: EventLog) -> Iterator[tuple[str, Event]]:
    keys = log.events.keys()
    return ((keys[number], log.events[keys[number]]) for number in range(len(keys) - 1, -1, -1))
