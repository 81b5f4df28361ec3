"""The contracts of the read model and of the disposable store on PostgreSQL."""

import pytest

from kuidocs.services.index import open_index
from kuidocs.services.state import open_state
from tests.contracts.deadline_contract import DeadlineContract
from tests.contracts.diary_contract import DiaryContract
from tests.contracts.index_contract import IndexContract
from tests.contracts.state_contract import ABSOLUTE, IDLE, StateContract


@pytest.mark.outside
class TestIndex(IndexContract, DeadlineContract):
    @pytest.fixture
    def index(self, postgresql):
        opened = open_index(postgresql.new_database())
        yield opened
        opened.close()


@pytest.mark.outside
class TestDiary(DiaryContract):
    @pytest.fixture
    def index(self, postgresql):
        opened = open_index(postgresql.new_database())
        yield opened
        opened.close()


@pytest.mark.outside
class TestState(StateContract):
    @pytest.fixture
    def state(self, postgresql, clock):
        opened = open_state(postgresql.new_database(), clock, idle=IDLE, absolute=ABSOLUTE)
        yield opened
        opened.close()
