"""Taking out what somebody may not read, and putting it back when the rest is saved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuidocs.domain import hiding

WHOLE = {
    "network": "Mormor",
    "wishes": "FGU",
    "goals": [{"rid": "a", "text": "1"}, {"rid": "b", "text": "2"}, {"rid": "c", "text": "3"}],
    "efforts": [{"rid": "x"}],
}
HIDDEN = {"network", "goals/b", "efforts/x"}


def test_what_is_hidden_is_not_left():
    assert hiding.left(WHOLE, HIDDEN) == {"wishes": "FGU", "goals": [WHOLE["goals"][0], WHOLE["goals"][2]]}


def test_it_is_put_back_where_it_stood():
    assert hiding.restored(hiding.left(WHOLE, HIDDEN), WHOLE, HIDDEN) == WHOLE


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ([{"rid": "c"}, {"rid": "a"}], ["c", "a", "b"]),
        ([{"rid": "a"}, {"rid": "n"}, {"rid": "c"}], ["a", "b", "n", "c"]),
        ([{"rid": "c"}], ["b", "c"]),
        ([], ["b"]),
        ([{"text": "ny"}], ["b", None]),
    ],
)
def test_a_hidden_row_stays_behind_the_one_it_followed(typed, order):
    found = hiding.restored({"goals": typed}, {"goals": WHOLE["goals"]}, {"goals/b"})

    assert [row.get("rid") for row in found["goals"]] == order


def test_a_hidden_row_behind_one_that_is_gone_stays_behind_the_hidden():
    rows = [{"rid": "a"}, {"rid": "b"}, {"rid": "c"}]
    found = hiding.restored({"goals": [{"rid": "n"}]}, {"goals": rows}, {"goals/a", "goals/c"})

    assert [row["rid"] for row in found["goals"]] == ["a", "c", "n"]


def test_what_is_sent_in_its_place_does_not_count():
    sent = {"network": "Forfalsket", "goals": [{"rid": "b", "text": "Forfalsket"}], "wishes": "FGU"}

    found = hiding.restored(sent, WHOLE, HIDDEN)

    assert found["network"] == "Mormor"
    assert found["goals"] == [WHOLE["goals"][1]]


def test_what_is_emptied_stays_empty():
    assert hiding.restored({}, {"wishes": "FGU", "goals": [{"rid": "a"}]}, set()) == {}


@given(st.sets(st.sampled_from(["network", "wishes", "goals/a", "goals/b", "goals/c", "efforts/x"])))
def test_what_is_saved_unchanged_is_unchanged(hidden):
    assert hiding.restored(hiding.left(WHOLE, hidden), WHOLE, hidden) == WHOLE


def test_questions_are_those_that_are_no_rows():
    assert hiding.questions(WHOLE, {"network", "goals", "goals/a"}) == {"network"}


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ((), ()),
        (("wishes",), ("wishes",)),
        (("network",), None),
        (("unknown", 1), ("unknown", 1)),
        (("goals",), ("goals",)),
        (("goals", "a"), ("goals", "a")),
        (("goals", 0, "text"), ("goals", 0, "text")),
        (("goals", 1, "text"), None),
        (("goals", 2, "text"), ("goals", 1, "text")),
        (("goals", 9), ("goals", 8)),
    ],
)
def test_a_place_in_the_whole_is_found_in_what_is_left(path, seen):
    assert hiding.seen_at(path, WHOLE, HIDDEN) == seen
