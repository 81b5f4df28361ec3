"""Care of the data beside the running server: copies, packing, and the weekly walk through everything (D31, D45)."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ZODB import DB

from ..domain import settings
from ..domain.errors import Conflict, KuiError
from ..domain.settings import BACKUP_DAYS
from ..resources.base import new_id
from ..resources.outbox import Job
from ..services.backup import Files, Snapshot, alone, back_up, expire, files_of
from ..services.proof import AuditEvent
from ..services.state.api import Progress
from ..services.storage import pack as packed
from ..usecases.settings import facts_of
from ..usecases.upkeep import BACKUP, FIXITY, PACK, PACK_DRAFTS, put
from .checking import check_all
from .log_checking import disagreements
from .outbox import handler

if TYPE_CHECKING:
    from ..config import Settings
    from ..system import System

NIGHTLY = (PACK_DRAFTS, BACKUP)
MOST_FAULTS = 500
"""So many are kept in a report; the rest are counted."""
PACK_DAYS = 7
"""What was written over less than so many days ago can still be found in the file."""
TURNS = 5
"""How often log and lists are brought up to date before a pack is put off."""


def files(settings: "Settings") -> Files:
    """Return where the stores of a system lie.

    Raises Refused when one of them lies on a server.
    """
    told = settings.zodb, settings.zodb_drafts, settings.proof
    return files_of(settings.data, *told, (settings.index, settings.state))


def schedule(system: "System") -> int:
    """Put what is due today, and this week, into the outbox, once; how many jobs were put there now."""
    today = system.clock.today()
    wanted = [(kind, f"{kind}:{today}") for kind in NIGHTLY if kind != BACKUP or system.settings.backups]
    wanted.append((FIXITY, f"{FIXITY}:{_week(today)}"))
    with system.reading() as root:
        wanted = [(kind, key) for kind, key in wanted if key not in root.job]
    return sum(_put(system, Job(kind, key, {"id": key}, system.clock.now())) for kind, key in wanted)


def _put(system: "System", job: Job) -> bool:
    return system.change(f"schedule {job.key}", lambda root: put(root, job))


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


@handler(BACKUP)
def backup(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take a copy into the folder that the settings name, and delete those that are too old."""
    if not system.settings.backups:
        raise Conflict("no_folder", "Indstillingen kuidocs.backups er tom, så der er ingen mappe til kopier.")
    made = take_copy(system, Path(system.settings.backups))
    return {"name": made.name, "folder": made.folder.name, "ledger": made.told["proof"]["ledger"]}


def take_copy(system: "System", into: Path, *, patience: float = 0) -> Snapshot:
    """Take a copy into a folder, note it, and let old ones expire.

    Raises Busy, Conflict, Refused.
    """
    now = system.clock.now()
    made = back_up(files(system.settings), into, now, patience=patience)
    with system.reading() as root:
        days = settings.value(facts_of(root), BACKUP_DAYS, now.date())
    gone = expire(into, now, days)
    _note(system.proof, "system.backed_up", now, {"name": made.name, "expired": gone})
    return made


def _note(proof: Any, kind: str, at: datetime, data: Mapping[str, Any], by: str = "system") -> None:
    proof.append_now(AuditEvent(f"{new_id()}:{kind}", at, kind, by, None, {}, data))


@handler(FIXITY)
def fixity(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Read everything again: is it still what was stored, and is the log whole? The report is kept with the job."""
    job = arguments["id"]
    report = check_all(system, lambda done, total: system.state.progress.tell(job, Progress(done, max(total, 1))))
    chain = system.proof.verify()
    faults = [*report.faults, *(fault.text for fault in chain.faults), *disagreements(system)]
    system.state.progress.end(job)
    return {
        "versions": report.versions,
        "files": report.files,
        "rows": report.rows,
        "events": chain.count,
        "faults": len(faults),
        "first": faults[:MOST_FAULTS],
    }


@handler(PACK_DRAFTS)
def pack_drafts(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Throw away what was written over in drafts, the old file too: it holds what people took back (D30)."""
    return pack_database(system, system.drafts_db, 0, keep_old=False)


@handler(PACK)
def pack(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Throw away what was written over in the database of cases, but for the last days."""
    done = pack_database(system, system.db, arguments.get("days", PACK_DAYS))
    _note(system.proof, "system.packed", system.clock.now(), done, arguments.get("by", "system"))
    return done


def _caught_up(system: "System") -> bool:
    """Tell whether log and lists have seen everything, at a moment between what others write."""
    for _ in range(TURNS):
        system.tailer.catch_up()
        if not system.tailer.lag():
            return True
    return False


def pack_database(system: "System", db: DB, days: int, *, keep_old: bool = True) -> dict[str, int]:
    """Pack one database; how large it was and is.

    Raises Conflict while log and lists lag behind: what they have not seen may not go away (D28). They see nothing of
    the drafts, which are packed at any time. Raises Busy.
    """
    with _alone(system):
        if db is not system.drafts_db and not _caught_up(system):
            text = "Loggen er ikke fulgt med endnu. Vent et øjeblik, og prøv igen."
            raise Conflict("lagging", text)
        before, after = packed(db, days, keep_old=keep_old)
        return {"before": before, "after": after, "days": days}


def _alone(system: "System") -> Any:
    return alone(system.settings.data / "care.lock")


def may_copy(settings: "Settings") -> str:
    """Say why the server cannot take copies itself, "" when it can."""
    try:
        files(settings)
    except KuiError as refused:
        return refused.text
    return "" if settings.backups else "Der er ikke valgt en mappe til kopier (kuidocs.backups)."
