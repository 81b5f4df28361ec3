"""The consent ledger: who may give and receive what about a young person, and until when (R5, D21, D23).

It is made of the one version of the consent that is in force. Whoever asks whether something may be shared asks here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .consents import ACTIVE, EXPIRED, EXPIRING, NEEDS_RENEWAL, WITHDRAWN, Consent, status
from .danish import age_on, long_date
from .information_types import in_words

SHARE, RECEIVE = "share", "receive"
PARENTS = frozenset({"custody_holder"})
GROWN_UP = 18
ALL: frozenset[str] = frozenset()
NO_CONSENT = "Der er intet samtykke. Indhent det, før I indkalder eller deler."


@dataclass(frozen=True, slots=True)
class Giver:
    """Somebody who has said yes."""

    name: str
    role: str
    given_at: date | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """What one party may do. ``person`` informs only (D21); ``about`` is what may be said to an external party."""

    party: str
    external: bool
    gives: bool
    receives: bool
    types: frozenset[str]
    since: date
    until: date
    person: str = ""
    about: str = ""
    rid: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The consent in force as a list of grants."""

    grants: tuple[Grant, ...]
    givers: tuple[Giver, ...]
    valid_from: date
    valid_until: date
    birth: date
    withdrawn_at: date | None = None
    not_to_share: str = ""
    version: int = 0
    label: str = ""

    @property
    def given_at(self) -> date:
        """The day on which the last of them said yes."""
        return max((one.given_at for one in self.givers if one.given_at), default=date.min)

    @property
    def consent(self) -> Consent:
        """The same as a consent without its details: dates, givers, departments."""
        departments = tuple(dict.fromkeys(grant.party for grant in self.grants if not grant.external))
        names = tuple(one.name for one in self.givers)
        return Consent(self.valid_from, self.valid_until, self.given_at, departments, names, self.withdrawn_at)

    @property
    def types(self) -> frozenset[str]:
        """Everything that somebody may hear of."""
        return frozenset().union(*(grant.types for grant in self.grants))

    def status(self, day: date) -> str:
        """Say what the consent is worth on a day, in the words of ``domain.consents``."""
        return status(self.consent, day, self.birth)

    def holds_on(self, day: date) -> bool:
        """Tell whether anything may be shared on a day."""
        return self.valid_from <= day and self.status(day) in (ACTIVE, EXPIRING)

    def givers_on(self, day: date) -> tuple[Giver, ...]:
        """List those whose word counts on a day: at 18 the parents' part ends at midnight (DOMAIN 4.2)."""
        grown_up = age_on(self.birth, day) >= GROWN_UP
        return tuple(one for one in self.givers if not (grown_up and one.role in PARENTS))

    def grants_on(self, day: date) -> tuple[Grant, ...]:
        """List what is granted on a day."""
        return self.grants if self.holds_on(day) else ()

    def covers(self, department: str, day: date, types: Iterable[str] = ALL, receiving: bool = True) -> bool:
        """Tell whether a department may receive these types on a day; without ``receiving``, whether it may attend.

        »PPR/Skolen« are two departments, and both must be covered (D9). Nobody is covered under no name.
        """
        parts = names(department)
        return bool(parts) and all(self._covers(part, day, frozenset(types), receiving) for part in parts)

    def _covers(self, department: str, day: date, types: frozenset[str], receiving: bool) -> bool:
        own = [one for one in self.grants_on(day) if _same(one.party, department)]
        own = [one for one in own if one.receives or (one.gives and not receiving)]
        return bool(own) and types <= frozenset().union(*(one.types for one in own))

    def shares(self, department: str, day: date) -> bool:
        """Tell whether a department may give something on a day."""
        giving = {one.party for one in self.grants_on(day) if one.gives}
        parts = names(department)
        return bool(parts) and all(any(_same(party, part) for party in giving) for part in parts)

    def heard(self, department: str, day: date) -> frozenset[str]:
        """List the types that a department may receive on a day."""
        return frozenset(one for one in self.types if self.covers(department, day, {one}))

    def attending(self, day: date) -> frozenset[str]:
        """List the parties that may take part in a meeting on a day (D21)."""
        return frozenset(one.party for one in self.grants_on(day) if one.gives or one.receives)

    def missing(self, department: str, day: date, types: Iterable[str] = ALL, receiving: bool = True) -> str:
        """Say why a department is not covered; "" when it is."""
        if self.covers(department, day, types, receiving):
            return ""
        if not self.holds_on(day):
            return self.invalid(day)
        lacking = [part for part in names(department) if not self._covers(part, day, ALL, False)]
        if lacking or not names(department):
            return f"{lacking[0] if lacking else 'Afdelingen'} er ikke med i samtykket."
        if not self.covers(department, day):
            return f"{department} må dele, men ikke modtage efter samtykket."
        types = frozenset(types) - self.heard(department, day)
        return f"Samtykket giver ikke {department} lov til at høre om {in_words(types)}."

    def invalid(self, day: date) -> str:
        """Say why nothing at all may be shared on a day; "" when something may."""
        if self.holds_on(day):
            return ""
        state = self.status(day)
        if state == WITHDRAWN and self.withdrawn_at:
            return f"Samtykket blev trukket tilbage den {long_date(self.withdrawn_at)}."
        if state == EXPIRED:
            return f"Samtykket gælder kun til den {long_date(self.valid_until)}."
        if state == NEEDS_RENEWAL:
            return "Samtykket skal fornyes, for det blev givet før en fødselsdag, der ændrer, hvem der siger ja."
        return f"Samtykket gælder først fra den {long_date(self.valid_from)}."


def names(department: str) -> list[str]:
    """Name the departments behind a written one: »PPR/Skolen« are two (D9)."""
    return [part.strip() for part in department.split("/") if part.strip()]


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def ledger(
    content: Mapping[str, Any],
    birth: date,
    *,
    withdrawn_at: date | None = None,
    version: int = 0,
    label: str = "",
) -> Ledger:
    """Read the ledger out of a consent's content."""
    since, until = _day(content.get("valid_from")) or date.min, _day(content.get("valid_until")) or date.max
    types = frozenset(one for one in _listed(content, "information_types") if isinstance(one, str))
    return Ledger(
        tuple(_grants(content, types, since, until)),
        tuple(_givers(content)),
        since,
        until,
        birth,
        withdrawn_at,
        str(content.get("not_to_share") or ""),
        version,
        label,
    )


def _grants(content: Mapping[str, Any], types: frozenset[str], since: date, until: date) -> Iterable[Grant]:
    for row in _rows(content, "recipients"):
        may = _listed(row, "may")
        told = (SHARE in may, RECEIVE in may, types, since, until, _text(row.get("named_person")), "")
        for party in names(str(row.get("department") or "")):
            yield Grant(party, False, *told, str(row.get("rid", "")))
    for row in _rows(content, "external_parties"):
        party, about = str(row.get("organisation") or ""), str(row.get("information") or "")
        person, rid = _text(row.get("named_person")), str(row.get("rid", ""))
        if party.strip():
            # What an external party may hear is told in words, which no table can compare.
            yield Grant(party.strip(), True, True, True, ALL, since, until, person, about, rid)


def _givers(content: Mapping[str, Any]) -> Iterable[Giver]:
    for row in _rows(content, "given_by"):
        if _text(row.get("name")):
            yield Giver(_text(row.get("name")), str(row.get("role") or ""), _day(row.get("given_at")))


def _listed(content: Mapping[str, Any], name: str) -> Iterable[Any]:
    """Return the values of a list. A file that is read in may hold anything; its faults are told elsewhere."""
    found = content.get(name)
    return found if isinstance(found, list | tuple | set | frozenset) else ()


def _rows(content: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    return (row for row in _listed(content, name) if isinstance(row, Mapping))


def _text(person: object) -> str:
    return str(person.get("text") or "") if isinstance(person, Mapping) else str(person or "")


def _day(text: object) -> date | None:
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text[:10]) if isinstance(text, str) else None
    except ValueError:
        return None
