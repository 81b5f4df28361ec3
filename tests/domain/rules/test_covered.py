"""Rules about what the consent covers."""

import pytest

from .cases import HELD, KNOWN, Case, check, known, person, problems, told

COVERED = known(consented_departments=frozenset({"KUI", "PPR"}))
INSIDE, BOTH, OUTSIDE = (person("primary", department=name) for name in ("KUI", "KUI / PPR", "SSP"))
FAMILY = person("young_person")


def contact(department: str, intent: str = "both") -> dict:
    return {"department": department, "intent": intent, "contacted_at": HELD}


CASES = [
    Case(
        "departments_are_in_the_consent",
        {"meeting_date": HELD, "participants": [INSIDE, BOTH, FAMILY]},
        {"meeting_date": HELD, "participants": [INSIDE, OUTSIDE]},
        ("participants.1.department no_consent",),
        COVERED,
    ),
    Case(
        "consent_covered_the_meeting",
        {"held_at": HELD, "participants": [INSIDE, BOTH, FAMILY]},
        {"held_at": HELD, "participants": [OUTSIDE, person("ad_hoc", department="KUI/SSP")]},
        ("participants.0.department no_consent", "participants.1.department no_consent"),
        COVERED,
        warning=True,
    ),
    Case(
        "contacts_are_in_the_consent",
        {"shares_personal_data": True, "contact": contact("PPR"), "secondary_contacts": [contact("KUI")]},
        {"shares_personal_data": True, "contact": contact("SSP"), "secondary_contacts": [contact("SSP")]},
        ("contact.department no_consent", "secondary_contacts.0.department no_consent"),
        COVERED,
        warning=True,
    ),
    Case(
        "contacts_are_in_the_consent",
        {"contact": contact("SSP"), "secondary_contacts": [contact("SSP", "get_knowledge")]},
        {"secondary_contacts": [contact("SSP", "give_information")]},
        ("secondary_contacts.0.department no_consent",),
        COVERED,
        warning=True,
    ),
    Case(
        "consent_when_personal_data_is_shared",
        {"shares_personal_data": True, "consent_ref": "FLK-2026-0117-D01"},
        {"shares_personal_data": True},
        ("consent_ref required",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_covered(case):
    check(case)


@pytest.mark.parametrize("case", CASES[:4], ids=lambda c: c.id)
def test_a_consent_that_is_not_known_is_not_judged(case):
    assert told(case.rule, case.bad, KNOWN) == []


def test_a_consent_that_does_not_hold_covers_nobody():
    nobody = known(consented_departments=frozenset())

    assert told("departments_are_in_the_consent", {"participants": [INSIDE]}, nobody) == [
        "participants.0.department no_consent"
    ]


def test_the_sentence_says_what_to_do():
    found = problems("departments_are_in_the_consent", {"meeting_date": HELD, "participants": [OUTSIDE]}, COVERED)

    assert found[0].text == (
        "Indkaldelsen kan ikke sendes endnu. Der mangler et gældende samtykke, der dækker SSP den 18. november 2026. "
        "Indhent eller forny samtykket først."
    )


def test_nothing_is_shared_so_no_consent_is_named():
    assert told("consent_when_personal_data_is_shared", {"shares_personal_data": False}) == []
