"""Id numbers are found however they are written, and other numbers are left alone (D25)."""

import pytest

from kuidocs.domain.id_masking import MASK, has_id_number, plain, without_id_numbers

WRITTEN = [
    "0110101234",
    "011010-1234",
    "011010 1234",
    "011010.1234",
    "011010/1234",
    "011010_1234",
    "011010\u20111234",
    "011010 - 1234",
    "01 10 10 12 34",
    "01-10-10-1234",
    "٠١١٠١٠-١٢٣٤",
    "\uff10\uff11\uff11\uff10\uff11\uff10-\uff11\uff12\uff13\uff14",
    "0110\u200b10-12\u206034",
    "0110\u00ad10\u00ad1234",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_number_is_masked_however_it_is_held_together(written):
    assert has_id_number(f"CPR {written}.")
    assert without_id_numbers(f"CPR {written}.") == f"CPR {MASK}."


@pytest.mark.parametrize("text", ["", "12 34 56 78", "2026-11-21 kl. 10", "FLK-2026-0117", "01234567890", "011010-123"])
def test_what_is_no_number_stands_as_it_was(text):
    assert not has_id_number(text)
    assert without_id_numbers(text) is text


def test_several_are_all_masked():
    assert without_id_numbers("010110-1234 og 020220-4321") == f"{MASK} og {MASK}"


def test_what_cannot_be_seen_counts_as_nothing():
    assert plain("a\u200bb\x00c\u202ed") == "abcd"
