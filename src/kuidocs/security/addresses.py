"""Secret addresses: who has one needs no log-in, so it cannot be guessed and is stored nowhere."""

import hmac
import secrets
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from ..resources.staff import Staff
from ..services.state import Limit, Throttle

BYTES = 32
"""256 bits: no number of guesses finds one."""
MISSES = Limit(30, timedelta(minutes=15))
"""How many unknown addresses one place may ask for. Those that are known are never held up by it: a whole town hall
asks from one place, and some of its calendars still ask for addresses that were taken back."""
FETCHES = Limit(60, timedelta(hours=1))


def new_secret() -> str:
    """Make a secret that can stand in an address."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """Return what is stored of a secret. It is long and random, so one round of a fast hash is enough."""
    return sha256(secret.encode()).hexdigest()


def owner(staff: Iterable[Staff], secret: str) -> Staff | None:
    """Return the active member of staff whose secret it is. All are compared, each in the same time."""
    asked, found = digest(secret), None
    for person in staff:
        if hmac.compare_digest(person.feed_hash, asked) and person.active:
            found = person
    return found


def wait(throttle: Throttle, person: Staff | None, address: str) -> timedelta:
    """Count a visit and return how long to wait: for a known address, or for asking for unknown ones."""
    if person is None:
        return throttle.attempt(f"feed:{address}", MISSES)
    return throttle.attempt(f"feed-of:{person.user_id}", FETCHES)
