"""The contract of services/sql.py on each database."""

from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from kuidocs.services.sql import SqlDatabase, open_sql
from tests.contracts.sql_contract import SqlContract, insert, numbers
from tests.storage.servers import PostgresqlServer


class TestSqlite(SqlContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqlDatabase]:
        opened = open_sql(tmp_path / "side.sqlite", "side")
        yield opened
        opened.close()


@pytest.mark.outside
class TestPostgresql(SqlContract):
    @pytest.fixture
    def address(self, postgresql: PostgresqlServer) -> str:
        return postgresql.new_database()

    @pytest.fixture
    def store(self, address: str) -> Iterator[SqlDatabase]:
        opened = open_sql(address, "side")
        yield opened
        opened.close()

    def test_stores_in_one_database_do_not_meet(self, database: SqlDatabase, address: str):
        insert(database)
        other = open_sql(address, "other")
        other.script("CREATE TABLE a (n INTEGER)")

        assert numbers(other) == []
        other.close()

    def test_a_lost_connection_is_replaced(self, database: SqlDatabase, address: str):
        insert(database)
        admin = psycopg2.connect(address)
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        admin.close()

        with pytest.raises(psycopg2.OperationalError):
            insert(database)

        insert(database)
        assert numbers(database) == [1, 1]
