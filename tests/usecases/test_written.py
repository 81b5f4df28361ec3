"""What each of several people made of a draft."""

import pytest

from kuidocs.domain.fields import ROWS
from kuidocs.resources.drafts import Draft
from kuidocs.usecases.written import MOST, SEVERAL, began, in_new_row, read, shared, written

BEGUN = "2026-10-05T09:00:00+02:00"
IDA, BO = ({"user_id": user, "name": user.title()} for user in ("ida", "bo"))


def at(minute):
    return f"2026-10-05T10:{minute:02}:00+02:00"


@pytest.fixture
def draft():
    found = Draft("d1", "kui.contact_note", 1, None)
    found.put("learned", "Malthe kommer.", IDA, BEGUN)
    return found


def test_what_the_draft_began_with_is_nobodys_writing(draft):
    assert written(draft, BEGUN) == []
    assert shared(draft, BEGUN) == []


def test_what_one_wrote_without_another_between_is_one_stretch(draft):
    draft.put("learned", "Malthe kommer nu.", IDA, at(1), "a")
    draft.put("learned", "Malthe kommer nu her.", IDA, at(2), "a")
    draft.put("learned", "Malthe kommer nu her. Ofte.", BO, at(3), "b")

    (one,) = shared(draft, BEGUN)

    assert (one.path, one.before, one.now) == ("learned", "Malthe kommer.", "Malthe kommer nu her. Ofte.")
    assert [(s.by["name"], s.at, s.value) for s in one.stretches] == [
        ("Ida", at(2), "Malthe kommer nu her."),
        ("Bo", at(3), "Malthe kommer nu her. Ofte."),
    ]
    assert one.users == {"ida", "bo"}
    assert read(one.plain()) == one


def test_what_one_alone_wrote_is_not_shared_but_written(draft):
    draft.put("agreed", "Ringe.", IDA, at(1), "a")

    assert shared(draft, BEGUN) == []
    assert [(one.path, one.before) for one in written(draft, BEGUN)] == [("agreed", None)]


def test_what_came_back_to_what_it_was_is_told_only_when_two_wrote(draft):
    draft.put("learned", "x", IDA, at(1), "a")
    draft.put("learned", "Malthe kommer.", IDA, at(2), "a")
    assert written(draft, BEGUN) == []

    draft.put("learned", "y", BO, at(3), "b")
    draft.put("learned", "Malthe kommer.", IDA, at(4), "a")
    assert len(written(draft, BEGUN)) == 1


def test_only_what_came_since_a_moment(draft):
    draft.put("learned", "Malthe kommer nu.", IDA, at(1), "a")
    draft.put("learned", "Malthe kommer nu!", BO, at(5), "b")

    (one,) = written(draft, BEGUN, at(3))

    assert (one.before, one.now) == ("Malthe kommer nu.", "Malthe kommer nu!")


def test_what_was_written_in_the_minute_of_the_beginning_counts(draft):
    draft.put("agreed", "Straks.", IDA, BEGUN, "a")
    draft.put("learned", "Malthe kommer igen.", BO, BEGUN, "b")

    assert {one.path for one in written(draft, BEGUN)} == {"agreed", "learned"}


def test_many_stretches_are_told_as_few_and_nothing_is_lost(draft):
    for number in range(3 * MOST):
        draft.put("learned", f"Malthe {number}", (IDA, BO)[number % 2], at(number), "a")

    (one,) = shared(draft, BEGUN)

    assert len(one.stretches) == MOST
    assert one.stretches[-2].by == SEVERAL
    assert one.now == f"Malthe {3 * MOST - 1}"
    assert one.users == {"ida", "bo"}


def test_people_wrote_apart_from_when_the_base_of_a_proposal_was_written(draft):
    draft.put("learned", "Malthe kommer nu.", IDA, at(7), "a")
    draft.put("learned", "Malthe kommer ofte.", BO, at(8), "b")
    proposal = {"key": "a", "value": "Nej.", "base": "Malthe kommer nu.", "by": IDA, "at": at(9)}
    draft.own("learned").proposals = (proposal,)

    assert began(draft, BEGUN, ["learned"]) == at(7)
    draft.own("learned").proposals = (proposal | {"base": "ukendt"},)
    assert began(draft, BEGUN, ["learned"]) == BEGUN
    assert began(draft, BEGUN, []) == BEGUN


def test_fields_of_rows_that_were_taken_out_are_left_out_and_new_rows_known(draft):
    rows = {ROWS: ["a" * 12]}
    draft.put("goals", rows, IDA, at(1), "a")
    draft.put("goals/aaaaaaaaaaaa/goal_text", "Stå op.", IDA, at(1), "a")

    news = {"goals": frozenset({"a" * 12})}
    assert in_new_row(draft, "goals/aaaaaaaaaaaa/goal_text", news)
    assert not in_new_row(draft, "goals", news)
    draft.put("goals", {ROWS: []}, IDA, at(2), "a")
    assert "goals/aaaaaaaaaaaa/goal_text" not in {one.path for one in written(draft, BEGUN)}
