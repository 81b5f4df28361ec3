"""Rules about what the consent covers (R5). A missing consent stops the sending of a notice; it never stops anybody
from writing down what happened (D22), so there it is a warning."""

from collections.abc import Iterator
from datetime import date

from ..consent_ledger import names
from ..danish import long_date
from ..problems import Path, Problem
from .base import Content, Facts, rows, rule

CANNOT_BE_SENT = (
    "Indkaldelsen kan ikke sendes endnu. Der mangler et gældende samtykke, der dækker {afdeling}{dag}. "
    "Indhent eller forny samtykket først."
)
WAS_NOT_COVERED = (
    "Der var ikke et gældende samtykke, der dækkede {afdeling}{dag}. Skriv hvorfor, og bed lederen om at godkende "
    "afvigelsen."
)
SHARES = frozenset({"give_information", "both"})


def uncovered(department: str | None, covered: frozenset[str] | None) -> bool:
    """Tell whether a department is known not to be covered; »PPR/Skolen« are two, and both must be (D9)."""
    if not department or covered is None or department in covered:
        return False
    return not set(names(department)) <= covered


def _missing(path: Path, sentence: str, department: str, day: date | None, *, warning: bool) -> Problem:
    when = f" den {long_date(day)}" if day else ""
    return Problem(path, "no_consent", sentence.format(afdeling=department, dag=when), warning=warning)


def _participants(content: Content, facts: Facts) -> Iterator[tuple[Path, str]]:
    for number, person in rows(content, "participants"):
        department = person.get("department")
        if department and uncovered(department, facts.consented_departments):
            yield ("participants", number, "department"), department


@rule(hard=True)
def departments_are_in_the_consent(content: Content, facts: Facts) -> Iterator[Problem]:
    """Kun afdelinger, som samtykket dækker på mødets dag, indkaldes (R5, R6, R25)."""
    day = content.get("meeting_date") or facts.meeting_date
    for path, department in _participants(content, facts):
        yield _missing(path, CANNOT_BE_SENT, department, day, warning=False)


@rule(hard=True)
def consent_covered_the_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """Deltog en afdeling, som samtykket ikke dækkede, skal lederen godkende afvigelsen (R5)."""
    day = content.get("held_at") or facts.meeting_date
    for path, department in _participants(content, facts):
        yield _missing(path, WAS_NOT_COVERED, department, day, warning=True)


@rule(hard=True)
def contacts_are_in_the_consent(content: Content, facts: Facts) -> Iterator[Problem]:
    """Personoplysninger deles kun med fagpersoner, som samtykket dækker (R5, R27)."""
    shared = [(("contact",), content.get("contact") or {})] if content.get("shares_personal_data") else []
    told = [(("secondary_contacts", n), r) for n, r in rows(content, "secondary_contacts") if r.get("intent") in SHARES]
    for path, contact in [*shared, *told]:
        department = contact.get("department")
        if department and uncovered(department, facts.consented_departments):
            day = contact.get("contacted_at")
            yield _missing((*path, "department"), WAS_NOT_COVERED, department, day, warning=True)


@rule(hard=True)
def consent_when_personal_data_is_shared(content: Content, facts: Facts) -> Iterator[Problem]:
    """Deles personoplysninger, står det, hvilket samtykke der gælder (R5)."""
    if content.get("shares_personal_data") and not content.get("consent_ref"):
        yield Problem(("consent_ref",), "required", "Udfyld »{felt}«, når I har delt personoplysninger.")
