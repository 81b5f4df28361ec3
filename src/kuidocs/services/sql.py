"""One small way to speak SQL with a SQLite file or a PostgreSQL database, so that each side store has its SQL once.

SQL is written with ``?`` for values and with the types TEXT, INTEGER, REAL, BLOB and SERIAL. Days and times are stored
as ISO text (times in UTC), yes and no as 1 and 0: both databases then compare, sort and return the same things.
"""

import os
import re
import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4
from weakref import WeakSet

import psycopg2
from psycopg2.extensions import make_dsn, parse_dsn

Row = tuple[Any, ...]
Values = Sequence[object]

POSTGRESQL = ("postgresql://", "postgres://")
SQLITE_TYPES = {"SERIAL": "INTEGER PRIMARY KEY AUTOINCREMENT"}
POSTGRESQL_TYPES = {
    "SERIAL": "BIGSERIAL PRIMARY KEY",
    # Byte order, as in SQLite; the cluster's own collation must not decide how ISO times compare.
    "TEXT": 'TEXT COLLATE "C"',
    "INTEGER": "BIGINT",
    "REAL": "DOUBLE PRECISION",
    "BLOB": "BYTEA",
}


def moment(value: datetime) -> str:
    """Write a time as text of fixed width in UTC, so that order by text is order by time."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def plain(value: object) -> object:
    """Turn a Python value into one that both databases store alike."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


class Session:
    """One connection inside one transaction."""

    def __init__(self, cursor: Any, mark: str) -> None:
        self._cursor = cursor
        self._mark = mark

    def run(self, sql: str, values: Values = ()) -> int:
        """Carry out one statement and return how many rows it touched."""
        self._cursor.execute(_marked(sql, self._mark), [plain(value) for value in values])
        return int(self._cursor.rowcount)

    def many(self, sql: str, rows: Iterable[Values]) -> None:
        """Carry out one statement for each row of values."""
        self._cursor.executemany(_marked(sql, self._mark), [[plain(value) for value in row] for row in rows])

    def all(self, sql: str, values: Values = ()) -> list[Row]:
        """Return every row of a query."""
        self.run(sql, values)
        return [_row(row) for row in self._cursor.fetchall()]

    def one(self, sql: str, values: Values = ()) -> Row | None:
        """Return the first row of a query, if any."""
        self.run(sql, values)
        row = self._cursor.fetchone()
        return None if row is None else _row(row)


def _row(row: Iterable[Any]) -> Row:
    """psycopg2 hands bytes out as memoryview."""
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


@lru_cache(maxsize=512)
def _marked(sql: str, mark: str) -> str:
    return sql if mark == "?" else sql.replace("%", "%%").replace("?", mark)


class SqlDatabase(ABC):
    """A database that gives each thread its own connection."""

    kind: str
    """``sqlite`` or ``postgresql``, for the few statements that cannot be the same (triggers, roles)."""
    _mark: str
    _types: dict[str, str]
    _lost: tuple[type[Exception], ...] = ()

    def __init__(self) -> None:
        self._local = threading.local()
        self._connections: WeakSet[Any] = WeakSet()

    @contextmanager
    def transaction(self, *, alone: bool = False) -> Iterator[Session]:
        """Write: commit at the end, roll back when anything is raised.

        ``alone`` waits until no other such transaction of this store runs, in any process. SQLite writers always do.
        """
        with self._session(self._write_start(alone)) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read: every query inside sees the same moment."""
        with self._session(self._read_start()) as session:
            yield session

    def script(self, ddl: str) -> None:
        """Create tables and the like, in one transaction; statements are parted by semicolons at line ends."""
        with self.transaction(alone=True) as session:
            run_script(self, session, ddl)

    @abstractmethod
    def scrub(self) -> None:
        """Write the store anew, so that nothing of what was deleted is left in its files."""

    def translated(self, ddl: str) -> str:
        """Return a definition with the type names of this database."""
        return re.sub(r"\b(SERIAL|TEXT|INTEGER|REAL|BLOB)\b", lambda word: self._types.get(word[0], word[0]), ddl)

    def close(self) -> None:
        """Close the connections of every thread; the next use opens new ones."""
        for held in list(self._connections):
            held.close()
        self._local = threading.local()

    @contextmanager
    def _session(self, start: Sequence[str]) -> Iterator[Session]:
        held = self._held()
        if held.busy:
            raise RuntimeError("a transaction of this store is already open in this thread")
        held.busy = True
        try:
            with held.transaction(start) as cursor:
                yield Session(cursor, self._mark)
        except self._lost:
            # The server went away: the next transaction of this thread gets a new connection.
            self._local.__dict__.clear()
            held.close()
            raise
        finally:
            held.busy = False

    def _held(self) -> "_Held":
        held: _Held | None = getattr(self._local, "held", None)
        if held is None or held.closed:
            held = _Held(self._connect())
            self._local.held = held
            self._connections.add(held)
        return held

    @abstractmethod
    def _connect(self) -> Any: ...

    @abstractmethod
    def _write_start(self, alone: bool) -> Sequence[str]: ...

    @abstractmethod
    def _read_start(self) -> Sequence[str]: ...


class _Held:
    """A connection and whether it is in use. Held weakly by the store, so that a thread that ends lets it go."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.busy = False
        self.closed = False

    @contextmanager
    def transaction(self, start: Sequence[str]) -> Iterator[Any]:
        cursor = self.connection.cursor()
        try:
            for statement in start:
                cursor.execute(statement)
            yield cursor
            cursor.execute("COMMIT")
        except BaseException:
            self._roll_back(cursor)
            raise
        finally:
            cursor.close()

    def _roll_back(self, cursor: Any) -> None:
        # A lost connection or a BEGIN that never succeeded leaves nothing to roll back.
        try:
            cursor.execute("ROLLBACK")
        except (sqlite3.Error, psycopg2.Error):
            return

    def close(self) -> None:
        self.closed = True
        self.connection.close()


class SqliteDatabase(SqlDatabase):
    """A SQLite file in WAL mode. ``synchronous`` FULL survives a power cut, NORMAL may lose the last commits."""

    kind = "sqlite"
    _mark = "?"
    _types = SQLITE_TYPES

    def __init__(self, path: Path, *, synchronous: str = "NORMAL", read_only: bool = False) -> None:
        super().__init__()
        if synchronous not in ("NORMAL", "FULL"):
            raise ValueError(synchronous)
        self.path = path
        self._synchronous = synchronous
        self._read_only = read_only

    def _connect(self) -> sqlite3.Connection:
        if not self._read_only:
            _private_file(self.path)
        mode = "ro" if self._read_only else "rw"
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=30,
            isolation_level=None,
            # close() is called by another thread than the one that opened it.
            check_same_thread=False,
        )
        if not self._read_only:
            connection.execute(f"PRAGMA synchronous={self._synchronous}")
        return connection

    def scrub(self) -> None:
        cursor = self._held().connection.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _write_start(self, alone: bool) -> Sequence[str]:
        # Without IMMEDIATE a writer that has read first is refused when another wrote meanwhile.
        return ("BEGIN IMMEDIATE",)

    def _read_start(self) -> Sequence[str]:
        return ("BEGIN",)


def _private_file(path: Path) -> None:
    """Create the file, readable by the owner alone and in WAL mode; SQLite gives its WAL the same rights.

    It is made under another name and then linked: two connections that both switch a file to WAL refuse each other.
    """
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{uuid4().hex}")
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(new)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    with suppress(FileExistsError):
        os.link(new, path)
    new.unlink()


class PostgresqlDatabase(SqlDatabase):
    """A schema of its own in a PostgreSQL database."""

    kind = "postgresql"
    _mark = "%s"
    _types = POSTGRESQL_TYPES
    _lost = (psycopg2.OperationalError, psycopg2.InterfaceError)

    def __init__(self, uri: str, namespace: str) -> None:
        super().__init__()
        if not re.fullmatch("[a-z][a-z0-9_]*", namespace):
            raise ValueError(namespace)
        self._dsn = make_dsn(**parse_dsn(uri))
        self._namespace = namespace
        self._lock = int.from_bytes(sha256(namespace.encode()).digest()[:7], "big")

    def _connect(self) -> Any:
        connection = psycopg2.connect(self._dsn)
        connection.autocommit = True
        with connection.cursor() as cursor:
            # Two processes that start at once would both try to create it.
            cursor.execute("SELECT pg_advisory_lock(%s)", [self._lock])
            # Asked first, because a role that may only insert is refused even when there is nothing to create.
            cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [self._namespace])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {self._namespace}")
            cursor.execute("SELECT pg_advisory_unlock(%s)", [self._lock])
            cursor.execute(f"SET search_path = {self._namespace}")
            cursor.execute("SET client_min_messages = warning")
        return connection

    def scrub(self) -> None:
        with self._held().connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [self._namespace])
            for (table,) in cursor.fetchall():
                cursor.execute(f'VACUUM FULL "{table}"')

    def _write_start(self, alone: bool) -> Sequence[str]:
        return ("BEGIN", f"SELECT pg_advisory_xact_lock({self._lock})") if alone else ("BEGIN",)

    def _read_start(self) -> Sequence[str]:
        return ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",)


def open_sql(where: str | Path, namespace: str, *, synchronous: str = "NORMAL") -> SqlDatabase:
    """Open a side store: a path means SQLite, postgresql:// means a schema called ``kuidocs_<namespace>`` there."""
    if str(where).startswith(POSTGRESQL):
        return PostgresqlDatabase(str(where), f"kuidocs_{namespace}")
    return SqliteDatabase(Path(where), synchronous=synchronous)


def run_script(database: SqlDatabase, session: Session, ddl: str) -> None:
    """Run the statements of a definition inside a transaction that is already open."""
    for statement in re.split(r";\s*(?:\n|$)", database.translated(ddl)):
        if statement.strip():
            session.run(statement)


def prepare_disposable(database: SqlDatabase, ddl: str) -> bool:
    """Create the tables of a store that can be lost or built again; those of another release are dropped.

    Returns whether the store is new or was emptied. ``ddl`` holds tables and what goes with them: indexes, triggers.
    """
    with database.transaction(alone=True) as session:
        session.run("CREATE TABLE IF NOT EXISTS shape (ddl TEXT NOT NULL)")
        before = session.one("SELECT ddl FROM shape")
        if before == (ddl,):
            return False
        for table in re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", f"{before[0] if before else ''} {ddl}"):
            session.run(f"DROP TABLE IF EXISTS {table}")
        run_script(database, session, ddl)
        session.run("DELETE FROM shape")
        session.run("INSERT INTO shape (ddl) VALUES (?)", [ddl])
        return True
