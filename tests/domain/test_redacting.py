"""Leaving words, fields and rows out of a paper before it is printed."""

import pytest

from kuidocs.domain.redacting import OMITTED, Group, Line, Paper, holds, is_usable, phrases, redact, without


def paper(*lines, rows=()):
    row = Group("goals/r1", "Mål 1", tuple(rows))
    goals = (Line("goals", "Mål", "", (row,)),) if rows else ()
    return Paper("D01", "Referat", 1, "2026-11-01", "Godkendt", (Group("", "Mødet", (*lines, *goals)),))


@pytest.mark.parametrize(
    ("text", "word", "left"),
    [
        ("Ida ringede.", "ida", f"{OMITTED} ringede."),
        ("Idas mor kom.", "Ida", f"{OMITTED} mor kom."),
        ("Ida's mor kom.", "Ida", f"{OMITTED} mor kom."),
        ("Hun bor på Kirstensgade.", "Kirsten", f"Hun bor på {OMITTED}."),
        ("Ida  \n Holm kom", "Ida Holm", f"{OMITTED} kom"),
        ("Ida-Marie kom", "Ida Marie", f"{OMITTED} kom"),
        ("ring 00 12 34 56 nu", "00123456", f"ring {OMITTED} nu"),
        ("ring 00123456 nu", "00 12-34 56", f"ring {OMITTED} nu"),
        ("K\u200birst\u00aden kom", "Kirsten", f"{OMITTED} kom"),
        ("A\u030ase kom", "Åse", f"{OMITTED} kom"),
        ("ÅSE kom", "åse", f"{OMITTED} kom"),
        ("a.b*c? og mere", "b*c", f"a.{OMITTED}? og mere"),
        ("(Kirsten)", "Kirsten", f"({OMITTED})"),
        ("Kirsten’s bil", "Kirsten", f"{OMITTED} bil"),
    ],
)
def test_a_word_is_left_out_however_it_is_written(text, word, left):
    assert without(text, [word]) == (left, 1)


@pytest.mark.parametrize(
    ("text", "word"),
    [("Boligen er ny.", "Bo"), ("Abo og Robo", "Bo"), ("Idar kom", "Ida"), ("intet her", "Kirsten"), ("tekst", "?!")],
)
def test_a_short_word_does_not_take_longer_ones(text, word):
    assert without(text, [word]) == (text, 0)


def test_places_that_overlap_are_one():
    assert without("Ida Holm kom", ["Ida Holm", "Holm"]) == (f"{OMITTED} kom", 1)


def test_several_words_in_one_text():
    assert without("Ida og Bo og Ida", ["Ida", "Bo"]) == (f"{OMITTED} og {OMITTED} og {OMITTED}", 3)


def test_long_texts_are_read_in_a_moment():
    text = "a" * 200_000 + " Kirsten " + "k" * 200_000

    assert without(text, ["Kirsten", "aaaaab", "kirs ten"])[1] == 1


def test_what_was_typed_is_read_line_by_line():
    assert phrases("Ida \n\n  Ida\nBo\u200b  Li\n") == ("Ida", "Bo Li")


@pytest.mark.parametrize(
    ("phrase", "usable"), [("Bo", True), ("x", False), ("?!", False), ("a" * 121, False), ("_", False)]
)
def test_a_phrase_must_be_one_that_can_be_looked_for(phrase, usable):
    assert is_usable(phrase) is usable


def test_a_field_a_row_and_words_are_left_out_and_counted():
    whole = paper(
        Line("reason", "Hvorfor?", "Ida skrev"),
        Line("place", "Sted", "Skolen"),
        rows=(Line("goals/r1/goal_text", "Mål", "Bo hos Ida"),),
    )

    left, places = redact(whole, {"place"}, ["Ida"])

    assert places == 3
    assert left.texts == (f"{OMITTED} skrev", OMITTED, "", f"Bo hos {OMITTED}")
    assert not holds(left, "Ida")
    assert holds(whole, "Ida")


def test_a_whole_row_goes_with_its_labels():
    whole = paper(rows=(Line("goals/r1/goal_text", "Hemmelig label", "Hemmelig"),))

    left, places = redact(whole, {"goals/r1"}, [])

    assert places == 1
    assert "Hemmelig" not in repr(left)
    assert OMITTED in left.texts


def test_a_whole_field_of_rows_goes():
    left, _ = redact(paper(rows=(Line("goals/r1/goal_text", "Mål", "Hemmelig"),)), {"goals"}, [])

    assert "Hemmelig" not in repr(left)


def test_the_paths_are_all_that_can_be_chosen():
    assert paper(Line("a", "A", "x"), rows=(Line("goals/r1/b", "B", "y"),)).paths == {
        "a",
        "goals",
        "goals/r1",
        "goals/r1/b",
    }
