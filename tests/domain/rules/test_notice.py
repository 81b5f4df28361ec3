"""Rules of the notice."""

from datetime import date, time

import pytest

from .cases import HELD, Case, check, known, person, problems, told

YOUNG, STAFF = person("young_person"), person("primary")
WITH, WITHOUT = ("coordination", "followup_with_young"), ("clarification", "followup_without_young")


def invited(kind: str, *people: dict) -> dict:
    return {"meeting_type": kind, "participants": list(people)}


FIRST = {"meeting_type": "clarification", "meeting_no": 1}
KNOWN_OF = {"known_goals": "Motorer", "known_challenges": "Søvn"}
CASES = [
    Case(
        "notice_is_for_a_meeting_of_the_model",
        {"meeting_type": "coordination"},
        {"meeting_type": "cluster"},
        ("meeting_type choice",),
    ),
    Case(
        "notice_ends_after_it_begins",
        {"start_time": time(13), "end_time": time(14, 30)},
        {"start_time": time(13), "end_time": time(13)},
        ("end_time ends_too_early",),
    ),
    Case("place_or_link", {"place": "Kajen"}, {}, ("place required",)),
    Case("place_or_link", {"online_link": "https://m.example"}, {}, ("place required",)),
    Case(
        "reply_before_the_meeting",
        {"reply_by": date(2026, 11, 17), "meeting_date": HELD},
        {"reply_by": HELD, "meeting_date": HELD},
        ("reply_by before",),
    ),
    *(
        Case(
            "followups_say_who_asked",
            {"meeting_type": kind, "requested_by": {"text": "Anja"}},
            {"meeting_type": kind},
            ("requested_by required",),
        )
        for kind in ("followup_with_young", "followup_without_young")
    ),
    Case(
        "first_clarification_says_what_is_known",
        FIRST | KNOWN_OF,
        FIRST,
        ("known_goals required", "known_challenges required"),
    ),
    Case(
        "first_clarification_says_what_is_known",
        {"meeting_type": "clarification"},
        {"meeting_type": "clarification"},
        ("known_goals required", "known_challenges required"),
        known(meeting_no=2),
        known(meeting_no=1),
    ),
    *(
        Case(
            "message_when_the_young_person_is_invited",
            {"meeting_type": kind, "message_to_young": "Hej."},
            {"meeting_type": kind},
            ("message_to_young required",),
        )
        for kind in WITH
    ),
    *(
        Case(
            "invited_as_the_meeting_demands",
            invited(kind, STAFF, YOUNG),
            invited(kind, STAFF),
            ("participants no_young_person",),
        )
        for kind in WITH
    ),
    *(
        Case(
            "invited_as_the_meeting_demands",
            invited(kind, STAFF),
            invited(kind, STAFF, YOUNG),
            ("participants.1.relation participant",),
        )
        for kind in WITHOUT
    ),
    Case(
        "secondary_by_phone_or_mail",
        {"contact": {"channel": "phone"}, "secondary_contacts": [{"channel": "email"}, {}]},
        {"contact": {"channel": "letter"}, "secondary_contacts": [{"channel": "in_person"}]},
        ("secondary_contacts.0.channel phone_or_mail", "contact.channel phone_or_mail"),
        warning=True,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_notice(case):
    check(case)


@pytest.mark.parametrize("case", [c for c in CASES if c.rule != "place_or_link"], ids=lambda c: c.id)
def test_nothing_is_said_of_an_empty_notice(case):
    assert told(case.rule, {}, case.facts) == []


def test_the_young_person_is_asked_for_only_when_there_is_a_list():
    assert told("invited_as_the_meeting_demands", {"meeting_type": "coordination"}) == []


def test_the_sentence_is_that_of_the_model():
    found = problems("invited_as_the_meeting_demands", invited("clarification", YOUNG))

    assert found[0].text == (
        "Den unge og familien deltager ikke i afklarende møder. Vælg et koordinationsmøde, hvis I vil mødes med dem."
    )
