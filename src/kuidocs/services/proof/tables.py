"""The tables of the proof store and the guards that keep them append-only."""

TABLES = """
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    case_no TEXT,
    person_id TEXT,
    body TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_by_case ON events (case_no, number);
CREATE INDEX IF NOT EXISTS events_by_person ON events (person_id, number);
CREATE INDEX IF NOT EXISTS events_by_who ON events (who, number);
CREATE TABLE IF NOT EXISTS ledger (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    unsigned_sha256 TEXT NOT NULL,
    document_id TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS ledger_by_unsigned ON ledger (unsigned_sha256);
CREATE INDEX IF NOT EXISTS ledger_by_document ON ledger (document_id);
CREATE TABLE IF NOT EXISTS reached (one INTEGER PRIMARY KEY CHECK (one = 1), tid BLOB, number INTEGER, hash TEXT);
"""

SQLITE_GUARDS = "".join(
    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act} ON {table} BEGIN "
    f"SELECT RAISE(ABORT, '{table} is append-only'); END;\n"
    for table in ("events", "ledger")
    for act in ("update", "delete")
)

POSTGRESQL_GUARDS = """
CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
""" + "".join(
    f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "EXECUTE FUNCTION append_only();\n"
    for table in ("events", "ledger")
)
