"""What comes from Word keeps its paragraphs and lists and loses what nobody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuidocs.domain.pasting import tidy


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("KUI\u2011plan og hjemme\u2010besøg", "KUI-plan og hjemme-besøg"),
        ("under\u00advisning", "undervisning"),
        ("kl.\u00a09.30", "kl. 9.30"),
        ("nul\u200bbredde\u2060\ufeff", "nulbredde"),
        ("o\u200cg", "og"),
        ("•\tFørste\n•\tAndet", "- Første\n- Andet"),
        ("\uf0b7\tFørste\n\to\tUnder", "- Første\n  - Under"),
        ("·  Punkt", "- Punkt"),
        ("Navn\tAnsvar\tFrist", "Navn Ansvar Frist"),
        ("Et afsnit.   \n\n\n\nEt til.", "Et afsnit.\n\nEt til."),
        ("- Allerede et punkt", "- Allerede et punkt"),
        ("1. Første\n2. Andet", "1. Første\n2. Andet"),
    ],
)
def test_what_word_puts_in_is_tidied(pasted, stored):
    assert tidy(pasted) == stored


@pytest.mark.parametrize(
    "text",
    [
        "5 · 7 er 35",
        "Han sagde: o nej",
        "o hvor dejligt",
        "می\u200cخواهم",
        "👩\u200d🎓 er uddannet",
        "  rykket ind",
        "a • b",
    ],
)
def test_what_somebody_meant_is_left_alone(text):
    assert tidy(text) == text


@given(st.text(st.sampled_from("ab \n\t•·o-\u00a0\u00ad\u200b\u200c\u200d\u2011\uf0b7")))
def test_tidying_twice_is_tidying_once(text):
    assert tidy(tidy(text)) == tidy(text)


@given(st.text())
def test_no_letter_is_lost(text):
    letters = [one for one in text if one.isalnum()]
    assert [one for one in tidy(text) if one.isalnum()][-len(letters) :] == letters or "o\t" in text.replace(" ", "")
