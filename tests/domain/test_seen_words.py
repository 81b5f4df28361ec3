"""Every event that the code can write has its words; none is left out of the report by being forgotten."""

import pytest

from kuidocs.domain.seen_words import (
    EMERGENCY,
    EXTRACT,
    NO_CASE,
    PRINT,
    READ,
    REFUSED,
    ROWS,
    SAMPLE,
    WRITE,
    row,
)
from tests.event_kinds import kinds


def whole(key: str) -> str:
    return key.partition("/")[0]


def test_every_kind_that_the_code_writes_has_a_row():
    assert kinds() - set(ROWS) - NO_CASE == set()


def test_no_row_is_about_a_kind_that_nothing_writes():
    assert {whole(key) for key in ROWS} | NO_CASE == kinds()


def test_a_kind_is_about_a_case_or_about_none():
    assert not {whole(key) for key in ROWS} & NO_CASE


@pytest.mark.parametrize("key", ROWS)
def test_each_row_says_what_and_why(key):
    found = ROWS[key]

    assert found.because.startswith("fordi ")
    assert not found.because.endswith(".")
    assert found.words[0].islower()
    assert found.words.format(what="mødet") == found.words.replace("{what}", "mødet")
    assert found.group in {READ, WRITE, PRINT, EXTRACT, REFUSED, EMERGENCY, SAMPLE}


def test_a_part_of_a_page_has_words_of_its_own_where_it_matters():
    assert row("case.viewed", "tasks").words == "så opgaverne i dit forløb"
    assert row("case.viewed", "of an older release") is ROWS["case.viewed"]


def test_a_kind_that_nobody_knows_any_more_is_told_all_the_same():
    assert row("case.gone").words == "gjorde noget i din sag"
