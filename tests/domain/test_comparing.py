"""What a comparison says in words."""

import pytest

from kuidocs.domain.comparing import (
    ADDED,
    EDITED,
    GONE_FIELD,
    IN,
    KINDS,
    MOVED,
    NEW_FIELD,
    OUT,
    REMOVED,
    Answer,
    Area,
    Change,
    Comparison,
    Named,
    Piece,
    counted,
    headline,
    numbered,
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
    assert change(kind).whole == (kind in {ADDED, REMOVED, NEW_FIELD, GONE_FIELD})
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
