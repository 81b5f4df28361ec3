"""Ids are letters."""

from kuidocs.domain.ids import in_letters


def test_sixteen_digits_become_sixteen_letters():
    assert in_letters("0123456789abcdef") == "ghijklmnopabcdef"
    assert len(set(in_letters("0123456789abcdef"))) == 16


def test_nothing_that_looks_like_a_personal_number_is_left():
    assert not any(letter.isdigit() for letter in in_letters("2009080123-0100"[:10]))
