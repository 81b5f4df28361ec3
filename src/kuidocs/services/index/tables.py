"""The tables, and how a row of api.py lies in one: a column for each field, of the same name.

Days and times are ISO text, tuples are JSON. A change of anything here makes every store build itself anew.
"""
# ruff: noqa: S608 (statements are put together from names in this package)

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any, get_type_hints

from ..clock import COPENHAGEN
from .api import (
    CaseRow,
    CaseSnapshot,
    ConsentRow,
    CourseRow,
    DeadlineRow,
    DocumentRow,
    InvolvementRow,
    LampRow,
    MeetingRow,
    PlanRow,
    RequestRow,
    TaskRow,
    TextRow,
)

LISTS: dict[str, type] = {
    "involvements": InvolvementRow,
    "documents": DocumentRow,
    "meetings": MeetingRow,
    "tasks": TaskRow,
    "consents": ConsentRow,
    "plans": PlanRow,
    "courses": CourseRow,
    "requests": RequestRow,
    "lamps": LampRow,
    "deadlines": DeadlineRow,
}
"""The tables that are tuples of a CaseSnapshot, by the name of both."""
TEXTS = "texts"
ROWS: dict[str, type] = {"cases": CaseRow, **LISTS, TEXTS: TextRow}
SIDE_COLUMNS = {"cases": ("name_key", "search"), TEXTS: ("source", "words", "stems")}
"""Columns that are made from others, for sorting and searching."""
LINKS = {"waiting": ("documents", "label", "waiting_for"), "attending": ("meetings", "number", "attendees")}
LINKS |= {"answering": ("requests", "id", "keepers")}
"""Tables with one row for each user id in a tuple: whose tuple it is, and the row's own key."""
KEYS = {"cases": "case_no", "waiting": "case_no, label, user_id", "attending": "case_no, number, user_id"}
KEYS |= {"answering": "case_no, id, user_id"}
INDEXED = {
    "involvements": ("user_id", "case_no"),
    "documents": ("case_no", "author_id", "document_id"),
    "meetings": ("case_no", "day"),
    "tasks": ("case_no", "responsible_id"),
    "consents": ("case_no", "valid_until"),
    "plans": ("case_no", "next_review"),
    "courses": ("case_no",),
    "lamps": ("case_no",),
    "deadlines": ("case_no", "user_id"),
    "waiting": ("user_id",),
    "attending": ("user_id",),
    "requests": ("case_no", "asker_id"),
    "answering": ("user_id",),
}
ALL = ("cases", *LISTS, *LINKS)
"""The tables that hold a case whole; its texts are kept as long as their source stays (texts.py)."""


def columns(table: str) -> tuple[str, ...]:
    """List the columns that are fields of the row class."""
    return tuple(field.name for field in fields(ROWS[table]))


def ddl() -> str:
    """Write the definition of all tables."""
    statements = ["CREATE TABLE place (tid BLOB NOT NULL)"]
    statements += [_table(table) for table in ROWS if table != TEXTS]
    statements += [
        f"CREATE TABLE {table} (case_no TEXT NOT NULL, {own} {_type(source, own)} NOT NULL, user_id TEXT NOT NULL,"
        f" PRIMARY KEY ({KEYS[table]}))"
        for table, (source, own, _) in LINKS.items()
    ]
    statements += [
        f"CREATE INDEX {table}_by_{column} ON {table} ({column})"
        for table, names in INDEXED.items()
        for column in names
    ]
    return ";\n".join(statements)


def definitions(table: str) -> list[str]:
    """Write the columns of a table."""
    own = [f'"{name}" {_type(table, name)}' for name in columns(table)]  # end is a word of SQL
    return own + [f"{name} TEXT NOT NULL" for name in SIDE_COLUMNS.get(table, ())]


def _table(table: str) -> str:
    parts = definitions(table)
    parts += [f"PRIMARY KEY ({KEYS[table]})"] if table in KEYS else []
    return f"CREATE TABLE {table} ({', '.join(parts)})"


def _type(table: str, column: str) -> str:
    return "INTEGER" if get_type_hints(ROWS[table])[column] in (int, bool) else "TEXT"


def insert(table: str) -> str:
    """Write the statement that inserts one row."""
    names = [f'"{name}"' for name in columns(table) + SIDE_COLUMNS.get(table, ())]
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def values(row: Any) -> list[object]:
    """Turn a row into the values of its columns."""
    found = (getattr(row, field.name) for field in fields(row))
    return [json.dumps(value) if isinstance(value, tuple) else value for value in found]


def link_values(table: str, snapshot: CaseSnapshot) -> list[tuple[object, ...]]:
    """List the rows of a table of user ids."""
    source, own, users = LINKS[table]
    return [
        (snapshot.case.case_no, getattr(row, own), user)
        for row in getattr(snapshot, source)
        for user in dict.fromkeys(getattr(row, users))
    ]


def row(table: str, found: tuple[Any, ...]) -> Any:
    """Turn the columns of a table, in their order, back into a row."""
    return ROWS[table](*(read(value) for read, value in zip(_readers(table), found, strict=True)))


@cache
def _readers(table: str) -> tuple[Callable[[Any], Any], ...]:
    return tuple(_READERS.get(str(hint), _as_it_is) for hint in get_type_hints(ROWS[table]).values())


def _as_it_is(value: Any) -> Any:
    return value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value).astimezone(COPENHAGEN) if value else None


def _words(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value))


_READERS: dict[str, Callable[[Any], Any]] = {
    str(date): _day,
    str(date | None): _day,
    str(datetime | None): _moment,
    str(bool): bool,
    str(tuple[str, ...]): _words,
}
