"""The disposable store in SQL: the same statements in SQLite and in PostgreSQL."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from ..clock.api import Clock
from ..sql import Session, SqlDatabase, moment, prepare_disposable
from .api import Leases, Limit, Presence, Present, Progress, ProgressBoard, StateService, Throttle
from .sessions import SqlSessions

DDL = """\
CREATE TABLE sessions (secret_hash TEXT PRIMARY KEY, handle TEXT NOT NULL, user_id TEXT NOT NULL,
  created_at TEXT NOT NULL, seen_at TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE TABLE attempts (key_hash TEXT PRIMARY KEY, since TEXT NOT NULL, attempts INTEGER NOT NULL);
CREATE TABLE progress (job_id TEXT PRIMARY KEY, done INTEGER NOT NULL, total INTEGER NOT NULL, note TEXT NOT NULL);
CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until TEXT NOT NULL);
CREATE TABLE presence (document_id TEXT NOT NULL, page TEXT NOT NULL, user_id TEXT NOT NULL, name TEXT NOT NULL,
  place TEXT NOT NULL, seen_at TEXT NOT NULL, PRIMARY KEY (document_id, page))
"""
FORGOTTEN = timedelta(hours=1)
"""When a page that was never left counts as one that never was."""
NO_WAIT = timedelta(0)


class SqlThrottle(Throttle):
    """Counters in SQL."""

    def __init__(self, database: SqlDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def attempt(self, key: str, limit: Limit) -> timedelta:
        now, name = _now(self._clock), _hashed(key)
        with self._database.transaction() as sql:
            # One statement, so that two attempts at once are counted as two.
            sql.run(
                "INSERT INTO attempts (key_hash, since, attempts) VALUES (?, ?, 1) ON CONFLICT (key_hash) DO UPDATE SET"
                " attempts = CASE WHEN attempts.since <= ? THEN 1 ELSE attempts.attempts + 1 END,"
                " since = CASE WHEN attempts.since <= ? THEN excluded.since ELSE attempts.since END",
                [name, now, now - limit.window, now - limit.window],
            )
            return self._wait(sql, name, limit, now, limit.attempts)

    def wait(self, key: str, limit: Limit) -> timedelta:
        with self._database.reading() as sql:
            return self._wait(sql, _hashed(key), limit, _now(self._clock), limit.attempts - 1)

    def _wait(self, sql: Session, name: str, limit: Limit, now: datetime, allowed: int) -> timedelta:
        row = sql.one("SELECT since, attempts FROM attempts WHERE key_hash = ?", [name])
        if row is None or row[1] <= allowed:
            return NO_WAIT
        return max(NO_WAIT, datetime.fromisoformat(row[0]) + limit.window - now)

    def forget(self, key: str) -> None:
        with self._database.transaction() as sql:
            sql.run("DELETE FROM attempts WHERE key_hash = ?", [_hashed(key)])

    def take_back(self, key: str) -> None:
        with self._database.transaction() as sql:
            sql.run("UPDATE attempts SET attempts = attempts - 1 WHERE key_hash = ? AND attempts > 0", [_hashed(key)])

    def expire(self, older: timedelta) -> int:
        with self._database.transaction() as sql:
            return sql.run("DELETE FROM attempts WHERE since <= ?", [_now(self._clock) - older])


class SqlProgressBoard(ProgressBoard):
    """Progress in SQL."""

    def __init__(self, database: SqlDatabase) -> None:
        self._database = database

    def tell(self, job_id: str, progress: Progress) -> None:
        with self._database.transaction() as sql:
            sql.run(
                "INSERT INTO progress (job_id, done, total, note) VALUES (?, ?, ?, ?) ON CONFLICT (job_id)"
                " DO UPDATE SET done = excluded.done, total = excluded.total, note = excluded.note",
                [job_id, progress.done, progress.total, progress.note],
            )

    def of(self, job_id: str) -> Progress | None:
        with self._database.reading() as sql:
            row = sql.one("SELECT done, total, note FROM progress WHERE job_id = ?", [job_id])
        return Progress(*row) if row else None

    def end(self, job_id: str) -> None:
        with self._database.transaction() as sql:
            sql.run("DELETE FROM progress WHERE job_id = ?", [job_id])


class SqlLeases(Leases):
    """Leases in SQL."""

    def __init__(self, database: SqlDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def claim(self, name: str, holder: str, lasting: timedelta) -> bool:
        now = _now(self._clock)
        with self._database.transaction() as sql:
            taken = sql.run(
                "INSERT INTO leases (name, holder, until) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                " holder = excluded.holder, until = excluded.until WHERE leases.holder = ? OR leases.until <= ?",
                [name, holder, now + lasting, holder, now],
            )
        return taken > 0

    def release(self, name: str, holder: str) -> None:
        with self._database.transaction() as sql:
            sql.run("DELETE FROM leases WHERE name = ? AND holder = ?", [name, holder])

    def holder(self, name: str) -> str | None:
        with self._database.reading() as sql:
            row = sql.one("SELECT holder FROM leases WHERE name = ? AND until > ?", [name, moment(_now(self._clock))])
        return row[0] if row else None


class SqlPresence(Presence):
    """Open pages in SQL."""

    def __init__(self, database: SqlDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def tell(self, document_id: str, present: Present) -> bool:
        now, place = _now(self._clock), [document_id, present.page, present.user_id]
        with self._database.transaction() as sql:
            sql.run("DELETE FROM presence WHERE seen_at <= ?", [now - FORGOTTEN])
            known = sql.run(
                "UPDATE presence SET place = ?, seen_at = ? WHERE document_id = ? AND page = ? AND user_id = ?",
                [present.where, now, *place],
            )
            if not known:
                sql.run(
                    "INSERT INTO presence (document_id, page, user_id, name, place, seen_at) VALUES (?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT (document_id, page) DO NOTHING",
                    [*place, present.name, present.where, now],
                )
        return known > 0

    def leave(self, document_id: str, page: str) -> None:
        with self._database.transaction() as sql:
            sql.run("DELETE FROM presence WHERE document_id = ? AND page = ?", [document_id, page])

    def of(self, document_id: str, lasting: timedelta) -> list[Present]:
        with self._database.reading() as sql:
            rows = sql.all(
                "SELECT page, user_id, name, place FROM presence WHERE document_id = ? AND seen_at > ?"
                " ORDER BY name, seen_at DESC",
                [document_id, _now(self._clock) - lasting],
            )
        return [Present(*row) for row in rows]


class SqlStateService(StateService):
    """The disposable store over services/sql.py."""

    def __init__(self, database: SqlDatabase, clock: Clock, *, idle: timedelta, absolute: timedelta) -> None:
        prepare_disposable(database, DDL)
        self._database = database
        self.sessions = SqlSessions(database, clock, idle, absolute)
        self.throttle = SqlThrottle(database, clock)
        self.progress = SqlProgressBoard(database)
        self.leases = SqlLeases(database, clock)
        self.presence = SqlPresence(database, clock)

    def scrub(self) -> None:
        self._database.scrub()

    def close(self) -> None:
        self._database.close()


def _now(clock: Clock) -> datetime:
    # In UTC, because arithmetic within one zone ignores the change to summer time.
    return clock.now().astimezone(UTC)


def _hashed(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
