"""Choosing which reminders one gets."""

import pytest

from kuidocs.domain.deadlines import KINDS
from kuidocs.domain.errors import Refused
from kuidocs.usecases import reminding


def test_what_is_not_wanted_is_off(world):
    person = world.root.medarbejdere["jonas"]
    reminding.choose(person, world.act(), [kind for kind in KINDS if kind != "age"])

    assert person.reminders_off == ("age",)
    (event,) = world.root.medarbejdere.log
    assert (event.kind, event.about, event.data) == ("reminder.chosen", {"user_id": "jonas"}, {"off": ["age"]})


def test_the_same_again_is_no_event(world):
    reminding.choose(world.root.medarbejdere["jonas"], world.act(), list(KINDS))

    assert list(world.root.medarbejdere.log) == []


def test_a_kind_that_nobody_knows_is_refused(world):
    with pytest.raises(Refused):
        reminding.choose(world.root.medarbejdere["jonas"], world.act(), ["task", "all"])
    assert world.root.medarbejdere["jonas"].reminders_off == ()


def test_a_person_of_an_old_database_wants_all_and_was_reminded_of_nothing(world):
    person = world.root.medarbejdere["jonas"]

    assert not {"reminders_off", "reminded", "mailed", "leaves_on"} & set(vars(person))
    assert (person.reminders_off, person.reminded, person.mailed, person.leaves_on) == ((), {}, "", "")
