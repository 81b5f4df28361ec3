"""The contracts of the read model and of the disposable store on PostgreSQL."""

import psycopg2
import pytest

from kuidocs.services.index import open_index
from kuidocs.services.state import open_state
from tests.contracts.deadline_contract import DeadlineContract
from tests.contracts.diary_contract import DiaryContract
from tests.contracts.index_contract import IndexContract
from tests.contracts.search_contract import SearchContract, found, texts
from tests.contracts.state_contract import ABSOLUTE, IDLE, StateContract


@pytest.mark.outside
class TestIndex(IndexContract, SearchContract, DeadlineContract):
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
def test_compounds_have_an_index_of_their_own_where_the_owner_added_trigrams(postgresql):
    address = postgresql.new_database()
    connection = psycopg2.connect(address)
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA extra")
        cursor.execute("CREATE EXTENSION pg_trgm SCHEMA extra")
    opened = open_index(address)
    texts(opened, "Hans skolefravær falder.", "Et måltid.")
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'texts_parts'")
        definition = cursor.fetchone()[0]

    assert "extra.gin_trgm_ops" in definition
    assert found(opened, "fravær") == ["Hans skolefravær falder."]
    assert found(opened, "mål") == []
    opened.close()
    connection.close()


@pytest.mark.outside
class TestState(StateContract):
    @pytest.fixture
    def state(self, postgresql, clock):
        opened = open_state(postgresql.new_database(), clock, idle=IDLE, absolute=ABSOLUTE)
        yield opened
        opened.close()
