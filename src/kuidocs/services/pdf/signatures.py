"""Signatures that came with an import: told as what the file says, since nobody checked them (D18)."""

from collections.abc import Iterable
from dataclasses import dataclass

from kuidocs.domain.signature_words import METHODS, OUTCOMES, ROLES
from kuidocs.services.pdf.api import SignatureFacts
from kuidocs.services.pdf.text import line, moment


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
