"""The contact card after the coordination meeting: offered, filled in beforehand, handed over (R37)."""

import pytest

from kuidocs.domain.errors import Refused
from kuidocs.usecases import cards, documents, people
from tests.usecases.test_case_reading import add

CONTACT = {
    "name": {"text": "Louise Grønvang"},
    "department": "PPR",
    "phone": "11 22 33 44",
    "best_reached": "Sms hele dagen",
}
MINUTES = {"held_at": "2026-11-18", "participants": [], "contact_person": CONTACT}


def begin(world):
    document = documents.create(
        world.case, world.root, world.drafts, world.act(), form_key="kui.contact_card", label="CARD"
    )
    return document, world.drafts.get(document.id).content()


def test_a_new_card_has_the_details_of_the_minutes(world):
    add(world, "kui.minutes.coordination", dict(MINUTES))

    _, content = begin(world)

    assert content["contact_person"]["phone"] == "11 22 33 44"
    assert content["contact_person"]["best_reached"] == "Sms hele dagen"
    assert content["contact_person"]["title"] == "Psykolog"
    assert content["contact_person"]["name"]["actor_id"]
    assert content["plan_coordinator"]["name"]["text"] == "Jonas Ravnsborg"
    assert content["when_to_contact"]


def test_who_was_chosen_since_counts_more_than_the_minutes(world):
    add(world, "kui.minutes.coordination", dict(MINUTES))
    world.case.contact_person = people.reference(world.case, world.root.medarbejdere, "Jonas Ravnsborg")

    _, content = begin(world)

    assert content["contact_person"]["name"]["text"] == "Jonas Ravnsborg"
    assert "best_reached" not in content["contact_person"]


def test_somebody_from_outside_has_the_name_only(world):
    world.case.contact_person = {"text": "Anna Andersen"}

    assert begin(world)[1]["contact_person"] == {"name": {"text": "Anna Andersen"}}


def test_without_a_name_the_card_is_empty(world):
    world.case.plan_coordinator = {}
    add(world, "kui.minutes.coordination", {"held_at": "2026-11-18", "participants": []})

    _, content = begin(world)

    assert "contact_person" not in content
    assert "plan_coordinator" not in content


def test_it_is_due_after_the_coordination_meeting_until_it_is_begun(world):
    assert cards.due(world.case) is None

    add(world, "kui.minutes.coordination", dict(MINUTES))
    assert cards.due(world.case) is not None

    begin(world)
    assert cards.due(world.case) is None


def test_an_old_card_does_not_count(world):
    old = add(world, "kui.contact_card", {"contact_person": CONTACT})
    old.created_at = old.versions[0].at = "2026-01-01T10:00:00+01:00"
    add(world, "kui.minutes.coordination", dict(MINUTES))

    assert cards.due(world.case) is not None


def approved(world):
    return add(world, "kui.contact_card", {"contact_person": CONTACT}, label="CARD")


def test_handing_over_is_a_fact_once(world):
    card = approved(world)
    assert cards.waiting(world.case) is card

    for _ in range(2):
        cards.hand_over(card, world.act(token="once"), to="both", how="in_person", day="2026-11-20")

    assert [one["data"] for one in card.facts_of(cards.GIVEN)] == [
        {"to": "both", "how": "in_person", "day": "2026-11-20"}
    ]
    assert cards.waiting(world.case) is None
    assert [event.kind for event in card.log][-1] == "document.card_given"


@pytest.mark.parametrize("wrong", [{"to": "x"}, {"how": "x"}, {"day": "2026-12-01"}, {"day": "x"}])
def test_handing_over_is_refused(world, wrong):
    card = approved(world)

    with pytest.raises(Refused):
        cards.hand_over(card, world.act(), **{"to": "both", "how": "in_person", "day": "2026-11-20"} | wrong)

    assert card.facts_of(cards.GIVEN) == []


def test_a_card_that_is_not_approved_or_came_from_a_file_waits_for_nobody(world):
    begin(world)
    assert cards.waiting(world.case) is None

    card = add(world, "kui.contact_card", {"contact_person": CONTACT}, label="OLD")
    card.facts = tuple(one | {"data": one["data"] | {"source": "import"}} for one in card.facts)
    assert cards.waiting(world.case) is None
