"""The ledger says who may hear what until when; a withdrawal never lets anybody hear more."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuidocs.domain import consents, information_types
from kuidocs.domain.consent_ledger import Ledger, ledger, names

BIRTH, TODAY = date(2009, 3, 14), date(2026, 11, 21)
GIVEN = {"name": {"text": "Freja"}, "role": "young_person", "given_at": "2026-10-01"}
MOTHER = {"name": {"text": "Ida"}, "role": "custody_holder", "given_at": "2026-10-02"}
BOTH = ["share", "receive"]
CONTENT = {
    "recipients": [
        {"rid": "r1", "department": "PPR", "may": BOTH, "named_person": {"text": "Louise"}},
        {"rid": "r2", "department": "SSP", "may": ["share"]},
        {"rid": "r3", "department": "KUI", "may": ["receive"]},
        {"rid": "r4", "department": "Skolen/Sundhedsplejen", "may": BOTH},
        {"rid": "r5", "department": "Ingen", "may": []},
    ],
    "external_parties": [{"rid": "x1", "organisation": "Egen læge", "information": "Kun om henvisningen"}],
    "information_types": ["education", "health"],
    "not_to_share": "Det med min far.",
    "valid_from": "2026-10-02",
    "valid_until": "2027-10-01",
    "given_by": [GIVEN, MOTHER],
}


def made(withdrawn_at: date | None = None, **more) -> Ledger:
    return ledger(CONTENT | more, BIRTH, withdrawn_at=withdrawn_at, version=2, label="D1")


@pytest.mark.parametrize(
    ("department", "attends", "hears"),
    [
        ("PPR", True, True),
        (" ppr ", True, True),
        ("SSP", True, False),
        ("KUI", True, True),
        ("Skolen", True, True),
        ("PPR/Skolen", True, True),
        ("PPR / SSP", True, False),
        ("PPR/Borgerservice", False, False),
        ("Egen læge", True, True),
        ("Ingen", False, False),
        ("Borgerservice", False, False),
        ("", False, False),
        (" / ", False, False),
    ],
)
def test_who_attends_and_who_hears(department, attends, hears):
    found = made()

    assert found.covers(department, TODAY, receiving=False) is attends
    assert found.covers(department, TODAY) is hears
    assert bool(found.missing(department, TODAY)) is not hears
    assert bool(found.missing(department, TODAY, receiving=False)) is not attends


def test_who_gives():
    found = made()

    assert [
        name for name in ("PPR", "SSP", "KUI", "Skolen", "PPR/SSP", "PPR/KUI", "") if found.shares(name, TODAY)
    ] == [
        "PPR",
        "SSP",
        "Skolen",
        "PPR/SSP",
    ]
    assert not found.shares("PPR", date(2028, 1, 1))


def test_a_type_that_is_not_named_is_not_heard():
    found = made()

    assert found.covers("PPR", TODAY, {"education", "health"})
    assert not found.covers("PPR", TODAY, {"education", "economy"})
    assert not found.covers("Egen læge", TODAY, {"health"})
    assert found.heard("PPR", TODAY) == {"education", "health"} == found.types
    assert found.heard("SSP", TODAY) == found.heard("PPR", date(2028, 1, 1)) == frozenset()


@pytest.mark.parametrize(
    ("day", "status", "holds"),
    [
        (date(2026, 10, 1), consents.ACTIVE, False),
        (date(2026, 10, 2), consents.ACTIVE, True),
        (date(2027, 3, 13), consents.ACTIVE, True),
        (date(2027, 3, 14), consents.NEEDS_RENEWAL, False),
        (date(2027, 10, 2), consents.EXPIRED, False),
    ],
)
def test_dates_and_birthdays_bound_it(day, status, holds):
    found = made()

    assert (found.status(day), found.holds_on(day), found.covers("PPR", day)) == (status, holds, holds)
    everybody = {"PPR", "SSP", "KUI", "Skolen", "Sundhedsplejen", "Egen læge"}
    assert found.attending(day) == (everybody if holds else set())


def test_it_expires_soon_and_still_holds():
    found = made(valid_until="2026-12-01")

    assert found.status(TODAY) == consents.EXPIRING
    assert found.covers("PPR", TODAY)


def test_the_fifteenth_birthday_ends_what_parents_gave():
    found = ledger(CONTENT | {"given_by": [MOTHER]}, date(2011, 12, 1))

    assert found.covers("PPR", date(2026, 11, 30))
    assert found.status(date(2026, 12, 1)) == consents.NEEDS_RENEWAL


def test_parents_count_until_midnight_before_the_eighteenth_birthday():
    found = made()

    assert [one.name for one in found.givers_on(date(2027, 3, 13))] == ["Freja", "Ida"]
    assert [one.name for one in found.givers_on(date(2027, 3, 14))] == ["Freja"]


def test_a_guardian_counts_for_an_adult():
    guardian = {"name": {"text": "Værge"}, "role": "guardian", "given_at": "2026-10-01"}
    found = ledger(CONTENT | {"given_by": [guardian]}, date(2000, 1, 1))

    assert [one.name for one in found.givers_on(TODAY)] == ["Værge"]


@pytest.mark.parametrize(
    ("found", "department", "types", "said"),
    [
        (made(TODAY), "PPR", (), "Samtykket blev trukket tilbage den 21. november 2026."),
        (made(valid_until="2026-11-20"), "PPR", (), "Samtykket gælder kun til den 20. november 2026."),
        (made(valid_from="2026-11-22"), "PPR", (), "Samtykket gælder først fra den 22. november 2026."),
        (made(), "Borgerservice", (), "Borgerservice er ikke med i samtykket."),
        (made(), "PPR/Borgerservice", (), "Borgerservice er ikke med i samtykket."),
        (made(), "", (), "Afdelingen er ikke med i samtykket."),
        (made(), "SSP", (), "SSP må dele, men ikke modtage efter samtykket."),
        (made(), "PPR", {"economy"}, "Samtykket giver ikke PPR lov til at høre om økonomi og forsørgelse."),
        (made(), "PPR", {"education"}, ""),
    ],
)
def test_it_says_what_is_missing(found, department, types, said):
    assert found.missing(department, TODAY, types) == said


def test_it_says_that_a_birthday_asks_for_a_new_one():
    assert "skal fornyes" in made().missing("PPR", date(2027, 3, 14))


def test_it_is_a_consent_for_those_who_ask_for_less():
    found = made().consent

    assert found.departments == ("PPR", "SSP", "KUI", "Skolen", "Sundhedsplejen", "Ingen")
    assert (found.givers, found.given_at) == (("Freja", "Ida"), date(2026, 10, 2))
    assert (made().version, made().label, made().not_to_share) == (2, "D1", "Det med min far.")


def test_a_named_person_informs_only():
    assert made().grants[0].person == "Louise"
    assert made().covers("PPR", TODAY) == made(recipients=[{"department": "PPR", "may": BOTH}]).covers("PPR", TODAY)


def test_nothing_said_is_nothing_granted():
    found = ledger({"given_by": [{"name": None}, {"name": "Ida", "given_at": "i går"}]}, BIRTH)

    assert (found.grants, found.types, found.given_at) == ((), frozenset(), date.min)
    assert [one.name for one in found.givers] == ["Ida"]
    assert (found.valid_from, found.valid_until) == (date.min, date.max)
    assert ledger({"external_parties": [{"organisation": " "}], "valid_from": TODAY}, BIRTH).grants == ()


DEPARTMENTS = st.sampled_from(["PPR", "SSP", "KUI", "Skolen", "PPR/SSP", "Borgerservice", ""])
TYPES = st.sets(st.sampled_from(sorted(information_types.LABELS)))
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
ROWS = st.lists(
    st.fixed_dictionaries({"department": DEPARTMENTS, "may": st.lists(st.sampled_from(BOTH), unique=True)}), max_size=5
)


@given(rows=ROWS, given_types=TYPES, wanted=TYPES, day=DAYS, department=DEPARTMENTS)
def test_whoever_hears_attends_and_what_is_not_covered_has_a_reason(rows, given_types, wanted, day, department):
    found = made(recipients=rows, information_types=sorted(given_types))
    hears = found.covers(department, day, wanted)

    assert not hears or found.covers(department, day, wanted, receiving=False)
    assert not hears or (wanted <= given_types and found.holds_on(day))
    assert bool(found.missing(department, day, wanted)) is not hears
    assert all(found.covers(part, day, wanted) for part in names(department)) or not hears


@given(rows=ROWS, given_types=TYPES, wanted=TYPES, day=DAYS, department=DEPARTMENTS, data=st.data())
def test_taking_something_out_never_lets_anybody_hear_more(rows, given_types, wanted, day, department, data):
    before = made(recipients=rows, information_types=sorted(given_types))
    kept = data.draw(st.lists(st.sampled_from(rows), unique_by=id) if rows else st.just([]))
    left = data.draw(st.sets(st.sampled_from(sorted(given_types))) if given_types else st.just(set()))
    after = made(recipients=[row for row in rows if row in kept], information_types=sorted(left))

    assert before.covers(department, day, wanted) or not after.covers(department, day, wanted)


@given(withdrawn=DAYS, later=st.integers(0, 900), department=DEPARTMENTS)
def test_from_the_day_of_a_withdrawal_nobody_is_covered(withdrawn, later, department):
    found, day = made(withdrawn), withdrawn + timedelta(days=later)

    assert not found.covers(department, day, receiving=False)
    assert not found.attending(day)
    assert found.missing(department, day)


@pytest.mark.parametrize(
    ("types", "said"),
    [((), ""), (("substance_use", "education"), "skole og uddannelse og rusmidler"), (("new",), "new")],
)
def test_types_in_words(types, said):
    assert information_types.in_words(frozenset(types)) == said


CASES = {
    "goals": [{"rid": "g1", "goal_no": "1", "area": "health"}, {"rid": "g2", "goal_no": "2", "area": "education"}],
    "efforts": [{"rid": "e1", "area": "education"}, {"rid": "e2", "area": "?"}],
    "who_does_what": [{"rid": "t1"}, {"rid": "t2", "goal_no": "1"}, {"rid": "t3", "goal_no": "9"}],
    "decisions": [{"rid": "d1", "goal_no": "2"}],
    "network": "Mormor",
    "held_at": "2026-11-01",
    "not_relevant_goals": "Nej",
    "our_own_question": "Ja",
    "goal_progress": None,
}


@pytest.mark.parametrize(
    ("covered", "left_out"),
    [
        ((), {"goals/g1", "goals/g2", "efforts/e1", "efforts/e2", "who_does_what/t1", "who_does_what/t2",
              "who_does_what/t3", "decisions/d1", "network", "our_own_question"}),
        (("education", "efforts"), {"goals/g1", "efforts/e2", "who_does_what/t2", "who_does_what/t3", "network",
                                    "our_own_question"}),
        (tuple(information_types.LABELS), set()),
    ],
)  # fmt: skip
def test_what_is_about_something_else_is_hidden(covered, left_out):
    assert information_types.hidden(CASES, frozenset(covered), {}) == left_out


def test_the_goals_of_the_plan_say_what_a_row_elsewhere_is_about():
    content = {"decisions": [{"rid": "d1", "goal_no": "4"}]}

    assert information_types.hidden(content, frozenset({"housing"}), {"4": "housing"}) == frozenset()
    assert information_types.hidden(content, frozenset({"housing"}), {}) == {"decisions/d1"}


def test_every_area_and_every_type_is_known():
    known = [*information_types.FIELDS.values(), *information_types.AREAS.values()]

    assert frozenset().union(*known) <= information_types.EVERYTHING
    assert not set(information_types.FIELDS) & information_types.NEUTRAL
    assert all(value != information_types.NOTHING for value, _ in product(information_types.FIELDS.values(), [0]))


def test_one_that_holds_is_not_invalid():
    assert made().invalid(TODAY) == ""


@pytest.mark.parametrize("wrong", [1, "x", {"a": 1}, [1], [["a"]], [None], True])
@pytest.mark.parametrize("name", ["information_types", "recipients", "external_parties", "given_by"])
def test_what_a_broken_file_holds_in_place_of_a_list_gives_nobody_anything(name, wrong):
    found = made(**{name: wrong})

    assert not (name == "recipients" and found.covers("PPR", TODAY))
    assert not (name == "information_types" and found.heard("PPR", TODAY))
