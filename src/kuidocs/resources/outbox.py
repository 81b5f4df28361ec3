"""The outbox: work to be done after the transaction that asked for it (D27, ARCHITECTURE 8)."""

from collections.abc import Mapping
from datetime import datetime

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
    finished_at = ""
    result: dict = {}

    def __init__(self, kind: str, key: str, arguments: Mapping, at: datetime) -> None:
        self.id = new_id()
        self.kind = kind
        self.key = key
        self.arguments = dict(arguments)
        self.created_at = self.next_at = at.isoformat()


class Outbox(Folder):
    """Jobs by id. Ids are random, so two transactions that add jobs do not conflict."""

    def add(self, job: Job) -> Job:
        """Put a job into the outbox."""
        self[job.id] = job
        return job
