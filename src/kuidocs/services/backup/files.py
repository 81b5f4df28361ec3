"""The files of a system, read while a server writes to them."""

import fcntl
import hashlib
import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from kuidocs.domain.errors import Conflict, Refused

HEADER = struct.Struct(">8sQc")
"""A transaction begins with its id, its length, and whether it is complete; the length stands after its end again."""
COMPLETE = frozenset({b" ", b"p"})
MAGIC = 4
"""So many bytes stand before the first transaction."""
NOTHING = bytes(8)
CHUNK = 1 << 20
TRIES, PAUSE = 400, 0.01
"""A transaction is written in milliseconds; we look again until it is complete."""
SERVER = (
    "Denne kommando kopierer filer, men {what} ligger i {where}. Brug databasens egne værktøjer, fx pg_dump: "
    "docs/operations.md viser hvordan under »Backup«."
)


class Busy(Conflict):
    """Another copy, pack or restore of the same data is going on."""


@dataclass(frozen=True, slots=True)
class Files:
    """Where the stores of a system lie that is kept in files."""

    main: Path
    main_blobs: Path
    drafts: Path
    drafts_blobs: Path
    proof: Path
    disposable: tuple[Path, ...]
    """What is built again: the read model, sessions."""
    lock: Path


def files_of(data: Path, main: str, drafts: str, proof: str, disposable: tuple[str, ...]) -> Files:
    """Return the files of a system by its settings.

    Raises Refused when a store lies on a server.
    """
    first, second = (_file(uri, what) for uri, what in ((main, "sagerne"), (drafts, "kladderne")))
    beside = tuple(Path(where) for where in disposable if "://" not in where)
    if "://" in proof:
        raise Refused("server", SERVER.format(what="loggen", where="PostgreSQL"))
    blobs = (_blobs(uri, path) for uri, path in ((main, first), (drafts, second)))
    return Files(first, next(blobs), second, next(blobs), Path(proof), beside, data / "care.lock")


def _file(uri: str, what: str) -> Path:
    scheme, there, rest = uri.rpartition("://")
    if there and scheme != "file":
        where = "PostgreSQL" if scheme.startswith("postgres") else f"en anden proces ({scheme})"
        raise Refused("server", SERVER.format(what=what, where=where))
    return Path(rest.partition("?")[0])


def _blobs(uri: str, path: Path) -> Path:
    given = [part.partition("=")[2] for part in uri.partition("?")[2].split("&") if part.startswith("blobstorage_dir=")]
    return Path(given[0]) if given else path.with_suffix(".blobs")


@contextmanager
def alone(lock: Path, patience: float = 0) -> Iterator[None]:
    """Let one process at a time copy, pack or restore; ``patience`` is how many seconds one waits for one's turn.

    Raises Busy.
    """
    lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lock.open("a") as file:
        until = time.monotonic() + patience
        while not _locked(file):
            if time.monotonic() >= until:
                text = "En anden kopiering eller pakning er i gang. Vent, til den er færdig, og prøv igen."
                raise Busy("busy", text)
            time.sleep(PAUSE)
        yield


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class End:
    """The end of the last complete transaction of a file, and its id."""

    position: int
    tid: bytes


def end_of(file: BinaryIO) -> End:
    """Find where a database file is complete, while another process may be writing.

    Raises Conflict when it does not come to rest: its end is broken, and only its own server can mend that.
    """
    for _ in range(TRIES):
        found = _end(file)
        if found is not None:
            return found
        time.sleep(PAUSE)
    raise Conflict(
        "unfinished", f"{file.name} slutter midt i noget. Start serveren, så den reder det ud, og prøv igen."
    )


def _end(file: BinaryIO) -> End | None:
    size = file.seek(0, os.SEEK_END)
    if size == MAGIC:
        return End(size, NOTHING)
    if size < MAGIC + HEADER.size + 8:
        return None
    file.seek(size - 8)
    length = int.from_bytes(file.read(8), "big")
    begin = size - 8 - length
    if begin < MAGIC:
        return None
    tid, said, status = _header(file, begin)
    return End(size, tid) if said == length and status in COMPLETE else None


def _header(file: BinaryIO, at: int) -> tuple[bytes, int, bytes]:
    file.seek(at)
    told = file.read(HEADER.size)
    return HEADER.unpack(told) if len(told) == HEADER.size else (NOTHING, 0, b"c")


def next_tid(file: BinaryIO, end: End) -> bytes | None:
    """Return the id of the transaction that was written after an end, None when none is complete."""
    tid, _, status = _header(file, end.position)
    return tid if status in COMPLETE and tid > end.tid else None


def cut_before(file: BinaryIO, end: End, tid: bytes) -> End:
    """Go back from an end to before all transactions that are not older than one."""
    position, last = end.position, end.tid
    while last >= tid and position > MAGIC:
        file.seek(position - 8)
        position -= 8 + int.from_bytes(file.read(8), "big")
        if position == MAGIC:
            return End(position, NOTHING)
        file.seek(position - 8)
        last = _header(file, position - 8 - int.from_bytes(file.read(8), "big"))[0]
    return End(position, last)


def grow(source: BinaryIO, size: int, copy: Path) -> str | None:
    """Make a copy equal to the first bytes of a file by adding what is new; the hash, None when it is another file.

    A file that was packed is another: its copy must begin anew.
    """
    digest, same = hashlib.sha256(), 0
    copy.touch(0o600)
    with copy.open("r+b") as target:
        source.seek(0)
        while same < size:
            there = target.read(min(CHUNK, size - same))
            if not there:
                break
            if source.read(len(there)) != there:
                return None
            digest.update(there)
            same += len(there)
        target.seek(same)
        target.truncate()
        source.seek(same)
        while same < size:
            chunk = source.read(min(CHUNK, size - same))
            if not chunk:
                return None
            target.write(chunk)
            digest.update(chunk)
            same += len(chunk)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest()


def sha256_of(path: Path, size: int | None = None) -> str:
    """Hash a file, or its first bytes."""
    digest, left = hashlib.sha256(), path.stat().st_size if size is None else size
    with path.open("rb") as file:
        while left and (chunk := file.read(min(CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest() if not left else ""
