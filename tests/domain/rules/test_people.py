"""Rules about who takes part, who is responsible and who can be reached."""

from datetime import date

import pytest

from kuidocs.domain.rules.people import decider_came, deciding, same_person

from .cases import ADULT, HELD, KNOWN, YOUTH, Case, check, known, people, person, told

FAMILY = ("young_person", "custody_holder", "parent_other", "guardian", "support_person", "network")
CHAIR = person("primary", meeting_role=["convener", "chair"], profession="Vejleder", department="KUI")
WRITER = person("ad_hoc", meeting_role=["minute_taker"], profession="Psykolog", department="PPR")
TEAM = people(CHAIR, WRITER)


def task(responsible: str) -> dict:
    return {"who_does_what": [{"responsible": {"text": responsible}}]}


CASES = [
    Case(
        "attendance_of_everyone",
        TEAM,
        people(CHAIR, person("primary", "")),
        ("participants.1.attendance required",),
    ),
    Case(
        "professionals_say_who_they_are",
        people(CHAIR, person("young_person"), person("network")),
        people(CHAIR, person("secondary")),
        ("participants.1.profession required", "participants.1.department required"),
    ),
    *(
        Case("one_convener_and_one_chair", TEAM, people(*others), ("participants roles",))
        for others in (
            (WRITER, person("primary", meeting_role=["chair"])),
            (CHAIR, CHAIR, WRITER),
            (CHAIR, person("primary", meeting_role=["convener"]), WRITER),
            (CHAIR,),
            (person("primary"),),
        )
    ),
    *(
        Case(
            rule,
            people(CHAIR, person("interpreter")),
            people(CHAIR, person(who)),
            ("participants.1.relation participant",),
        )
        for rule in ("family_is_not_at_a_clarification", "family_is_not_at_this_followup")
        for who in FAMILY
    ),
    *(
        Case(
            rule,
            people(CHAIR, person("primary", name={"text": "Ida Holm Jensen"})),
            people(CHAIR, person("primary", name={"text": name})),
            ("participants.1.relation participant",),
            facts=known(family=frozenset({"Freja Lundsgaard Holm", "Freja", "Ida Holm"})),
        )
        for rule in ("family_is_not_at_a_clarification", "family_is_not_at_this_followup")
        for name in ("Freja Lundsgaard Holm", "freja", "Ida  Holm (mor)")
    ),
    Case(
        "the_young_person_is_on_the_list",
        people(CHAIR, person("young_person", "absent")),
        people(CHAIR, person("custody_holder")),
        ("participants no_young_person",),
        warning=True,
    ),
    *(
        Case(
            "one_responsible_for_each_task",
            task("Birgitte Stenløkke"),
            task(several),
            ("who_does_what.0.responsible one_responsible",),
            warning=True,
        )
        for several in ("Elias, Marianne og Henrik", "Mette og Jonas", "KUI/PPR")
    ),
    *(
        Case(
            "contact_can_be_reached",
            {name: {"name": {"text": "Jonas"}, way: "00 00 10 02"}},
            {name: {"name": {"text": "Jonas"}, "department": "KUI"}},
            (f"{name}.phone required",),
        )
        for name in ("contact_person", "plan_coordinator")
        for way in ("phone", "email")
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_people(case):
    check(case)


@pytest.mark.parametrize("rule", ["one_convener_and_one_chair", "the_young_person_is_on_the_list"])
def test_nothing_is_said_before_there_are_participants(rule):
    assert told(rule, {}) == []


def test_a_coordinator_who_is_only_a_name_needs_no_phone():
    assert told("contact_can_be_reached", {"plan_coordinator": {"text": "Jonas Ravnsborg"}}) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Anja", "Anja Kjærbo", True),
        ("Marianne Bjørnsholt (mor)", "marianne bjørnsholt", True),
        ("Anja Kjærbo", "Torben Vinther", False),
        ("Anja Kjærbo", "Anja Vinther", False),
        ("", "Anja", False),
    ],
)
def test_two_spellings_of_one_person(one, other, same):
    assert same_person(one, other) is same


@pytest.mark.parametrize(
    ("facts", "day", "who"),
    [
        (known(birth_date=YOUTH), HELD, {"young_person", "custody_holder", "guardian"}),
        (known(birth_date=ADULT), HELD, {"young_person"}),
        (known(birth_date=ADULT), date(2026, 9, 19), {"young_person", "custody_holder", "guardian"}),
        (KNOWN, HELD, {"young_person"}),
        (known(birth_date=YOUTH), None, {"young_person"}),
    ],
)
def test_parents_decide_until_18(facts, day, who):
    assert deciding(facts, day) == who


@pytest.mark.parametrize(
    ("name", "relation", "decides"),
    [
        ("Ida Holm", "custody_holder", True),
        ("Kaj Holm", "custody_holder", False),
        ("kaj holm (far)", "custody_holder", False),
        ("Kaj Holm", "guardian", True),
        ("En, sagen ikke kender", "custody_holder", True),
    ],
)
def test_a_parent_without_custody_decides_nothing(name, relation, decides):
    facts = known(birth_date=YOUTH, custody_holders=("Ida Holm",), family=frozenset({"Ida Holm", "Kaj Holm"}))

    assert decider_came(people(person(relation, name={"text": name})), facts, HELD) is decides


def test_on_the_eighteenth_birthday_parents_decide_nothing_more():
    mother = people(person("custody_holder"))

    assert decider_came(mother, known(birth_date=ADULT), date(2026, 9, 19))
    assert not decider_came(mother, known(birth_date=ADULT), date(2026, 9, 20))
