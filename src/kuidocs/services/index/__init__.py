"""The read model: lists that can be rebuilt at any time."""

from pathlib import Path

from ..sql import open_sql
from .api import (
    Asked,
    CaseOverview,
    CaseRow,
    CaseSnapshot,
    ConsentRow,
    CourseRow,
    Diary,
    DocumentRow,
    InCase,
    IndexService,
    InvolvementRow,
    MeetingRow,
    MyDay,
    NameHit,
    PlanRow,
    RequestRow,
    TaskRow,
    TextRow,
    TextSource,
)
from .stems import Piece, snippet, spelled, words
from .store import SqlIndexService

__all__ = [
    "Asked",
    "CaseOverview",
    "CaseRow",
    "CaseSnapshot",
    "ConsentRow",
    "CourseRow",
    "Diary",
    "DocumentRow",
    "InCase",
    "IndexService",
    "InvolvementRow",
    "MeetingRow",
    "MyDay",
    "NameHit",
    "Piece",
    "PlanRow",
    "RequestRow",
    "SqlIndexService",
    "TaskRow",
    "TextRow",
    "TextSource",
    "open_index",
    "snippet",
    "spelled",
    "words",
]


def open_index(where: str | Path) -> SqlIndexService:
    """Open the read model in a SQLite file or, for postgresql://, in a schema of that database."""
    return SqlIndexService(open_sql(where, "index"))
