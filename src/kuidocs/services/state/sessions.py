"""Sessions in SQL."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from ...domain.ids import in_letters
from ..clock.api import COPENHAGEN, Clock
from ..sql import Row, SqlDatabase, moment
from .api import Session, Sessions

TOUCH = timedelta(minutes=1)
LIVE = "SELECT handle, user_id, created_at, seen_at, data FROM sessions WHERE seen_at > ? AND created_at > ?"


class SqlSessions(Sessions):
    """Sessions that end when idle, or old, or told to."""

    def __init__(self, database: SqlDatabase, clock: Clock, idle: timedelta, absolute: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._idle = idle
        self._absolute = absolute

    def _now(self) -> datetime:
        # In UTC, because arithmetic within one zone ignores the change to summer time.
        return self._clock.now().astimezone(UTC)

    def create(self, user_id: str, data: Mapping[str, Any] | None = None) -> str:
        secret, now = secrets.token_urlsafe(32), self._now()
        with self._database.transaction() as sql:
            sql.run(
                "INSERT INTO sessions (secret_hash, handle, user_id, created_at, seen_at, data)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [_hashed(secret), in_letters(secrets.token_hex(8)), user_id, now, now, json.dumps(dict(data or {}))],
            )
        return secret

    def get(self, secret: str) -> Session | None:
        now = self._now()
        with self._database.reading() as sql:
            row = sql.one(
                LIVE + " AND secret_hash = ?",
                [*self._oldest(now), _hashed(secret)],
            )
        found = _session(row) if row else None
        if found and now - found.seen_at >= TOUCH:
            self._touch(secret, now)
        return found

    def _touch(self, secret: str, now: datetime) -> None:
        with self._database.transaction() as sql:
            sql.run("UPDATE sessions SET seen_at = ? WHERE secret_hash = ?", [now, _hashed(secret)])

    def _oldest(self, now: datetime) -> tuple[str, str]:
        """Return the bounds of seen_at and created_at; a session that lies on one has expired."""
        return moment(now - self._idle), moment(now - self._absolute)

    def save(self, secret: str, data: Mapping[str, Any]) -> None:
        with self._database.transaction() as sql:
            sql.run("UPDATE sessions SET data = ? WHERE secret_hash = ?", [json.dumps(dict(data)), _hashed(secret)])

    def end(self, secret: str) -> None:
        with self._database.transaction() as sql:
            sql.run("DELETE FROM sessions WHERE secret_hash = ?", [_hashed(secret)])

    def end_listed(self, user_id: str, handle: str) -> bool:
        with self._database.transaction() as sql:
            return sql.run("DELETE FROM sessions WHERE user_id = ? AND handle = ?", [user_id, handle]) > 0

    def end_all(self, user_id: str, but: str = "") -> int:
        with self._database.transaction() as sql:
            return sql.run("DELETE FROM sessions WHERE user_id = ? AND secret_hash <> ?", [user_id, _hashed(but)])

    def of_user(self, user_id: str) -> list[Session]:
        with self._database.reading() as sql:
            rows = sql.all(
                LIVE + " AND user_id = ? ORDER BY created_at DESC, handle", [*self._oldest(self._now()), user_id]
            )
        return [_session(row) for row in rows]

    def expire(self) -> int:
        with self._database.transaction() as sql:
            return sql.run("DELETE FROM sessions WHERE seen_at <= ? OR created_at <= ?", self._oldest(self._now()))


def _hashed(secret: str) -> str:
    """A plain hash is enough for 256 random bits: there is nothing to guess."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _session(row: Row) -> Session:
    handle, user_id, created_at, seen_at, data = row
    return Session(handle, user_id, _time(created_at), _time(seen_at), json.loads(data))


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(COPENHAGEN)
