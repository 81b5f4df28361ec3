"""The outbox: work to be done after the transaction that asked for it (D27, ARCHITECTURE 8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from BTrees.OOBTree import OOTreeSet

from .base import Folder, Resource, new_id

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


class Job(Resource):
    """One piece of work. ``key`` makes it idempotent; ``arguments`` are plain data; ``error`` holds the last failure.

    ``next_at`` is ISO text: not before then. ``claimed_until`` frees a job whose runner died.
    """

    state = WAITING
    attempts = 0
    claimed_until = ""
    error = ""
    code = ""
    """What the last failure is called, where it has a name."""
    finished_at = ""
    result: dict = {}

    def __init__(self, kind: str, key: str, arguments: Mapping, at: datetime) -> None:
        self.id = new_id()
        self.kind = kind
        self.key = key
        self.arguments = dict(arguments)
        self.created_at = self.next_at = at.isoformat()


def retry(job: Job, now: datetime) -> None:
    """Let a failed job be tried again, as somebody asks for."""
    job.state, job.attempts, job.next_at = WAITING, 0, now.isoformat()


class Outbox(Folder):
    """Jobs by id. Ids are random, so two transactions that add jobs do not conflict.

    ``unfinished`` holds the ids of those that are not done, because whoever looks for work looks often, and jobs are
    never thrown away.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unfinished: Any = OOTreeSet()

    def add(self, job: Job) -> Job:
        """Put a job into the outbox."""
        self[job.id] = job
        self.unfinished.add(job.id)
        return job

    def add_once(self, job: Job) -> bool:
        """Put a job into the outbox under its key, unless one is there; False when it is.

        Two processes that do so at once conflict, and the one that tries again finds the job of the other.
        """
        if job.key in self:
            return False
        job.id = job.key
        self.add(job)
        return True

    def reopen(self, job: Job, at: datetime) -> None:
        """Let a job be done once more, also one that is done."""
        retry(job, at)
        self.unfinished.add(job.id)

    def open_jobs(self) -> list[Job]:
        """List the jobs that are not done, the oldest first."""
        return sorted((self[job_id] for job_id in self.unfinished), key=lambda job: job.next_at)

    def finish(self, job: Job, result: Mapping, at: datetime) -> None:
        """Write down that a job is done, and with what result."""
        job.state, job.result, job.error, job.code = DONE, dict(result), "", ""
        job.finished_at = at.isoformat()
        self.unfinished.discard(job.id)
