"""Asking for care of the data, and what came of it."""

from collections.abc import Iterator

from ..domain.errors import BadRequest, Conflict
from ..resources.base import new_id
from ..resources.outbox import DONE, Job
from ..resources.root import Root
from .acting import Act, event

BACKUP, FIXITY, PACK, PACK_DRAFTS = "backup", "fixity", "pack", "pack_drafts"
LABELS = {
    BACKUP: "Sikkerhedskopi",
    FIXITY: "Gennemgang af alt, der er gemt",
    PACK: "Pakning af databasen",
    PACK_DRAFTS: "Pakning af kladderne",
}
"""What can be done beside the running server, and what it is called."""
MOST_KEPT = 8
ASKED = "system.care_asked"


def put(root: Root, job: Job) -> bool:
    """Put a job of care into the outbox, once; False when it is there."""
    if not root.job.add_once(job):
        return False
    latest = root.admin.latest
    root.admin.latest = latest | {job.kind: (*latest.get(job.kind, ()), job.id)[-MOST_KEPT:]}
    return True


def ask(root: Root, act: Act, kind: str) -> str:
    """Ask for care now; the id of its job. What is waiting already is not asked for twice.

    Raises BadRequest, Conflict.
    """
    if kind not in LABELS:
        raise BadRequest("kind", "Det kan der ikke bedes om.")
    for job in of_kind(root, kind):
        if job.state != DONE:
            raise Conflict("waiting", f"{LABELS[kind]} er allerede i gang eller venter.")
    job = Job(kind, new_id(), {"by": act.who.user_id}, act.clock.now())
    job.arguments["id"] = job.key
    put(root, job)
    event(root.organisation, ASKED, act, data={"task": kind})
    return job.key


def of_kind(root: Root, kind: str) -> Iterator[Job]:
    """Go through the last jobs of a kind, the newest first."""
    found = (root.job.get(one) for one in reversed(root.admin.latest.get(kind, ())))
    return (job for job in found if job is not None)
