"""Labels are allotted once, also to many at a time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from BTrees.OOBTree import OOBTree
from ZODB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.POSException import ConflictError

from kuidocs.services.labels.zodb import TRIES, ZodbLabels
from kuidocs.services.storage import working


@pytest.fixture
def db():
    database = DB(DemoStorage())
    with working(database, "base") as connection:
        connection.root()["labels"] = OOBTree()
    yield database
    database.close()


def test_labels_count_up_within_a_case(db):
    labels = ZodbLabels(db)

    assert [labels.document("FLK-2026-0001") for _ in range(2)] == ["FLK-2026-0001-D01", "FLK-2026-0001-D02"]
    assert labels.document("FLK-2026-0002") == "FLK-2026-0002-D01"


def test_many_at_once_never_get_the_same(db):
    labels = ZodbLabels(db)

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: labels.document("FLK-2026-0001"), range(40)))

    assert len(set(found)) == 40


def test_it_gives_up_when_somebody_is_always_first(db, monkeypatch):
    labels, tries = ZodbLabels(db), []

    def never(case_no):
        tries.append(case_no)
        raise ConflictError

    monkeypatch.setattr(labels, "_next", never)

    with pytest.raises(ConflictError):
        labels.document("FLK-2026-0001")
    assert len(tries) == TRIES
