"""Labels from counters in the object database, each allotted in a small transaction of its own."""

import transaction
from transaction.interfaces import TransientError
from ZODB import DB

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
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self.db.open(manager)
        try:
            counters = connection.root()["labels"]
            counters[case_no] = counters.get(case_no, 0) + 1
            number = counters[case_no]
            manager.commit()
        finally:
            manager.abort()
            connection.close()
        return f"{case_no}-D{number:02d}"
