"""Words made ready for print."""

import pytest

from kuidocs.services.pdf.text import (
    BREAK,
    NB,
    Block,
    blocks,
    capital,
    clock,
    line,
    long_day,
    moment,
    short_day,
    weekday,
)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("kl. 9.30", f"kl.{NB}9.30"),
        ("den 7. april", f"den 7.{NB}april"),
        ("tlf. 00 00 10 02", f"tlf. 00{NB}00{NB}10{NB}02"),
        ("§ 11 a", f"§{NB}11 a"),
        ("Mål 2 og version 3", f"Mål{NB}2 og version{NB}3"),
        ("Nr. uden tal", "Nr. uden tal"),
    ],
)
def test_numbers_stay_with_their_words(written, printed):
    assert line(written) == printed


def test_an_endless_word_can_break():
    words = line("x" * 201)

    assert words.replace(BREAK, "") == "x" * 201
    assert max(map(len, words.split(BREAK))) == 8


def test_break_signs_of_the_user_are_dropped():
    assert line(f"a{BREAK}b") == "ab"


def test_an_address_of_a_page_is_left_whole():
    address = f"https://fjordlund.example/{'a' * 170}"

    assert line(address) == address


def test_lines_are_paragraphs_and_bullets_are_lists():
    found = blocks("Først.\n\n- ét\n• to\nSå - ikke en liste.\n- tre")

    assert found == (
        Block("p", ("Først.",)),
        Block("ul", ("ét", "to")),
        Block("p", ("Så - ikke en liste.",)),
        Block("ul", ("tre",)),
    )


def test_a_dash_inside_a_line_stays():
    assert blocks("den første uge – og at han") == (Block("p", ("den første uge – og at han",)),)


def test_no_text_is_no_block():
    assert blocks(" \n ") == ()


def test_days_in_words():
    assert long_day("2026-03-24") == f"24.{NB}marts{NB}2026"
    assert short_day("2026-04-28") == f"28.{NB}apr.{NB}2026"
    assert short_day("2026-05-05") == f"5.{NB}maj{NB}2026"
    assert weekday("2026-03-24") == f"tirsdag den 24.{NB}marts{NB}2026"
    assert moment("2026-03-24T09:05") == f"24.{NB}marts{NB}2026 kl.{NB}9.05"
    assert moment("2026-03-24") == f"24.{NB}marts{NB}2026"


@pytest.mark.parametrize("say", [long_day, short_day, weekday])
def test_what_is_no_day_is_told_as_it_stands(say):
    assert say("snart") == "snart"


def test_clock_and_capital():
    assert clock("09:30") == "9.30"
    assert clock("middag") == "middag"
    assert capital("tirsdag") == "Tirsdag"
    assert capital("") == ""
