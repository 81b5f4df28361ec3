"""Opening a case (R22-R24, D24, DOMAIN 4.1 create): who may, and what must be told. A row for each thing."""

from collections.abc import Iterator
from dataclasses import dataclass

from .guards import Guard
from .id_numbers import IDENTITY, Identified, holds_number

OPENERS = frozenset({"caseworker", "plan_coordinator", "department_leader"})
"""The organisation roles of those who may have a task in a young person's life, and so may open a case (R22)."""
WHO_OPENS = (
    "Et forløb åbnes af en fagprofessionel, der har en opgave i den unges liv, eller af en leder. Bed en, der har, om "
    "at åbne det."
)
YES, NO = "ja", "nej"
MOST_LETTERS = 4000
MOST_IN_A_LINE = 200


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the family."""

    name: str = ""
    relation: str = ""
    lives_with: bool = False
    custody: bool = False

    @property
    def said(self) -> bool:
        """Whether anything was written of this one."""
        return bool(self.name or self.relation or self.lives_with or self.custody)


@dataclass(frozen=True, slots=True)
class Opening(Identified):
    """What somebody says who wants to open a case."""

    full_name: str = ""
    preferred_name: str = ""
    address: str = ""
    protection: str = ""
    family: tuple[Relative, ...] = ()
    school: str = ""
    task: str = ""
    """The own task in the young person's life (R23)."""
    why_now: str = ""
    target_group_reason: str = ""
    departments: tuple[str, ...] = ()
    own_department: str = ""
    known_departments: frozenset[str] = frozenset()

    @property
    def others(self) -> list[str]:
        """The other departments that are expected."""
        return [one for one in self.departments if one in self.known_departments and one != self.own_department]

    @property
    def texts(self) -> dict[str, str]:
        """The long texts, by field."""
        return {"task": self.task, "why_now": self.why_now, "target_group_reason": self.target_group_reason}

    @property
    def lines(self) -> tuple[str, ...]:
        """The short texts."""
        own = (self.full_name, self.preferred_name, self.address, self.school, self.id_number_note)
        return (*own, *(text for one in self.family for text in (one.name, one.relation)))


Row = Guard[Opening]
NUMBER_IN_TEXT = "Teksten ligner et personnummer. Det hører kun hjemme i feltet til nummeret."


def _no_number(field: str) -> Row:
    return Guard(field, lambda f: not holds_number(f.texts[field]), NUMBER_IN_TEXT)


def _said(field: str, sentence: str) -> tuple[Row, ...]:
    """A text that must be there, is not endless, and holds no personal number."""
    return (
        Guard(field, lambda f: bool(f.texts[field].strip()), sentence),
        Guard(field, lambda f: len(f.texts[field]) <= MOST_LETTERS, f"Teksten er for lang. Højst {MOST_LETTERS} tegn."),
        _no_number(field),
    )


def named_once(family: tuple[Relative, ...]) -> bool:
    """Tell whether everybody of the family who is named has a name of his or her own."""
    names = [one.name for one in family if one.name]
    return len(names) == len(set(names))


GUARDS: tuple[Row, ...] = (
    Guard("full_name", lambda f: len(f.full_name.split()) > 1, "Skriv den unges fulde navn, fornavn og efternavn."),
    *IDENTITY,
    Guard(
        "protection",
        lambda f: f.protection in (YES, NO),
        "Spørg, om den unge har navne- og adressebeskyttelse, og vælg ja eller nej.",
    ),
    Guard(
        "family",
        lambda f: all(one.name for one in f.family if one.said),
        "Skriv navnet på alle i familien, eller slet linjen.",
    ),
    Guard(
        "family",
        lambda f: named_once(f.family),
        "To i familien har samme navn. Skriv dem, så I kan kende dem fra hinanden.",
    ),
    Guard(
        "full_name",
        lambda f: all(len(line) <= MOST_IN_A_LINE for line in f.lines) and not holds_number(*f.lines),
        "Et navn, en adresse eller en bemærkning er for lang eller ligner et personnummer. Ret den.",
    ),
    *_said("task", "Skriv, hvilken opgave du har i den unges liv."),
    *_said("why_now", "Skriv, hvorfor samarbejdet skal begynde nu."),
    *_said("target_group_reason", "Skriv, hvorfor den unge er i målgruppen. Uden den grund kan et forløb ikke åbnes."),
    Guard(
        "departments",
        lambda f: bool(f.others),
        "Vælg mindst én afdeling ud over din egen. Modellen er til unge, som flere afdelinger skal samarbejde om.",
    ),
)


def wrong(told: Opening) -> Iterator[tuple[str, str]]:
    """Go through what is wrong: the field and the sentence, one sentence for each field."""
    seen: set[str] = set()
    for guard in GUARDS:
        if guard.name not in seen and not guard.holds(told):
            seen.add(guard.name)
            yield guard.name, guard.said(told)
