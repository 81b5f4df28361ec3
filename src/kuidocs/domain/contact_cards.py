"""Who has got the contact card, and how: the young person and the family are told whom they can call (R37)."""

from datetime import date

from . import custody
from .errors import Refused

OF_AGE = frozenset({"young"})
"""To whom a card is given once the young person is of age, and shows it to whom he or she wants."""
RECEIVERS = {"young": "Den unge", "family": "Familien", "both": "Den unge og familien"}
WAYS = {"in_person": "Afleveret", "letter": "Brev eller Digital Post", "shown": "Gennemgået på et møde"}
FORM = "Det er ikke et kontaktkort, så det kan ikke gives videre her."
GIVEN_TO_THE_YOUNG = "Den unge var fyldt 18 år den dag. Kortet gives til den unge selv, som kan vise det til familien."
NOT_APPROVED = "Kontaktkortet er ikke godkendt endnu. Godkend det, før du giver det videre."


def check(form_key: str, approved: bool, to: str, how: str, day: date | None, today: date, birth: date) -> None:
    """Refuse to write down that a card was given, unless it can have been.

    Raises Refused.
    """
    if form_key != "kui.contact_card":
        raise Refused("form", FORM)
    if not approved:
        raise Refused("not_approved", NOT_APPROVED)
    if to not in RECEIVERS:
        raise Refused("to", "Vælg, hvem der har fået kortet.")
    if how not in WAYS:
        raise Refused("how", "Vælg, hvordan kortet blev givet.")
    if day is None or day > today:
        raise Refused("day", "Skriv den dag, kortet blev givet. Det kan ikke være efter i dag.")
    if to not in receivers(birth, day):
        raise Refused("to", GIVEN_TO_THE_YOUNG)


def receivers(birth: date, day: date) -> dict[str, str]:
    """List who can be given the card on a day."""
    return {id: label for id, label in RECEIVERS.items() if custody.lasts(birth, day) or id in OF_AGE}
