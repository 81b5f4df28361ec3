"""What a municipality must tell those whose data it keeps (GDPR art. 13 and 14), in plain words.

The municipality fills in its own lines; every line has words that are true until it does. What stands on a paper is
frozen with it, so a later change of these texts changes no paper.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .guards import Guard
from .rules.privacy import ID_NUMBER

MOST_LETTERS = 600
COMPLAIN = "Datatilsynet, www.datatilsynet.dk"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that the municipality fills in."""

    id: str
    label: str
    hint: str
    default: str


LINES = {
    one.id: one
    for one in (
        Line(
            "contact",
            "Kommunens adresse, telefon og mail",
            "Så man kan skrive eller ringe om sine oplysninger.",
            "",
        ),
        Line(
            "dpo",
            "Databeskyttelsesrådgiverens kontakt",
            "Navn er ikke nødvendigt. Skriv telefon, mail eller link til sikker post.",
            "",
        ),
        Line(
            "law",
            "Loven, I bruger oplysningerne efter",
            "Skriv lovens navn. Det står på siden og på samtykket.",
            "lov om kommunal indsats for unge under 25 år, retssikkerhedslovens § 11 a og "
            "databeskyttelsesforordningens artikel 6 og 9",
        ),
        Line(
            "keep",
            "Hvor længe oplysningerne gemmes",
            "Skriv det i hele sætninger og i du-form.",
            "Vi gemmer dine oplysninger, så længe vi hjælper dig, og bagefter så længe arkivloven kræver det. Derefter "
            "bliver de givet til et arkiv eller slettet.",
        ),
    )
}
GUARDS: tuple[Guard[Mapping[str, str]], ...] = (
    Guard(
        "lang",
        lambda f: all(len(text) <= MOST_LETTERS for text in f.values()),
        f"En af teksterne er for lang. Der er plads til {MOST_LETTERS} tegn i hver.",
    ),
    Guard(
        "nummer",
        lambda f: not any(ID_NUMBER.search(text) for text in f.values()),
        "En af teksterne ligner et personnummer. Det må ikke stå her, for alle kan læse det.",
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told in a municipality today."""

    municipality: str
    contact: str = ""
    dpo: str = ""
    law: str = LINES["law"].default
    keep: str = LINES["keep"].default

    @property
    def who(self) -> str:
        """Name the municipality, also before anybody has written its name."""
        return self.municipality or "Kommunen"

    @property
    def adviser(self) -> str:
        """Say how one reaches the data protection adviser."""
        return f"Kommunens databeskyttelsesrådgiver: {self.dpo}." if self.dpo else ASK_ADVISER

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the lines that only the municipality knows and has not filled in."""
        return tuple(LINES[name].label for name in ("contact", "dpo") if not getattr(self, name))


ASK_ADVISER = "Kommunen har en databeskyttelsesrådgiver. Spørg os, hvordan du får fat i vedkommende."


def told(municipality: str, facts: Iterable[Mapping]) -> Told:
    """Return what is told now: what was written last, line by line."""
    values: dict[str, str] = {}
    for fact in facts:
        values |= {name: text for name, text in fact["values"].items() if name in LINES}
    return Told(municipality, **{name: text for name, text in values.items() if text})


def in_letter(one: Told) -> str:
    """Write the few lines under a letter."""
    contact = f" ({one.contact})" if one.contact else ""
    return (
        f"{one.who}{contact} er ansvarlig for dine oplysninger. Vi bruger dem til at hjælpe dig med uddannelse og job "
        f"og har dem fra dig og fra dem i kommunen, der hjælper dig. {one.keep} Du har ret til at se dem, få dem "
        f"rettet og sige nej til noget af det. {one.adviser} Du kan klage til {COMPLAIN}."
    )


def on_consent(one: Told) -> str:
    """Write the lines at the end of a consent, one paragraph each."""
    contact = f" Du kan kontakte os her: {one.contact}." if one.contact else ""
    return "\n".join(
        (
            f"{one.who} er ansvarlig for de oplysninger, vi har om dig.{contact}",
            f"Vi bruger dem til at hjælpe dig med uddannelse og job. Det gør vi efter {one.law}.",
            "Vi har dem fra dig, fra din familie og fra dem, der står i samtykket. Kun de afdelinger og personer, der "
            "står i samtykket, får dem, medmindre en lov siger andet.",
            one.keep,
            "- Du har ret til at se det, vi har skrevet om dig.\n- Du har ret til at få fejl rettet.\n- Du kan bede os "
            "om at slette noget eller bruge mindre. Nogle ting skal vi gemme efter loven, og så får du at vide hvorfor."
            "\n- Du kan altid trække dit samtykke tilbage. Det er nok at sige det. Det ændrer ikke det, der er delt "
            "før.",
            f"{one.adviser} Du kan klage til {COMPLAIN}.",
        )
    )


FORMS = {"kui.consent": on_consent, "kui.notice": in_letter}
"""The papers on which it is told, each once."""


def printed(form_key: str, one: Told) -> str:
    """Return what is told at the end of a paper, "" on all others."""
    write = FORMS.get(form_key)
    return write(one) if write else ""
