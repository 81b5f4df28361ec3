"""What two rows of tokens have in common: right, in order, the same every time, and bounded."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuidocs.services.words import matching
from kuidocs.services.words.matching import EDITS, ROOM, Match, matches

calm = settings(deadline=None)
rows = st.lists(st.sampled_from("abcde "), max_size=40)


def common(old, new):
    """The length of the longest row that both have in order, found the slow way."""
    best = [0] * (len(new) + 1)
    for one in old:
        before = 0
        for at, other in enumerate(new, 1):
            before, best[at] = best[at], before + 1 if one == other else max(best[at], best[at - 1])
    return best[-1]


def check(old, new, found):
    """Each match is what it says, and they rise on both sides."""
    a = b = 0
    for match in found:
        assert match.length > 0
        assert (a, b) <= (match.old, match.new)
        assert b <= match.new
        a, b = match.old + match.length, match.new + match.length
        assert list(old[match.old : a]) == list(new[match.new : b])
    assert a <= len(old)
    assert b <= len(new)


@calm
@given(rows, rows, st.booleans())
def test_matches_are_there_and_in_order(old, new, tidy):
    found = matches(old, new, tidy=tidy)

    check(old, new, found)
    assert tidy or sum(one.length for one in found) == common(old, new)
    assert matches(old, new, tidy=tidy) == found


@calm
@given(rows, rows)
def test_the_way_of_few_edits_is_the_best_too(old, new):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "ROOM", 0)
        patch.setattr(matching, "RUNS", ())
        found = matches(old, new)

    check(old, new, found)
    assert sum(one.length for one in found) == common(old, new)


@calm
@given(rows, rows)
def test_landmarks_give_what_is_there(old, new):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "ROOM", 6)
        check(old, new, matches(old, new))
        check(old, new, matches(old, new, tidy=True))


def test_neighbours_are_one_match():
    assert matches("abc", "abc") == [Match(0, 0, 3)]
    long = [f"ord{n}" for n in range(ROOM)]
    assert matches(long, long) == [Match(0, 0, ROOM)]
    assert matches(["x", *long], ["y", *long]) == [Match(1, 1, ROOM)]


def test_nothing_in_common_is_no_match():
    assert matches([], []) == matches("a", "b") == matches("a", "") == []


def test_a_word_between_changes_is_no_match_for_who_tidies():
    old, new = "abcxdef", "ghixjkl"
    assert matches("xab", "xcd", tidy=True) == [Match(0, 0, 1)]
    assert matches("abcxxdef", "ghixxjkl", tidy=True) == [Match(3, 3, 2)]

    assert matches(old, new) == [Match(3, 3, 1)]
    assert matches(old, new, tidy=True) == []


def test_twenty_thousand_equal_words_with_an_edit_at_each_end_are_matched():
    old = ["ja"] * 20_000
    new = ["først", *old, "sidst"]

    assert matches(old, new) == [Match(0, 1, 20_000)]
    assert matches(["nej", *old], new)[-1].length == 20_000
    assert sum(one.length for one in matches(["nej", *old, "her", *old, "der"], [*new, "midt", *old, "slut"])) == 40_000


def test_a_long_stretch_without_landmarks_of_which_much_differs_counts_as_changed():
    random.seed(3)
    few = [[random.choice(["ja", "nej"]) for _ in range(4 * EDITS)] for _ in range(2)]

    kept = sum(one.length for one in matches(few[0], ["først", *few[1], "sidst"]))

    assert kept < common(*few)


def test_the_effort_is_bounded_by_what_is_held_against_each_other(monkeypatch):
    old, new = ["ja"] * 2000, ["nej", *["ja"] * 900, "nej", *["ja"] * 1200, "nej"]
    assert sum(one.length for one in matches(old, new)) == 2000

    monkeypatch.setattr(matching, "EFFORT", 1000)

    assert matches(old, new) == []


def test_runs_of_words_are_landmarks_where_no_word_stands_once():
    random.seed(5)
    old = [f"ord{random.randrange(300)}" for _ in range(5000)]
    new = [word if n % 40 else "nyt" for n, word in enumerate(old)]

    assert sum(one.length for one in matches(old, new)) > 4800
