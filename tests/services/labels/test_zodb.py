"""Labels are allotted once, also to many at a time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from BTrees.OOBTree import OOBTree
from ZODB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.POSException import ConflictError

from kuidocs.resources.case import Case, YoungPerson
from kuidocs.resources.root import Root
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


class TestCases:
    @pytest.fixture
    def tree(self, db):
        with working(db, "tree") as connection:
            connection.root()["kuidocs"] = root = Root()
            root.sager["FLK-2026-0002"] = Case("FLK-2026-0002", YoungPerson("Sara Lund", "2010-05-09"))
        return db

    def test_numbers_count_up_within_a_year_and_pass_over_those_that_are_taken(self, tree):
        labels = ZodbLabels(tree)

        assert [labels.case("FLK", 2026) for _ in range(3)] == ["FLK-2026-0001", "FLK-2026-0003", "FLK-2026-0004"]
        assert labels.case("FLK", 2027) == "FLK-2027-0001"

    def test_many_at_once_never_get_the_same(self, tree):
        labels = ZodbLabels(tree)

        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda _: labels.case("FLK", 2026), range(12)))

        assert len(set(found)) == 12
        assert "FLK-2026-0002" not in found

    def test_a_documents_label_is_no_case_number(self, tree):
        assert ZodbLabels(tree).document("FLK-2026-0002") == "FLK-2026-0002-D01"
