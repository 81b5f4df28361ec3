"""Rules of what clarification and coordination minutes say."""

import pytest

from kuidocs.domain.rules import excused
from kuidocs.domain.rules.deciding import ABSENT, nobody_could_decide

from .cases import ADULT, HELD, KNOWN, NEXT, YOUTH, Case, check, known, people, person, problems, told

STAFF, YOUNG, GONE = person("primary"), person("young_person"), person("young_person", "absent")
MOTHER = person("custody_holder")
MINOR, GROWN = known(birth_date=YOUTH), known(birth_date=ADULT)
DECIDED = [{"decision_no": 1}]
CONTACT = {"name": {"text": "Jonas"}}
WAITED = {"not_decided_note": "Malthe var syg.", "agreements": [{"agreement_no": 1}]}


def decision(view: str, note: str = "") -> dict:
    return {"decisions": [{"young_view": view} | ({"young_view_note": note} if note else {})]}


def possibilities(*statuses: str, lines: int) -> dict:
    return {"possibilities": [{"grant_status": s} for s in statuses], "grants_to_clarify": [{}] * lines}


CLARIFICATION = [
    Case(
        "the_young_person_is_heard_or_will_be",
        {"voice_source": ["conversation"]},
        {"voice_source": ["not_heard"]},
        ("voice_source voice",),
        warning=True,
    ),
    Case(
        "contact_person_when_clarification_ends",
        {"next_step": "coordination", "contact_person": CONTACT, "plan_coordinator": {"text": "Jonas"}},
        {"next_step": "coordination"},
        ("contact_person required", "plan_coordinator required"),
    ),
    Case(
        "contact_person_when_clarification_ends",
        {"next_step": "another_clarification"},
        {"next_step": "close"},
        ("contact_person required",),
    ),
    Case(
        "consonance_before_coordination",
        {"consonance": "yes", "next_step": "coordination"},
        {"consonance": "partly", "next_step": "coordination"},
        ("consonance_note required",),
    ),
    Case(
        "consonance_before_coordination",
        {"consonance": "no", "consonance_note": "Tempoet.", "next_step": "another_clarification"},
        {"consonance": "no", "consonance_note": "Tempoet.", "next_step": "coordination"},
        ("next_step consonance",),
    ),
    *(
        Case(
            "next_meeting_unless_the_model_closes",
            ok,
            {"next_step": "coordination"},
            ("next_meeting_date required",),
        )
        for ok in ({"next_step": "coordination", "next_meeting_date": NEXT}, {"next_step": "close"})
    ),
    Case(
        "unclear_grants_are_followed_up",
        possibilities("to_clarify", "not_needed", "to_clarify", lines=2),
        possibilities("to_clarify", "to_clarify", lines=1),
        ("grants_to_clarify grants_missing",),
    ),
]
DECIDING = [
    Case(
        "decisions_need_the_young_person",
        people(STAFF, MOTHER, decisions=DECIDED),
        people(STAFF, GONE, decisions=DECIDED),
        ("decisions absence",),
        MINOR,
    ),
    Case(
        "decisions_need_the_young_person",
        people(STAFF, YOUNG, decisions=DECIDED),
        people(STAFF, MOTHER, decisions=DECIDED),
        ("decisions absence",),
        GROWN,
    ),
    Case("a_meeting_that_can_decide_decides", people(YOUNG, decisions=DECIDED), people(YOUNG), ("decisions required",)),
    Case(
        "agreements_when_nobody_could_decide",
        people(GONE, **WAITED),
        people(GONE),
        ("not_decided_note required", "agreements required"),
    ),
    Case(
        "parents_alone_tell_what_the_young_person_says",
        people(MOTHER, GONE, **decision("agree", "Sagt i telefonen den 17. november.")),
        people(MOTHER, GONE, **decision("agree")),
        ("decisions.0.young_view_note required",),
        MINOR,
    ),
    *(
        Case(
            "doubt_in_the_young_persons_own_words",
            decision(view, "»Ikke endnu.«"),
            decision(view),
            ("decisions.0.young_view_note required",),
        )
        for view in ("agree_partly", "unsure", "disagree")
    ),
    Case(
        "disagreement_is_noticed",
        decision("unsure"),
        decision("disagree", "»Nej.«"),
        ("decisions.0.young_view disagree",),
        warning=True,
    ),
    *(
        Case(
            "parents_who_came_are_heard",
            people(person(who, "phone"), parents_perspective="Ro."),
            people(person(who, "phone")),
            ("parents_perspective required",),
        )
        for who in ("custody_holder", "parent_other")
    ),
    *(
        Case(
            "next_meeting_unless_the_course_ends",
            ok,
            {"course_ends": False},
            ("next_meeting_date required", "next_meeting_type required"),
        )
        for ok in (
            {"course_ends": True},
            {"next_meeting_date": NEXT, "next_meeting_type": "followup_with_young"},
        )
    ),
    Case(
        "next_meeting_is_a_followup",
        people(YOUNG, next_followup_type="followup_with_young"),
        people(YOUNG, next_followup_type="coordination"),
        ("next_followup_type only_followups",),
    ),
    Case(
        "next_meeting_is_a_followup",
        people(GONE, next_followup_type="coordination"),
        people(GONE, next_followup_type="clarification"),
        ("next_followup_type only_followups",),
    ),
    Case(
        "next_meeting_is_a_followup",
        {"next_meeting_type": "followup_without_young"},
        {"next_meeting_type": "cluster"},
        ("next_meeting_type only_followups",),
    ),
]
CASES = CLARIFICATION + DECIDING


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_meetings(case):
    check(case)


@pytest.mark.parametrize("case", [c for c in CASES if "course_ends" not in c.bad], ids=lambda c: c.id)
def test_nothing_is_said_of_empty_minutes(case):
    assert told(case.rule, {}, case.facts) == []


@pytest.mark.parametrize(
    ("participants", "answer"),
    [
        ((), None),
        ((STAFF, person("young_person", "")), None),
        ((STAFF, YOUNG), False),
        ((STAFF, GONE), True),
        ((STAFF,), True),
        ((GONE, MOTHER), False),
    ],
)
def test_who_could_decide(participants, answer):
    assert nobody_could_decide(people(*participants), MINOR) is answer


def test_the_day_of_the_meeting_counts_when_the_minutes_have_none():
    without_date = {"participants": [MOTHER]}

    assert nobody_could_decide(without_date, known(birth_date=YOUTH, meeting_date=HELD)) is False
    assert nobody_could_decide(without_date, MINOR) is True


def test_what_waits_for_the_young_person():
    calls = [("sections_wait_for_the_young_person@1", {})]

    assert {"youth_important", "goals", "prioritised_efforts"} <= excused(calls, people(GONE), KNOWN)
    assert excused(calls, people(YOUNG), KNOWN) == frozenset()


def test_no_note_is_asked_for_when_the_young_person_was_there():
    rule = "parents_alone_tell_what_the_young_person_says"

    assert told(rule, people(MOTHER, YOUNG, **decision("agree")), MINOR) == []


def test_the_sentences_are_those_of_the_model():
    assert problems("decisions_need_the_young_person", people(GONE, decisions=DECIDED))[0].text == ABSENT
    assert problems("contact_person_when_clarification_ends", {"next_step": "coordination"})[0].text == (
        "Vælg, hvem familien kan kontakte, og hvem der er plankoordinator, før I indkalder til koordinationsmøde."
    )
    assert problems("consonance_before_coordination", {"consonance": "no", "next_step": "coordination"})[1].text == (
        "I har svaret, at der ikke er samklang. Planlæg endnu et afklarende møde, før den unge inviteres."
    )
