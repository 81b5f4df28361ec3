"""What may be written of the people of a case (D9): the young person, the family, professionals from outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .guards import Guard
from .id_numbers import IDENTITY, Identified, holds_number
from .opening import MOST_IN_A_LINE, NO, YES

FACTS = {
    "full_name": "Navn",
    "preferred_name": "Kaldenavn",
    "address": "Adresse",
    "name_address_protection": "Navne- og adressebeskyttelse",
    "school": "Skole eller beskæftigelse",
    "language": "Sprog",
    "interpreter_needed": "Behov for tolk",
}
"""What can be changed of the young person without a reason."""
IDENTITY_FACTS = {
    "birth_date": "Fødselsdato",
    "id_number_type": "Nummerets art",
    "id_number": "Nummer",
    "id_number_note": "Bemærkning om nummeret",
}
"""What can only be changed with a reason."""
RELATIVE = {
    "name": "Navn",
    "relation": "Relation",
    "lives_with": "Bor sammen med den unge",
    "custody": "Har forældremyndighed",
}
CONTACT = {
    "name": "Navn",
    "title": "Titel",
    "organisation": "Arbejdssted",
    "phone": "Telefon",
    "email": "Mail",
    "task": "Opgave i forløbet",
}
YES_OR_NO = frozenset({"name_address_protection", "interpreter_needed", "lives_with", "custody"})
"""The facts that are yes or no."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody wrote in one of the forms, and the names that are taken."""

    said: Mapping[str, str]
    taken: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Tell whether a field was filled in."""
        return bool(self.said.get(name, "").strip())

    @property
    def fits(self) -> bool:
        """Whether all texts are lines, and none holds a personal number."""
        return not holds_number(*self.said.values()) and all(len(text) <= MOST_IN_A_LINE for text in self.said.values())


Row = Guard[Told]
FITS: Row = Guard(
    "name", lambda f: f.fits, "En af teksterne er for lang eller ligner et personnummer. Det hører ikke hjemme her."
)
NAMED: Row = Guard("name", lambda f: f.has("name"), "Skriv navnet.")
FREE: Row = Guard(
    "name",
    lambda f: f.said.get("name", "") not in f.taken,
    "Der er allerede en med det navn i forløbet. Skriv navnet, så I kan kende dem fra hinanden.",
)
GUARDS: Mapping[str, tuple[Row, ...]] = {
    "person": (
        Guard(
            "full_name",
            lambda f: len(f.said.get("full_name", "").split()) > 1,
            "Skriv den unges fulde navn, fornavn og efternavn.",
        ),
        Guard(
            "name_address_protection",
            lambda f: f.said.get("name_address_protection") in (YES, NO),
            "Vælg, om den unge har navne- og adressebeskyttelse.",
        ),
        Guard("full_name", FITS.holds, FITS.sentence),
    ),
    "relative": (NAMED, FREE, FITS),
    "contact": (
        NAMED,
        FREE,
        Guard("organisation", lambda f: f.has("organisation"), "Skriv, hvor vedkommende arbejder."),
        Guard(
            "phone",
            lambda f: f.has("phone") or f.has("email"),
            "Skriv et telefonnummer eller en mail, så I kan få fat i vedkommende.",
        ),
        Guard(
            "email",
            lambda f: not f.has("email") or _is_address(f.said["email"]),
            "Mailadressen er ikke hel. Den skal ligne navn@arbejdssted.dk.",
        ),
        FITS,
    ),
}


def _is_address(text: str) -> bool:
    name, at, domain = text.strip().partition("@")
    return bool(name and at) and "." in domain and not any(letter.isspace() for letter in text.strip())


@dataclass(frozen=True, slots=True)
class NewIdentity(Identified):
    """Another birth date or id number, and why."""

    reason: str = ""


NEW_IDENTITY: tuple[Guard[NewIdentity], ...] = (
    *IDENTITY,
    Guard(
        "reason",
        lambda f: bool(f.reason.strip()) and not holds_number(f.reason),
        "Skriv, hvorfor fødselsdato eller nummer ændres, uden at skrive nummeret. Det bliver stående i forløbet.",
    ),
)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody's part in a case that is to end."""

    name: str
    there: bool = True
    """Whether there is a part to end."""
    named: tuple[str, ...] = field(default=())
    """The tasks of which a case has one: plan coordinator, deputy, contact person."""
    last_keeper: bool = False
    reason: str = ""

    @property
    def tasks(self) -> str:
        """The tasks inside a sentence."""
        return " og ".join(task.lower() for task in self.named)


LEAVING: tuple[Guard[Leaving], ...] = (
    Guard("person", lambda f: f.there, "{facts.name} har ikke længere en opgave i forløbet."),
    Guard(
        "person",
        lambda f: not f.named,
        "{facts.name} er {facts.tasks}. Vælg en anden til det på siden om fasen, før opgaven i forløbet slutter.",
    ),
    Guard(
        "person",
        lambda f: not f.last_keeper,
        "{facts.name} er den, der holder forløbet sammen. Vælg en plankoordinator på siden om fasen først.",
    ),
    Guard("grund", lambda f: bool(f.reason.strip()), "Skriv, hvorfor opgaven slutter. Det bliver stående i forløbet."),
)
