"""Labels from counters in the object database, each allotted in a small transaction of its own."""

from collections.abc import Container
from typing import Any

from transaction.interfaces import TransientError
from ZODB import DB

from ..storage import working
from .api import LabelService

TRIES = 20


class ZodbLabels(LabelService):
    """Counts in ``root["labels"]``. A small transaction of its own means that a long one can never make two people
    wait for each other, or allot the same number."""

    def __init__(self, db: DB) -> None:
        self.db = db

    def document(self, case_no: str) -> str:
        return f"{case_no}-D{self._allotted(case_no):02d}"

    def case(self, prefix: str, year: int) -> str:
        series = f"{prefix}-{year}-"
        return f"{series}{self._allotted(series):04d}"

    def _allotted(self, series: str) -> int:
        for _ in range(TRIES - 1):
            try:
                return self._next(series)
            except TransientError:
                continue
        return self._next(series)

    def _next(self, series: str) -> int:
        with working(self.db, "allot a label") as connection:
            counters = connection.root()["labels"]
            number = counters.get(series, 0) + 1
            while f"{series}{number:04d}" in _case_numbers(connection.root()):
                number += 1
            counters[series] = number
            return number


def _case_numbers(root: Any) -> Container[str]:
    """Return the numbers that cases have: one that was imported did not ask here."""
    return root["kuidocs"].sager if "kuidocs" in root else ()
