"""Seeing what is committed now."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ZODB.interfaces import IMVCCStorage


@contextmanager
def current(storage: Any) -> Iterator[Any]:
    """Give a storage that sees what is committed now; one of RelStorage keeps seeing what it first saw."""
    if not IMVCCStorage.providedBy(storage):
        yield storage
        return
    instance = storage.new_instance()
    try:
        instance.poll_invalidations()
        yield instance
    finally:
        instance.release()
