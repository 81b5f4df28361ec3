"""Content taken apart and put together again."""

from kuidocs.domain.fields import assemble, flatten, is_order, merged_order

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
