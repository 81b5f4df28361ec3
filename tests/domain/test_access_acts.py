"""Openings and blocks as they follow from the facts of a case, and what must hold before they are made."""

from datetime import datetime, timedelta

import pytest

from kuidocs.domain import access_acts as rules
from kuidocs.domain.access_acts import BASES, EMERGENCY, SAMPLE, BlockFacts, OpeningFacts
from tests import factories

NOW = factories.NOW
REASON = "Der er kommet en underretning, som skal undersøges i dag."


def opened(id="o1", user="kirsten", at=NOW, kind=EMERGENCY):
    data = {"kind": kind, "basis": next(iter(BASES[kind])), "reason": REASON, "until": rules.until(at).isoformat()}
    by = {"user_id": user, "name": user.title()}
    return {"id": id, "kind": rules.OPENED, "by": by, "at": at.isoformat(), "data": data}


def other(kind, at=NOW, **data):
    return {"id": "x", "kind": kind, "by": {"user_id": "jonas", "name": "Jonas"}, "at": at.isoformat(), "data": data}


def test_an_opening_lasts_a_day_and_no_longer():
    facts = [opened()]

    for away, there in ((-1, False), (0, True), (24 * 3600 - 1, True), (24 * 3600, False)):
        assert (rules.active(facts, "kirsten", NOW + timedelta(seconds=away)) is not None) == there


def test_it_is_one_persons():
    assert rules.active([opened()], "jonas", NOW) is None


def test_it_ends_when_it_is_ended_and_a_new_act_begins_anew():
    facts = [opened(), other(rules.ENDED, of="o1")]
    assert rules.active(facts, "kirsten", NOW) is None

    again = [*facts, opened("o2", at=NOW + timedelta(hours=1))]

    assert rules.active(again, "kirsten", NOW + timedelta(hours=24.5)).id == "o2"


def test_an_end_of_something_unknown_ends_nothing():
    assert rules.active([opened(), other(rules.ENDED, of="o7")], "kirsten", NOW).id == "o1"


def test_what_every_read_carries():
    assert rules.active([opened()], "kirsten", NOW).carried() == {
        "opening": "o1",
        "access": "emergency",
        "basis": "danger",
        "reason": REASON,
    }


def test_other_facts_are_no_openings():
    assert rules.openings([other("appointed", relation="deputy")]) == []
    assert rules.blocks([other("appointed", relation="deputy")]) == []


def test_a_block_counts_until_it_is_lifted_and_stays_in_the_history():
    facts = [other(rules.BLOCKED, user_id="peter", reason="Onkel"), other(rules.BLOCKED, user_id="eva", reason="Nabo")]
    assert rules.blocked(facts) == {"peter", "eva"}

    lifted = [*facts, other(rules.UNBLOCKED, user_id="peter", reason="En fejl")]

    assert rules.blocked(lifted) == {"eva"}
    assert [(one.user_id, one.reason, one.lifted_reason) for one in rules.blocks(lifted)] == [
        ("peter", "Onkel", "En fejl"),
        ("eva", "Nabo", ""),
    ]
    assert rules.blocked([*lifted, facts[0]]) == {"peter", "eva"}
    again = [*lifted, facts[0], other(rules.UNBLOCKED, NOW + timedelta(days=1), user_id="peter", reason="To")]
    assert [one.lifted_reason for one in rules.blocks(again) if one.user_id == "peter"] == ["En fejl", "To"]


def said(guards, facts):
    return [guard.said(facts) for guard in guards if not guard.holds(facts)]


@pytest.mark.parametrize("kind", [EMERGENCY, SAMPLE])
def test_each_basis_of_the_kind_is_taken_and_no_other(kind):
    for basis in BASES[kind]:
        assert said(rules.OPENING, OpeningFacts(kind, basis, REASON, has_part=False)) == []
    for basis in ("", "x", *(set(BASES[EMERGENCY]) ^ set(BASES[SAMPLE])) - set(BASES[kind])):
        assert said(rules.OPENING, OpeningFacts(kind, basis, REASON, has_part=False)) == [
            "Vælg det grundlag i listen, der passer."
        ]


@pytest.mark.parametrize("reason", ["", "kort", " a" * 10 + " " * 40, "x" * 2001])
def test_the_reason_must_be_one(reason):
    assert said(rules.OPENING, OpeningFacts(EMERGENCY, "danger", reason, has_part=False)) == [rules.TOO_SHORT]


def test_who_has_a_part_needs_no_break_glass():
    [text] = said(rules.OPENING, OpeningFacts(EMERGENCY, "danger", REASON, has_part=True))

    assert text.startswith("Du har allerede en opgave")


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({"name": ""}, "Vælg en medarbejder i listen."),
        ({"oneself": True}, "Du kan ikke spærre for dig selv. Bed plankoordinator eller lederen om det."),
        ({"blocked": True}, "Peter er allerede spærret ude af forløbet."),
        ({"named": "kontaktperson"}, "Peter er kontaktperson. Vælg først en anden til den opgave."),
        ({"reason": " "}, "Skriv hvorfor, fx at de er i familie. Det bliver stående i forløbet."),
    ],
)
def test_each_guard_of_a_block_speaks(told, text):
    assert said(rules.BLOCKING, BlockFacts(**({"name": "Peter", "reason": "Onkel"} | told))) == [text]


def test_a_block_that_holds_and_lifting_it():
    assert said(rules.BLOCKING, BlockFacts("Peter", "Onkel")) == []
    assert said(rules.UNBLOCKING, BlockFacts("Peter", "En fejl", blocked=True)) == []
    assert len(said(rules.UNBLOCKING, BlockFacts("Peter", ""))) == 2


def test_the_end_is_a_moment_with_its_zone():
    assert datetime.fromisoformat(opened()["data"]["until"]) == NOW + timedelta(hours=rules.HOURS)
