"""Signatures that came with an import: told as what the file says, since nobody checked them (D18)."""

from collections.abc import Iterable
from dataclasses import dataclass

from kuidocs.services.pdf.api import SignatureFacts
from kuidocs.services.pdf.text import line, moment

ROLES = {
    "chair": "Mødeleder",
    "young_person": "Den unge",
    "custody_holder": "Forælder med forældremyndighed",
    "guardian": "Værge",
    "plan_coordinator": "Plankoordinator",
}
METHODS = {
    "mitid": "MitID",
    "handwritten": "Underskrift på papir",
    "signed_paper": "Underskrift på papir",
    "paper": "Underskrift på papir",
    "login": "Personligt login",
    "oral_noted": "Mundtligt, noteret",
}
OUTCOMES = {"refused": "Ønskede ikke at skrive under", "not_asked": "Er ikke spurgt"}


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of the table of signatures."""

    name: str
    role: str
    how: str
    words: str
    when: str


def signatures(given: Iterable[SignatureFacts]) -> tuple[Signature, ...]:
    """Put signatures into words."""
    return tuple(
        Signature(
            line(each.signer),
            ROLES.get(each.role, line(each.role)),
            OUTCOMES.get(each.outcome, METHODS.get(each.method, line(each.method))),
            line(each.words),
            moment(each.at) if each.at else "",
        )
        for each in given
    )
