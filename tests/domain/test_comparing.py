"""What a comparison says in words."""

import pytest

from kuidocs.domain.comparing import (
    ADDED,
    APART,
    EDITED,
    GONE_FIELD,
    IN,
    KINDS,
    MOVED,
    NEW_FIELD,
    ONLY_AGENDA,
    ONLY_MINUTES,
    OUT,
    REMOVED,
    SAME,
    Answer,
    Area,
    Change,
    Comparison,
    Named,
    Piece,
    counted,
    emptied,
    headline,
    numbered,
    quoted,
    rising,
)

OLD, NEW = Named("Version 2"), Named("Version 3")


def comparison(*areas):
    return Comparison(OLD, NEW, numbered(Area(f"a{n}", f"Afsnit {n}", parts) for n, parts in enumerate(areas)))


def change(*kinds, title="Felt"):
    return Change("felt", title, kinds)


def test_changes_are_numbered_through_the_document():
    found = comparison((change(EDITED), change()), (change(ADDED),))

    assert [one.number for one in found.changes] == [1, 2]
    assert [part.number for area in found.areas for part in area.parts] == [1, 0, 2]


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        ((), "Der er ingen ændringer"),
        (((change(),),), "Der er ingen ændringer"),
        (((change(EDITED),),), "1 ændring i 1 afsnit"),
        (((change(EDITED),), (change(),), (change(MOVED), change(ADDED))), "3 ændringer i 2 afsnit"),
        (((change(ONLY_AGENDA),), (change(EDITED),)), "2 forskelle i 2 afsnit"),
        (((change(ONLY_MINUTES),),), "1 forskel i 1 afsnit"),
    ],
)
def test_the_headline_counts(areas, said):
    assert headline(comparison(*areas)) == said


def test_kinds_are_counted_in_words_and_a_moved_row_that_was_edited_counts_once():
    found = comparison((change(EDITED), change(EDITED), change(ADDED), change(MOVED, EDITED), change()))

    assert counted(found) == "2 rettet, 1 tilføjet og 1 flyttet. 1 felt eller række er uændret."
    assert counted(comparison((change(), change()))) == "2 felter og rækker er uændrede."


@pytest.mark.parametrize("kind", KINDS)
def test_the_heading_says_it_for_what_stands_on_one_side(kind):
    assert change(kind).whole == (kind in {ADDED, REMOVED, NEW_FIELD, GONE_FIELD, *APART})
    assert change(kind).apart == (kind in APART) == bool(change(kind).absent)
    assert change(kind).chips == (KINDS[kind][0],)


def test_an_answer_says_the_newest_words():
    assert Answer("f", "Felt", (Piece(OUT, "før"),), (Piece(IN, "nu"),)).text == "nu"
    assert Answer("f", "Felt", (Piece(OUT, "før"),)).text == "før"


def test_a_side_is_named_within_a_sentence():
    assert NEW.inside == "version 3"


@pytest.mark.parametrize(
    ("numbers", "row"),
    [([], []), ([3], [0]), ([0, 1, 2], [0, 1, 2]), ([2, 0, 1], [1, 2]), ([3, 2, 1], [2]), ([0, 3, 1, 2], [0, 2, 3])],
)
def test_the_longest_rising_row(numbers, row):
    assert rising(numbers) == row


def told(pieces, *quotes):
    return [[(run.text, run.number, run.begins, run.ends) for run in one.runs] for one in quoted(pieces, quotes)]


def test_a_quotation_goes_over_pieces_and_lines():
    pieces = [Piece(SAME, "på FGU "), Piece(IN, "tre\ndage"), Piece(SAME, " om ugen.")]

    assert told(pieces, (1, "FGU tre dage om")) == [
        [("på ", 0, False, False), ("FGU ", 1, True, False)],
        [("tre\ndage", 1, False, False)],
        [(" om", 1, False, True), (" ugen.", 0, False, False)],
    ]


def test_quotations_that_overlap_or_are_gone_mark_nothing_twice():
    pieces = [Piece(SAME, "a b c d")]

    assert told(pieces, (1, "b c"), (2, "c d"), (3, "x"), (4, " "), (5, "a")) == [
        [("a", 5, True, True), (" ", 0, False, False), ("b c", 1, True, True), (" d", 0, False, False)]
    ]
    assert told([], (1, "a")) == []


def test_the_change_that_shows_a_field_is_found_by_its_path():
    row = Change("goals/a", "Mål 1", (EDITED,), (Answer("goals/a/goal_text", "Mål"),), row=True)
    found = comparison((Change("wishes", "Ønsker", (EDITED,)), row))

    assert [found.change_of(path) for path in ("wishes", "goals", "goals/a/goal_text", "goal", "", "x")] == [
        1, 2, 2, 0, 0, 0,
    ]  # fmt: skip


def test_a_field_that_a_rule_emptied_says_why():
    gone, edited = change(REMOVED), change(EDITED)

    (area,) = emptied([Area("a", "Afsnit", (gone, edited))], ["felt"], "Bruges ikke mere.")

    assert [part.absent for part in area.parts] == ["Bruges ikke mere.", ""]
    assert [part.missing for part in (change(NEW_FIELD), change(GONE_FIELD), gone)] == [True, True, False]
