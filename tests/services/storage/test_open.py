"""Addresses, and what is said when one cannot be opened."""

import pytest
from psycopg2.extensions import parse_dsn

from kuidocs.services.storage import (
    BadAddress,
    DatabaseMissing,
    DatabaseUnreachable,
    last_change,
    open_database,
    working,
    write_blob,
)
from kuidocs.services.storage.open import Address, postgresql_dsn


@pytest.mark.parametrize("prefix", ["", "file://"])
def test_a_path_is_a_file_with_blobs_beside_it(tmp_path, prefix):
    database = open_database(f"{prefix}{tmp_path}/sub/Data.fs")
    with working(database) as connection:
        connection.root()["file"] = write_blob(b"x")
    database.close()

    assert (tmp_path / "sub" / "Data.fs").exists()
    assert list((tmp_path / "sub" / "Data.blobs").rglob("*.blob"))
    assert (tmp_path / "sub").stat().st_mode & 0o077 == 0


def test_the_address_may_name_another_folder_for_blobs(tmp_path):
    open_database(f"file://{tmp_path}/Data.fs?blobstorage_dir={tmp_path}/elsewhere").close()

    assert (tmp_path / "elsewhere").is_dir()
    assert not (tmp_path / "Data.blobs").exists()


def fail_after_writing_to_drafts(main):
    with working(main) as connection:
        connection.get_connection("drafts").root()["word"] = "lost"
        raise ZeroDivisionError


def test_databases_of_one_dictionary_commit_together(tmp_path):
    databases = {}
    main = open_database(f"{tmp_path}/Data.fs", databases=databases)
    drafts = open_database(f"{tmp_path}/drafts.fs", name="drafts", databases=databases)
    with working(main) as connection:
        connection.root()["word"] = "main"
        connection.get_connection("drafts").root()["word"] = "draft"

    with pytest.raises(ZeroDivisionError):
        fail_after_writing_to_drafts(main)

    with working(drafts) as connection:
        assert connection.root()["word"] == "draft"
    assert databases == {"": main, "drafts": drafts}
    main.close()
    drafts.close()


def test_a_zconfig_file_is_opened(tmp_path):
    config = tmp_path / "zodb.conf"
    config.write_text(f"<filestorage>\npath {tmp_path}/Data.fs\nblob-dir {tmp_path}/blobs\n</filestorage>\n")

    database = open_database(f"zconfig://{config}")

    with working(database) as connection:
        connection.root()["file"] = write_blob(b"x")
    with pytest.raises(Exception, match="er i brug"):
        open_database(f"zconfig://{config}")
    database.close()


def test_a_new_database_of_its_own_has_a_time(tmp_path):
    database = open_database(f"{tmp_path}/Data.fs")

    assert last_change(database).tzinfo is not None
    database.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://jonas:hemmelig@db/kuidocs", "begynde med file://"),
        ("file:///nowhere/Data.fs?blob=x", "blob"),
        ("postgresql://jonas:hemmelig@db/kuidocs?blob_dir=/b&sllmode=require", "PostgreSQL forstår den ikke"),
        ("postgresql://jonas:hemmelig@db/kuidocs", "tilføj blob_dir=MAPPE"),
        ("postgresql://jonas:hemme/lig?@db/kuidocs", "tilføj blob_dir=MAPPE"),
        ("postgresql://jonas:hemmelig@db/kuidocs?blob_dir=/b&connection_pool_size=x", "skal være tal"),
        ("zeo://jonas:hemmelig@db:1", "tilføj blob_dir=MAPPE"),
    ],
)
def test_an_address_that_cannot_be_is_refused_without_its_password(address, said):
    with pytest.raises(BadAddress, match=said) as refused:
        open_database(address)

    assert "hemme" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "Data.fs").write_text("<!DOCTYPE html>")

    with pytest.raises(BadAddress, match="ikke en ZODB-database"):
        open_database(f"{tmp_path}/Data.fs")


def test_reading_what_is_not_there_makes_nothing(tmp_path):
    with pytest.raises(DatabaseMissing, match="kuidocs init"):
        open_database(f"{tmp_path}/Data.fs", read_only=True)

    assert list(tmp_path.iterdir()) == []


def test_reading_an_empty_file_is_refused(tmp_path):
    (tmp_path / "Data.fs").write_bytes(b"FS30")

    with pytest.raises(DatabaseMissing, match="kuidocs init"):
        open_database(f"{tmp_path}/Data.fs", read_only=True)


def test_a_name_is_used_once(tmp_path):
    databases = {}
    database = open_database(f"{tmp_path}/Data.fs", databases=databases)

    with pytest.raises(ValueError, match="already in databases"):
        open_database(f"{tmp_path}/other.fs", databases=databases)

    database.close()
    open_database(f"{tmp_path}/other.fs").close()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_libpq_itself_reads_an_address(scheme):
    uri = f"{scheme}://kui%40fl:a%20%27b%25@db.example:5433/kuidocs?options=-c%20jit%3Doff&application_name=a%2Bb+c&blob_dir=/b"

    dsn = postgresql_dsn(Address(uri, False, None))

    assert parse_dsn(dsn) == {
        "user": "kui@fl",
        "password": "a 'b%",
        "host": "db.example",
        "port": "5433",
        "dbname": "kuidocs",
        "options": "-c jit=off",
        "application_name": "a+b+c",
    }


def test_what_an_address_leaves_out_is_left_out():
    assert parse_dsn(postgresql_dsn(Address("postgresql:///kuidocs", False, None))) == {"dbname": "kuidocs"}


@pytest.mark.parametrize(
    "address", ["postgresql://jonas:hemmelig@/kuidocs?host=/nowhere", "zeo:///nowhere/socket?wait_timeout=1"]
)
def test_a_server_that_does_not_answer_is_named(address, tmp_path):
    with pytest.raises(DatabaseUnreachable, match="svarer ikke") as refused:
        open_database(address, blob_cache=tmp_path)

    assert "hemmelig" not in str(refused.value)
