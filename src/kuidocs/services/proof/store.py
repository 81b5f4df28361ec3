"""The proof store in a SQLite file or a PostgreSQL schema."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kuidocs.services.proof.api import (
    GENESIS,
    LEDGER,
    AuditEvent,
    ChainedEvent,
    ChainReport,
    Fault,
    LedgerRow,
    ProofService,
    canonical,
    linked,
)
from kuidocs.services.proof.chain import LookUp, StoredEvent, Walk
from kuidocs.services.proof.tables import POSTGRESQL_GUARDS, SQLITE_GUARDS, TABLES
from kuidocs.services.sql import Session, SqlDatabase, open_sql

INSERT_EVENT = (
    "INSERT INTO events (number, id, kind, who, case_no, person_id, body, previous, hash) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
PAGE_OF_EVENTS = (
    "SELECT number, id, kind, who, case_no, person_id, body, previous, hash "
    "FROM events WHERE number > ? ORDER BY number LIMIT ?"
)
PAGE = 5000
AT_ONCE = 500


def open_proof(where: str | Path) -> "SqlProof":
    """Open the store of a setting: a path, or a postgresql:// address. An answered append survives a power cut."""
    return SqlProof(open_sql(where, "proof", synchronous="FULL"))


class SqlProof(ProofService):
    """Keeps events and ledger in two tables whose triggers refuse to change or delete a row."""

    def __init__(self, database: SqlDatabase) -> None:
        self._database = database
        # A role that may only insert, as production should have, cannot make tables; they are there already.
        if not _has_tables(database):
            database.script(TABLES + (SQLITE_GUARDS if database.kind == "sqlite" else POSTGRESQL_GUARDS))

    def append(self, events: Iterable[AuditEvent], *, tid: bytes | None = None) -> int:
        asked = {event.id: event for event in events}
        # Alone: two writers must not both take the same event as the last one.
        with self._database.transaction(alone=True) as session:
            return _append(session, asked, tid)

    def last_tid(self) -> bytes | None:
        with self._database.reading() as session:
            row = session.one("SELECT tid FROM reached")
        return row[0] if row else None

    def head(self) -> str:
        with self._database.reading() as session:
            return _end(session)[1]

    def find(self, hash: str) -> ChainedEvent | None:
        with self._database.reading() as session:
            rows = session.all(
                "SELECT number, body, hash FROM events WHERE substr(hash, 1, ?) = ? ORDER BY number LIMIT 2",
                [len(hash), hash],
            )
        if len(rows) != 1:
            return None
        number, body, hashed = rows[0]
        return ChainedEvent(number, AuditEvent.read(body), hashed)

    def count(self) -> int:
        with self._database.reading() as session:
            row = session.one("SELECT COUNT(*) FROM events")
        return int(row[0]) if row else 0

    def events(
        self,
        *,
        case_no: str | None = None,
        person_id: str | None = None,
        by: str | None = None,
        kinds: Sequence[str] = (),
        after: int = 0,
        limit: int = 1000,
    ) -> list[ChainedEvent]:
        asked = {"case_no": case_no, "person_id": person_id, "who": by}
        wanted = {column: value for column, value in asked.items() if value is not None}
        where = [f"{column} = ?" for column in wanted] + ([f"kind IN ({_marks(kinds)})"] if kinds else [])
        # Column names and question marks only; what was asked for goes in as values.
        sql = f"SELECT number, body, hash, previous FROM events WHERE {' AND '.join(['number > ?', *where])}"  # noqa: S608
        with self._database.reading() as session:
            rows = session.all(f"{sql} ORDER BY number LIMIT ?", [after, *wanted.values(), *kinds, limit])
        return [ChainedEvent(number, AuditEvent.read(body), hashed, before) for number, body, hashed, before in rows]

    def known(self, ids: Sequence[str]) -> frozenset[str]:
        with self._database.reading() as session:
            return _known(session, ids)

    def verify(self) -> ChainReport:
        with self._database.reading() as session:
            walk = Walk(_look_up(session))
            faults = list(walk.through(_stored(session)))
            faults += walk.against(*_noted(session))
            faults += _ledger_faults(session)
        return ChainReport(walk.count, walk.hash, tuple(faults))

    def ledger_add(self, row: LedgerRow) -> None:
        event = row.as_event()
        with self._database.transaction(alone=True) as session:
            if not _append(session, {event.id: event}, None):
                return
            values = [_end(session)[0], row.sha256, row.unsigned_sha256, row.document_id, canonical(row.facts())]
            session.run(
                "INSERT INTO ledger (number, sha256, unsigned_sha256, document_id, body) VALUES (?, ?, ?, ?, ?)", values
            )

    def ledger_find(self, sha256: str) -> LedgerRow | None:
        return next(iter(self._ledger("SELECT body FROM ledger WHERE sha256 = ?", [sha256])), None)

    def ledger_find_unsigned(self, sha256: str) -> list[LedgerRow]:
        return self._ledger("SELECT body FROM ledger WHERE unsigned_sha256 = ? ORDER BY number", [sha256])

    def ledger_rows(self, document_id: str | None = None) -> list[LedgerRow]:
        if document_id is None:
            return self._ledger("SELECT body FROM ledger ORDER BY number")
        return self._ledger("SELECT body FROM ledger WHERE document_id = ? ORDER BY number", [document_id])

    def _ledger(self, sql: str, values: Sequence[object] = ()) -> list[LedgerRow]:
        with self._database.reading() as session:
            rows = session.all(sql, values)
        return [LedgerRow.read(body) for (body,) in rows]

    def close(self) -> None:
        self._database.close()


def _has_tables(database: SqlDatabase) -> bool:
    listed = "SELECT 1 FROM sqlite_master WHERE name = 'reached'"
    if database.kind == "postgresql":
        listed = "SELECT 1 WHERE to_regclass('reached') IS NOT NULL"
    with database.reading() as session:
        return session.one(listed) is not None


def _append(session: Session, asked: dict[str, AuditEvent], tid: bytes | None) -> int:
    known = _known(session, list(asked))
    rows = list(_chained([event for event in asked.values() if event.id not in known], *_end(session)))
    session.many(INSERT_EVENT, rows)
    if rows or tid is not None:
        _note(session, tid)
    return len(rows)


def _chained(events: Iterable[AuditEvent], number: int, head: str) -> Iterator[tuple[object, ...]]:
    for event in events:
        body = event.canonical()
        number, previous, head = number + 1, head, linked(head, body)
        yield number, event.id, event.kind, event.by, event.case_no, event.person_id, body, previous, head


def _note(session: Session, tid: bytes | None) -> None:
    """Remember the end of the chain and how far the tailer has read; it never goes back."""
    row = session.one("SELECT tid FROM reached")
    before = row[0] if row else None
    session.run(
        "INSERT INTO reached (one, tid, number, hash) VALUES (1, ?, ?, ?) ON CONFLICT (one) DO UPDATE "
        "SET tid = excluded.tid, number = excluded.number, hash = excluded.hash",
        [max(filter(None, (before, tid)), default=None), *_end(session)],
    )


def _end(session: Session) -> tuple[int, str]:
    row = session.one("SELECT number, hash FROM events ORDER BY number DESC LIMIT 1")
    return (int(row[0]), str(row[1])) if row else (0, GENESIS)


def _noted(session: Session) -> tuple[int, str]:
    row = session.one("SELECT number, hash FROM reached")
    return (int(row[0]), str(row[1])) if row else (0, GENESIS)


def _known(session: Session, ids: Sequence[str]) -> frozenset[str]:
    found: set[str] = set()
    for some in (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)):
        sql = f"SELECT id FROM events WHERE id IN ({_marks(some)})"  # noqa: S608 - question marks only
        found.update(row[0] for row in session.all(sql, some))
    return frozenset(found)


def _stored(session: Session) -> Iterator[StoredEvent]:
    """Give every row in the order of its number, some at a time."""
    after = -(2**62)
    while rows := session.all(PAGE_OF_EVENTS, [after, PAGE]):
        yield from (StoredEvent(*row) for row in rows)
        after = rows[-1][0]


def _look_up(session: Session) -> LookUp:
    return LookUp(
        has=lambda value: session.one("SELECT 1 FROM events WHERE hash = ?", [value]) is not None,
        has_follower=lambda value: session.one("SELECT 1 FROM events WHERE previous = ?", [value]) is not None,
    )


def _ledger_faults(session: Session) -> Iterator[Fault]:
    """Compare each row of the ledger with its event, which the chain protects."""
    rows = session.all(
        "SELECT l.number, l.sha256, l.unsigned_sha256, l.document_id, l.body, e.kind, e.body "
        "FROM ledger l LEFT JOIN events e ON e.number = l.number ORDER BY l.number"
    )
    for number, *columns, body, kind, event in rows:
        if kind != LEDGER or not _same(columns, body, event):
            yield Fault(
                number, "ledger", f"Rækken i PDF-protokollen til hændelse nr. {number} er ændret eller lagt ind."
            )
    sql = "SELECT number FROM events WHERE kind = ? AND number NOT IN (SELECT number FROM ledger) ORDER BY number"
    for (number,) in session.all(sql, [LEDGER]):
        yield Fault(number, "ledger", f"Rækken i PDF-protokollen til hændelse nr. {number} er fjernet.")


def _same(columns: list[str], body: str, event: str) -> bool:
    try:
        facts = json.loads(event)["data"]
    except (ValueError, LookupError):
        return False
    return body == canonical(facts) and columns == [facts[key] for key in ("sha256", "unsigned_sha256", "document_id")]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)
