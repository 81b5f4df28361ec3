"""Taking a copy of all stores as they were at one moment (D45).

The moment is found without stopping anybody: the end of the object database is read, then the proof store is asked for
a view of itself, then the end is read again. When nothing was committed in between, both are of one moment: every row
of the ledger has its file in the data, and every job that is done in the data has left its row. Drafts are cut before
the first transaction that the copy of the data has not.
"""

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from kuidocs.domain.errors import Conflict
from kuidocs.services.backup.files import End, Files, alone, cut_before, end_of, grow, next_tid, sha256_of

FORMAT = 1
MOMENT = "%Y-%m-%dT%H-%M-%S"
FULL_EVERY = timedelta(days=7)
"""After so long a copy begins anew, so that an old mistake of a disk does not live on in all of them."""
TRIES = 1000
BLOB = ".blob"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One copy: a folder that several share, and what it says of itself."""

    folder: Path
    name: str
    told: Mapping[str, Any]

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.told["made_at"])

    def file(self, kind: str, suffix: str) -> Path:
        """Return a file that only this one of the folder has."""
        return self.folder / f"{kind}-{self.name}{suffix}"


def back_up(files: Files, into: Path, now: datetime, *, patience: float = 0) -> Snapshot:
    """Take a copy. It shares its folder with the one before when it can, and then takes little time and room.

    Raises Busy, Conflict.
    """
    if not files.main.exists():
        raise Conflict("no_data", f"Der er ingen database i {files.main} at tage kopi af.")
    with alone(files.lock, patience), files.main.open("rb") as main, files.drafts.open("rb") as drafts:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = _free_name(into, now)
        with _moment(files.proof, main) as (proof, end):
            until = _drafts_end(main, drafts, end)
            for folder in _folders(into, name, now):
                told = _copied(main, end, folder / "main.fs")
                if told is not None:
                    break
            else:
                raise Conflict("changing", "Databasen blev ændret under kopieringen. Tag kopien igen.")
            told = {"main": told, "drafts": _copied(drafts, until, folder / f"drafts-{name}.fs")}
            told |= {"proof": _copy_proof(proof, folder / f"proof-{name}.sqlite")}
        told |= {"blobs": _copy_blobs(files.main_blobs, folder, "blobs", name, end.tid)}
        told |= {"draft_blobs": _copy_blobs(files.drafts_blobs, folder, "draft-blobs", name, until.tid)}
        told |= {"format": FORMAT, "made_at": now.isoformat(timespec="seconds")}
        return _written(Snapshot(folder, name, told))


def _free_name(into: Path, now: datetime) -> str:
    name, taken = now.strftime(MOMENT), {one.name for one in snapshots(into)}
    number = 2
    while name in taken:
        name, number = f"{now.strftime(MOMENT)}-{number}", number + 1
    return name


@contextmanager
def _moment(proof: Path, main: BinaryIO) -> Iterator[tuple[sqlite3.Connection, End]]:
    """Hold a view of the proof store and the end of the data that are of one moment."""
    with closing(sqlite3.connect(f"{proof.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
        for _ in range(TRIES):
            before = end_of(main)
            connection.execute("BEGIN")
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            if end_of(main) == before:
                yield connection, before
                return
            connection.execute("ROLLBACK")
            time.sleep(0)
    raise Conflict("busy_system", "Der skrives hele tiden i databasen. Prøv igen, når der er lidt mere ro.")


def _drafts_end(main: BinaryIO, drafts: BinaryIO, end: End) -> End:
    """Return where the drafts are as they were with the data: what was committed in both is in both or in none."""
    found = end_of(drafts)
    after = next_tid(main, end)
    return cut_before(drafts, found, after) if after else found


def _folders(into: Path, name: str, now: datetime) -> Iterator[Path]:
    """Offer the newest folder while it is young, then a new one."""
    newest = snapshots(into)[-1:]
    for one in newest:
        begun = min(other.made_at for other in snapshots(into) if other.folder == one.folder)
        if now - begun < FULL_EVERY:
            yield one.folder
    folder = into / name
    folder.mkdir(mode=0o700)
    yield folder


def _copied(source: BinaryIO, to: End, copy: Path) -> dict[str, Any] | None:
    digest = grow(source, to.position, copy)
    return None if digest is None else {"size": to.position, "sha256": digest, "tid": to.tid.hex()}


def _copy_proof(source: sqlite3.Connection, path: Path) -> dict[str, Any]:
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(path, isolation_level=None)) as target:
        source.backup(target)
        (rows,) = target.execute("SELECT COUNT(*) FROM ledger").fetchone()
        last = target.execute("SELECT number, hash FROM events ORDER BY number DESC LIMIT 1").fetchone()
    _sync(path)
    return {
        "sha256": sha256_of(path),
        "ledger": rows,
        "events": last[0] if last else 0,
        "head": last[1] if last else "",
    }


def _copy_blobs(source: Path, folder: Path, kind: str, name: str, last: bytes) -> dict[str, Any]:
    """Copy the blobs that are new; one that is there is never written again. The list has all with their hashes.

    A blob is named after its transaction: what is being written now, or was written later, is left.
    """
    known = _known_blobs(folder, kind)
    lines = []
    for path in sorted(source.rglob(f"0x*{BLOB}")) if source.is_dir() else ():
        if int(path.stem, 16) > int.from_bytes(last, "big"):
            continue
        place = path.relative_to(source).as_posix()
        target = folder / kind / place
        if not target.exists():
            _copy_blob(path, target, _other(folder, kind, place))
        lines.append(f"{known.get(place) or sha256_of(target)}  {place}\n")
    listed = folder / f"{kind}-{name}.txt"
    listed.write_text("".join(lines), encoding="ascii")
    _sync(listed)
    return {"files": len(lines), "sha256": sha256_of(listed)}


def _copy_blob(path: Path, target: Path, other: Path | None) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if other is not None:
        os.link(other, target)
        return
    aside = target.with_suffix(".part")
    shutil.copyfile(path, aside)
    _sync(aside)
    aside.rename(target)


def _other(folder: Path, kind: str, place: str) -> Path | None:
    """Find the same blob in another folder of copies: it takes no room twice."""
    found = (one / kind / place for one in sorted(folder.parent.iterdir()) if one != folder)
    return next((path for path in found if path.exists()), None)


def _known_blobs(folder: Path, kind: str) -> dict[str, str]:
    lists = sorted(folder.glob(f"{kind}-*.txt"))
    return blob_lines(lists[-1]) if lists else {}


def blob_lines(path: Path) -> dict[str, str]:
    """Read a list of blobs: place -> hash."""
    pairs = (line.split("  ", 1) for line in path.read_text(encoding="ascii").splitlines())
    return {place: digest for digest, place in pairs}


def _written(snapshot: Snapshot) -> Snapshot:
    """Write what makes the copy one: without it, it is not there."""
    path = snapshot.file("snapshot", ".json")
    aside = path.with_suffix(".part")
    aside.write_text(json.dumps(snapshot.told, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    _sync(aside)
    aside.rename(path)
    return snapshot


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def snapshots(into: Path) -> list[Snapshot]:
    """List the copies in a folder, oldest first; what was broken off is none."""
    found = []
    for path in into.glob("*/snapshot-*.json") if into.is_dir() else ():
        told = json.loads(path.read_text(encoding="utf-8"))
        found.append(Snapshot(path.parent, path.stem.removeprefix("snapshot-"), told))
    return sorted(found, key=lambda one: (one.made_at, one.name))


def expire(into: Path, now: datetime, days: int) -> int:
    """Delete the folders all of whose copies are older than so many days, but never the newest; how many."""
    found, gone = snapshots(into), 0
    keep = {one.folder for one in found[-1:]} | {
        one.folder for one in found if now - one.made_at < timedelta(days=days)
    }
    for folder in sorted({one.folder for one in found} - keep):
        shutil.rmtree(folder)
        gone += 1
    return gone
