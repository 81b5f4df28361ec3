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
    DeadlineRow,
    Diary,
    DocumentRow,
    InCase,
    IndexService,
    InvolvementRow,
    LampRow,
    MeetingRow,
    MyDay,
    NameHit,
    PlanRow,
    RequestRow,
    TaskRow,
    TextRow,
    TextSource,
    WorkCase,
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
    "DeadlineRow",
    "Diary",
    "DocumentRow",
    "InCase",
    "IndexService",
    "InvolvementRow",
    "LampRow",
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
    "WorkCase",
    "open_index",
    "snippet",
    "spelled",
    "words",
]


def open_index(where: str | Path) -> SqlIndexService:
    """Open the read model in a SQLite file or, for postgresql://, in a schema of that database."""
    return SqlIndexService(open_sql(where, "index"))
