"""The read model: lists that can be rebuilt at any time."""

from pathlib import Path

from ..sql import open_sql
from .api import (
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
    PlanRow,
    TaskRow,
    WorkCase,
)
from .store import SqlIndexService

__all__ = [
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
    "PlanRow",
    "SqlIndexService",
    "TaskRow",
    "WorkCase",
    "open_index",
]


def open_index(where: str | Path) -> SqlIndexService:
    """Open the read model in a SQLite file or, for postgresql://, in a schema of that database."""
    return SqlIndexService(open_sql(where, "index"))
