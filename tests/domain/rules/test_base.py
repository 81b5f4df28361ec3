"""How rules are named, asked and told."""

import importlib
from dataclasses import replace
from datetime import date

import pytest

from kuidocs.domain.problems import Problem, missing, problem
from kuidocs.domain.rules import RULES, Facts, base, computed, excused, explanation, is_hard, rule, run

from .cases import ADULT, HELD, Case, person

SUBJECTS = ("dates", "people", "covered", "consent", "notice", "agenda", "meetings", "plans", "followups", "cluster")
HARD = {
    "R5": ("departments_are_in_the_consent@1", "consent_covered_the_meeting@1", "young_person_gives_consent_from_15@1"),
    "R13": ("no_item_decides@1",),
    "R14": ("family_is_not_at_a_clarification@1", "invited_as_the_meeting_demands@1"),
    "R35": ("decisions_need_the_young_person@1", "agreements_when_nobody_could_decide@1"),
    "R42": ("every_decision_is_logged_once@1",),
}


def tables() -> list[Case]:
    """Collect the tables of all test modules of this folder."""
    modules = [importlib.import_module(f".test_{subject}", __package__) for subject in SUBJECTS]
    return [case for module in modules for case in module.CASES]


@pytest.fixture
def register(monkeypatch):
    """Let a test register rules of its own."""
    for name in ("RULES", "EXCUSES"):
        monkeypatch.setattr(base, name, dict(getattr(base, name)))
    monkeypatch.setattr(base, "HARD", set(base.HARD))


def test_every_rule_has_a_twin_that_it_refuses():
    assert {f"{case.rule}@1" for case in tables()} | set(base.EXCUSES) == set(RULES)


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_is_explained_in_danish(name):
    assert explanation(name).endswith(".")
    assert len(explanation(name)) > 20


@pytest.mark.parametrize(("code", "names"), HARD.items())
def test_hard_rules_are_marked(code, names):
    assert all(is_hard(name) and code in explanation(name) for name in names)


def test_other_rules_are_not_hard():
    assert not is_hard("attendance_of_everyone@1")


@pytest.mark.usefixtures("register")
def test_what_a_hard_rule_finds_is_hard():
    def strict(content, facts):
        """Sig nej."""
        return [problem(("x",), "required")]

    rule(strict, version=7, hard=True)

    assert [p.hard for p in run([("strict@7", {})], {}, Facts())] == [True]


@pytest.mark.usefixtures("register")
def test_two_rules_cannot_have_one_name():
    def same(content, facts):
        """Sig intet."""
        return ()

    rule(same)

    with pytest.raises(ValueError, match="same@1"):
        rule(same)
    rule(same, version=2)
    assert "same@2" in base.RULES


def test_an_excuse_says_nothing_itself():
    absent = {"held_at": HELD, "participants": [person("young_person", "absent")]}
    calls = [("sections_wait_for_the_young_person@1", {}), ("parents_who_came_are_heard@1", {})]

    assert list(run(calls, absent, Facts())) == []
    assert "goals" in excused(calls, absent, Facts())
    assert excused(calls[1:], absent, Facts()) == frozenset()


def test_problems_take_their_words_from_one_table():
    assert str(problem(("a", 0, "b"), "too_few", n=2)) == "a.0.b: Der mangler noget i »{felt}« – mindst 2."
    assert missing(("place",), "place_or_link").code == "required"
    assert replace(missing(("a",), "place_or_link"), warning=True) == Problem(
        ("a",), "required", "Skriv et sted eller et link til onlinemødet.", warning=True
    )


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [(ADULT, date(2026, 9, 19), 17), (ADULT, date(2026, 9, 20), 18), (None, HELD, None), (ADULT, None, None)],
)
def test_age_is_counted_from_the_birth_date(birth, day, age):
    assert Facts(birth_date=birth).age_on(day) == age


def test_system_fields_are_computed():
    came = {"participants": [person("young_person", "online")]}
    stayed = {"participants": [person("young_person", "excused"), person("primary")]}

    assert computed(came, Facts(meeting_no=2)) == {"youth_present": True, "meeting_no": 2}
    assert computed(stayed, Facts()) == {"youth_present": False}
    assert computed({}, Facts()) == {}


def test_a_person_is_read_by_name():
    assert base.text_of({"text": "Anja", "actor_id": "a1"}) == "Anja"
    assert base.text_of("Anja") == "Anja"
    assert base.text_of(None) == ""
