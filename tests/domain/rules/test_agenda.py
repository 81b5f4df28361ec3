"""Rules of the agenda."""

from datetime import time

import pytest

from kuidocs.domain.rules.agenda import length, topics_of

from .cases import Case, check, known, problems, told

HOUR = known(meeting_start=time(13, 30), meeting_end=time(14, 30))
NEEDED = ("perspective", "possibilities", "agreements", "contact")


def item(no: int, topic: str, kind: str = "dialogue", minutes: int = 10) -> dict:
    return {"item_no": no, "topic": topic, "item_type": kind, "minutes": minutes}


def agenda(*items: dict) -> dict:
    return {"agenda_items": list(items)}


def headed(*headings: str) -> dict:
    return agenda(*({"item_no": n, "heading": text} for n, text in enumerate(headings, 1)))


WELCOME = item(1, "welcome", "information")
CASES = [
    Case(
        "no_item_decides",
        agenda(WELCOME, item(2, "agreements", "agreement")),
        agenda(WELCOME, item(2, "agreements", "decision")),
        ("agenda_items.1.item_type decides",),
    ),
    Case(
        "items_fit_the_meeting",
        agenda(item(1, "a", minutes=30), item(2, "b", minutes=30), {"item_no": 3}),
        agenda(item(1, "a", minutes=30), item(2, "b", minutes=31)),
        ("agenda_items agenda_too_long",),
        HOUR,
    ),
    *(
        Case(
            "agenda_holds_what_a_clarification_needs",
            agenda(*(item(n, topic) for n, topic in enumerate(NEEDED, 1))),
            agenda(*(item(n, topic) for n, topic in enumerate(NEEDED, 1) if topic != lost)),
            ("agenda_items topic_missing",),
        )
        for lost in NEEDED
    ),
    Case(
        "agenda_holds_what_a_clarification_needs",
        headed("Den unges perspektiv", "Muligheder", "Vi aftaler – hvem gør hvad", "Kontaktperson"),
        headed("Velkomst", "Kaffe"),
        ("agenda_items topic_missing",) * 4,
    ),
    Case(
        "perspective_comes_first",
        agenda(WELCOME, item(2, "perspective"), item(3, "goals")),
        agenda(WELCOME, item(2, "goals"), item(3, "perspective")),
        ("agenda_items perspective_first",),
    ),
    Case(
        "perspective_comes_first",
        agenda(item(3, "goals"), item(2, "perspective"), WELCOME),
        agenda(item(2, "perspective"), item(1, "goals")),
        ("agenda_items perspective_first",),
    ),
    Case(
        "perspective_before_professional_knowledge",
        agenda(WELCOME, item(2, "agreements"), item(3, "perspective"), item(4, "knowledge")),
        agenda(item(1, "possibilities"), item(2, "perspective")),
        ("agenda_items perspective_first",),
    ),
    Case(
        "voice_note_unless_not_heard",
        {"voice_source": ["conversation"], "voice_note": "Han vil tale om væggen."},
        {"voice_source": ["conversation"]},
        ("voice_note required",),
    ),
    Case(
        "voice_note_unless_not_heard",
        {"voice_source": ["not_heard"]},
        {"voice_source": ["parents"]},
        ("voice_note required",),
    ),
    Case(
        "previous_agreements_from_the_second_meeting",
        {"previous_agreements": "1) Ro."},
        {},
        ("previous_agreements required",),
        known(meeting_no=2),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_agenda(case):
    check(case)


@pytest.mark.parametrize("rule", sorted({c.rule for c in CASES}))
def test_nothing_is_said_of_an_empty_agenda(rule):
    assert told(rule, {}, known(meeting_no=1)) == []


def test_knowledge_alone_or_perspective_alone_is_in_no_wrong_order():
    assert told("perspective_before_professional_knowledge", agenda(item(1, "knowledge"))) == []
    assert told("perspective_before_professional_knowledge", agenda(item(1, "perspective"))) == []


def test_only_information_has_no_first_item():
    assert told("perspective_comes_first", agenda(WELCOME)) == []


def test_a_meeting_without_times_has_no_length():
    assert length(time(13), None) is None
    assert length(None, time(13)) is None
    assert length(time(13), time(14, 30)) == 90
    assert told("items_fit_the_meeting", agenda(item(1, "a", minutes=600))) == []


def test_the_topic_is_stronger_than_the_heading():
    assert topics_of({"topic": "other", "heading": "Muligheder"}) == {"other"}
    assert topics_of({"heading": "Hvem kan du kontakte?"}) == {"contact"}
    assert topics_of({}) == frozenset()


def test_the_sentence_is_that_of_the_model():
    found = problems("no_item_decides", agenda(item(1, "x", "decision")))

    assert found[0].text == (
        "Dette møde træffer ikke beslutninger om den unge. Skriv punktet som en aftale, eller tag det med til et møde, "
        "hvor den unge deltager."
    )
