"""Threads that run what lies in the outbox: in the web process, in ``kuidocs worker``, and at the end of a command."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import structlog

from . import (  # noqa: F401 - they register their handlers
    citizens,
    clusters,
    disclosing,
    disposing,
    examining,
    filing,
    mailing,
    noticing,
    packaging,
    restoring,
    sealing,
    upkeep,
)
from .daily import schedule as schedule_day
from .outbox import due, run_one

if TYPE_CHECKING:
    from ..system import System

POLL = 5.0
"""Seconds between two looks when nobody has said that there is work: a failed job comes back by itself."""
AT_ONCE = 4
"""So many jobs for each thread are taken before it is looked again what waits."""

log = structlog.get_logger()


def drain(system: "System", stopping: threading.Event | None = None, *, unhurried: bool = True) -> int:
    """Run every job that is due, and those that they make, in as many threads as there are render workers.

    Without ``unhurried`` those for which nobody waits are left to the server. Returns how many were run. The audit
    chain and the read model are up to date afterwards.
    """
    halt, count = stopping or threading.Event(), 0
    with ThreadPoolExecutor(system.settings.render_workers, thread_name_prefix="job") as threads:
        while not halt.is_set():
            with system.reading() as root:
                # A few at a time: what somebody asks for meanwhile goes before hundreds that nobody waits for.
                waiting = due(root, system.clock.now(), unhurried=unhurried)[: AT_ONCE * system.settings.render_workers]
            done = sum(threads.map(lambda job_id: not halt.is_set() and run_one(system, job_id), waiting))
            system.tailer.catch_up()
            count += done
            if not done:
                break
    return count


class Runner:
    """A thread that drains the outbox whenever the system wakes it, until it is stopped."""

    def __init__(self, system: "System", poll: float = POLL) -> None:
        self.system, self.poll = system, poll
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, name="runner", daemon=True)

    def start(self) -> "Runner":
        """Begin."""
        self.thread.start()
        return self

    def run(self) -> None:
        """Drain, wait, and again; a failure of the outbox itself is logged and tried again."""
        while not self.stopping.is_set():
            self.system.wake.clear()
            try:
                schedule_day(self.system)
                upkeep.schedule(self.system)
                drain(self.system, self.stopping)
            except Exception as error:
                log.error("runner_failed", error=type(error).__name__)
            if not self.stopping.is_set():
                self.system.wake.wait(self.poll)

    def stop(self) -> None:
        """Finish the jobs that are running, and end."""
        self.stopping.set()
        self.system.wake.set()
        if self.thread.is_alive():
            self.thread.join()
