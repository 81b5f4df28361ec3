"""What both databases do alike through services/sql.py."""

import threading
from datetime import date, datetime

import pytest

from kuidocs.services.clock import COPENHAGEN
from kuidocs.services.sql import SqlDatabase

TABLE = "CREATE TABLE a (id SERIAL, word TEXT, n INTEGER, part REAL, raw BLOB)"


class SqlContract:
    @pytest.fixture
    def store(self) -> SqlDatabase:
        raise NotImplementedError

    @pytest.fixture
    def database(self, store: SqlDatabase) -> SqlDatabase:
        store.script(TABLE)
        return store

    def test_values_come_back_as_they_were(self, database: SqlDatabase):
        with database.transaction() as session:
            touched = session.run(
                "INSERT INTO a (word, n, part, raw) VALUES (?, ?, ?, ?)", ["50 % blåbær?", 2**40, 0.5, b"\x00\xff"]
            )
            found = session.one("SELECT id, word, n, part, raw FROM a")

        assert touched == 1
        assert found == (1, "50 % blåbær?", 2**40, 0.5, b"\x00\xff")

    def test_days_times_and_yes_are_stored_plainly(self, database: SqlDatabase):
        at = datetime(2026, 11, 21, 10, 0, tzinfo=COPENHAGEN)
        with database.transaction() as session:
            session.many(
                "INSERT INTO a (word, n) VALUES (?, ?)", [[date(2026, 11, 21), True], [at, False], [None, None]]
            )

        with database.reading() as session:
            found = session.all("SELECT word, n FROM a ORDER BY id")
        assert found == [("2026-11-21", 1), ("2026-11-21T09:00:00.000000+00:00", 0), (None, None)]

    def test_text_is_ordered_by_its_bytes(self, database: SqlDatabase):
        words = ["å", "a", "B", "-", "æ", "_"]
        with database.transaction() as session:
            session.many("INSERT INTO a (word) VALUES (?)", [[word] for word in words])
            found = session.all("SELECT word FROM a ORDER BY word")

        assert [word for (word,) in found] == sorted(words)

    def test_a_percent_sign_in_sql_is_itself(self, database: SqlDatabase):
        with database.reading() as session:
            assert session.all("SELECT word FROM a WHERE word LIKE '%x%' AND n = ?", [1]) == []
            assert session.one("SELECT word FROM a WHERE word LIKE '%x%'") is None

    def test_what_fails_is_undone_and_the_next_transaction_works(self, database: SqlDatabase):
        with pytest.raises(ZeroDivisionError):
            fail_after_inserting(database)

        with database.transaction() as session:
            assert session.all("SELECT n FROM a") == []
            session.run("INSERT INTO a (n) VALUES (2)")
        assert numbers(database) == [2]

    def test_a_statement_that_is_wrong_is_undone_too(self, database: SqlDatabase):
        with pytest.raises(Exception, match="nowhere"), database.transaction() as session:
            session.run("INSERT INTO nowhere VALUES (1)")

        assert numbers(database) == []

    def test_a_transaction_within_another_is_refused(self, database: SqlDatabase):
        with database.transaction(), pytest.raises(RuntimeError, match="already open"), database.reading():
            pass

        assert numbers(database) == []

    def test_a_reader_sees_one_moment(self, database: SqlDatabase):
        with database.reading() as session:
            before = session.all("SELECT n FROM a")
            in_thread(insert, database)
            after = session.all("SELECT n FROM a")

        assert before == after == []
        assert numbers(database) == [1]

    def test_transactions_that_are_alone_do_not_overtake_each_other(self, database: SqlDatabase):
        def count_up() -> None:
            for _ in range(10):
                with database.transaction(alone=True) as session:
                    (n,) = session.one("SELECT count(*) FROM a")
                    session.run("INSERT INTO a (n) VALUES (?)", [n])

        threads = [threading.Thread(target=count_up) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(numbers(database)) == list(range(40))

    def test_after_closing_it_opens_again(self, database: SqlDatabase):
        insert(database)
        in_thread(insert, database)

        database.close()

        assert numbers(database) == [1, 1]


def fail_after_inserting(database: SqlDatabase) -> None:
    with database.transaction() as session:
        session.run("INSERT INTO a (n) VALUES (1)")
        raise ZeroDivisionError


def insert(database: SqlDatabase) -> None:
    with database.transaction() as session:
        session.run("INSERT INTO a (n) VALUES (1)")


def in_thread(act: object, *arguments: object) -> None:
    thread = threading.Thread(target=act, args=arguments)
    thread.start()
    thread.join()


def numbers(database: SqlDatabase) -> list[int]:
    with database.reading() as session:
        return [n for (n,) in session.all("SELECT n FROM a")]
