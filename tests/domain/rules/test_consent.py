"""Rules of the consent."""

from datetime import date

import pytest

from .cases import ADULT, CHILD, KNOWN, YOUTH, Case, check, known, told

START, YEAR_LATER, TOO_LATE = date(2026, 11, 1), date(2027, 11, 1), date(2027, 11, 2)
FUTURE = date(2026, 11, 22)
PARENTS = ("Anja Kjærbo", "Torben Vinther")
UNDER_15, UNDER_18, FROM_18 = (known(birth_date=b, custody_holders=PARENTS) for b in (CHILD, YOUTH, ADULT))
MALTHE, ANJA, TORBEN = (
    ("young_person", "Malthe"),
    ("custody_holder", "Anja Kjærbo"),
    ("custody_holder", "Torben Vinther"),
)
GUARDIAN = ("guardian", "Inga Vang")


def given(*givers: tuple[str, str], informed: tuple[str, ...] = ()) -> dict:
    rows = [{"role": role, "name": {"text": name}, "given_at": START} for role, name in givers]
    told_to = [{"name": {"text": name}} for name in informed]
    return {"valid_from": START, "given_by": rows, "custody_informed": told_to}


def recipients(*departments: str) -> dict:
    return {"recipients": [{"department": name} for name in departments]}


CASES = [
    Case("two_departments_at_least", recipients("KUI", "PPR"), recipients("KUI", "kui"), ("recipients departments",)),
    *(
        Case(
            "consent_ends_within_months",
            {"valid_from": START, "valid_until": YEAR_LATER},
            {"valid_from": START, "valid_until": end},
            (f"valid_until {code}",),
            arguments={"months": 12},
        )
        for end, code in ((TOO_LATE, "too_late"), (START, "after"))
    ),
    Case(
        "consent_begins_when_it_is_given",
        given(MALTHE),
        {"valid_from": START, "given_by": [{"given_at": START}, {"given_at": date(2026, 11, 2)}, {}]},
        ("valid_from not_before",),
    ),
    Case(
        "consent_is_given_no_later_than_today",
        given(MALTHE) | {"obtained_at": START, "custody_informed": [{"informed_at": START}]},
        {"obtained_at": FUTURE, "given_by": [{"given_at": FUTURE}], "custody_informed": [{"informed_at": FUTURE}]},
        ("obtained_at future", "given_by.0.given_at future", "custody_informed.0.informed_at future"),
    ),
    Case(
        "custody_holders_consent_for_a_child",
        given(ANJA, TORBEN, MALTHE),
        given(ANJA),
        ("given_by custody_holder_missing",),
        UNDER_15,
    ),
    Case("custody_holders_consent_for_a_child", given(GUARDIAN), given(MALTHE), ("given_by custody_gives",), UNDER_15),
    Case("young_person_gives_consent_from_15", given(MALTHE), given(ANJA), ("given_by young_person_gives",), UNDER_18),
    Case(
        "young_person_gives_consent_from_15", given(MALTHE), given(GUARDIAN), ("given_by young_person_gives",), UNDER_18
    ),
    Case("young_person_gives_consent_from_15", given(GUARDIAN), given(ANJA), ("given_by young_person_gives",), FROM_18),
    Case(
        "only_the_young_person_from_18",
        given(MALTHE, GUARDIAN),
        given(MALTHE, ANJA),
        ("given_by.1.role adult_gives",),
        FROM_18,
    ),
    Case(
        "custody_holders_are_informed_from_15_to_17",
        given(MALTHE, informed=PARENTS),
        given(MALTHE),
        ("custody_informed required",),
        UNDER_18,
    ),
    Case(
        "custody_holders_are_informed_from_15_to_17",
        given(MALTHE, TORBEN, informed=("Anja",)),
        given(MALTHE, informed=("Anja",)),
        ("custody_informed custody_not_informed",),
        UNDER_18,
    ),
    Case(
        "informed_when_and_how_or_why_not",
        {"custody_informed": [{"informed_at": START, "how": "phone"}, {"why_not": "Ønskes ikke."}]},
        {"custody_informed": [{"informed_at": START}, {"name": {"text": "Anja"}}]},
        ("custody_informed.0.how required", "custody_informed.1.informed_at required"),
    ),
]
AGES = {
    "custody_holders_consent_for_a_child",
    "young_person_gives_consent_from_15",
    "only_the_young_person_from_18",
    "custody_holders_are_informed_from_15_to_17",
}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_consent(case):
    check(case)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_an_empty_consent_has_no_wrong_dates_or_people(case):
    assert told(case.rule, {}, case.facts, **case.arguments) == []


@pytest.mark.parametrize("case", [c for c in CASES if c.rule in AGES], ids=lambda c: c.id)
def test_without_a_birth_date_nobody_is_wrong(case):
    assert told(case.rule, case.bad, KNOWN) == []


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("custody_holders_consent_for_a_child", UNDER_18),
        ("young_person_gives_consent_from_15", UNDER_15),
        ("only_the_young_person_from_18", UNDER_18),
        ("custody_holders_are_informed_from_15_to_17", UNDER_15),
        ("custody_holders_are_informed_from_15_to_17", FROM_18),
    ],
)
def test_each_age_has_its_own_rule(rule, facts):
    assert told(rule, given(ANJA, TORBEN), facts) == []


def test_without_the_names_of_those_with_custody_one_is_enough():
    assert told("custody_holders_consent_for_a_child", given(ANJA), known(birth_date=CHILD)) == []
    assert told("custody_holders_consent_for_a_child", given(), UNDER_15) == []
