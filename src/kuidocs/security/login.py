"""Logging in with a password: throttled by account and by address, and silent about which of the two was wrong."""

from dataclasses import dataclass
from datetime import timedelta

from ..resources.staff import Staff, StaffFolder
from ..services.state import Limit, Throttle
from . import passwords

PER_ACCOUNT = Limit(8, timedelta(minutes=15))
PER_ADDRESS = Limit(60, timedelta(minutes=15))
WRONG = "Brugernavn eller adgangskode er forkert. Prøv igen."


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of an attempt: a person, or a sentence."""

    person: Staff | None
    text: str = ""


def attempt(
    staff: StaffFolder, throttle: Throttle, *, user_id: str, password: str, address: str, memory_kib: int
) -> Attempt:
    """Try to log in. The attempt is counted before the password is looked at."""
    typed = user_id.strip()[:100]
    account = f"account:{typed.lower()}"
    wait = max(throttle.attempt(account, PER_ACCOUNT), throttle.attempt(f"address:{address}", PER_ADDRESS))
    if wait:
        return Attempt(None, _later(wait))
    person = staff.get(typed) or staff.get(typed.lower())
    known = person.password_hash if person is not None and person.active else ""
    # An unknown user takes as long as a known one, so the comparison is made whatever is known.
    if not passwords.matches(known, password, memory_kib) or not known:
        return Attempt(None, WRONG)
    throttle.forget(account)
    return Attempt(person)


def _later(wait: timedelta) -> str:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return f"Der har været for mange forsøg. Vent {minutes} {'minut' if minutes == 1 else 'minutter'}, og prøv igen."
