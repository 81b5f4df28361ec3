"""Doing one thing with a file from outside in a process of its own, which may break without breaking anything else."""

import multiprocessing
import resource
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

SECONDS = 30.0
MEMORY = 3_000_000_000
"""Addresses, not bytes in use: the libraries alone take a third of it."""
ENDING = 1.0
_FORKSERVER = multiprocessing.get_context("forkserver")


class Broken(Exception):
    """The process ended without an answer: too much time, too much memory, or a mistake of a library."""


def alone(act: Callable[..., Any], *given: Any, seconds: float = SECONDS) -> Any:
    """Return what ``act`` returns, done in a new process without database, settings or network.

    Raises Broken.
    """
    near, far = _FORKSERVER.Pipe()
    process = _FORKSERVER.Process(target=_serve, args=(far, seconds), name="kuidocs-alone", daemon=True)
    process.start()
    # Only the child may hold its end, or we would never read that it is gone.
    far.close()
    try:
        near.send((act, given))
        if not near.poll(seconds):
            raise Broken
        done, answer = near.recv()
        process.join(ENDING)
    except (EOFError, OSError) as error:
        raise Broken from error
    finally:
        near.close()
        process.kill()
        process.join()
        process.close()
    if not done:
        raise Broken
    return answer


def _serve(line: Connection, seconds: float) -> None:
    """Do one thing, then end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        act, given = line.recv()
        line.send(answered(act, given))
    except (EOFError, OSError):
        return


def answered(act: Callable[..., Any], given: tuple[Any, ...]) -> tuple[bool, Any]:
    """Do the work of the process. What a library says of a hostile file is no answer."""
    try:
        return True, act(*given)
    except (Exception, MemoryError):
        return False, None
