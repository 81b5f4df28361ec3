"""Logging in with a password: throttled by account and by address, and silent about which of the two was wrong."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from ..domain.log_in import Standing
from ..services.state import Limit, Throttle
from . import passwords
from .doors import Doors, Person

PER_ACCOUNT = Limit(8, timedelta(minutes=15))
PER_ADDRESS = Limit(60, timedelta(minutes=15))
PER_DAY = Limit(40, timedelta(hours=24))
"""After so many attempts in a day an account is locked for the rest of it, unless the administrator opens it."""
PER_CODE = Limit(5, timedelta(minutes=15))
LONG = 15
"""Minutes after which waiting is no advice."""
WRONG = "Brugernavn eller adgangskode er forkert. Prøv igen."


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of an attempt: a person, or a sentence."""

    person: Person | None
    text: str = ""


def attempt(
    doors: Doors, throttle: Throttle, *, user_id: str, password: str, address: str, memory_kib: int, today: date
) -> Attempt:
    """Try to log in. The attempt is counted before the password is looked at."""
    typed = user_id.strip()[:100]
    account = f"account:{typed.lower()}"
    place = f"address:{address}"
    limits = ((account, PER_ACCOUNT), (f"day:{account}", PER_DAY), (place, PER_ADDRESS))
    wait = max(throttle.attempt(key, limit) for key, limit in limits)
    if wait:
        return Attempt(None, _later(wait))
    person = doors.get(typed) or doors.get(typed.lower())
    known = person.password_hash if person is not None and person.works_on(today) else ""
    # An unknown user takes as long as a known one, so the comparison is made whatever is known.
    if not passwords.matches(known, password, memory_kib) or not known:
        return Attempt(None, WRONG)
    unlock(throttle, typed)
    # A town hall comes from one address at eight in the morning: only what failed counts against it.
    throttle.take_back(place)
    return Attempt(person)


def unlock(throttle: Throttle, user_id: str) -> None:
    """Forget the attempts on an account: the right password was typed, or the administrator says so."""
    account = f"account:{user_id.lower()}"
    for key in (account, f"day:{account}", f"code:{account}"):
        throttle.forget(key)


def code_wait(throttle: Throttle, user_id: str) -> str:
    """Count an attempt at a second factor; return the sentence for who must wait, "" for who may try."""
    wait = throttle.attempt(f"code:account:{user_id.lower()}", PER_CODE)
    return _later(wait) if wait else ""


def standing(person: Person, roles: Set[str]) -> Standing:
    """Return how an account is secured; ``roles``: those that must have a second factor."""
    return Standing(person.has_second, bool(roles & set(person.roles)), person.must_renew)


def _later(wait: timedelta) -> str:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    if minutes > LONG:
        return "Der har været for mange forsøg i dag. Kontoen er låst. Kontakt den, der passer systemet i din kommune."
    return f"Der har været for mange forsøg. Vent {minutes} {'minut' if minutes == 1 else 'minutter'}, og prøv igen."
