"""Secret addresses: whose they are, and that nobody gets one by trying."""

import re
from datetime import timedelta

import pytest

from kuidocs.resources.staff import Staff, StaffFolder
from kuidocs.security import addresses
from kuidocs.services.state import open_state
from tests import factories


@pytest.fixture
def throttle(tmp_path):
    day = timedelta(days=1)
    opened = open_state(tmp_path / "state.sqlite", factories.clock(), idle=day, absolute=day)
    yield opened.throttle
    opened.close()


def staff(**secrets):
    folder = StaffFolder()
    for user_id, secret in secrets.items():
        folder[user_id] = Staff(user_id, user_id.title())
        folder[user_id].feed_hash = addresses.digest(secret) if secret else ""
    return folder


def test_a_secret_is_long_and_fit_for_an_address():
    made = {addresses.new_secret() for _ in range(50)}

    assert len(made) == 50
    assert all(re.fullmatch("[A-Za-z0-9_-]{43}", secret) for secret in made)
    assert addresses.BYTES * 8 >= 128


def test_the_owner_is_found():
    folder = staff(jonas="one", fatma="two", eva="")

    assert addresses.owner(folder.values(), "two") is folder["fatma"]


@pytest.mark.parametrize("secret", ["", "three", "ONE", "one ", "ø", "one.ics", addresses.digest("one")])
def test_no_other_secret_is_anybodys(secret):
    assert addresses.owner(staff(jonas="one", eva="").values(), secret) is None


def test_who_works_here_no_more_has_no_address():
    folder = staff(jonas="one")
    folder["jonas"].active = False

    assert addresses.owner(folder.values(), "one") is None


def test_databases_from_before_have_none():
    old = Staff("jonas", "Jonas")

    assert (old.feed_hash, old.feed_made_at, old.feed_token) == ("", "", "")


def test_guessing_is_slowed_down_for_the_place_it_comes_from(throttle):
    waits = [addresses.wait(throttle, None, "10.0.0.1") for _ in range(addresses.MISSES.attempts + 1)]

    assert not any(waits[:-1])
    assert waits[-1] > timedelta()
    assert not addresses.wait(throttle, None, "10.0.0.2")


def test_a_known_address_is_held_up_by_nobodys_guessing(throttle):
    for _ in range(addresses.MISSES.attempts + 1):
        addresses.wait(throttle, None, "10.0.0.1")
    jonas = Staff("jonas", "Jonas")

    waits = [addresses.wait(throttle, jonas, "10.0.0.1") for _ in range(addresses.FETCHES.attempts + 1)]

    assert not any(waits[:-1])
    assert waits[-1] > timedelta()
