"""Reading what was committed since last time, for the read model and the audit chain (D28, D29).

Records are read without importing a class: an event stays readable when every class of today has been renamed, and a
hostile record can call nothing.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

from ZODB.DB import DB
from ZODB.FileStorage.FileStorage import FileIterator, FileStorage, packed_version
from ZODB.FileStorage.format import CorruptedError
from ZODB.utils import p64, u64, z64
from zodbpickle.pickle import Unpickler, UnpicklingError

from .current import Current, current

EVENT = "kuidocs.resources.events.Event"
FIELDS = {"id": str, "kind": str, "by": dict, "at": str, "about": dict, "data": dict}


class DamagedEvent(Exception):
    """A record of an event that is not as events are written. The tailer stops there: none may be passed over."""


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event as it was stored. ``at`` is ISO 8601 text."""

    id: str
    kind: str
    by: dict[str, Any]
    at: str
    about: dict[str, Any]
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Touched:
    """An object that a transaction wrote."""

    oid: bytes
    class_name: str
    """As in ``kuidocs.resources.case.Case``; empty when the record does not say."""


@dataclass(frozen=True, slots=True)
class Tailed:
    """One transaction. A history-free database tells of an object only in the newest transaction that wrote it."""

    tid: bytes
    touched: tuple[Touched, ...]
    events: tuple[EventRecord, ...]


def tail(database: DB, after: bytes = z64) -> Iterator[Tailed]:
    """Read the transactions that were committed after one, oldest first.

    Raises DamagedEvent.
    """
    with current(database.storage) as storage:
        yield from _committed(storage, after)


def _committed(storage: Any, after: bytes) -> Iterator[Tailed]:
    last = storage.lastTransaction()
    if last <= after:
        return
    with _iterating(storage, p64(u64(after) + 1), last) as transactions:
        for transaction in transactions:
            yield _tailed(transaction.tid, ((record.oid, record.data) for record in transaction if record.data))
            # Beyond it lies what somebody is writing at this moment.
            if transaction.tid >= last:
                return


@contextmanager
def _iterating(storage: Any, start: bytes, stop: bytes) -> Iterator[Iterable[Any]]:
    """Go through the transactions of a storage; the iterator of a FileStorage holds a file open."""
    of_file = isinstance(storage, FileStorage)
    iterator = _file_iterator(storage, start, stop) if of_file else storage.iterator(start, stop)
    try:
        yield iterator
    finally:
        getattr(iterator, "close", lambda: None)()


def _file_iterator(storage: Any, start: bytes, stop: bytes) -> FileIterator:
    # The end of the file is whole only while nobody writes a transaction to it.
    with storage._lock:
        return _FileIterator(storage._file_name, start, stop)


class _FileIterator(FileIterator):
    """Finds its start also when a writer in another process has been met in the middle of a transaction."""

    def _skip_to_start(self, start: bytes) -> None:
        try:
            super()._skip_to_start(start)
        except (ValueError, CorruptedError):
            self._scan_foreward(start)

    def _scan_foreward(self, start: bytes) -> None:
        """ZODB 6.4 means to look from the beginning then, but misspells its own method."""
        self._scan_forward(len(packed_version), start)


def _tailed(tid: bytes, records: Iterable[tuple[bytes, bytes]]) -> Tailed:
    touched, events = [], []
    for oid, data in records:
        reader = _Reader(BytesIO(data))
        name = reader.class_name()
        touched.append(Touched(oid, name))
        if name == EVENT:
            events.append(_event(reader.state()))
    return Tailed(tid, tuple(touched), tuple(events))


def _event(state: object) -> EventRecord:
    wrong = not isinstance(state, dict) or [
        name for name, kind in FIELDS.items() if not isinstance(state.get(name), kind)
    ]
    if wrong:
        raise DamagedEvent(f"an event lacks {wrong}" if isinstance(wrong, list) else "an event without fields")
    assert isinstance(state, dict)
    return EventRecord(**{name: state[name] for name in FIELDS})


@dataclass(frozen=True, slots=True)
class _Name:
    """Stands for a class. It can be neither called nor filled, so a pickle can do nothing with it."""

    text: str


class _Reader(Unpickler):
    """Reads a record: the name of its class, then its state."""

    _naming = True

    def find_class(self, module: str, name: str) -> _Name:
        if not self._naming:
            raise UnpicklingError(f"the state names {module}.{name}")
        return _Name(f"{module}.{name}")

    def persistent_load(self, reference: object) -> object:
        raise UnpicklingError("a reference to another object")

    def class_name(self) -> str:
        """Return the name of the record's class, empty when it cannot be told."""
        try:
            described = self.load()
        except Exception:  # A damaged or hostile pickle can raise anything.
            return ""
        while isinstance(described, tuple) and described:
            if len(described) == 2 and all(isinstance(word, str) for word in described):
                return ".".join(described)
            described = described[0]
        return described.text if isinstance(described, _Name) else ""

    def state(self) -> object:
        """Return the state of the record, plain types only.

        Raises DamagedEvent.
        """
        self._naming = False
        try:
            return self.load()
        except Exception as error:
            raise DamagedEvent(str(error)) from error


class Consumer(Protocol):
    """Something that follows the database: it keeps its own place, together with what it made of it."""

    def last_tid(self) -> bytes:
        """Return the transaction up to which everything has been taken; z64 when nothing has."""

    def take(self, transaction: Tailed) -> None:
        """Take one transaction, once or again after a crash."""


class Tailer:
    """Brings consumers up to date. The web process calls it after every commit, before the redirect (D29)."""

    def __init__(self, database: DB, consumers: Sequence[Consumer]) -> None:
        self._current = Current(database.storage)
        self._consumers = consumers
        self._lock = threading.Lock()

    def catch_up(self, progress: Callable[[Tailed], object] = lambda transaction: None) -> None:
        """Hand every transaction to each consumer that has not had it.

        Raises DamagedEvent.
        """
        with self._lock:
            places = {id(consumer): consumer.last_tid() for consumer in self._consumers}
            if not places:
                return
            with self._current.now() as storage:
                for transaction in _committed(storage, min(places.values())):
                    for consumer in self._consumers:
                        if places[id(consumer)] < transaction.tid:
                            consumer.take(transaction)
                    progress(transaction)

    def lag(self) -> bool:
        """Tell whether any consumer has not had the newest transaction."""
        with self._lock, self._current.now() as storage:
            last = storage.lastTransaction()
        return any(consumer.last_tid() < last for consumer in self._consumers)
