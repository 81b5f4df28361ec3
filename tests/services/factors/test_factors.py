"""Codes as apps make them, and a locker whose key lies beside the data."""

import stat
from datetime import timedelta

import pyotp
import pytest

from kuidocs.services.factors import CannotUnlock, open_factors
from tests import factories


@pytest.fixture
def factors(tmp_path):
    return open_factors("https://kuidocs.example", tmp_path / "factors.key")


def test_the_code_of_an_app_is_taken_and_says_which_half_minute_it_is_of(factors):
    secret = factors.codes.new_secret()
    code = pyotp.TOTP(secret).at(factories.NOW)

    assert factors.codes.step(secret, code, factories.NOW) == int(factories.NOW.timestamp()) // 30


def test_a_code_may_be_typed_with_a_space(factors):
    secret = factors.codes.new_secret()
    code = pyotp.TOTP(secret).at(factories.NOW)

    assert factors.codes.step(secret, f" {code[:3]} {code[3:]} ", factories.NOW)


@pytest.mark.parametrize("seconds", [-30, 30])
def test_the_half_minute_before_and_after_is_taken(factors, seconds):
    secret = factors.codes.new_secret()
    code = pyotp.TOTP(secret).at(factories.NOW)

    assert factors.codes.step(secret, code, factories.NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1234567", "²²²²²²", "١٢٣٤٥٦", "0" * 500])
def test_what_is_no_code_is_refused(factors, code):
    assert factors.codes.step(factors.codes.new_secret(), code, factories.NOW) is None


def test_an_old_code_is_refused(factors):
    secret = factors.codes.new_secret()
    code = pyotp.TOTP(secret).at(factories.NOW)

    assert factors.codes.step(secret, code, factories.NOW + timedelta(minutes=5)) is None


def test_every_secret_is_new_and_an_app_can_read_its_address(factors):
    secret = factors.codes.new_secret()
    read = pyotp.parse_uri(factors.codes.address(secret, "jonas"))

    assert secret != factors.codes.new_secret()
    assert (read.secret, read.name, read.issuer) == (secret, "jonas", "kuidocs")


def test_what_is_locked_cannot_be_read_and_can_be_unlocked(factors):
    locked = factors.locker.lock("JBSWY3DPEHPK3PXP")

    assert "JBSWY" not in locked
    assert factors.locker.unlock(locked) == "JBSWY3DPEHPK3PXP"


def test_the_key_is_made_once_and_only_its_owner_may_read_it(factors, tmp_path):
    one, two = factors.locker.lock("a"), factors.locker.lock("b")

    assert [factors.locker.unlock(text) for text in (one, two)] == ["a", "b"]
    assert stat.S_IMODE((tmp_path / "factors.key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["factors.key"]


def test_another_key_or_none_unlocks_nothing(factors, tmp_path):
    locked = factors.locker.lock("a")
    other = open_factors("https://kuidocs.example", tmp_path / "other.key")
    with pytest.raises(CannotUnlock):
        other.locker.unlock(locked)
    other.locker.lock("b")

    with pytest.raises(CannotUnlock):
        other.locker.unlock(locked)
    with pytest.raises(CannotUnlock):
        factors.locker.unlock("no token")


def test_two_processes_that_make_the_key_at_once_agree(tmp_path):
    one, two = (open_factors("https://kuidocs.example", tmp_path / "factors.key").locker for _ in range(2))
    one._make()
    two._make()

    assert two.unlock(one.lock("a")) == "a"
