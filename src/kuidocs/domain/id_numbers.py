"""Personal numbers and birth dates: what can be seen to be wrong with them (DOMAIN 6.10, 6.4).

Only the form is checked: ten digits, and a day that exists. There is no check of modulus 11, for numbers without it are
given out; and the age comes from the birth date, never from the number.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from .danish import age_on
from .guards import Guard
from .rules.privacy import ID_NUMBER

CPR, REPLACEMENT, NONE = "cpr", "replacement", "none"
KINDS = {CPR: "Personnummer", REPLACEMENT: "Erstatningspersonnummer", NONE: "Intet nummer"}
DIGITS = 10
ADDED_DAYS = {CPR: 0, REPLACEMENT: 60}
"""What is added to the day in the number of each kind."""
LEAP_YEAR = 2000
OLDEST = 30
"""A plan goes on until 25, in some cases until 30."""


@dataclass(frozen=True, slots=True)
class Identified:
    """Who somebody is said to be. ``id_number`` has no hyphen and no spaces."""

    today: date
    birth_date: date | None = None
    id_number_type: str = ""
    id_number: str = ""
    id_number_note: str = ""

    @property
    def has_digits(self) -> bool:
        """Whether the number is ten digits."""
        return len(self.id_number) == DIGITS and self.id_number.isascii() and self.id_number.isdigit()

    @property
    def has_day(self) -> bool:
        """Whether the number begins with a day that exists, in the way of its kind."""
        day, month = int(self.id_number[:2]) - ADDED_DAYS[self.id_number_type], int(self.id_number[2:4])
        return 1 <= month <= 12 and 1 <= day <= monthrange(LEAP_YEAR, month)[1]

    @property
    def old_enough_to_be_wrong(self) -> bool:
        """Whether nobody of that age is in the model."""
        return self.birth_date is not None and age_on(self.birth_date, self.today) > OLDEST


def bare(number: str) -> str:
    """Take out the hyphen and the spaces of a number."""
    return "".join(letter for letter in number if letter != "-" and not letter.isspace())


def written(number: str) -> str:
    """Write a number with its hyphen, as it is stored."""
    return f"{number[:6]}-{number[6:]}" if number else ""


IDENTITY: tuple[Guard[Any], ...] = (
    Guard(
        "birth_date",
        lambda f: f.birth_date is not None and f.birth_date <= f.today,
        "Skriv den unges fødselsdato. Den kan ikke ligge i fremtiden.",
    ),
    Guard(
        "birth_date",
        lambda f: not f.old_enough_to_be_wrong,
        "Med den fødselsdato er den unge over 30 år. Se efter, om årstallet er rigtigt.",
    ),
    Guard("id_number_type", lambda f: f.id_number_type in KINDS, "Vælg, hvilket nummer den unge har."),
    Guard(
        "id_number",
        lambda f: f.id_number_type not in ADDED_DAYS or f.has_digits,
        "Nummeret skal have ti cifre. Skriv det, som det står på den unges papirer.",
    ),
    Guard(
        "id_number",
        lambda f: f.id_number_type not in ADDED_DAYS or not f.has_digits or f.has_day,
        "De første fire cifre er ikke en dag, der findes. Se efter, om nummeret og dets art er rigtige. I et "
        "erstatningspersonnummer er der lagt 60 til dagen.",
    ),
    Guard(
        "id_number",
        lambda f: f.id_number_type != NONE or not f.id_number,
        "Du har valgt, at der ikke er et nummer, men skrevet et. Vælg nummerets art, eller slet nummeret.",
    ),
    Guard(
        "id_number_note",
        lambda f: f.id_number_type != NONE or bool(f.id_number_note.strip()),
        "Skriv, hvorfor der ikke er et nummer.",
    ),
)
"""What must hold before somebody counts as identified; ``name`` is the field that mends it."""


def holds_number(*texts: str) -> bool:
    """Tell whether a text holds what looks like a personal number, which belongs in its own field."""
    return any(ID_NUMBER.search(text) for text in texts)
