"""The proof store in a PostgreSQL database."""

from contextlib import closing

import psycopg2
import pytest

from kuidocs.services.proof import open_proof
from tests.contracts.proof_contract import ProofContract, event
from tests.storage import servers

pytestmark = pytest.mark.outside


class PostgresqlByHand:
    """Somebody with the password of the tables' owner."""

    error = psycopg2.errors.RaiseException

    def __init__(self, address):
        self.address = address

    def guarded(self, *statements):
        with closing(psycopg2.connect(self.address, options="-c search_path=kuidocs_proof")) as connection, connection:
            for statement in statements:
                connection.cursor().execute(statement)

    def unguarded(self, *statements):
        tables = ("events", "ledger")
        self.guarded(*[f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in tables], *statements)


@pytest.fixture(scope="module")
def postgresql():
    with servers.postgresql() as server:
        yield server


@pytest.fixture
def address(postgresql):
    return postgresql.new_database()


@pytest.fixture
def again(address):
    opened = []

    def _again():
        opened.append(open_proof(address))
        return opened[-1]

    yield _again
    for proof in opened:
        proof.close()


@pytest.fixture
def proof(again):
    return again()


@pytest.fixture
def by_hand(address):
    return PostgresqlByHand(address)


class TestPostgresqlProof(ProofContract):
    """Every promise, kept by PostgreSQL."""


def test_the_tables_cannot_be_emptied_either(proof, by_hand):
    proof.append([event(1)])
    with pytest.raises(by_hand.error, match="append-only"):
        by_hand.guarded("TRUNCATE events")
    assert proof.count() == 1


def test_a_role_that_may_only_insert_can_keep_the_store(proof, again, by_hand, address):
    by_hand.guarded(
        "CREATE ROLE clerk LOGIN",
        "GRANT USAGE ON SCHEMA kuidocs_proof TO clerk",
        "GRANT SELECT, INSERT ON events, ledger TO clerk",
        "GRANT SELECT, INSERT, UPDATE ON reached TO clerk",
    )
    with closing(open_proof(address.replace("kuidocs@", "clerk@"))) as clerk:
        clerk.append([event(1)])
        assert clerk.verify().ok
    by_hand.guarded("DROP OWNED BY clerk", "DROP ROLE clerk")
