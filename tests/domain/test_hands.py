"""Who wrote which point of a text."""

from kuidocs.domain import hands

ANNA, BO, CARL = ({"user_id": name, "name": name.title()} for name in ("anna", "bo", "carl"))
ROWS = frozenset({"goals"})


def test_only_what_another_than_the_author_wrote_is_kept():
    fields = {
        "wishes": ANNA,
        "network": BO,
        "goals": ANNA,
        "goals/a/text": BO,
        "goals/a/area": BO,
        "goals/b/text": ANNA,
    }

    assert hands.kept(fields, ROWS, ANNA) == {"network": BO, "goals/a": BO}


def test_a_row_of_several_hands_keeps_each():
    fields = {"goals/a/text": BO, "goals/a/area": ANNA, "contact/name": BO, "contact/phone": BO}

    found = hands.kept(fields, ROWS, ANNA)

    assert found == {"goals/a/text": BO, "goals/a/area": ANNA, "contact": BO}
    assert hands.writers("goals/a", found, ANNA) == {"anna", "bo"}
    assert hands.writers("contact", found, ANNA) == {"bo"}


def test_whoever_is_not_kept_is_the_author():
    assert hands.writers("goals/a", {"goals/ab": BO}, ANNA) == {"anna"}
    assert hands.writers("goals/a", {}, {}) == set()


def test_a_hand_is_found_for_a_field():
    kept = {"goals/a": BO, "goals/b/text": CARL}

    assert hands.hand_of("goals/a/text", ROWS, kept, ANNA) == BO
    assert hands.hand_of("goals/b/text", ROWS, kept, ANNA) == CARL
    assert hands.hand_of("goals/b/area", ROWS, kept, ANNA) == ANNA
    assert hands.hand_of("goals", ROWS, kept, ANNA) == ANNA
