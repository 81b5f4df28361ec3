"""Words, stems and snippets: what is looked for, and what is shown of where it stands."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuidocs.services.index import Piece, snippet, spelled
from kuidocs.services.index.similar import holds, nearly_holds, one_edit
from kuidocs.services.index.stems import LENGTH, LONGEST_WORD, MOST_WORDS, stem, tokens, words

LONG = "Han kommer om tirsdagen og går tidligt hjem. " * 40


def shown(text: str, asked: str) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in snippet(text, asked))


def test_a_text_is_words_without_case_accents_and_signs():
    assert list(tokens("»Mødet«, d. 24.-25. marts_2026: André's idé!")) == [
        *("mødet", "d", "24", "25", "marts", "2026", "andre", "s", "ide"),
    ]


def test_a_word_of_signs_alone_is_none():
    assert list(tokens("! _ \u0301 – €")) == []


@pytest.mark.parametrize(
    ("one", "other"), [("Højgaard", "Hoejgård"), ("Kjærbo", "KJAERBO"), ("Sören", "Søren"), ("Ärø", "Ærö"), ("É", "e")]
)
def test_spellings_that_are_the_same(one, other):
    assert spelled(one) == spelled(other)


def test_far_is_no_foot_and_no_sheep():
    assert len({spelled("far"), spelled("får"), spelled("før")}) == 3


@pytest.mark.parametrize("forms", ["mødet møder møde mødets", "psykolog psykologen psykologers", "fravær fraværet"])
def test_forms_share_a_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


def test_threads_do_not_share_a_stemmer():
    stem.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(stem, ["mødet", "skolefraværet", "psykologen", "planer"] * 50))

    assert found == ["mød", "skolefravær", "psykolog", "plan"] * 50


def test_small_words_and_repeated_ones_are_not_looked_for():
    assert [word.exact for word in words("Vi og fravær i Fravær")] == ["fravær"]
    assert words("og i at") == []


def test_so_many_words_of_such_a_length_are_looked_for():
    assert len(words(" ".join(f"ord{n}" for n in range(50)))) == MOST_WORDS
    assert len(words("x" * 500)[0].exact) == LONGEST_WORD


@pytest.mark.parametrize(
    ("word", "part"),
    [("psykologen", "psykolog"), ("mål", "mål "), ("ring", ""), ("ab", ""), ("2026", ""), ("møder", "mød ")],
)
def test_which_part_of_compounds_is_looked_for(word, part):
    assert words(word)[0].part == part


def test_which_last_parts_of_a_compound_are_looked_for():
    assert "fravær" in words("skolefravær")[0].heads
    assert words("fravær")[0].heads == ()


def test_a_short_text_is_shown_whole():
    assert shown("Fraværet   er\nhøjt.", "fravær") == "[Fraværet] er højt."


def test_compounds_and_forms_are_marked_and_nothing_else():
    assert shown("Skolefravær, fraværets mål og måltid", "fravær mål") == "[Skolefravær], [fraværets] [mål] og måltid"


def test_a_long_text_is_shown_around_what_was_found():
    found = shown(f"{LONG}Fraværet er højt. {LONG}", "fravær")

    assert found.startswith("… ")
    assert found.endswith(" …")
    assert "[Fraværet] er højt." in found
    assert len(found) < LENGTH + 20
    assert not found[2:].startswith(" ")


def test_the_place_with_most_of_the_words_is_shown():
    assert "[skole]" in shown(f"Fravær. {LONG}Om fravær i skole. {LONG}", "fravær skole")


def test_a_long_text_without_a_hit_is_shown_from_the_beginning():
    found = shown(LONG, "")

    assert found.startswith("Han kommer")
    assert found.endswith(" …")


def test_the_end_of_a_text_is_shown_to_the_end():
    assert shown(f"{LONG}Sidst står fravær", "fravær").endswith("står [fravær]")


def test_a_word_without_end_is_shown_whole_when_it_was_found():
    assert shown("a" * 900, "a" * 900).count("a") == 900
    assert len(shown("a" * 900, "b")) < LENGTH + 10


def test_markup_stays_text():
    assert shown("<mark>fravær</mark> & »x«", "fravær") == "<mark>[fravær]</mark> & »x«"


@given(text=st.text(max_size=600), asked=st.text(max_size=40))
def test_any_text_is_shown_as_it_is(text, asked):
    pieces = snippet(text, f"{asked} fravær")

    plain = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    assert all(piece.text for piece in pieces)
    assert plain in snippet_source(text)


def snippet_source(text: str) -> str:
    return "".join(piece.text for piece in snippet(text, "", length=10_000))


def test_nothing_is_shown_of_nothing():
    assert snippet("", "fravær") == []
    assert snippet(" ", "") == []
    assert snippet("a", "") == [Piece("a")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("malthe", "malthe"),
        ("maltte", "malthe"),
        ("malte", "malthe"),
        ("mallthe", "malthe"),
        ("matlhe", "malthe"),
        ("", "a"),
    ],
)
def test_one_slip(one, other):
    assert one_edit(one, other)
    assert one_edit(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("mxltxe", "malthe"), ("mal", "malthe"), ("ehtlam", "malthe"), ("ab", "cd")]
)
def test_more_than_one_slip(one, other):
    assert not one_edit(one, other)
    assert not one_edit(other, one)


def test_a_short_word_may_have_no_slip():
    assert nearly_holds("Ida Holm", ["holn"])
    assert not nearly_holds("Ida Holm", ["idb"])
    assert not holds("Ida Holm", [])
    assert not nearly_holds("Ida Holm", [])
