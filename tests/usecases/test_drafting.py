"""Saving field by field, also by two at once."""

import pytest

from kuidocs.domain.errors import Conflict
from kuidocs.domain.fields import flatten
from kuidocs.resources.drafts import NEVER, Draft
from kuidocs.usecases import documents, drafting
from tests.usecases.cards import CARD, LABEL, card, reviewed


def test_two_people_in_different_fields_both_keep_their_words(world):
    document = card(world)
    shown = world.drafts.get(document.id).revisions()

    mine = drafting.save(document, world.drafts, CARD | {"acute_help": "Ring 112."}, shown, world.act("jonas"))
    theirs = drafting.save(document, world.drafts, CARD | {"when_to_contact": "Altid."}, shown, world.act("mette"))

    content = world.drafts.get(document.id).content()
    assert mine == theirs == []
    assert (content["acute_help"], content["when_to_contact"]) == ("Ring 112.", "Altid.")


def test_two_people_in_one_field_is_a_collision_and_nothing_is_overwritten(world):
    document = card(world)
    shown = world.drafts.get(document.id).revisions()
    drafting.save(document, world.drafts, CARD | {"acute_help": "Ring 112."}, shown, world.act("jonas"))

    (collision,) = drafting.save(
        document, world.drafts, CARD | {"acute_help": "Ring 114."}, shown, world.act("mette", token="side-7")
    )

    assert (collision.path, collision.mine, collision.theirs) == ("acute_help", "Ring 114.", "Ring 112.")
    assert collision.by == "Jonas Ravnsborg"
    assert world.drafts.get(document.id).content()["acute_help"] == "Ring 112."


def test_rows_added_by_two_are_both_there(world):
    meeting = world.case.moeder.add("followup_with_young")
    document = documents.create(
        world.case,
        world.root,
        world.drafts,
        world.act(),
        form_key="kui.agenda.followup_with_young",
        label=LABEL,
        meeting=meeting,
    )
    draft = world.drafts.get(document.id)
    shown, content = draft.revisions(), draft.content()
    for user, rid in (("jonas", "rjonas"), ("mette", "rmette")):
        row = {"rid": rid, "heading": f"Punkt fra {user}"}
        mine = content | {"agenda_items": [*content["agenda_items"], row]}
        assert drafting.save(document, world.drafts, mine, shown, world.act(user)) == []

    headings = [row["heading"] for row in draft.content()["agenda_items"]]
    assert set(headings[-2:]) == {"Punkt fra jonas", "Punkt fra mette"}


def test_the_same_save_sent_twice_is_done_once(world):
    document = card(world)
    draft = world.drafts.get(document.id)
    shown = draft.revisions()

    for _ in range(2):
        drafting.save(document, world.drafts, CARD | {"acute_help": "Ring."}, shown, world.act("jonas", token="side-8"))

    assert draft.revisions()["acute_help"] == shown["acute_help"] + 1


def test_saving_when_the_draft_is_gone_is_a_conflict(world):
    document = reviewed(world)

    with pytest.raises(Conflict, match="skrives ikke længere"):
        drafting.save(document, world.drafts, CARD, {}, world.act())


def test_emptying_a_field_is_remembered(world):
    document = card(world)
    draft = world.drafts.get(document.id)
    without = {name: value for name, value in CARD.items() if name != "acute_help"}

    drafting.save(document, world.drafts, without, draft.revisions(), world.act())

    assert "acute_help" not in draft.content()
    assert draft.field("acute_help").value is None
    assert set(flatten(draft.content())) < set(draft.fields)


def test_a_draft_tells_what_was_committed_since_a_moment(world):
    draft = world.drafts.add(Draft("d1", "kui.notice", 1, None))
    draft.put("reason", "a", world.act().by, "2026-11-21")
    draft.put("place", "b", world.act().by, "2026-11-21")
    world.connection.transaction_manager.commit()
    cursor = draft.cursor()

    assert set(draft.written_since(NEVER)) == {"reason", "place"}
    assert draft.written_since(cursor) == []
    draft.put("place", "c", world.act().by, "2026-11-21")
    assert draft.written_since(cursor) == []
    world.connection.transaction_manager.commit()

    assert draft.written_since(cursor) == ["place"]
    assert draft.cursor() > cursor


def in_two_minds(world):
    """Let Mette propose other words than Jonas has saved; returns what both had read, too."""
    document = card(world)
    draft = world.drafts.get(document.id)
    shown = draft.revisions()
    drafting.save(document, world.drafts, CARD | {"acute_help": "Ring 112."}, shown, world.act("jonas"))
    drafting.save(document, world.drafts, CARD | {"acute_help": "Ring 114."}, shown, world.act("mette"))
    return document, draft, shown


def test_saving_something_else_gives_up_no_proposal(world):
    document, draft, _ = in_two_minds(world)

    later = draft.content() | {"when_to_contact": "Altid."}
    drafting.save(document, world.drafts, later, draft.revisions(), world.act("mette"))

    assert [one["value"] for one in draft.field("acute_help").proposals] == ["Ring 114."]


def test_a_proposal_is_given_up_by_going_back_to_what_was_there(world):
    document, draft, shown = in_two_minds(world)

    drafting.save(document, world.drafts, CARD, shown, world.act("mette"))

    assert draft.field("acute_help").proposals == ()
