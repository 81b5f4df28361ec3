"""Content taken apart and put together again."""

import pytest

from kuidocs.domain.fields import assemble, filled, flatten, is_order, merged_order, order, restored, rows_of

GOAL = {"rid": "g1aaaa", "goal_text": "Fod", "sub_goals": [{"rid": "s1aaaa", "deadline": "2026-01-01"}]}
CONTENT = {
    "chair": {"text": "Jonas", "actor_id": "a1b2c3"},
    "goals": [GOAL, {"rid": "g2aaaa", "goal_text": "Cykel"}],
    "contact_person": {"name": {"text": "Jonas"}, "phone": "00 00 10 02"},
    "voice_source": ["conversation", "parents"],
}


def test_flatten_gives_each_answer_a_path_that_survives_a_move():
    found = flatten(CONTENT)

    assert found["goals"] == {"rows": ["g1aaaa", "g2aaaa"]}
    assert found["goals/g1aaaa/sub_goals/s1aaaa/deadline"] == "2026-01-01"
    assert found["contact_person/phone"] == "00 00 10 02"
    assert found["chair"] == {"text": "Jonas", "actor_id": "a1b2c3"}
    assert found["voice_source"] == ["conversation", "parents"]


def test_assemble_is_the_inverse_of_flatten():
    assert assemble(flatten(CONTENT)) == CONTENT
    assert assemble({}) == {}


def test_assemble_keeps_the_order_of_the_rows():
    moved = flatten(CONTENT) | {"goals": {"rows": ["g2aaaa", "g1aaaa"]}}

    assert [row["rid"] for row in assemble(moved)["goals"]] == ["g2aaaa", "g1aaaa"]


def test_fields_of_a_removed_row_are_left_out():
    left = flatten(CONTENT) | {"goals": {"rows": ["g2aaaa"]}}

    assert assemble(left)["goals"] == [CONTENT["goals"][1]]


def test_a_row_without_fields_of_its_own_keeps_its_place():
    assert assemble({"goals": {"rows": ["g9aaaa"]}}) == {"goals": [{"rid": "g9aaaa"}]}


def test_an_empty_group_is_no_answer():
    assert assemble({"contact_person/phone": None}) == {}


def test_orders_are_merged_without_losing_a_row_that_somebody_added():
    base, mine, theirs = {"rows": ["a", "b"]}, {"rows": ["b", "a", "m"]}, {"rows": ["a", "b", "t"]}

    assert is_order(mine, theirs)
    assert merged_order(base, mine, theirs) == {"rows": ["b", "a", "m", "t"]}


def test_a_row_that_either_removed_is_gone_after_the_merge():
    base, mine, theirs = {"rows": ["a", "b", "c"]}, {"rows": ["b", "c"]}, {"rows": ["a", "b"]}

    assert merged_order(base, mine, theirs) == {"rows": ["b"]}


def test_text_is_no_order():
    assert not is_order({"rows": []}, "tekst")
    assert merged_order(None, {"rows": ["m"]}, {"rows": ["t"]}) == {"rows": ["m", "t"]}


def rows(text):
    return {"rows": text.split()}


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "kept", "merged"),
    [
        ("a b c", "a b c m", "a b c", "", "a b c m"),
        ("a b c", "a m b c", "a t b c", "", "a m t b c"),
        ("a b c", "c a b", "a b c t", "", "c a b t"),
        ("a b c", "b a c", "b c", "", "b c"),
        ("a b c", "b c", "a b c", "a", "a b c"),
        ("a b c", "b c", "c b a", "", "c b"),
        ("a b", "", "a b t", "", "t"),
        ("", "m", "", "", "m"),
        ("a b c d", "d a b c", "a c b d", "", "d a c b"),
    ],
)
def test_what_i_did_to_the_order_is_done_to_theirs(base, mine, theirs, kept, merged):
    assert merged_order(rows(base), rows(mine), rows(theirs), kept.split()) == rows(merged)


def test_a_row_comes_back_where_it_stood():
    assert restored("b", rows("a c"), [rows("a b c")]) == rows("a b c")
    assert restored("b", rows("c t"), [rows("c t"), rows("a b c")]) == rows("b c t")
    assert restored("b", rows("a b"), []) == rows("a b")
    assert restored("b", rows("a c"), [None]) == rows("a c b")


def test_the_rows_that_a_field_may_lie_in():
    assert list(rows_of("goals/g1/sub_goals/s1/deadline")) == [
        ("goals", "g1"),
        ("goals/g1", "sub_goals"),
        ("goals/g1/sub_goals", "s1"),
    ]
    assert list(rows_of("place")) == []


def test_what_holds_nothing_is_nothing():
    assert [filled(one) for one in ("", [], {"rows": []}, None)] == [None] * 4
    assert [filled(one) for one in ("x", ["x"], rows("a"), {"text": ""})] == ["x", ["x"], rows("a"), {"text": ""}]
    assert (order(None), order(rows("a b"))) == ([], ["a", "b"])
    assert assemble({"goals": {"rows": []}, "goals/g1/goal_text": "Fod"}) == {}
