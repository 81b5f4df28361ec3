"""Inspection in a process of its own for each file: a file that was made to break a library breaks only that (D35)."""

import multiprocessing
import resource
import signal
from multiprocessing.connection import Connection
from typing import Any

from ...domain.attachments import SENTENCES, FileRefused
from .api import Inspected, InspectionService

SECONDS = 20.0
MEMORY = 3_000_000_000
"""Addresses, not bytes in use: the libraries alone take a third of it."""
ENDING = 1.0
"""Seconds that a process gets to end by itself."""
STUCK: tuple[str, tuple] = ("refused", ("slow", ""))
_FORKSERVER = multiprocessing.get_context("forkserver")


class IsolatedInspection(InspectionService):
    """Gives a file to a new process without database, settings or network, and takes back what that says."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds

    def inspect(self, data: bytes, name: str) -> Inspected:
        near, far = _FORKSERVER.Pipe()
        process = _FORKSERVER.Process(target=_serve, args=(far,), name="kuidocs-inspection", daemon=True)
        process.start()
        # Only the child may hold its end, or we would never read that it is gone.
        far.close()
        try:
            answer = self._asked(near, data, name)
            near.close()
            # It has said what it has to say, and ends by itself; one that is stuck is ended below.
            process.join(0 if answer == STUCK else ENDING)
            return _understood(*answer)
        finally:
            near.close()
            process.kill()
            process.join()
            process.close()

    def _asked(self, line: Connection, data: bytes, name: str) -> tuple[str, Any]:
        try:
            line.send((data, name))
            return line.recv() if line.poll(self._seconds) else STUCK
        except (EOFError, OSError):
            # It was ended by the system: too much memory, too much time, or a mistake of a library.
            return "refused", ("broken", "")


def _understood(kind: str, value: Any) -> Inspected:
    if kind == "refused":
        raise FileRefused(*value)
    return Inspected(*value)


def _serve(line: Connection) -> None:
    """Look into one file, then end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        line.send(answer(*line.recv()))
    except (EOFError, OSError):
        return


def answer(data: bytes, name: str) -> tuple[str, tuple]:
    """Do the work of the process. Errors travel as words, because exceptions with facts do not survive pickling."""
    from .inline import InlineInspection

    try:
        found = InlineInspection().inspect(data, name)
    except FileRefused as refused:
        return "refused", (refused.code, "" if SENTENCES.get(refused.code) == refused.text else refused.text)
    except (Exception, MemoryError):
        # Whatever a library says of a hostile file: it is not taken.
        return "refused", ("broken", "")
    return "taken", (found.media_type, found.data, found.notes)
