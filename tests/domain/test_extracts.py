"""What of a plan may be given to whom, after which consent (R5, D23)."""

from dataclasses import replace

import pytest

from kuidocs.domain import extracts, information_types
from kuidocs.domain.errors import Refused
from kuidocs.domain.extracts import BEFORE, CHOOSING, GIVING, PARTS, ROWS, ExtractFacts, Item, Receiver
from kuidocs.forms.registry import shipped_editions
from kuidocs.forms.shipped.vocabularies import EFFORT_AREA, INFORMATION_TYPE

PLAN = {
    "wishes": "At tegne",
    "network": "Mor",
    "local_secret": "Kun her",
    "decision_log": [{"rid": "x"}],
    "goals": [
        {"rid": "g1", "goal_no": "1", "goal_text": "Skole", "area": "education"},
        {"rid": "g2", "goal_no": "2", "goal_text": "Sove", "area": "health"},
    ],
    "efforts": [{"rid": "e1", "effort_title": "Værksted", "area": "education"}],
    "who_does_what": [
        {"rid": "t1", "task_text": "Ringer", "goal_no": 2},
        {"rid": "t2", "task_text": "Skriver"},
        {"rid": "t3", "task_text": "Ukendt", "goal_no": 9},
    ],
}
CONSENT = {
    "recipients": [
        {"rid": "r1", "department": "KUI", "may": ["share"]},
        {"rid": "r2", "department": "FGU", "may": ["share", "receive"], "named_person": {"text": "Nanna"}},
        {"rid": "r3", "department": "PPR"},
    ],
    "external_parties": [{"rid": "x1", "organisation": "Egen læge", "information": "Kun om henvisningen"}],
}
ITEM = Item("oensker", "Mine ønsker", frozenset({"education"}), "Dele af planen")
GOOD = ExtractFacts(
    plan_in_force=True,
    consent_valid=True,
    consent_words="Til 1. oktober 2027",
    department="KUI",
    sender_named=True,
    receiver=Receiver("r2", "FGU"),
    purpose="At begynde på værkstedet",
    chosen=(ITEM,),
    confirmed=True,
)
everything = frozenset().union(*information_types.AREAS.values())


def types():
    return {item.id: item.types for item in extracts.items(PLAN)}


def test_only_what_is_in_the_tables_can_be_chosen():
    assert list(types()) == [
        "oensker",
        "netvaerk",
        "goals:g1",
        "goals:g2",
        "efforts:e1",
        "who_does_what:t1",
        "who_does_what:t2",
        "who_does_what:t3",
    ]


def test_each_has_the_types_of_what_it_is_about():
    found = types()

    assert found["netvaerk"] == {"family"}
    assert found["goals:g2"] == {"health"}
    assert found["efforts:e1"] == {"education", "efforts"}
    assert found["who_does_what:t1"] == {"health"}
    assert found["who_does_what:t2"] == {"efforts"}


def test_what_nobody_can_judge_is_about_everything():
    strange = {"goals": [{"rid": "g", "goal_text": "?"}], "efforts": [{"rid": "e", "area": "space"}]}

    assert types()["who_does_what:t3"] == everything
    assert [item.types for item in extracts.items(strange)] == [everything, everything | {"efforts"}]


def test_the_tables_name_fields_and_types_that_exist():
    fields = {
        field.name for section in shipped_editions()["kui.education_plan"].schema.sections for field in section.fields
    }
    named = [field for part in PARTS for field in part.fields] + [field for field, _, _ in ROWS]

    assert set(named) <= fields
    assert len(named) == len(set(named))
    assert set(information_types.AREAS) == set(EFFORT_AREA.labels)
    used = everything.union(*(part.types for part in PARTS), information_types.EFFORTS)
    assert used <= set(INFORMATION_TYPE.labels)


def test_receivers_are_those_who_may_receive():
    found = list(extracts.receivers(CONSENT))

    assert [(one.id, one.name, one.person, one.limit) for one in found] == [
        ("afdeling:r2", "FGU", "Nanna", ""),
        ("uden:x1", "Egen læge", "", "Kun om henvisningen"),
    ]


def test_what_is_not_covered():
    assert extracts.uncovered(ITEM, ["education"]) == frozenset()
    assert extracts.uncovered(ITEM, ["health"]) == {"education"}


def test_only_what_was_chosen_is_left():
    chosen = [item for item in extracts.items(PLAN) if item.id in ("oensker", "goals:g1", "who_does_what:t2")]

    assert extracts.reduced(PLAN, chosen) == {
        "wishes": "At tegne",
        "goals": [PLAN["goals"][0]],
        "who_does_what": [PLAN["who_does_what"][1]],
    }


def test_a_good_extract_is_given():
    extracts.check(GOOD, giving=True)
    assert extracts.hindrance(GOOD) == ""


WRONG = {
    "no_plan": {"plan_in_force": False},
    "no_consent": {"consent_valid": False, "consent_words": "Det er udløbet."},
    "sender": {"sender_named": False},
    "receiver": {"receiver": None},
    "purpose": {"purpose": "  kort  "},
    "unknown": {"unknown": True},
    "chosen": {"chosen": ()},
    "not_covered": {"not_covered": ("Mål: Sove", "Mor")},
    "confirmed": {"confirmed": False},
}


@pytest.mark.parametrize(("name", "changed"), WRONG.items())
def test_each_guard_refuses_with_a_sentence(name, changed):
    with pytest.raises(Refused) as refused:
        extracts.check(replace(GOOD, **changed), giving=True)

    assert refused.value.code == name
    assert refused.value.text[0].isupper()
    assert refused.value.text.endswith(".")


def test_there_is_a_case_for_every_guard():
    assert set(WRONG) == {guard.name for guard in (*BEFORE, *CHOOSING, *GIVING)}


def test_one_looks_before_one_confirms():
    extracts.check(replace(GOOD, confirmed=False), giving=False)


def test_sentences_name_what_is_wrong():
    facts = replace(GOOD, consent_valid=False, consent_words="Det er udløbet.", department="", sender_named=False)

    assert extracts.hindrance(facts).endswith("Det er udløbet.")
    assert extracts.hindrance(replace(facts, consent_valid=True)).startswith("Din afdeling står ikke")
    assert replace(GOOD, not_covered=("A", "B")).not_covered_words == "»A« og »B«"
