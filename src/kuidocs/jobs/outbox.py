"""Running what lies in the outbox: claim, do, record, each in a transaction of its own (ARCHITECTURE 8)."""

import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from transaction.interfaces import TransientError

from ..resources.outbox import FAILED, RUNNING, WAITING, Job
from ..resources.root import Root
from ..usecases.finished_files import KIND as EXAMINE

if TYPE_CHECKING:
    from ..system import System

CLAIM = timedelta(minutes=5)
"""How long a job stays another's when nothing is heard of its runner."""
HEARD = 60.0
"""Seconds between two signs of life of a runner while it does a job, however long that takes."""
UNHURRIED = (EXAMINE,)
"""Kinds of jobs of which there may be hundreds, and for which nobody waits."""
GONE = "Programmet, der udførte jobbet, er holdt op midt i det, hver gang det er prøvet."
WAITS = tuple(timedelta(seconds=s) for s in (5, 30, 300, 3600))
"""How long a job waits after each failure; after the last it is listed for the administrator and never dropped."""

log = structlog.get_logger()
Handler = Callable[["System", Mapping[str, Any]], Mapping[str, Any]]
HANDLERS: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does a kind of job. It must be idempotent: it may be run twice."""

    def register(function: Handler) -> Handler:
        if kind in HANDLERS:
            raise ValueError(f"Two handlers for {kind}")
        HANDLERS[kind] = function
        return function

    return register


def due(root: Root, now: datetime, *, unhurried: bool = True) -> list[str]:
    """List the ids of the jobs that may be run now, oldest first, and last, or not, those that nobody waits for."""
    at = now.isoformat()
    found = [job for job in root.job.open_jobs() if _may_run(job, at) and (unhurried or job.kind not in UNHURRIED)]
    return [job.id for job in sorted(found, key=lambda job: job.kind in UNHURRIED)]


def _may_run(job: Job, at: str) -> bool:
    if job.state == WAITING:
        return job.next_at <= at
    return job.state == RUNNING and job.claimed_until <= at


def run_due(system: "System") -> int:
    """Run every job that is due, and those that they made; the number of jobs that were run."""
    count = 0
    while True:
        with system.reading() as root:
            waiting = due(root, system.clock.now())
        done = sum(run_one(system, job_id) for job_id in waiting)
        count += done
        if not done:
            return count


def run_one(system: "System", job_id: str) -> bool:
    """Run one job; False when somebody else has claimed it."""
    claimed = _claim(system, job_id)
    if claimed is None:
        return False
    kind, arguments = claimed
    try:
        with _held(system, job_id):
            result = dict(HANDLERS[kind](system, arguments))
    except Exception as error:
        log.error("job_failed", job=job_id, kind=kind, error=type(error).__name__)
        _record_failure(system, job_id, error, traceback.format_exc(limit=20))
    else:
        _record_success(system, job_id, result)
    return True


def _claim(system: "System", job_id: str) -> tuple[str, dict] | None:
    now = system.clock.now()
    try:
        with system.writing(f"claim job {job_id}") as root:
            job = root.job.get(job_id)
            if job is None or not _may_run(job, now.isoformat()):
                return None
            if job.attempts > len(WAITS):
                # Its runner has ended in the middle of it again and again, so it may be the job that ends it.
                job.state, job.error = FAILED, GONE
                return None
            job.state, job.claimed_until = RUNNING, (now + CLAIM).isoformat()
            job.attempts += 1
            return job.kind, dict(job.arguments)
    except TransientError:
        return None


@contextmanager
def _held(system: "System", job_id: str) -> Iterator[None]:
    """Keep a job claimed for as long as it takes, so that nobody else begins it meanwhile."""
    done = threading.Event()
    thread = threading.Thread(target=_hold, args=(system, job_id, done), name="hold", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _hold(system: "System", job_id: str, done: threading.Event) -> None:
    def still(root: Root) -> None:
        root.job[job_id].claimed_until = (system.clock.now() + CLAIM).isoformat()

    while not done.wait(HEARD):
        try:
            system.change(f"hold job {job_id}", still)
        except Exception as error:
            # The job itself goes on; the next sign of life may come through.
            log.error("job_not_held", job=job_id, error=type(error).__name__)


def _record_success(system: "System", job_id: str, result: dict) -> None:
    def record(root: Root) -> None:
        root.job.finish(root.job[job_id], result, system.clock.now())

    system.change(f"finish job {job_id}", record)


def _record_failure(system: "System", job_id: str, error: Exception, told: str) -> None:
    """Let a job wait, or list it: after the last try, and at once when the error says that trying again is no help."""
    code, permanent = getattr(error, "code", ""), getattr(error, "permanent", False) is True

    def record(root: Root) -> None:
        job = root.job[job_id]
        job.error, job.code = told, code if isinstance(code, str) else ""
        if permanent or job.attempts > len(WAITS):
            job.state = FAILED
        else:
            job.state = WAITING
            job.next_at = (system.clock.now() + WAITS[job.attempts - 1]).isoformat()

    system.change(f"fail job {job_id}", record)
