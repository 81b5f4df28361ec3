"""A password opens; guessing is slowed down; nothing tells whether the user exists."""

from datetime import timedelta

import pytest

from kuidocs.security.login import (
    PER_ACCOUNT,
    PER_ADDRESS,
    PER_CODE,
    PER_DAY,
    WRONG,
    attempt,
    code_wait,
    standing,
    unlock,
)
from kuidocs.security.passwords import hash_password
from kuidocs.services.state import open_state
from tests import factories

CHEAP = 32


class Door:
    """A staff folder and a throttle to try log-ins on."""

    def __init__(self, staff, state, clock):
        self.staff, self.state, self.clock = staff, state, clock

    def attempt(self, user_id="jonas", password="rigtig", address="192.0.2.1"):
        return attempt(
            self.staff,
            self.state.throttle,
            user_id=user_id,
            password=password,
            address=address,
            memory_kib=CHEAP,
            today=self.clock.today(),
        )


@pytest.fixture
def door(place, tmp_path):
    clock, staff = factories.clock(), place.root.medarbejdere
    staff["jonas"].password_hash = hash_password("rigtig", CHEAP)
    state = open_state(tmp_path / "state.sqlite", clock, idle=timedelta(hours=1), absolute=timedelta(hours=12))
    yield Door(staff, state, clock)
    state.close()


def test_the_right_password_opens(door):
    assert door.attempt().person.user_id == "jonas"


def test_a_town_hall_behind_one_address_logs_in_at_eight(door):
    assert all(door.attempt().person for _ in range(PER_ADDRESS.attempts + 10))


def test_the_right_password_forgives_an_address_nothing_but_itself(door):
    for number in range(PER_ADDRESS.attempts):
        door.attempt(f"nobody{number}", "forkert")
        door.attempt() if number % 2 else None

    assert door.attempt().person is None


def test_the_name_may_be_typed_with_capitals_and_spaces(door):
    assert door.attempt(" Jonas ").person.user_id == "jonas"


def test_a_user_whose_name_has_capitals_logs_in_with_them(door):
    door.staff["Ö-12"] = door.staff["jonas"]

    assert door.attempt("Ö-12").person is not None


@pytest.mark.parametrize(
    ("user_id", "password"),
    [("jonas", "forkert"), ("jonas", ""), ("findes-ikke", "rigtig"), ("mette", ""), ("", "rigtig"), ("'--", "\0")],
)
def test_a_refusal_does_not_tell_what_was_wrong(door, user_id, password):
    tried = door.attempt(user_id, password)

    assert tried.person is None
    assert tried.text == WRONG


def test_somebody_who_has_left_does_not_come_in(door):
    door.staff["jonas"].active = False

    assert door.attempt().text == WRONG


def test_after_many_attempts_even_the_right_password_waits(door):
    for _ in range(PER_ACCOUNT.attempts):
        door.attempt(password="forkert")

    tried = door.attempt(address="198.51.100.7")

    assert tried.person is None
    assert tried.text == "Der har været for mange forsøg. Vent 15 minutter, og prøv igen."


def test_names_that_do_not_exist_are_slowed_down_the_same_way(door):
    texts = [door.attempt("findes-ikke", "x").text for _ in range(PER_ACCOUNT.attempts + 1)]

    assert texts[:-1] == [WRONG] * PER_ACCOUNT.attempts
    assert texts[-1].startswith("Der har været for mange forsøg.")


def test_after_the_window_one_may_try_again(door):
    for _ in range(PER_ACCOUNT.attempts):
        door.attempt(password="forkert")
    door.clock.advance(PER_ACCOUNT.window - timedelta(seconds=30))
    assert "Vent 1 minut," in door.attempt().text

    door.clock.advance(timedelta(minutes=1))

    assert door.attempt().person is not None


def test_success_begins_anew_for_the_account(door):
    for _ in range(3):
        for _ in range(PER_ACCOUNT.attempts - 1):
            door.attempt(password="forkert")
        assert door.attempt().person is not None


def test_one_address_cannot_try_one_password_on_everybody(door):
    for number in range(PER_ADDRESS.attempts):
        door.attempt(f"bruger{number}", "sommer2026")

    assert door.attempt().person is None
    assert door.attempt(address="198.51.100.7").person is not None


def test_an_account_that_is_tried_all_day_is_locked_until_it_is_opened(door):
    for _ in range(PER_DAY.attempts):
        door.attempt(password="forkert", address="198.51.100.7")
        door.clock.advance(timedelta(minutes=16))

    assert "Kontoen er låst" in door.attempt().text
    unlock(door.state.throttle, "Jonas")

    assert door.attempt().person is not None


def test_codes_wait_after_five(door):
    waits = [code_wait(door.state.throttle, "jonas") for _ in range(PER_CODE.attempts + 1)]

    assert waits[:-1] == [""] * PER_CODE.attempts
    assert "Vent 15 minutter" in waits[-1]


@pytest.mark.parametrize(("roles", "required"), [({"department_leader"}, True), ({"auditor"}, False), (set(), False)])
def test_some_roles_must_have_a_second_factor(door, roles, required):
    person = door.staff["kirsten"]

    assert standing(person, roles).second_required is required


def test_who_has_left_gets_no_further_from_the_day_after(door):
    door.staff["jonas"].leaves_on = "2026-11-21"
    assert door.attempt().person is not None

    door.clock.advance(timedelta(days=1))

    assert door.attempt().text == WRONG
