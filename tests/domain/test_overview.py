"""What is left out of the overview, in which order, and that it is said."""

from dataclasses import replace
from itertools import pairwise

import pytest

from kuidocs.domain.overview import (
    ALL,
    LEADS,
    ROOMS,
    Contact,
    Effort,
    Goal,
    Overview,
    Room,
    Task,
    fitted,
    grouped,
    more,
    sentence,
    shortened,
)
from kuidocs.forms.shipped.vocabularies import EFFORT_AREA

GOAL = Goal("Mål 1: At komme i gang", "Det er et skridt mod et job.", "Jeg vil", "Godt på vej")
EFFORT = Effort("Værksted", "FGU Fjordlund", "Nanna Kildeager", "To dage om ugen", "siden 7. april 2026", "I gang")
TASK = Task("Du", "Ringer til værkstedet", "senest 1. december")


def whole(**changes):
    told = Overview(
        case_no="FLK-2026-0001",
        municipality="Fjordlund Kommune",
        unit="KUI",
        heading="Dit overblik, Freja",
        contact=Contact("Jonas Ravnsborg", "00 00 10 02", "Sms hverdage"),
        next_meeting="tirsdag den 8. december 2026",
        sharing="Du har sagt ja.",
        printed="Udskrevet 21. november 2026",
        basis="Bygger på plan version 1 af 1. oktober 2026.",
        day="2026-11-21",
        goals=(GOAL, replace(GOAL, title="Mål 2: Nået", over=True)),
        efforts=(EFFORT, EFFORT, replace(EFFORT, over=True)),
        tasks=(TASK, TASK, TASK),
    )
    return replace(told, **changes)


def test_with_room_nothing_is_left_out():
    assert fitted(whole(), ALL) == whole()


def test_what_is_left_out_is_counted_and_says_whom_to_ask():
    found = fitted(whole(), Room(1, 1, 1, 100, over=False))

    assert (len(found.goals), len(found.efforts), len(found.tasks)) == (1, 1, 1)
    assert found.more_goals == "og én mere – spørg Jonas"
    assert found.more_efforts == found.more_tasks == "og to mere – spørg Jonas"


def test_what_is_over_goes_before_what_is_not():
    found = fitted(whole(), Room(99, 99, 99, 100, over=False))

    assert [effort.over for effort in found.efforts] == [False, False]
    assert [goal.over for goal in found.goals] == [False]
    assert (found.more_goals, found.more_efforts) == ("og én mere – spørg Jonas", "og én mere – spørg Jonas")


def test_without_a_contact_person_one_asks_the_municipality():
    assert fitted(whole(contact=Contact()), Room(1, 9, 9, 99)).more_efforts == "og to mere – spørg kommunen"


def test_quotations_give_way_but_never_how_a_goal_leads_on():
    found = fitted(whole(), Room(9, 9, 9, 100, words=False))

    assert [goal.words for goal in found.goals] == ["", ""]
    assert all(goal.leads for goal in found.goals)


@pytest.mark.parametrize(("before", "after"), list(pairwise(ROOMS)))
def test_every_row_of_the_table_leaves_out_more_than_the_one_before(before, after):
    names = ("efforts", "tasks", "goals", "letters", "over", "words")
    steps = [(getattr(before, name), getattr(after, name)) for name in names]

    assert all(later <= earlier for earlier, later in steps)
    assert before != after


def test_every_area_says_how_it_leads_to_education_or_job():
    assert set(LEADS) == set(EFFORT_AREA.labels)
    assert all("uddannelse" in words or "job" in words for words in LEADS.values())


def test_abbreviations_of_the_page_are_explained_and_the_case_number_is_none():
    found = whole(case_no="PPR-1").abbreviations

    assert [short for short, _ in found] == ["FGU", "KUI"]


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [("kort", 10, "kort"), ("to  ord", 6, "to ord"), ("et langt stykke", 10, "et …"), ("a" * 30, 10, "a" * 8 + " …")],
)
def test_a_text_is_cut_at_a_word(text, most, expected):
    assert shortened(text, most) == expected


@pytest.mark.parametrize(("text", "expected"), [("Sms", "Sms."), ("Sms.", "Sms."), ("Sms …", "Sms …"), ("Nå?", "Nå?")])
def test_a_sentence_ends_once(text, expected):
    assert sentence(text) == expected


def test_nothing_left_out_is_not_said():
    assert more(0, "Jonas") == ""


def test_what_you_do_stands_first():
    other = replace(TASK, who="Jonas Ravnsborg")

    assert grouped((other, TASK, other, TASK), "Du") == (TASK, TASK, other, other)
