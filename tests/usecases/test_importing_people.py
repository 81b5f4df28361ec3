"""Who the names of a file are: people of the register, by first name too, and what only looks like a name."""

import pytest

from kuidocs.usecases.importing_people import known, names_somebody
from kuidocs.usecases.people import add
from tests import factories
from tests.usecases.conftest import *  # noqa: F403 - pytest finds the fixture by its name here
from tests.usecases.test_importing import MALTHE, load


@pytest.mark.parametrize("text", ["Jonas", "Jonas Ravnsborg", "Mor Anja", "anja kjærbo Holm", "", "  "])
def test_what_may_be_a_name(text):
    assert names_somebody(text)


@pytest.mark.parametrize("text", ["Aftalt i planen", "kommunens egen læge", "Malthes mor"])
def test_what_is_none(text):
    assert not names_somebody(text)


def test_a_first_name_is_the_one_who_has_it(world):
    actor = add(world.case, "external", "Verner Kjærbo")

    assert known(world.case, world.root.medarbejdere, "Verner") == actor


def test_of_two_with_the_same_first_name_it_is_neither(world):
    add(world.case, "external", "Verner Kjærbo")
    add(world.case, "external", "Verner Holm")

    assert known(world.case, world.root.medarbejdere, "Verner") is None


def test_a_name_without_a_word_is_nobody(world):
    add(world.case, "external", "")

    assert known(world.case, world.root.medarbejdere, " ") is None


def test_the_demo_makes_nobody_out_of_what_is_no_name(world):
    found = load(world, factories.demo("ung_1_malthe"))

    names = [actor["name"] for actor in world.root.sager[MALTHE].register.values()]
    assert not {"Aftalt i planen", "Jonas", "Birgitte"} & set(names)
    assert any("»Aftalt i planen« er ikke et navn" in str(warning) for warning in found.warnings)
