"""What takes two administrators, and what is demanded of a profile."""

from datetime import date, timedelta

import pytest

from kuidocs.domain import staffing
from kuidocs.domain.staffing import ADMINISTRATOR, GRAVE, GUARDS, PROFILE, Profile, Standing, Step, Written

TODAY = date(2026, 11, 21)


def step(before=(), after=(), *, was=True, becomes=True, own=False, others=1):
    return Step(Standing(frozenset(before), was), Standing(frozenset(after), becomes), own, others)


@pytest.mark.parametrize(
    ("given", "two"),
    [
        (step([], ["caseworker"]), False),
        (step(["department_leader"], []), False),
        (step(["department_leader"], ["department_leader", "caseworker"]), False),
        *[(step([], [role]), True) for role in sorted(GRAVE)],
        (step(["department_leader"], ["department_leader"], was=False), True),
        (step([ADMINISTRATOR], [ADMINISTRATOR, "caseworker"], own=True), True),
        (step([ADMINISTRATOR, "caseworker"], [ADMINISTRATOR], own=True), False),
        (step([ADMINISTRATOR], []), True),
        (step([ADMINISTRATOR], [ADMINISTRATOR], becomes=False), True),
        (step(["caseworker"], ["caseworker"], becomes=False), False),
    ],
)
def test_what_takes_two(given, two):
    assert bool(staffing.why_two(given)) is two


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (step([], ["caseworker"]), ""),
        (step([], ["king"]), "roller"),
        (step([ADMINISTRATOR], [ADMINISTRATOR], becomes=False, own=True), "aktiv"),
        (step([ADMINISTRATOR], [], others=0), "roller"),
        (step([ADMINISTRATOR], [ADMINISTRATOR], becomes=False, others=0), "roller"),
        (step([ADMINISTRATOR], [], was=False, others=0), ""),
        (step([ADMINISTRATOR], []), ""),
    ],
)
def test_what_is_not_done_at_all(given, name):
    found = [guard.name for guard in GUARDS if not guard.holds(given)]

    assert found == ([name] if name else [])


@pytest.mark.parametrize(
    ("by", "on", "fresh"),
    [
        ("tobias", TODAY, True),
        ("tobias", TODAY - timedelta(days=6), True),
        ("tobias", TODAY - timedelta(days=7), False),
        ("jens", TODAY, False),
        ("tobias", None, False),
    ],
)
def test_who_was_just_let_in_by_the_asker_is_no_second(by, on, fresh):
    assert staffing.is_fresh(by, on, "tobias", TODAY) is fresh


def written(**given):
    told = {"name": "Anna Å", "title": "", "department": "PPR", "phone": "12 34 56 78", "email": "a@b.dk"} | given
    return Written(Profile(**told), frozenset({"PPR"}))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, ""),
        ({"department": "", "phone": "", "email": ""}, ""),
        ({"name": ""}, "name"),
        ({"title": "x" * 101}, "name"),
        ({"department": "FBI"}, "department"),
        ({"phone": "ring"}, "phone"),
        ({"email": "a@b"}, "email"),
        ({"email": "a b@c.dk"}, "email"),
    ],
)
def test_a_profile_is_checked(given, name):
    found = [guard.name for guard in PROFILE if not guard.holds(written(**given))]

    assert found == ([name] if name else [])


def test_a_list_is_read_a_line_each_and_once():
    assert staffing.lines("  Kajen \n\n Rådhuset,  lokale 2\nKajen\n") == ("Kajen", "Rådhuset, lokale 2")


@pytest.mark.parametrize(("words", "wrong"), [(("x",), False), (("x" * 101,), True), (("x",) * 201, True)])
def test_a_list_has_its_bounds(words, wrong):
    assert bool(staffing.list_problem(words)) is wrong


def test_the_ad_hoc_list_begins_with_those_of_the_model():
    assert len(staffing.AD_HOC) == 8
    assert "Tale-/hørekonsulent" in staffing.AD_HOC
