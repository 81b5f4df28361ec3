"""What every object database does for us, whichever storage lies under it."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from persistent.mapping import PersistentMapping
from transaction import TransactionManager
from ZODB.DB import DB
from ZODB.POSException import ConflictError, ReadOnlyError

from kuidocs.resources.events import Event
from kuidocs.services.clock import COPENHAGEN
from kuidocs.services.storage import Tailed, Tailer, last_change, pack, tail, working, write_blob
from kuidocs.services.storage.loading import ForbiddenClass

AT = datetime(2026, 11, 21, 10, 0, tzinfo=COPENHAGEN)
Opener = Callable[..., DB]


def event(number: int) -> Event:
    return Event("document.approved", {"user_id": "jonas", "name": "Jonas"}, AT, {"case_no": "FLK-1"}, {"n": number})


def put(database: DB, **values: object) -> None:
    with working(database, "put") as connection:
        connection.root().update(values)


def get(database: DB, name: str) -> object:
    with working(database) as connection:
        return connection.root().get(name)


def fail_after_putting(database: DB, **values: object) -> None:
    with working(database) as connection:
        connection.root().update(values)
        raise ZeroDivisionError


class Follower:
    """Takes every event after its place."""

    def __init__(self, place: bytes = bytes(8)) -> None:
        self.place = place
        self.taken = []

    def last_tid(self) -> bytes:
        return self.place

    def take(self, transaction: Tailed) -> None:
        self.place = transaction.tid
        self.taken += [found.data["n"] for found in transaction.events]


class Hostile:
    """Pickled as a call that makes a folder."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)

    def __reduce__(self) -> tuple:
        return os.mkdir, (self.path,)


class StorageContract:
    """``opener()`` opens the database; called again it opens the same one once more, after the first was closed."""

    @pytest.fixture
    def opener(self) -> Opener:
        raise NotImplementedError

    @pytest.fixture
    def database(self, opener: Opener) -> DB:
        return opener()

    def test_a_commit_is_there_after_reopening(self, opener: Opener):
        first = opener()
        put(first, word="blåbærgrød")
        first.close()

        assert get(opener(), "word") == "blåbærgrød"

    def test_what_was_aborted_is_not_there(self, database: DB):
        with pytest.raises(ZeroDivisionError):
            fail_after_putting(database, word="x")

        assert get(database, "word") is None

    def test_two_writers_of_one_object_conflict(self, database: DB):
        managers = [TransactionManager(explicit=True) for _ in range(2)]
        for manager in managers:
            manager.begin()
        connections = [database.open(transaction_manager=manager) for manager in managers]
        for connection in connections:
            connection.root()["word"] = "mine"
        managers[0].commit()

        with pytest.raises(ConflictError):
            managers[1].commit()

        managers[1].abort()
        for connection in connections:
            connection.close()

    def test_writers_of_different_objects_do_not_conflict(self, database: DB):
        put(database, a=PersistentMapping(), b=PersistentMapping())
        managers = {name: TransactionManager(explicit=True) for name in "ab"}
        connections = []
        for name, manager in managers.items():
            manager.begin()
            connections.append(database.open(transaction_manager=manager))
            connections[-1].root()[name]["by"] = name

        for manager in managers.values():
            manager.commit()

        for connection in connections:
            connection.close()
        with working(database) as connection:
            assert [connection.root()[name]["by"] for name in "ab"] == ["a", "b"]

    def test_a_blob_is_synced_and_reads_back(self, opener: Opener, monkeypatch: pytest.MonkeyPatch):
        synced = []
        real = os.fsync
        monkeypatch.setattr(os, "fsync", lambda number: synced.append(os.fstat(number).st_size) or real(number))
        first = opener()
        put(first, file=write_blob(b"%PDF" * 1000))
        first.close()

        with working(opener()) as connection, connection.root()["file"].open("r") as file:
            assert file.read() == b"%PDF" * 1000
        assert 4000 in synced

    def test_reading_only_shows_the_same_and_refuses_to_write(self, opener: Opener):
        first = opener()
        put(first, word="x")
        first.close()
        reader = opener(read_only=True)

        assert get(reader, "word") == "x"
        with pytest.raises(ReadOnlyError):
            put(reader, word="y")

    def test_the_tail_gives_each_event_once_with_its_transaction(self, database: DB):
        before = list(tail(database))[-1].tid
        put(database, first=event(1))
        put(database, second=event(2), third=event(3))

        tailed = list(tail(database, before))

        assert [sorted(found.data["n"] for found in transaction.events) for transaction in tailed] == [[1], [2, 3]]
        assert tailed[0].events[0].about == {"case_no": "FLK-1"}
        assert tailed[0].events[0].at == "2026-11-21T10:00:00+01:00"
        assert tailed[0].tid < tailed[1].tid
        assert list(tail(database, tailed[0].tid)) == tailed[1:]
        assert list(tail(database, tailed[1].tid)) == []

    def test_the_tail_names_the_classes_of_what_was_touched(self, database: DB):
        before = list(tail(database))[-1].tid
        put(database, child=PersistentMapping(), event=event(1))

        names = [touched.class_name for touched in next(tail(database, before)).touched]

        assert sorted(names) == ["kuidocs.resources.events.Event"] + ["persistent.mapping.PersistentMapping"] * 2

    def test_the_tail_does_not_give_what_is_not_committed(self, database: DB):
        before = list(tail(database))[-1].tid
        manager = TransactionManager(explicit=True)
        manager.begin()
        connection = database.open(transaction_manager=manager)
        connection.root()["event"] = event(1)

        assert list(tail(database, before)) == []

        manager.abort()
        connection.close()

    def test_a_tailer_keeps_following(self, database: DB):
        follower = Follower(list(tail(database))[-1].tid)
        tailer = Tailer(database, [follower])
        for number in (1, 2, 3):
            put(database, **{f"event {number}": event(number)})
            assert tailer.lag()
            tailer.catch_up()

        assert follower.taken == [1, 2, 3]
        assert not tailer.lag()

    def test_a_hostile_record_calls_nothing(self, opener: Opener, tmp_path: Path):
        first = opener()
        put(first, hostile=PersistentMapping(inside=Hostile(tmp_path / "made")))
        first.close()
        database = opener()

        with pytest.raises(ForbiddenClass, match="mkdir"), working(database) as connection:
            list(connection.root()["hostile"])

        assert list(tail(database))
        assert not (tmp_path / "made").exists()

    def test_the_time_of_the_last_change_is_told(self, database: DB):
        before = last_change(database)
        put(database, word="x")

        assert last_change(database) > before
        assert last_change(database).tzinfo is not None

    def test_packing_throws_away_what_was_written_over_and_nothing_else(self, database: DB):
        word, secret = PersistentMapping(text="as it is"), "planted-word"
        put(database, word=word, blob=write_blob(b"a sealed file"), gone=PersistentMapping(text=secret))
        put(database, word=PersistentMapping(text="as it is now"), gone=None)

        before, after = pack(database, 0, keep_old=False)

        assert (before >= 0, after >= 0) == (True, True)
        database.cacheMinimize()
        assert get(database, "gone") is None
        with working(database) as connection:
            assert connection.root()["word"]["text"] == "as it is now"
            with connection.root()["blob"].open() as file:
                assert file.read() == b"a sealed file"
        told = [record.data for one in database.storage.iterator() for record in one]
        assert told
        assert not any(secret.encode() in data for data in told if data)
