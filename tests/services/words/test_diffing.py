"""Words that differ: nothing of either text is lost, no sign is cut in two, and large texts are bounded."""

import random
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuidocs.domain.comparing import IN, OUT, SAME, Piece, plain, rising
from kuidocs.services.words import differences, tokens, two_sides
from kuidocs.services.words.matching import ROOM

WORDS = [
    "Malthe",
    "møder",
    "tirsdag",
    "kl.",
    "9",
    "ses",
    "Ida’s",
    "e-mail",
    "😀",
    "👩\u200d👧",
    "e\u0301",
    "👍🏽",
    "\n",
    " ",
]
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
anything = st.text(max_size=120)
worded = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
texts = st.one_of(anything, worded)


@calm
@given(texts)
def test_tokens_put_together_are_the_text(text):
    assert "".join(tokens(text)) == text


@calm
@given(texts, texts)
def test_what_differs_leads_from_the_old_to_the_new(old, new):
    found = differences(old, new)

    assert plain(piece for piece in found if piece.kind != IN) == old
    assert plain(piece for piece in found if piece.kind != OUT) == new
    assert all(piece.text for piece in found)


@calm
@given(texts, texts)
def test_each_side_is_its_own_text(old, new):
    sides = two_sides(old, new)

    assert (plain(sides.old), plain(sides.new)) == (old, new)
    assert IN not in {piece.kind for piece in sides.old}
    assert OUT not in {piece.kind for piece in sides.new}


@calm
@given(texts)
def test_what_did_not_change_is_not_marked(text):
    assert differences(text, text) == ([Piece(SAME, text)] if text else [])


@calm
@given(worded, worded)
def test_no_mark_cuts_a_sign_in_two(old, new):
    for pieces in two_sides(old, new):
        for piece in pieces[1:]:
            assert not unicodedata.combining(piece.text[0])
            assert piece.text[0] not in "\u200d🏽"


@calm
@given(worded, worded)
def test_neighbours_are_told_together_and_the_old_first(old, new):
    kinds = [piece.kind for piece in differences(old, new)]

    assert not any(a == b or (a, b) == (IN, OUT) for a, b in pairwise(kinds))


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            "Jeg har ringet.",
            "Jeg har ringet og fået et ja.",
            [(SAME, "Jeg har ringet"), (IN, " og fået et ja"), (SAME, ".")],
        ),
        (
            "vi ses",
            "vi ses den 5. maj kl. halv ti hos dig",
            [(SAME, "vi ses"), (IN, " den 5. maj kl. halv ti hos dig")],
        ),
        (
            "Malthe kommer hver tirsdag. Torsdag er svær.",
            "Malthe kommer hver tirsdag og bliver til frokost. Torsdag er svær, fordi der er nye på holdet.",
            [
                (SAME, "Malthe kommer hver tirsdag"),
                (IN, " og bliver til frokost"),
                (SAME, ". Torsdag er svær"),
                (IN, ", fordi der er nye på holdet"),
                (SAME, "."),
            ],
        ),
        ("", "nyt", [(IN, "nyt")]),
        ("gammelt", "", [(OUT, "gammelt")]),
        ("I gang", "Afsluttet", [(OUT, "I gang"), (IN, "Afsluttet")]),
        ("alt her er helt andet", "det dér ligner ej", [(OUT, "alt her er helt andet"), (IN, "det dér ligner ej")]),
    ],
)
def test_words_as_a_person_would_mark_them(old, new, wanted):
    assert differences(old, new) == [Piece(*one) for one in wanted]


def test_changed_words_with_a_blank_between_them_are_one_change():
    found = differences("Vi ses hos Ida på onsdag klokken ti i huset", "Vi ses hos Bo til torsdag klokken ti i huset")

    assert [piece.text for piece in found if piece.kind == OUT] == ["Ida på onsdag"]
    assert [piece.text for piece in found if piece.kind == IN] == ["Bo til torsdag"]


def test_lines_are_compared_as_lines_first():
    lines = [f"Linje nummer {n} siger noget." for n in range(200)]
    moved = [*lines[:50], "En ny linje.", *lines[50:]]

    found = differences("\n".join(lines), "\n".join(moved))

    assert [piece.text for piece in found if piece.kind != SAME] == ["En ny linje.\n"]


def _long(count):
    random.seed(5)
    return [f"ord{random.randrange(800)}" for _ in range(count)]


def test_a_long_text_keeps_what_was_not_rewritten():
    old = _long(5000)
    new = [word if n % 5 else "nyt" for n, word in enumerate(old)]

    found = differences(" ".join(old), " ".join(new))

    assert sum(len(tokens(p.text)) for p in found if p.kind == SAME) > 5000
    assert plain(p for p in found if p.kind != OUT) == " ".join(new)


def test_a_long_text_that_was_only_turned_around_is_told_as_replaced():
    old = _long(5000)

    found = differences(" ".join(old), " ".join(reversed(old)))

    assert plain(p for p in found if p.kind != IN) == " ".join(old)
    assert len(found) < 5000


def test_a_stretch_without_landmarks_is_not_looked_through_for_ever():
    old, new = "ja nej " * ROOM, "nej ja ja " * ROOM

    assert [piece.kind for piece in differences(old, new)] == [OUT, IN]


def test_words_of_twenty_thousand_letters_and_very_many_words():
    old = "a" * 20_000 + " " + " ".join(f"x{n}" for n in range(70_000))
    new = old.replace("x35000 ", "y ")

    found = differences(old, new)

    assert [piece.text for piece in found if piece.kind != SAME] == ["x35000", "y"]


def test_halves_of_characters_are_compared():
    assert differences("a \ud800 b c", "a \ud801 b c") == [
        Piece(SAME, "a "), Piece(OUT, "\ud800"), Piece(IN, "\ud801"), Piece(SAME, " b c")
    ]  # fmt: skip


def test_one_word_of_two_hundred_thousand_letters_and_as_many_accents_on_one():
    long, accents = "a" * 200_000, "e" + "\u0301" * 200_000

    assert differences(f"{long} slut", f"{long}b slut") == [
        Piece(OUT, long), Piece(IN, f"{long}b"), Piece(SAME, " slut")
    ]  # fmt: skip
    assert differences(f"{accents} slut", f"{accents}\u0302 slut")[-1] == Piece(SAME, " slut")


def test_twenty_thousand_equal_words_with_one_more_at_each_end():
    old = "ja " * 20_000

    assert differences(old, f"nej {old}nej") == [Piece(IN, "nej "), Piece(SAME, old), Piece(IN, "nej")]


@calm
@given(st.lists(st.integers(0, 30), max_size=12, unique=True))
def test_the_rising_row_rises_and_none_is_longer(numbers):
    row = [numbers[at] for at in rising(numbers)]

    assert row == sorted(row)
    best = max((_length(numbers, at) for at in range(len(numbers))), default=0)
    assert len(row) == best


def _length(numbers, at):
    return 1 + max((_length(numbers, n) for n in range(at) if numbers[n] < numbers[at]), default=0)
