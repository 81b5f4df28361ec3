"""The dialect on SQLite. What both databases do alike is in tests/storage/test_sql_on_both.py."""

import sqlite3
import threading

import pytest

from kuidocs.services.sql import (
    PostgresqlDatabase,
    SqliteDatabase,
    open_sql,
    prepare_disposable,
)


@pytest.fixture
def database(tmp_path):
    opened = open_sql(tmp_path / "sub" / "side store.sqlite", "side")
    yield opened
    opened.close()


def test_the_file_is_for_the_owner_alone_and_in_wal_mode(database, tmp_path):
    with database.reading() as session:
        mode = session.one("PRAGMA journal_mode")

    assert mode == ("wal",)
    for path in (tmp_path / "sub").iterdir():
        assert path.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in (tmp_path / "sub").iterdir())[0] == "side store.sqlite"


@pytest.mark.parametrize(("synchronous", "number"), [("NORMAL", 1), ("FULL", 2)])
def test_how_safely_to_write_is_set_per_store(tmp_path, synchronous, number):
    database = open_sql(str(tmp_path / "a.sqlite"), "side", synchronous=synchronous)

    with database.reading() as session:
        assert session.one("PRAGMA synchronous") == (number,)
    database.close()


def test_another_way_of_writing_is_refused(tmp_path):
    with pytest.raises(ValueError, match="OFF"):
        SqliteDatabase(tmp_path / "a.sqlite", synchronous="OFF")


def test_reading_only_reads_and_does_not_write(database):
    database.script("CREATE TABLE a (n INTEGER)")
    reader = SqliteDatabase(database.path, read_only=True)

    with reader.reading() as session:
        assert session.all("SELECT n FROM a") == []
    with pytest.raises(sqlite3.OperationalError), reader.transaction() as session:
        session.run("INSERT INTO a VALUES (1)")
    reader.close()


def test_reading_only_makes_no_file(tmp_path):
    reader = SqliteDatabase(tmp_path / "none.sqlite", read_only=True)

    with pytest.raises(sqlite3.OperationalError), reader.reading():
        pass

    assert list(tmp_path.iterdir()) == []


def test_a_script_may_hold_a_trigger(database):
    database.script(
        "CREATE TABLE a (n INTEGER);\nCREATE TRIGGER kept BEFORE DELETE ON a BEGIN SELECT RAISE(ABORT, 'no'); END;\n"
    )
    with database.transaction() as session:
        session.run("INSERT INTO a VALUES (1)")

    with pytest.raises(sqlite3.IntegrityError, match="no"), database.transaction() as session:
        session.run("DELETE FROM a")


def test_threads_that_make_the_file_together_all_get_in(tmp_path):
    database = SqliteDatabase(tmp_path / "a.sqlite")
    together, failed = threading.Barrier(8), []

    def begin():
        together.wait()
        try:
            database.script("CREATE TABLE IF NOT EXISTS a (n INTEGER)")
        except sqlite3.Error as error:
            failed.append(error)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    database.close()


def test_postgresql_is_told_by_its_address():
    database = open_sql("postgresql://jonas@db/kuidocs", "side")

    assert isinstance(database, PostgresqlDatabase)
    database.close()


def test_a_namespace_is_a_plain_name():
    with pytest.raises(ValueError, match="drop"):
        PostgresqlDatabase("postgresql://db/kuidocs", "x; drop table a")


def test_a_disposable_store_of_another_release_is_emptied(database):
    first = prepare_disposable(database, "CREATE TABLE a (n INTEGER);\nCREATE TABLE gone (n INTEGER)")
    again = prepare_disposable(database, "CREATE TABLE a (n INTEGER);\nCREATE TABLE gone (n INTEGER)")
    other = prepare_disposable(database, "CREATE TABLE a (m INTEGER)")

    with database.reading() as session:
        tables = session.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    assert [first, again, other] == [True, False, True]
    assert tables == [("a",), ("shape",)]
