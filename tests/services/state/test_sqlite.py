"""The disposable store in a SQLite file."""

import pytest

from kuidocs.services.state import open_state
from tests.contracts.state_contract import ABSOLUTE, IDLE, LIMIT, StateContract


class TestSqlite(StateContract):
    @pytest.fixture
    def state(self, tmp_path, clock):
        opened = open_state(tmp_path / "state.sqlite", clock, idle=IDLE, absolute=ABSOLUTE)
        yield opened
        opened.close()


def test_secrets_and_keys_are_stored_hashed(tmp_path, clock):
    state = open_state(tmp_path / "state.sqlite", clock, idle=IDLE, absolute=ABSOLUTE)
    secret = state.sessions.create("jonas")
    state.throttle.attempt("hemmeligtkodeord", LIMIT)
    state.close()

    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert b"jonas" in raw
    assert secret.encode() not in raw
    assert b"hemmeligtkodeord" not in raw
