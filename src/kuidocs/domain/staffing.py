"""What the administrator may change about staff, and what takes two administrators (DOMAIN 5).

Who cares for the system could give himself any role and so come to see cases. So a role that opens more than the own
cases, any role for oneself, and taking another administrator away, waits for a second administrator where there is one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .guards import Guard
from .roles import ROLES

ADMINISTRATOR = "system_administrator"
GRAVE = frozenset({"department_leader", "auditor", ADMINISTRATOR})
"""The roles that open more than the own cases, or the care of the system."""
WAIT_AFTER_RENEWAL = timedelta(days=7)
"""So long after somebody gave an administrator a new way in, that one cannot be the second for him."""
AD_HOC = (
    "Familiekonsulent",
    "Psykolog",
    "Rusmiddelkonsulent",
    "SSP-medarbejder",
    "Sundhedssygeplejerske",
    "Læringskonsulent",
    "Tale-/hørekonsulent",
    "Børn- og ungepsykiatrisk repræsentant",
)
"""Who can be called in for one meeting, as the list begins (R54). Any other word can be written as well."""
USER_ID = re.compile(r"[a-z][a-z0-9._-]{1,39}")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[0-9 ]{2,20}")
LONGEST, LONGEST_REASON, MOST_LINES = 100, 500, 200


@dataclass(frozen=True, slots=True)
class Profile:
    """What was written about a member of staff."""

    name: str
    title: str
    department: str
    phone: str
    email: str

    def as_data(self) -> dict[str, str]:
        """Return the fields by name."""
        return {name: getattr(self, name) for name in FIELDS}


FIELDS = {"name": "Navn", "title": "Titel", "department": "Afdeling", "phone": "Telefon", "email": "Mail"}
"""The fields of a profile, with the Danish word."""


@dataclass(frozen=True, slots=True)
class Written:
    """A profile that is to be checked, and the departments that there are."""

    profile: Profile
    departments: frozenset[str]


PROFILE: tuple[Guard[Written], ...] = (
    Guard("name", lambda f: bool(f.profile.name), "Skriv navnet."),
    Guard(
        "name",
        lambda f: all(len(text) <= LONGEST for text in f.profile.as_data().values()),
        f"Noget er for langt. Skriv højst {LONGEST} tegn i hvert felt.",
    ),
    Guard(
        "department",
        lambda f: not f.profile.department or f.profile.department in f.departments,
        "Vælg en afdeling fra listen. Mangler den, så opret den under »Afdelinger«.",
    ),
    Guard(
        "phone",
        lambda f: not f.profile.phone or bool(PHONE.fullmatch(f.profile.phone)),
        "Skriv telefonnummeret med cifre, fx 12 34 56 78.",
    ),
    Guard(
        "email",
        lambda f: not f.profile.email or bool(MAIL.fullmatch(f.profile.email)),
        "Skriv en mailadresse, fx navn@kommune.dk, eller lad feltet være tomt.",
    ),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's roles, and whether he or she works here."""

    roles: frozenset[str]
    active: bool = True

    @property
    def cares(self) -> bool:
        """Whether this is an administrator who can log in."""
        return self.active and ADMINISTRATOR in self.roles


@dataclass(frozen=True, slots=True)
class Step:
    """A change of somebody's standing."""

    before: Standing
    after: Standing
    own: bool
    """Whether it is about the administrator who asks."""
    others: int
    """How many active administrators there are beside the one it is about."""

    @property
    def given(self) -> frozenset[str]:
        """The roles that are new; of somebody who comes back, all."""
        return self.after.roles - self.before.roles if self.before.active else self.after.roles


GUARDS: tuple[Guard[Step], ...] = (
    Guard("roller", lambda f: f.after.roles <= set(ROLES), "Vælg roller fra listen."),
    Guard("aktiv", lambda f: f.after.active or not f.own, "Du kan ikke gøre din egen bruger inaktiv."),
    Guard(
        "roller",
        lambda f: f.after.cares or not f.before.cares or bool(f.others),
        "Det er den sidste systemadministrator. Giv en anden rollen, før den tages fra denne.",
    ),
)

TWO: tuple[tuple[Callable[[Step], bool], str], ...] = (
    (lambda f: bool(f.given & GRAVE), "Rollen som leder, revisor eller systemadministrator gives af to."),
    (lambda f: f.own and bool(f.given), "Ingen giver sig selv en rolle alene."),
    (lambda f: f.before.cares and not f.after.cares, "En systemadministrator tages ud af to."),
)
"""What takes two administrators, and why."""


def why_two(step: Step) -> str:
    """Say why a second administrator is needed, "" when one is enough."""
    return next((why for asks, why in TWO if asks(step)), "")


def is_fresh(renewed_by: str, renewed_on: date | None, asker: str, today: date) -> bool:
    """Tell whether somebody's way in was so lately given by the asker that it may be the asker who is there."""
    return renewed_by == asker and renewed_on is not None and today < renewed_on + WAIT_AFTER_RENEWAL


def lines(text: str) -> tuple[str, ...]:
    """Read a list with a word or a place on each line: no empty ones, each once, in the order written."""
    found = [" ".join(line.split()) for line in text.splitlines()]
    return tuple(dict.fromkeys(line for line in found if line))


def list_problem(words: tuple[str, ...]) -> str:
    """Say what is wrong with such a list, "" when nothing is."""
    if len(words) > MOST_LINES:
        return f"Listen er for lang. Skriv højst {MOST_LINES} linjer."
    if any(len(word) > LONGEST for word in words):
        return f"En linje er for lang. Skriv højst {LONGEST} tegn på hver."
    return ""
