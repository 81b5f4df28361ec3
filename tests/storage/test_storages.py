"""The contract on each storage."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from ZODB.DB import DB

from kuidocs.services.storage import DatabaseMissing, open_database
from tests.contracts.storage_contract import Opener, StorageContract
from tests.storage.servers import PostgresqlServer


@pytest.fixture
def closing() -> Iterator[Callable[..., DB]]:
    """Open databases that are closed when the test is over."""
    opened = []

    def open_(*args: object, **options: object) -> DB:
        opened.append(open_database(*args, **options))
        return opened[-1]

    yield open_
    for database in opened:
        database.close()


class TestFileStorage(StorageContract):
    @pytest.fixture
    def opener(self, tmp_path: Path, closing: Opener) -> Opener:
        return partial(closing, f"file://{tmp_path}/Data.fs")


@pytest.mark.outside
class TestZeo(StorageContract):
    @pytest.fixture
    def opener(self, zeo: str, tmp_path: Path, closing: Opener) -> Opener:
        return partial(closing, zeo, blob_cache=tmp_path / "cache")


@pytest.mark.outside
class TestPostgresql(StorageContract):
    @pytest.fixture
    def opener(self, postgresql: PostgresqlServer, tmp_path: Path, closing: Opener) -> Opener:
        return partial(closing, postgresql.new_database(), blob_cache=tmp_path / "cache")

    def test_reading_an_empty_database_is_refused(self, opener: Opener):
        with pytest.raises(DatabaseMissing, match="kuidocs init"):
            opener(read_only=True)
