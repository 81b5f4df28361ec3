"""Two texts that grew from one, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuidocs.services.words import merge_words, spans, tokens

BASE = "Malthe kommer hver tirsdag. Torsdag er svær."
MINE = "Malthe kommer hver tirsdag og bliver til frokost. Torsdag er svær."
THEIRS = "Malthe kommer hver tirsdag. Torsdag er han der to gange."


def test_words_in_different_places_are_put_together():
    assert merge_words(BASE, MINE, THEIRS) == (
        "Malthe kommer hver tirsdag og bliver til frokost. Torsdag er han der to gange."
    )


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("a b c", "a b c", "a x c", "a x c"),
        ("a b c", "a x c", "a b c", "a x c"),
        ("a b c", "a x c", "a x c", "a x c"),
        ("a b c", "b c", "a b", "b"),
        ("", "", "", ""),
        (
            "Første linje.\nAnden linje.",
            "Første linje!\nAnden linje.",
            "Første linje.\nAnden.",
            "Første linje!\nAnden.",
        ),
        ("én to tre", "én to tre fire", "nul én to tre", "nul én to tre fire"),
    ],
)
def test_what_only_one_has_changed_is_taken(base, mine, theirs, merged):
    assert merge_words(base, mine, theirs) == merged
    assert merge_words(base, theirs, mine) == merged


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [("a b c", "a x c", "a y c"), ("", "x", "y"), ("a", "a x", "a y"), ("a b c", "a c", "a bb c")],
)
def test_different_words_in_one_place_are_not_put_together(base, mine, theirs):
    assert merge_words(base, mine, theirs) is None
    assert merge_words(base, theirs, mine) is None


def test_both_texts_of_a_place_are_told():
    found = list(spans("a b c d", "a x c d e", "a y c d"))

    assert [(span.text, span.theirs) for span in found] == [("a ", None), ("x", "y"), (" c d", None), (" e", None)]


WORDS = st.lists(st.sampled_from([*"abcdé.", "x-y", " ", "\n"]), max_size=30).map("".join)


@given(WORDS, WORDS, WORDS)
def test_no_word_that_one_wrote_is_missing(base, mine, theirs):
    found = list(spans(base, mine, theirs))
    everything = tokens("".join(span.text + "\n" + (span.theirs or "") + "\n" for span in found))

    for told in (mine, theirs):
        assert {word for word in tokens(told) if word.strip()} - set(tokens(base)) <= set(everything)


@given(WORDS, WORDS)
def test_what_one_left_alone_is_what_the_other_made_of_it(base, theirs):
    assert merge_words(base, base, theirs) == theirs
    assert merge_words(base, theirs, base) == theirs
    assert "".join(span.text for span in spans(base, base, theirs)) == theirs


def test_two_long_texts_that_share_nothing_are_answered():
    long, other = (" ".join(f"{letter}{n}" for n in range(6000)) for letter in "ab")

    assert merge_words("", long, other) is None
    assert merge_words(long, other, long + " slut") is None


def test_very_many_different_words_are_put_together():
    many = " ".join(f"o{n}" for n in range(0x8000))

    assert merge_words(many, f"først {many}", f"{many} sidst") == f"først {many} sidst"


def test_a_long_text_takes_an_edit_at_each_end_and_one_in_the_middle():
    base = "ja nej " * 10_000
    mine, theirs = f"først {base}sidst", base[:35_000] + "midt " + base[35_000:]

    assert merge_words(base, mine, theirs) == f"først {base[:35_000]}midt {base[35_000:]}sidst"


def test_what_is_put_together_does_not_depend_on_how_long_it_may_take():
    base = " ".join(f"ord{n % 700}" for n in range(5000))
    mine, theirs = base.replace("ord6 ", "mit "), base.replace("ord99 ", "dit ")

    assert merge_words(base, mine, theirs) == mine.replace("ord99 ", "dit ")
