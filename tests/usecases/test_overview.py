"""The overview says what the young person has taken part in, and nothing of others."""

import copy
from datetime import date

import pytest

from kuidocs.usecases import people
from kuidocs.usecases.overview import NO_PLAN, overview
from tests.usecases.test_case_reading import CONSENT, add

TODAY = date(2026, 11, 21)
CONTACT = {
    "name": {"text": "Jonas Ravnsborg"},
    "department": "Den Kommunale Ungeindsats",
    "phone": "00 00 10 02",
    "best_reached": "Sms hverdage kl. 9–15",
}
PLAN = {
    "contact_person": CONTACT,
    "wishes": "At tegne.",
    "education_goal": "Kunstlinjen",
    "network": "Min søster Alma, der har det svært",
    "custody_holder_remarks": "Mor er bekymret",
    "goals": [
        {
            "rid": "m1aaaa",
            "goal_no": "1",
            "goal_text": "At tegne hver dag",
            "area": "leisure",
            "youth_words": "»Ja«",
            "status": "on_track",
        },
        {"rid": "m2aaaa", "goal_no": "2", "goal_text": "At sove", "area": "health", "status": "achieved"},
    ],
    "efforts": [
        {
            "rid": "e1aaaa",
            "effort_title": "Samtaler",
            "department": "PPR",
            "responsible": {"text": "Louise Grønvang"},
            "status": "stopped",
        },
        {
            "rid": "e2aaaa",
            "effort_title": "Værksted",
            "description": "To dage",
            "department": "FGU Fjordlund",
            "responsible": {"text": "Nanna Kildeager"},
            "start_date": "2026-04-07",
            "status": "active",
        },
        {"rid": "e3aaaa", "effort_title": "Besøg", "start_date": "2026-12-07", "status": "planned"},
    ],
}


def task(rid, text, deadline="", name="Jonas Ravnsborg"):
    return {"rid": rid, "task_text": text, "responsible": {"text": name}} | ({"deadline": deadline} if deadline else {})


def minutes(*tasks, held_at="2026-11-10"):
    return {"held_at": held_at, "participants": [], "who_does_what": list(tasks)}


def consent(**changes):
    return copy.deepcopy(CONSENT) | {"information_types": ["education", "wellbeing"]} | changes


def giver(role):
    return {"rid": role[:6], "name": {"text": "Nogen"}, "role": role, "given_at": "2026-10-01"}


def of(world):
    return overview(world.case, world.sight())


def test_the_whole_plan_in_du_form(world):
    add(world, "kui.education_plan", copy.deepcopy(PLAN), label="PLAN")

    found = of(world)

    assert found.heading == "Dit overblik, Freja"
    assert (found.dream, found.aim, found.no_plan) == ("At tegne.", "Kunstlinjen", "")
    assert found.basis == "Bygger på plan version 1 af 21. november 2026."
    assert found.printed == "Udskrevet 21. november 2026"
    assert [(goal.title, goal.status, goal.over) for goal in found.goals] == [
        ("Mål 1: At tegne hver dag", "Godt på vej", False),
        ("Mål 2: At sove", "Nået", True),
    ]
    assert found.goals[0].words == "Ja"
    assert all("uddannelse eller job" in goal.leads for goal in found.goals)


def test_efforts_say_who_what_and_since_when_and_those_that_are_over_come_last(world):
    add(world, "kui.education_plan", copy.deepcopy(PLAN), label="PLAN")

    first, planned, last = of(world).efforts

    assert (first.title, first.department, first.person) == ("Værksted", "FGU Fjordlund", "Nanna Kildeager")
    assert (first.what, first.since, first.status) == ("To dage", "siden 7. april 2026", "I gang")
    assert (planned.since, planned.status) == ("fra 7. december 2026", "Planlagt")
    assert (last.title, last.since, last.over) == ("Samtaler", "", True)


def test_what_is_about_others_is_not_on_it(world):
    add(world, "kui.education_plan", copy.deepcopy(PLAN), label="PLAN")

    words = " ".join(of(world).texts())

    assert "Alma" not in words
    assert "bekymret" not in words
    assert "2009" not in words


def test_a_case_without_a_plan_says_so(world):
    found = of(world)

    assert (found.no_plan, found.goals, found.efforts) == (NO_PLAN, (), ())
    assert found.basis == "Bygger ikke på en plan, for den er ikke skrevet."
    assert found.next_meeting == ""


def test_who_is_protected_is_not_named_and_cannot_be_found(world):
    meeting = world.case.moeder.add("coordination")
    meeting.date, meeting.place, meeting.state = "2026-12-08", "Ungehuset Kajen", "convened"
    world.case.person.address = "Skovvej 1"
    world.case.person.name_address_protection = True

    found = of(world)

    assert found.heading == "Dit overblik"
    assert found.next_meeting == "tirsdag den 8. december 2026"
    assert not any(word in " ".join(found.texts()) for word in ("Freja", "Kajen", "Skovvej"))


# The contact person


def test_the_contact_person_has_the_details_of_the_newest_paper(world):
    world.case.contact_person = people.reference(world.case, world.root.medarbejdere, "Jonas Ravnsborg")
    add(world, "kui.education_plan", copy.deepcopy(PLAN), label="PLAN")
    add(world, "kui.contact_card", {"contact_person": CONTACT | {"best_reached": "Ring om onsdagen"}})

    assert of(world).contact.when == "Ring om onsdagen"
    assert of(world).contact.phone == "00 00 10 02"


def test_details_of_somebody_else_are_not_given(world):
    world.case.contact_person = people.reference(world.case, world.root.medarbejdere, "Louise Grønvang")
    world.root.medarbejdere["louise"].phone = "00 00 10 08"
    add(world, "kui.education_plan", copy.deepcopy(PLAN), label="PLAN")

    found = of(world).contact

    assert (found.name, found.phone, found.when) == ("Louise Grønvang", "00 00 10 08", "")


def test_without_one_the_plan_coordinator_is_asked_and_else_nobody(world):
    assert of(world).contact.name == "Jonas Ravnsborg"

    world.case.plan_coordinator = {}
    assert (of(world).contact.name, of(world).contact.phone) == ("", "")


# Meetings and tasks


@pytest.mark.parametrize(
    ("kind", "day", "state", "words"),
    [
        ("coordination", "2026-12-08", "convened", "tirsdag den 8. december 2026 kl. 9.30, Kajen"),
        ("coordination", "2026-11-21", "convened", "lørdag den 21. november 2026 kl. 9.30, Kajen"),
        (
            "coordination",
            "2026-12-08",
            "planned",
            "tirsdag den 8. december 2026 kl. 9.30, Kajen. Du får en indkaldelse",
        ),
        ("clarification", "2026-12-08", "convened", ""),
        ("coordination", "2026-11-20", "convened", ""),
        ("coordination", "2026-12-08", "cancelled", ""),
    ],
)
def test_the_next_meeting_is_one_that_the_young_person_is_at(world, kind, day, state, words):
    meeting = world.case.moeder.add(kind)
    meeting.date, meeting.state, meeting.start, meeting.place = day, state, "09:30", "Kajen"

    assert of(world).next_meeting == words


def test_tasks_of_a_meeting_with_the_young_person(world):
    rows = (
        task("t1aaaa", "Gammel.", "2026-11-15"),
        task("t2aaaa", "Kommer", "2026-12-15"),
        task("t3aaaa", "Mest gammel", "2026-01-15"),
        task("t4aaaa", "Selv", "2026-12-01", "Freja Lundsgaard Holm"),
        task("t5aaaa", "Uden dag"),
    )
    add(world, "kui.minutes.coordination", minutes(*rows))

    assert [(one.who, one.text, one.until) for one in of(world).tasks] == [
        ("Du", "Selv", "senest 1. december"),
        ("Jonas Ravnsborg", "Kommer", "senest 15. december"),
        ("Jonas Ravnsborg", "Uden dag", ""),
        ("Jonas Ravnsborg", "Gammel", "skulle være gjort 15. november"),
        ("Jonas Ravnsborg", "Mest gammel", "skulle være gjort 15. januar"),
    ]


@pytest.mark.parametrize("form", ["clarification", "followup_without_young"])
def test_what_professionals_agreed_among_themselves_is_not_on_it(world, form):
    add(world, f"kui.minutes.{form}", minutes(task("t1aaaa", "Taler med mors læge", "2026-12-15")))

    assert of(world).tasks == ()


# Sharing


def test_without_a_consent_nothing_is_shared(world):
    assert of(world).sharing.startswith("Der er ikke sagt ja")


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        (["young_person"], "Du har sagt ja"),
        (["young_person", "custody_holder"], "Du og din forælder har sagt ja"),
        (["young_person", "custody_holder", "custody_holder"], "Du og dine forældre har sagt ja"),
        (["guardian"], "Din værge har sagt ja"),
        ([""], "Du har sagt ja"),
    ],
)
def test_who_said_yes_to_what_and_that_it_can_be_taken_back(world, roles, words):
    add(world, "kui.consent", consent(given_by=[giver(role) for role in roles]))

    found = of(world).sharing

    assert found.startswith(words)
    assert "PPR og SSP må dele viden om skole og uddannelse og trivsel og hverdag indtil 1. oktober 2027" in found
    assert "trække dit ja tilbage. Sig det til Jonas." in found


def test_a_consent_that_has_run_out_shares_nothing(world):
    add(world, "kui.consent", consent(valid_until="2026-11-01"))

    assert of(world).sharing == "Samtykket gælder ikke lige nu (udløbet). Derfor deler vi ikke mere om dig."


def test_a_long_list_names_a_few(world):
    names = ("PPR", "SSP", "FGU", "Skolen", "Klubben", "Lægen")
    add(world, "kui.consent", consent(recipients=[{"rid": name, "department": name} for name in names]))

    assert "at PPR, SSP, FGU, Skolen og 2 andre må dele" in of(world).sharing
