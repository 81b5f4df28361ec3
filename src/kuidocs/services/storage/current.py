"""Seeing what is committed now."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ZODB.interfaces import IMVCCStorage


class Current:
    """A storage as it is now, again and again, for one thread at a time.

    A storage of RelStorage keeps seeing what it first saw; an instance of it can be moved on. It is kept, because a
    new one means a new connection to the database server.
    """

    def __init__(self, storage: Any) -> None:
        self._storage = storage
        self._instance: Any = None

    @contextmanager
    def now(self) -> Iterator[Any]:
        """Give the storage as it is now."""
        if not IMVCCStorage.providedBy(self._storage):
            yield self._storage
            return
        if self._instance is None:
            self._instance = self._storage.new_instance()
        instance = self._instance
        try:
            instance.sync()
            instance.poll_invalidations()
            yield instance
            # Its database transaction would otherwise stay open and hinder the clean-up of old rows.
            instance.afterCompletion()
        except BaseException:
            # It may have lost its connection.
            self.release()
            raise

    def release(self) -> None:
        """Give the connection back."""
        instance, self._instance = self._instance, None
        if instance is not None:
            instance.release()


@contextmanager
def current(storage: Any) -> Iterator[Any]:
    """Give a storage as it is now, once."""
    once = Current(storage)
    try:
        with once.now() as found:
            yield found
    finally:
        once.release()
