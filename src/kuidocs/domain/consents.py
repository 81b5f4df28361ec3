"""What a consent is worth on a day, computed from its dates, its facts and the birthdays (DOMAIN 4.2, D4)."""

from dataclasses import dataclass
from datetime import date, timedelta

from .danish import age_on, count, long_date, near_date

EXPIRING_DAYS = 30
BIRTHDAYS = (15, 18)
NONE, ACTIVE, EXPIRING = "none", "active", "expiring"
EXPIRED, WITHDRAWN, NEEDS_RENEWAL = "expired", "withdrawn", "needs_renewal"

LABELS = {
    NONE: "Intet samtykke",
    ACTIVE: "Gældende",
    EXPIRING: "Udløber snart",
    EXPIRED: "Udløbet",
    WITHDRAWN: "Trukket tilbage",
    NEEDS_RENEWAL: "Skal fornyes",
}


@dataclass(frozen=True, slots=True)
class Consent:
    """The consent in force: dates, who gave it, what it covers."""

    valid_from: date
    valid_until: date
    given_at: date
    departments: tuple[str, ...] = ()
    givers: tuple[str, ...] = ()
    withdrawn_at: date | None = None


def status(consent: Consent | None, today: date, birth: date) -> str:
    """Compute what a consent is worth today.

    A consent given before the 15th or the 18th birthday must be renewed after it: others have to give it then.
    """
    if consent is None:
        return NONE
    if consent.withdrawn_at and consent.withdrawn_at <= today:
        return WITHDRAWN
    if consent.valid_until < today:
        return EXPIRED
    if _birthday_between(birth, consent.given_at, today):
        return NEEDS_RENEWAL
    return EXPIRING if consent.valid_until - today <= timedelta(days=EXPIRING_DAYS) else ACTIVE


def _birthday_between(birth: date, given: date, today: date) -> bool:
    return any(age_on(birth, given) < age <= age_on(birth, today) for age in BIRTHDAYS)


def in_words(consent: Consent | None, today: date, birth: date) -> str:
    """Say it: »Til 21. september 2027«, »Om 12 dage, 1. december«, and what to do where something is to be done."""
    state = status(consent, today, birth)
    if consent is None:
        return "Der er intet samtykke. I kan ikke indkalde eller dele, før det er givet."
    if state == WITHDRAWN:
        assert consent.withdrawn_at is not None
        return f"Den {near_date(consent.withdrawn_at, today)}. Der må ikke deles mere."
    if state == EXPIRED:
        return f"Den {near_date(consent.valid_until, today)}. Forny det, før I indkalder eller deler."
    if state == NEEDS_RENEWAL:
        return f"Det blev givet den {long_date(consent.given_at)}, og siden er alderen en anden. Indhent et nyt."
    if state == EXPIRING:
        return f"{_soon((consent.valid_until - today).days)}, {near_date(consent.valid_until, today)}"
    return f"Til {long_date(consent.valid_until)}"


def _soon(days: int) -> str:
    if days == 0:
        return "I dag"
    return "I morgen" if days == 1 else f"Om {count(days, 'dag', 'dage')}"
