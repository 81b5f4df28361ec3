"""One's own account: what is changed, and what is refused."""

import pyotp
import pytest

from kuidocs.domain.errors import Conflict, Refused
from kuidocs.resources.root import Root
from kuidocs.resources.staff import Staff
from kuidocs.security.passwords import hash_password, matches
from kuidocs.services.factors import open_factors
from kuidocs.usecases import accounts
from kuidocs.usecases.acting import Act
from tests import factories
from tests.services.factors.authenticator import Fob

CHEAP, OLD, NEW = 32, "den gamle adgangskode", "fire hatte på en varm hylde"


@pytest.fixture
def person():
    root = Root()
    found = Staff("jonas", "Jonas Ravnsborg")
    found.password_hash = hash_password(OLD, CHEAP)
    root.medarbejdere["jonas"] = found
    return found


@pytest.fixture
def act(person):
    return Act(person.identity(), factories.clock())


@pytest.fixture
def factors(tmp_path):
    return open_factors("https://kuidocs.example", tmp_path / "factors.key")


def change(person, act, new=NEW, again=NEW):
    accounts.change_password(person, new, again, act, memory_kib=CHEAP, known={"Fjordlund"})


def with_codes(person, act, factors):
    secret = factors.codes.new_secret()
    accounts.add_codes(person, secret, pyotp.TOTP(secret).at(act.clock.now()), act, factors)
    return pyotp.TOTP(secret)


def with_key(person, act, factors, name="Telefon"):
    fob, asked = Fob(), factors.passkeys.invite(b"jonas", "jonas", [])
    accounts.add_passkey(person, fob.make(asked.options), asked.challenge, name, act, factors)
    return fob


def kinds(person):
    return [event.kind for event in person.__parent__.log]


def test_a_new_password_takes_the_place_of_the_old(person, act):
    person.must_renew = True

    change(person, act)

    assert matches(person.password_hash, NEW, CHEAP)
    assert not person.must_renew
    assert kinds(person) == ["account.password_changed"]


@pytest.mark.parametrize(
    ("new", "again", "code"),
    [
        (NEW, "noget andet", "again"),
        ("kort", "kort", "new"),
        ("Ravnsborg er en by", "Ravnsborg er en by", "new"),
        ("vi bor i fjordlund", "vi bor i fjordlund", "new"),
        (OLD, OLD, "new"),
    ],
)
def test_a_poor_password_changes_nothing(person, act, new, again, code):
    with pytest.raises(Refused) as refused:
        change(person, act, new, again)

    assert refused.value.code == code
    assert matches(person.password_hash, OLD, CHEAP)
    assert kinds(person) == []


@pytest.mark.parametrize("typed", ["", "forkert"])
def test_the_password_is_asked_for_again(person, typed):
    accounts.check_password(person, OLD, CHEAP)

    with pytest.raises(Refused):
        accounts.check_password(person, typed, CHEAP)


def test_who_has_no_password_here_has_none_to_type(person):
    person.password_hash = ""

    with pytest.raises(Refused):
        accounts.check_password(person, "", CHEAP)


def test_codes_are_asked_for_when_the_app_has_made_a_right_one(person, act, factors):
    with_codes(person, act, factors)

    assert person.has_second
    assert kinds(person) == ["account.codes_added"]


def test_an_app_that_makes_wrong_codes_is_not_set_up(person, act, factors):
    with pytest.raises(Refused):
        accounts.add_codes(person, factors.codes.new_secret(), "000000", act, factors)

    assert not person.has_second


def test_a_code_is_taken_once(person, act, factors):
    app = with_codes(person, act, factors)
    with pytest.raises(Refused):
        accounts.take_code(person, app.at(act.clock.now()), act, factors)
    later = Act(act.who, factories.clock(factories.NOW.replace(minute=1)))

    accounts.take_code(person, app.at(later.clock.now()), later, factors)

    with pytest.raises(Refused):
        accounts.take_code(person, app.at(later.clock.now()), later, factors)


def test_a_code_cannot_be_checked_with_another_key_file(person, act, factors, tmp_path):
    app = with_codes(person, act, factors)
    other = open_factors("https://kuidocs.example", tmp_path / "other.key")

    with pytest.raises(Refused) as refused:
        accounts.take_code(person, app.now(), act, other)

    assert refused.value.code == "locker"


def test_a_passkey_proves_and_its_count_is_kept(person, act, factors):
    fob = with_key(person, act, factors)
    with_key(person, act, factors, "")
    asked = factors.passkeys.ask(accounts.keys_of(person))

    accounts.take_passkey(person, fob.prove(asked.options), asked.challenge, factors)

    assert [(one["name"], one["count"]) for one in person.passkeys] == [("Telefon", 1), ("Adgangsnøgle", 0)]


def test_a_wrong_passkey_is_refused(person, act, factors):
    with_key(person, act, factors)
    asked = factors.passkeys.ask(accounts.keys_of(person))
    with pytest.raises(Refused):
        accounts.take_passkey(person, Fob().prove(asked.options), asked.challenge, factors)

    with pytest.raises(Refused):
        accounts.add_passkey(person, "{}", asked.challenge, "x", act, factors)


def test_there_is_a_limit_to_passkeys(person, act, factors):
    person.passkeys = tuple({"credential_id": str(n)} for n in range(accounts.MOST_PASSKEYS))

    with pytest.raises(Conflict):
        accounts.add_passkey(person, "{}", "", "x", act, factors)


def test_spare_codes_work_once_each_and_new_ones_replace_them(person, act, factors):
    with_codes(person, act, factors)
    first = accounts.make_spare_codes(person, act)
    accounts.take_code(person, f" {first[0].upper()} ", act, factors)
    with pytest.raises(Refused):
        accounts.take_code(person, first[0], act, factors)

    accounts.make_spare_codes(person, act)

    with pytest.raises(Refused):
        accounts.take_code(person, first[1], act, factors)
    assert "account.spare_code_used" in kinds(person)


def test_spare_codes_are_for_who_has_a_second_factor(person, act):
    with pytest.raises(Conflict):
        accounts.make_spare_codes(person, act)


def test_spare_codes_are_not_kept_in_clear(person, act, factors):
    with_key(person, act, factors)
    made = accounts.make_spare_codes(person, act)

    assert not set(made) & set(person.spare_codes)


def test_the_last_factor_takes_the_spare_codes_with_it(person, act, factors):
    with_codes(person, act, factors)
    with_key(person, act, factors)
    accounts.make_spare_codes(person, act)

    accounts.remove_codes(person, act, required=True)
    assert person.spare_codes
    accounts.remove_passkey(person, person.passkeys[0]["credential_id"], act, required=False)

    assert (person.has_second, person.spare_codes) == (False, ())


def test_the_last_factor_stays_where_one_is_demanded(person, act, factors):
    with_codes(person, act, factors)
    with pytest.raises(Conflict):
        accounts.remove_codes(person, act, required=True)

    with_key(person, act, factors)
    accounts.remove_codes(person, act, required=True)
    with pytest.raises(Conflict):
        accounts.remove_passkey(person, person.passkeys[0]["credential_id"], act, required=True)

    assert person.passkeys


def test_a_key_that_is_gone_cannot_be_removed_again(person, act):
    with pytest.raises(Conflict):
        accounts.remove_passkey(person, "AA", act, required=False)
