"""A number is what has few plain digits; nothing else is, and nothing breaks on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuidocs.domain.whole_numbers import whole


@pytest.mark.parametrize(("value", "number"), [("0", 0), ("007", 7), ("123456789", 123456789), (12, 12)])
def test_plain_digits_are_a_number(value, number):
    assert whole(value) == number


@pytest.mark.parametrize(
    "value",
    ["", " 1", "1\n", "-1", "+1", "1.0", "1e3", "²", "١٢", "１", "0x1", "1_000", True, None, 1.0, b"1", -1, ["1"]],
)
def test_anything_else_is_none(value):
    assert whole(value) is None


def test_there_is_a_longest():
    assert whole("9" * 4, digits=4) == 9999
    assert whole("9" * 5, digits=4) is None
    assert whole("9" * 100_000) is None


@given(st.text())
def test_no_text_breaks_it(text):
    assert whole(text) is None or text.isascii()
