"""Access that a written reason gives, and access that is taken away: break-glass, the auditor's sample, and conflict of
interest (DOMAIN 5, D24). Everything is a fact of the case; what counts today is computed from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from .guards import Guard

HOURS = 24
"""How long a case stays open for who opened it with a reason; longer only by a new act."""
LEAST_LETTERS, MOST_LETTERS = 30, 2000
EMERGENCY, SAMPLE = "emergency", "sample"
OPENED, ENDED = "access_opened", "access_ended"
BLOCKED, UNBLOCKED = "person_blocked", "person_unblocked"
"""The kinds of the facts on a case."""
BASES: Mapping[str, Mapping[str, str]] = {
    EMERGENCY: {
        "danger": "Der er fare for den unge eller andre, og nogen må handle nu",
        "notification": "En underretning skal undersøges og kan ikke vente",
        "deadline": "En frist i loven kan ikke holdes, fordi plankoordinator er væk",
        "supervision": "En klage, et tilsyn eller en domstol kræver, at sagen bliver set",
    },
    SAMPLE: {
        "plan": "Stikprøve efter kommunens plan for kontrol",
        "suspicion": "Mistanke om, at nogen har brugt sin adgang forkert",
        "complaint": "En klage over, hvem der har set sagen",
    },
}
"""On what one can open a case without a task in it, by the kind of opening."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One time that somebody opened a case with a reason."""

    id: str
    kind: str
    user_id: str
    name: str
    basis: str
    reason: str
    at: str
    until: datetime
    ended_at: str = ""

    @property
    def basis_words(self) -> str:
        """The basis as its table words it."""
        return BASES[self.kind][self.basis]

    def lasts(self, now: datetime) -> bool:
        """Tell whether it counts at a moment."""
        return not self.ended_at and datetime.fromisoformat(self.at) <= now < self.until

    def carried(self) -> dict[str, str]:
        """Return what every read under it carries into the log."""
        return {"opening": self.id, "access": self.kind, "basis": self.basis, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Block:
    """One person who must not see the case, and why."""

    user_id: str
    reason: str
    at: str
    by: str
    lifted_at: str = ""
    lifted_reason: str = ""


def openings(facts: Iterable[Mapping]) -> list[Opening]:
    """Read the facts of a case: every time that it was opened with a reason, in order."""
    found: dict[str, Opening] = {}
    for fact in facts:
        data = fact["data"]
        if fact["kind"] == OPENED:
            found[fact["id"]] = _opening(fact)
        elif fact["kind"] == ENDED and data["of"] in found:
            found[data["of"]] = _opening_ended(found[data["of"]], fact["at"])
    return list(found.values())


def _opening(fact: Mapping, ended: str = "") -> Opening:
    data, by = fact["data"], fact["by"]
    until = datetime.fromisoformat(data["until"])
    return Opening(
        fact["id"], data["kind"], by["user_id"], by["name"], data["basis"], data["reason"], fact["at"], until, ended
    )


def _opening_ended(one: Opening, at: str) -> Opening:
    return Opening(one.id, one.kind, one.user_id, one.name, one.basis, one.reason, one.at, one.until, at)


def active(facts: Iterable[Mapping], user_id: str, now: datetime) -> Opening | None:
    """Return the opening under which somebody reads now, the newest of several."""
    mine = [one for one in openings(facts) if one.user_id == user_id and one.lasts(now)]
    return mine[-1] if mine else None


def until(now: datetime) -> datetime:
    """Return when an opening that is made now ends by itself."""
    return now + timedelta(hours=HOURS)


def blocks(facts: Iterable[Mapping]) -> list[Block]:
    """Read the facts of a case: every block, lifted or not, in order."""
    found: list[Block] = []
    for fact in facts:
        data = fact["data"]
        if fact["kind"] == BLOCKED:
            found.append(Block(data["user_id"], data["reason"], fact["at"], fact["by"]["name"]))
        elif fact["kind"] == UNBLOCKED:
            found = [
                Block(one.user_id, one.reason, one.at, one.by, fact["at"], data["reason"])
                if one.user_id == data["user_id"] and not one.lifted_at
                else one
                for one in found
            ]
    return found


def blocked(facts: Iterable[Mapping]) -> frozenset[str]:
    """Return who must not see the case now."""
    return frozenset(one.user_id for one in blocks(facts) if not one.lifted_at)


# What must hold before


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """What is known when somebody wants to open a case with a reason."""

    kind: str
    basis: str
    reason: str
    has_part: bool


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """What is known when somebody is to be kept out of a case."""

    name: str
    """"" for somebody who does not work here."""
    reason: str
    oneself: bool = False
    named: str = ""
    """The task that the person is named to in the case, in words."""
    blocked: bool = False


TOO_SHORT = f"Skriv grunden, så en anden kan forstå den: mindst {LEAST_LETTERS} tegn. Den bliver gemt og kontrolleret."


def _long_enough(reason: str) -> bool:
    return len(" ".join(reason.split())) >= LEAST_LETTERS and len(reason) <= MOST_LETTERS


OPENING: tuple[Guard[OpeningFacts], ...] = (
    Guard(
        "begrundelse", lambda f: not f.has_part, "Du har allerede en opgave i forløbet. Du kan læse det uden videre."
    ),
    Guard("grundlag", lambda f: f.basis in BASES[f.kind], "Vælg det grundlag i listen, der passer."),
    Guard("begrundelse", lambda f: _long_enough(f.reason), TOO_SHORT),
)
BLOCKING: tuple[Guard[BlockFacts], ...] = (
    Guard("person", lambda f: bool(f.name), "Vælg en medarbejder i listen."),
    Guard(
        "person", lambda f: not f.oneself, "Du kan ikke spærre for dig selv. Bed plankoordinator eller lederen om det."
    ),
    Guard("person", lambda f: not f.blocked, "{facts.name} er allerede spærret ude af forløbet."),
    Guard("person", lambda f: not f.named, "{facts.name} er {facts.named}. Vælg først en anden til den opgave."),
    Guard(
        "grund",
        lambda f: bool(f.reason.strip()),
        "Skriv hvorfor, fx at de er i familie. Det bliver stående i forløbet.",
    ),
)
UNBLOCKING: tuple[Guard[BlockFacts], ...] = (
    Guard("person", lambda f: f.blocked, "Personen er ikke spærret ude. Genindlæs siden."),
    Guard("grund", lambda f: bool(f.reason.strip()), "Skriv, hvorfor spærringen ikke gælder mere."),
)
