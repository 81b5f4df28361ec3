"""The read model in a SQLite file."""

import sqlite3

import pytest

from kuidocs.services.index import open_index
from kuidocs.services.index.names import folded, sort_key
from tests.contracts.deadline_contract import DeadlineContract
from tests.contracts.diary_contract import DiaryContract
from tests.contracts.index_contract import NO, SNAPSHOT, TODAY, IndexContract, put
from tests.contracts.search_contract import SearchContract, found, texts


@pytest.fixture
def sqlite(tmp_path):
    opened = open_index(tmp_path / "index.sqlite")
    yield opened
    opened.close()


class TestSqlite(IndexContract, SearchContract, DeadlineContract):
    @pytest.fixture
    def index(self, sqlite):
        return sqlite


class TestDiary(DiaryContract):
    @pytest.fixture
    def index(self, sqlite):
        return sqlite


def test_what_was_applied_is_there_after_reopening(tmp_path):
    first = open_index(tmp_path / "index.sqlite")
    put(first, SNAPSHOT)
    first.close()

    second = open_index(tmp_path / "index.sqlite")

    assert second.case("jonas", TODAY, NO) == SNAPSHOT
    second.close()


def test_an_index_of_another_release_is_built_again(tmp_path):
    first = open_index(tmp_path / "index.sqlite")
    put(first, SNAPSHOT)
    first.close()
    with sqlite3.connect(tmp_path / "index.sqlite") as connection:
        connection.execute("UPDATE shape SET ddl = 'CREATE TABLE cases (x)'")
    connection.close()

    second = open_index(tmp_path / "index.sqlite")

    assert second.last_tid() == bytes(8)
    assert second.case("jonas", TODAY, NO) is None
    second.close()


def test_texts_of_another_release_are_built_again(tmp_path):
    first = open_index(tmp_path / "index.sqlite")
    texts(first, "Fravær")
    first.close()
    with sqlite3.connect(tmp_path / "index.sqlite") as connection:
        connection.execute("UPDATE shape SET ddl = replace(ddl, 'texts as of', 'older texts as of')")
    connection.close()

    second = open_index(tmp_path / "index.sqlite")
    assert found(second, "fravær") == []
    texts(second, "Nyt fravær")

    assert found(second, "fravær") == ["Nyt fravær"]
    second.close()


def test_the_two_full_text_indexes_agree_with_the_texts(tmp_path):
    opened = open_index(tmp_path / "index.sqlite")
    texts(opened, "Fravær", "Skolefravær")
    texts(opened, "Andet fravær")
    opened.close()

    with sqlite3.connect(tmp_path / "index.sqlite") as connection:
        for name in ("texts_fts", "texts_parts"):
            connection.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")
    connection.close()


@pytest.mark.parametrize(
    ("text", "wanted"), [("ÅSE", "åse"), ("Aase", "åse"), ("Å", "å"), ("Ñandú", "nandu"), ("Straße", "strasse")]
)
def test_names_are_compared_without_case_and_accents(text, wanted):
    assert folded(text) == wanted


def test_danish_letters_come_last():
    assert sorted(["Ål", "Zar", "Øl", "Æl", "al"], key=sort_key) == ["al", "Zar", "Æl", "Øl", "Ål"]
