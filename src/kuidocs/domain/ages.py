"""The birthdays that change something, and what is to be done (DOMAIN 6.4). Ages come from the date of birth only."""

from dataclasses import dataclass
from datetime import date, timedelta

from .danish import age_on


@dataclass(frozen=True, slots=True)
class Birthday:
    """One age: what changes on the day, and what somebody has to do."""

    age: int
    changes: str
    to_do: str


BIRTHDAYS = {
    row.age: row
    for row in (
        Birthday(
            15,
            "Nu giver den unge selv sit samtykke, og der er pligt til uddannelse, beskæftigelse eller anden aktivitet.",
            "Indhent et nyt samtykke fra den unge selv, giv besked til forældremyndighedens indehavere, og skriv i "
            "planen, hvordan pligten opfyldes.",
        ),
        Birthday(
            16,
            "Nu kan der være en ungeplan eller en helhedsorienteret plan ved siden af uddannelsesplanen.",
            "Spørg familieafdelingen, om der er en ungeplan, og skriv det i uddannelsesplanen, så planerne passer "
            "sammen.",
        ),
        Birthday(
            18,
            "Den unge er myndig. Forældrene skal ikke længere høres og har ikke længere adgang.",
            "Indhent et nyt samtykke, aftal med den unge, om forældrene må være med, og ret deltagerne i de næste "
            "møder.",
        ),
        Birthday(
            25,
            "Retten til en uddannelsesplan hører op, hvis kommunen ikke fortsætter til 30 år.",
            "Aftal med den unge, hvem der går videre, og afslut planen eller forløbet, eller skriv, hvorfor det "
            "fortsætter.",
        ),
    )
}


def birthday(birth: date, age: int) -> date:
    """Return the day on which somebody reaches an age; born on 29 February it may be 1 March."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


def ahead(birth: date, since: date) -> dict[int, date]:
    """Return the birthdays of the table that come on a day or after it, by age."""
    before = age_on(birth, since - timedelta(days=1))
    return {age: birthday(birth, age) for age in BIRTHDAYS if age > before}
