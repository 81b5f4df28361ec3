"""The tables of access to papers: who can ask, by which rule something is left out, and the days."""

from datetime import date

import pytest

from kuidocs.domain import insight
from kuidocs.domain import insight_moves as moves
from kuidocs.domain.insight import ASKERS, BASES, CHOICES, OUTCOMES, Asked, Decided
from kuidocs.domain.insight_moves import Standing

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 10), date(2026, 11, 19)),
        (date(2026, 11, 21), date(2026, 12, 1)),
        (date(2026, 12, 23), date(2027, 1, 5)),
        (date(2026, 3, 30), date(2026, 4, 13)),
    ],
)
def test_seven_working_days_without_weekends_and_holidays(received, due):
    assert insight.due(received) == due


@pytest.mark.parametrize("asker", ASKERS)
@pytest.mark.parametrize("outcome", sorted(insight.LEFT_OUT))
def test_there_is_a_rule_for_everybody(asker, outcome):
    found = insight.bases(asker, outcome)

    assert found
    assert all("§" in one.label and "§" in one.says for one in found)


@pytest.mark.parametrize("asker", ASKERS)
def test_a_draft_can_always_be_kept_back_as_internal(asker):
    assert {"internal", "foi_internal"} & {one.id for one in insight.bases(asker, insight.WITHHOLD)}


def test_nothing_is_both_given_and_in_need_of_a_rule():
    for asker in ASKERS:
        assert insight.bases(asker, insight.GIVE) == insight.bases(asker, insight.OUTSIDE) == []


def test_the_tables_fit_together():
    assert set(insight.SAID) == set(OUTCOMES)
    assert all(set(found) <= set(OUTCOMES) for found in CHOICES.values())
    assert set(insight.TARGETS.values()) == set(insight.STATES)
    assert all(one.askers <= set(ASKERS) for one in BASES.values())
    assert BASES["protected"].askers == set(ASKERS) - {"young_person"}


@pytest.mark.parametrize(
    ("asker", "birth", "asks"),
    [
        ("custody_holder", date(2011, 11, 21), True),
        ("custody_holder", date(2011, 11, 22), False),
        ("parent_other", date(2009, 1, 1), True),
        ("young_person", date(2009, 1, 1), False),
        ("other", date(2009, 1, 1), False),
    ],
)
def test_the_young_person_has_a_say_from_fifteen_when_a_parent_asks(asker, birth, asks):
    assert Asked(asker, "Ida", DAY, "alt", DAY, birth).asks_the_young is asks


def refused(guards, facts):
    return [guard.name for guard in guards if not guard.holds(facts)]


def standing(**told):
    return Standing(**({"state": "open", "today": DAY, "due": DAY} | told))


@pytest.mark.parametrize(
    ("guards", "told", "wrong"),
    [
        (moves.SUBMITTING, {}, []),
        (moves.SUBMITTING, {"state": "waiting"}, ["tilstand"]),
        (moves.SUBMITTING, {"undecided": 2}, ["papirer"]),
        (moves.SUBMITTING, {"asks_the_young": True, "wishes": "Nej"}, ["oensker"]),
        (moves.SUBMITTING, {"asks_the_young": True, "wishes": "Freja siger ja."}, []),
        (moves.RETURNING, {"state": "waiting", "note": "Se på nr. 2 igen"}, []),
        (moves.RETURNING, {"state": "waiting", "note": " "}, ["bemaerkning"]),
        (moves.GRANTING, {"state": "waiting", "who": "b", "prepared_by": "a"}, []),
        (moves.GRANTING, {"state": "waiting", "who": "a", "prepared_by": "a"}, ["hvem"]),
        (moves.GRANTING, {"state": "waiting", "who": "b", "new_papers": 1}, ["papirer"]),
        (moves.DELAYING, {"state": "handed_out", "note": "Lang nok grund", "day": DAY}, ["tilstand"]),
        (moves.DELAYING, {"note": "Lang nok grund", "day": date(2026, 11, 20)}, ["ventes"]),
        (moves.DELAYING, {"note": "kort", "day": None}, ["grund", "ventes"]),
        (moves.HANDING_OUT, {"state": "ready", "way": "paper", "day": DAY}, []),
        (moves.HANDING_OUT, {"state": "ready", "way": "due", "day": None}, ["maade", "dag"]),
        (
            moves.HANDING_OUT,
            {"state": "ready", "way": "paper", "day": DAY, "due": date(2026, 11, 20)},
            ["grund"],
        ),
        (
            moves.HANDING_OUT,
            {"state": "ready", "way": "paper", "day": DAY, "due": date(2026, 11, 20), "delayed": True},
            [],
        ),
        (moves.SUBMITTING, {"custody_over": True}, ["hvem"]),
        (moves.GRANTING, {"state": "waiting", "who": "b", "prepared_by": "a", "custody_over": True}, ["hvem"]),
        (moves.HANDING_OUT, {"state": "ready", "way": "paper", "day": DAY, "custody_over": True}, ["hvem"]),
        (moves.CLOSING, {"state": "ready", "note": "Trukket tilbage"}, []),
        (moves.CLOSING, {"state": "closed", "note": ""}, ["tilstand", "grund"]),
    ],
)
def test_what_must_hold_to_move_on(guards, told, wrong):
    assert refused(guards, standing(**told)) == wrong


def test_a_file_is_given_to_others_only_after_a_look_when_the_address_is_protected():
    told = {"kind": "attachment", "asker": "other", "outcome": "give", "protected": ("Lindevej 7",)}

    assert refused(insight.DECIDING, Decided(**told)) == ["set-efter"]
    assert refused(insight.DECIDING, Decided(**told, looked=True)) == []
    assert not Decided(**told).shows_protected


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"copied": "b"}, []),
        ({}, ["kopi"]),
        ({"copied": "a"}, ["kopi"]),
        ({"copied": "b", "protected": ("Lindevej 7",)}, ["set-efter"]),
        ({"copied": "b", "protected": ("Lindevej 7",), "looked": True}, []),
    ],
)
def test_something_is_left_out_of_a_file_by_a_copy_of_it(told, wrong):
    basis = {"basis": "foi_private", "reason": "Det er private forhold."}
    found = Decided("attachment", "other", "redact", original="a", **basis, **told)

    assert refused(insight.DECIDING, found) == wrong


def test_the_sentences_name_what_is_wrong():
    assert standing(undecided=1).undecided_words == "ét papir"
    assert standing(undecided=3).undecided_words == "3 papirer"
    assert Decided("draft", "other", "give").missing == ()
