"""Closing databases when the process ends.

FileStorage writes its index only when it is closed; without it the next start reads the whole file.
"""

import atexit
import signal
import sys
from types import FrameType
from typing import Protocol
from weakref import WeakSet


class Closable(Protocol):
    """Something that must be closed before the process ends."""

    def close(self) -> None:
        """Close it; called again it does nothing."""


class OpenThings:
    """What is open, for as long as somebody uses it."""

    def __init__(self) -> None:
        self._open: WeakSet[Closable] = WeakSet()

    def add(self, thing: Closable) -> None:
        """Remember something that was opened."""
        self._open.add(thing)

    def close_all(self) -> None:
        """Close everything, also when something fails at it; the first failure is raised when all is done."""
        failed = []
        for thing in list(self._open):
            self._open.discard(thing)
            try:
                thing.close()
            except Exception as error:  # The others must be closed too.
                failed.append(error)
        if failed:
            raise failed[0]


_of_the_process = OpenThings()
close_at_exit = _of_the_process.add
close_all = _of_the_process.close_all
atexit.register(close_all)


def exit_on_sigterm() -> None:
    """Let SIGTERM end the process the orderly way. Called by the programs, from the main thread, never on import."""
    signal.signal(signal.SIGTERM, _exit)


def _exit(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
