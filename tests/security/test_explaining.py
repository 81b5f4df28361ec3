"""What pages say of the rules is what the rules say: for everybody, about every case, for every permission."""

import pytest

from kuidocs.security.explaining import WORDS, Condition, Explained, explain
from kuidocs.security.permissions import Permission, every_permission
from kuidocs.security.questions import Question
from kuidocs.security.rules import TABLE, permits
from tests import factories

STAFF = [one["user_id"] for one in factories.demo("organisation")["staff"]]


def test_every_condition_of_the_table_has_its_words():
    assert {holds for lines in TABLE.values() for line in lines for holds in line} <= set(WORDS)


def test_no_words_are_about_a_condition_that_no_line_asks():
    used = {holds for lines in TABLE.values() for line in lines for holds in line}

    assert {predicate.__name__ for predicate in set(WORDS) - used} == set()


@pytest.mark.parametrize("words", WORDS.values())
def test_the_words_are_two_different_sentences_without_a_stop(words):
    assert words.holds != words.lacks
    assert not words.holds.endswith(".")
    assert not words.lacks.endswith(".")


@pytest.mark.parametrize("user_id", STAFF)
def test_page_and_rules_agree_for_everybody_about_everything(demo_system, user_id):
    today = demo_system.clock.today()
    with demo_system.reading() as root:
        who = root.medarbejdere[user_id].identity()
        places = [one for case in root.sager.values() for one in (case, *case.dokumenter.values())]
        for place in places:
            question = Question(who, place, today)
            for permission in every_permission():
                told = explain(permission, question)
                assert told.allowed == permits(permission, question), (user_id, permission, place)
                assert bool(told.missing) != told.allowed


def test_what_is_missing_is_told_way_by_way(place):
    told = explain(Permission.Case.STEER, place.ask("peter"))

    assert told.missing == (
        ("Ingen opgave i forløbet, hvor der skal skrives",),
        ("Er ikke leder i plankoordinatorens afdeling",),
        ("Journaliserer ikke, eller forløbet er ikke afsluttet",),
    )
    assert told.reasons == ()


def test_the_administrator_is_told_why_nothing_helps(place):
    ways = explain(Permission.Case.VIEW, place.ask("tobias")).missing

    assert all(way[0].startswith("Passer systemet") for way in ways)


def test_the_reasons_are_those_of_the_line_that_holds(place):
    assert explain(Permission.Access.TOLD, place.ask("kirsten")).reasons == ("Er leder i plankoordinatorens afdeling",)
    assert explain(Permission.Case.VIEW, place.ask("jonas")).missing == ()


def test_what_nobody_is_permitted_has_no_way(place):
    assert explain("closed", place.ask("jonas")) == Explained(())
    assert not Explained(((Condition(False, "x"),),)).allowed
