"""Labels from counters in the object database, each allotted in a small transaction of its own."""

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
        for _ in range(TRIES - 1):
            try:
                return self._next(case_no)
            except TransientError:
                continue
        return self._next(case_no)

    def _next(self, case_no: str) -> str:
        with working(self.db, "allot a label") as connection:
            counters = connection.root()["labels"]
            counters[case_no] = counters.get(case_no, 0) + 1
            return f"{case_no}-D{counters[case_no]:02d}"
