"""Who has got the contact card, and how: the young person and the family are told whom they can call (R37)."""

from datetime import date

from .errors import Refused

RECEIVERS = {"young": "Den unge", "family": "Familien", "both": "Den unge og familien"}
WAYS = {"in_person": "Afleveret", "letter": "Brev eller Digital Post", "shown": "Gennemgået på et møde"}
FORM = "Det er ikke et kontaktkort, så det kan ikke gives videre her."
NOT_APPROVED = "Kontaktkortet er ikke godkendt endnu. Godkend det, før du giver det videre."


def check(form_key: str, approved: bool, to: str, how: str, day: date | None, today: date) -> None:
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
