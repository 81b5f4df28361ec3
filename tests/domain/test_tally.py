"""Nobody can be found behind a number that a guest sees, also by reckoning."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuidocs.domain import tally
from kuidocs.domain.questionnaires import MULTI, SCALE, SINGLE, TEXT, Question, pages_of, questions_of, read_answers
from kuidocs.domain.tally import NONE, Counted, count, for_cluster, for_guests, merged, same

OPTIONS = ("A", "B", "C", "D")
ORDERED = Question("q", 1, "Hvor ofte?", SINGLE, OPTIONS)
UNORDERED = Question("q", 1, "Hvem?", SINGLE, OPTIONS, ordered=False)
SEVERAL = Question("q", 1, "Hvilke?", MULTI, OPTIONS)
SCORE = Question("q", 1, "Hvor tryg? (1 = utryg, 5 = tryg)", SCALE)


def counted(question, counts, silent=0, most=None):
    """A question that was answered so often."""
    n = sum(counts)
    mean = sum(s * c for s, c in enumerate(counts, 1)) / n if question.kind == SCALE and n else None
    return Counted(question, n, tuple(counts), mean), n + silent


def shown(question, counts, silent=0):
    found = for_guests(*counted(question, counts, silent))
    return [(one.label, one.count) for one in found.groups]


def test_neighbours_are_put_together():
    assert shown(ORDERED, (5, 11, 6, 2)) == [("A", 5), ("B", 11), ("C eller d", 8)]
    assert shown(ORDERED, (2, 5, 12, 5)) == [("A eller b", 7), ("C", 12), ("D", 5)]
    assert shown(SCORE, (2, 7, 9, 5, 1)) == [("1–2", 9), ("3", 9), ("4–5", 6)]


def test_a_last_group_of_five_would_say_that_the_rest_is_none():
    assert merged((6, 5, 0)) == [(0, 2)]
    assert merged((6, 6, 0)) == [(0, 0), (1, 2)]
    assert merged((1, 1, 1)) == []


def test_fewer_than_five_answers_show_nothing():
    for question in (ORDERED, UNORDERED, SEVERAL, SCORE):
        counts = (4, *([0] * (len(question.chosen_from) - 1)))
        assert not for_guests(*counted(question, counts)).tells
        assert not for_cluster(*counted(question, counts)).tells


def test_everybody_answering_the_same_is_not_told():
    for question in (ORDERED, UNORDERED, SEVERAL, SCORE):
        counts = (24, *([0] * (len(question.chosen_from) - 1)))
        assert not for_guests(*counted(question, counts)).tells


def test_one_hidden_number_takes_another_with_it():
    assert shown(UNORDERED, (9, 8, 6, 2)) == [("A", 9), ("B", 8), ("C", None), ("D", None)]


def test_a_count_that_nearly_everybody_has_is_hidden_where_several_may_be_chosen():
    assert shown(SEVERAL, (20, 10, 3, 12)) != shown(SEVERAL, (19, 10, 3, 12))
    found = dict(for_pairs(for_guests(Counted(SEVERAL, 24, (21, 10, 3, 12)), 24)))
    assert (found["A"], found["C"]) == (None, None)


def for_pairs(result):
    return [(one.label, one.count) for one in result.groups]


def test_the_cluster_sees_every_number_and_the_words():
    words = Question("q", 1, "Skriv", TEXT)
    found = for_cluster(Counted(words, 5, texts=("a", "b", "c", "d", "e")), 6)

    assert found.texts == ("a", "b", "c", "d", "e")
    assert for_guests(Counted(words, 5, texts=found.texts), 6).texts == ()
    assert [one.count for one in for_cluster(*counted(ORDERED, (1, 2, 3, 4))).groups] == [1, 2, 3, 4]


def test_a_mean_is_left_out_when_it_would_give_a_number_away():
    exact = for_guests(*counted(SCORE, (4, 1, 5, 0, 0)))
    assert exact.mean is None
    assert for_guests(*counted(SCORE, (2, 7, 9, 5, 1))).mean == 2.8


def test_who_did_not_answer_is_a_group_like_any_other():
    optional = Question("q", 1, "Hvor ofte?", SINGLE, OPTIONS, required=False)

    assert (NONE, 7) in shown(optional, (6, 8, 9, 7), silent=7)
    for few in range(5):
        assert shown(optional, (6, 8, 9, 7), silent=few) == []
        unordered = Question("q", 1, "Hvem?", SINGLE, OPTIONS, required=False, ordered=False)
        assert shown(unordered, (6, 8, 9, 7), silent=few) == []


def compositions(total, width):
    if width == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, width - 1):
            yield (first, *rest)


def seen(question, counts, silent=0):
    """What a guest sees, as a key that can be compared."""
    found = for_guests(*counted(question, counts, silent))
    return tuple(for_pairs(found)), found.mean


@pytest.mark.parametrize("question", [ORDERED, UNORDERED])
@pytest.mark.parametrize("total", [5, 9, 12, 14])
def test_nobody_who_knows_the_rules_can_reckon_out_a_hidden_number(question, total):
    """Every distribution that looks the same is tried: what is not shown must have two values at least."""
    looks = {}
    for counts in compositions(total, 4):
        looks.setdefault(seen(question, counts), []).append(counts)
    given_away = [
        (key, place)
        for key, ways in looks.items()
        if key[0]
        for place in range(4)
        if len({way[place] for way in ways}) == 1 and ways[0][place] < 5
    ]

    assert given_away == []


@pytest.mark.parametrize("total", [8, 11, 13])
def test_nor_by_the_mean_of_a_scale(total):
    looks = {}
    for counts in compositions(total, 5):
        looks.setdefault(seen(SCORE, counts), []).append(counts)
    given_away = [
        (key, place)
        for key, ways in looks.items()
        if key[0]
        for place in range(5)
        if len({way[place] for way in ways}) == 1 and ways[0][place] < 5
    ]

    assert given_away == []


def test_nor_by_counting_those_who_did_not_answer():
    optional = Question("q", 1, "Hvor ofte?", SINGLE, ("A", "B", "C"), required=False)
    looks = {}
    for *counts, silent in compositions(16, 4):
        looks.setdefault(seen(optional, counts, silent), []).append((*counts, silent))
    exposed = [
        (key, place)
        for key, ways in looks.items()
        if key[0]
        for place in range(4)
        if len({way[place] for way in ways}) == 1 and ways[0][place] < 5
    ]

    assert exposed == []


def worlds(question, total):
    """Everything that so many people could have answered, with how many answered at all."""
    width = len(question.chosen_from)
    if question.kind == MULTI:
        # Every such row of numbers can be chosen by people who choose each option once at the most.
        most = (question.most or width) * total
        for way in product(range(total + 1), repeat=width):
            if (total if question.required else 0) <= sum(way) <= most:
                yield way, total
    elif question.required:
        yield from ((way, total) for way in compositions(total, width))
    else:
        yield from ((way[:-1], total - way[-1]) for way in compositions(total, width + 1))


def exposed(question, total):
    """List what somebody finds who knows the rules and tries everything: numbers under five with one value left."""
    looks = {}
    for counts, answered in worlds(question, total):
        mean = sum(n * score for score, n in enumerate(counts, 1)) / answered if answered else None
        mean = mean if question.kind == SCALE else None
        found = for_guests(Counted(question, answered, tuple(counts), mean), total)
        looks.setdefault((tuple(for_pairs(found)), found.mean, found.notes), []).append((*counts, total - answered))
    found = []
    for look, ways in looks.items():
        silent = question.kind != MULTI and not question.required
        places = range(len(question.chosen_from) + silent) if look[0] else ()
        found += [(look, place) for place in places if len({way[place] for way in ways}) == 1 and ways[0][place] < 5]
        if question.kind == MULTI:
            few = [place for place in places if total - ways[0][place] < 5]
            found += [(look, place) for place in few if len({way[place] for way in ways}) == 1]
    return found


@given(
    kind=st.sampled_from([SINGLE, MULTI]),
    width=st.integers(2, 4),
    total=st.integers(5, 12),
    required=st.booleans(),
    ordered=st.booleans(),
    most=st.sampled_from([None, 2, 3]),
)
@settings(max_examples=40, deadline=None)
def test_who_tries_everything_finds_nothing(kind, width, total, required, ordered, most):
    several = kind == MULTI
    total = min(total, 7) if several and width == 4 else total
    question = Question("q", 1, "?", kind, OPTIONS[:width], required, most if several else None, ordered)

    assert exposed(question, total) == []


@pytest.mark.parametrize(
    ("question", "total"),
    [
        (Question("q", 1, "?", SINGLE, ("A", "B"), required=False, ordered=False), 14),
        (Question("q", 1, "?", SINGLE, ("A", "B", "C"), required=False, ordered=False), 13),
        (Question("q", 1, "?", SINGLE, ("A", "B", "C"), ordered=False), 13),
        (Question("q", 1, "?", SINGLE, ("A", "B", "C"), ordered=False), 14),
        (Question("q", 1, "?", SCALE), 9),
    ],
)
def test_what_was_once_found_by_trying_everything(question, total):
    """With (5, 4, 4) the two fours could be nothing else; with (0, 6, 5) and silence, neither could the nought."""
    assert exposed(question, total) == []


def test_a_crowd_too_large_to_try_is_not_shown(monkeypatch):
    monkeypatch.setattr(tally, "MOST_TRIED", 0)

    assert shown(UNORDERED, (9, 8, 6, 2)) == []
    assert shown(UNORDERED, (9, 8, 6, 7)) == [("A", 9), ("B", 8), ("C", 6), ("D", 7)]


def test_nor_where_several_may_be_chosen():
    """Eight people, three options, at least one each: every way to choose is tried."""
    question, looks, random = Question("q", 1, "?", MULTI, ("A", "B", "C")), {}, Random(7)
    chosen = [pick for pick in product((0, 1), repeat=3) if any(pick)]
    for _ in range(30_000):
        picks = [random.choice(chosen) for _ in range(12)]
        counts = tuple(map(sum, zip(*picks, strict=True)))
        found = for_guests(Counted(question, 12, counts), 12)
        looks.setdefault(tuple(for_pairs(found)), set()).add(counts)
    exposed = [
        (key, place)
        for key, ways in looks.items()
        if key and len(ways) > 3
        for place in range(3)
        if key[place][1] is None and len({way[place] for way in ways}) == 1
    ]

    assert exposed == []


def test_where_one_may_be_chosen_of_several_it_is_a_single_choice():
    one = Question("q", 1, "?", MULTI, OPTIONS, most=1)

    assert shown(one, (9, 8, 6, 2)) == [("A", 9), ("B", 8), ("C", None), ("D", None)]


def test_what_is_hidden_is_not_said_by_how_much_could_be_chosen():
    two = Question("q", 1, "?", MULTI, ("A", "B", "C"), most=2)
    assert dict(for_pairs(for_guests(Counted(two, 12, (7, 7, 0)), 12)))["C"] is None
    full = for_guests(Counted(Question("q", 1, "?", MULTI, ("A", "B", "C", "D", "E"), most=2), 12, (6, 6, 6, 6, 0)), 12)
    assert sum(one.count is None for one in full.groups) >= 2


def test_a_large_crowd_is_not_tried_way_by_way(monkeypatch):
    monkeypatch.setattr(tally, "MOST_TRIED", 1)

    assert for_guests(*counted(SCORE, (2, 7, 9, 5, 1))).mean == 2.8


def test_counting():
    answers = [{"q": ["A", "B"]}, {"q": ("B",)}, {}]

    assert count(SEVERAL, answers).counts == (1, 2, 0, 0)
    assert count(SCORE, [{"q": "5"}, {"q": "2"}]).mean == 3.5
    assert count(SCORE, []).mean is None
    assert count(Question("q", 1, "", TEXT), [{"q": "Ja"}]).texts == ("Ja",)


def test_a_tally_of_a_file_is_compared():
    found = count(SCORE, [{"q": "5"}, {"q": "2"}])

    assert same(found, {"answered": 2, "counts": {"2": 1, "5": 1, "1": 0}, "mean": 3.5})
    assert not same(found, {"answered": 3})
    assert not same(found, {"counts": {"2": 2}})
    assert not same(found, {"mean": 3.6})
    assert not same(count(Question("q", 1, "", TEXT), [{"q": "Ja"}]), {"texts": ["Nej"]})


ROWS = {
    "questions": [
        {"rid": "a", "text": "x", "question_type": "single", "options": ["Ja", "Nej"], "required": "true"},
        {"rid": "b", "text": "y", "question_type": "multi", "options": ["1", "2", "3"], "max_answers": "2"},
        {"rid": "c", "text": "z (1 = lidt, 5 = meget)", "question_type": "scale_1_5", "required": "false"},
        {"rid": "d", "text": "w", "question_type": "text"},
    ]
}


def test_answers_are_read():
    questions = questions_of(ROWS)
    given = {"a": ["Ja"], "b": ["1", "1", "3"], "c": ["4"], "d": [" Tak "]}

    assert read_answers(questions, given) == ({"a": "Ja", "b": ("1", "3"), "c": "4", "d": "Tak"}, {})
    assert questions[2].ends == ("lidt", "meget")
    assert questions[2].asked == "z"
    assert questions[0].ends == ("", "")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, "a"),
        ({"a": ["Måske"]}, "a"),
        ({"a": ["Ja", "Nej"]}, "a"),
        ({"a": ["Ja"], "b": ["1", "2", "3"]}, "b"),
        ({"a": ["Ja"], "c": ["6"]}, "c"),
        ({"a": ["Ja"], "d": ["x" * 4001]}, "d"),
    ],
)
def test_what_no_form_of_ours_can_send_is_told(given, wrong):
    answers, problems = read_answers(questions_of(ROWS), given)

    assert list(problems) == [wrong]
    assert wrong not in answers


@pytest.mark.parametrize(
    ("asked", "pages"), [(0, []), (1, [1]), (4, [4]), (5, [2, 3]), (9, [3, 3, 3]), (12, [4, 4, 4]), (13, [3, 3, 4, 3])]
)
def test_questions_are_parted_into_pages_of_about_the_same_length(asked, pages):
    questions = [Question(str(number), number, "?", TEXT) for number in range(asked)]
    found = pages_of(questions)

    assert sorted(map(len, found)) == sorted(pages)
    assert [one for page in found for one in page] == questions
