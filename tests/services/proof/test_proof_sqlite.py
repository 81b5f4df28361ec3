"""The proof store in a SQLite file."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from stat import S_IMODE

import pytest

from kuidocs.services.proof import open_proof
from tests.contracts.proof_contract import ProofContract, event, ledger_row

WRITER = """
import sys
from kuidocs.services.proof import open_proof
from tests.contracts.proof_contract import event
proof = open_proof(sys.argv[1])
for n in range(1_000_000):
    proof.append([event(2 * n), event(2 * n + 1)])
    print(2 * n + 1, flush=True)
"""


class SqliteByHand:
    """Somebody with the file and an SQL shell."""

    error = sqlite3.IntegrityError

    def __init__(self, path):
        self.path = path

    def guarded(self, *statements):
        with closing(sqlite3.connect(self.path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    def unguarded(self, *statements):
        with closing(sqlite3.connect(self.path)) as connection:
            guards = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        self.guarded(*[f"DROP TRIGGER {name}" for name in guards], *statements)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "proof.sqlite"


@pytest.fixture
def again(path):
    opened = []

    def _again():
        opened.append(open_proof(path))
        return opened[-1]

    yield _again
    for proof in opened:
        proof.close()


@pytest.fixture
def proof(again):
    return again()


@pytest.fixture
def by_hand(path):
    return SqliteByHand(path)


class TestSqliteProof(ProofContract):
    """Every promise, kept by SQLite."""


def test_the_file_is_private_and_every_commit_reaches_the_disk(proof, path):
    assert S_IMODE(path.stat().st_mode) == 0o600
    with proof._database.reading() as session:
        assert session.one("PRAGMA journal_mode") == ("wal",)
        assert session.one("PRAGMA synchronous") == (2,)


def test_a_closed_store_leaves_one_file_and_opens_again(proof, path):
    proof.append([event(1)])
    proof.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert proof.count() == 1


def test_a_killed_writer_loses_nothing_that_it_was_told_is_safe(path):
    writer = subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True)
    safe = [int(writer.stdout.readline()) for _ in range(40)][-1]
    os.kill(writer.pid, signal.SIGKILL)
    safe = max([safe, *map(int, writer.stdout.read().split())])
    writer.wait()
    writer.stdout.close()
    with closing(open_proof(path)) as proof:
        assert proof.known([f"event-{safe}"]), "an event that was answered for is gone"
        assert proof.count() % 2 == 0, "half a batch was written"
        assert proof.verify().ok
        proof.ledger_add(ledger_row())
        assert proof.verify().ok


def test_two_stores_on_one_file_make_one_chain(proof, again):
    other = again()
    for n in range(20):
        (proof, other)[n % 2].append([event(n)])
    assert proof.count() == other.count() == 20
    assert proof.verify().ok
