"""What is known of a finished file after it was examined in the background, and how it is told to who keeps the system.

A file that is not sound is still the file that was sealed. What is wrong is for the makers of the system to see, so
nothing here blocks anybody, and nothing names a person.
"""

from collections.abc import Iterator, Mapping
from typing import Any

PASSED, FAILED, COULD_NOT = "passed", "failed", "could_not"
"""What a validator has said; an empty text when none was asked."""
MISSING, SLOW, MUTE = "missing", "slow", "mute"
WHY = {
    MISSING: "Programmet i kuidocs.pdf_validator kan ikke startes på serveren.",
    SLOW: "Programmet i kuidocs.pdf_validator blev ikke færdigt i tide.",
    MUTE: "Programmet i kuidocs.pdf_validator gav ikke et svar, der kan forstås.",
}
"""Why a validator could not say anything, and what is told of it."""
STANDARDS = {"2a": "PDF/A-2a", "3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
MOST_RULES = 20


def flaws(file: Mapping[str, Any]) -> Iterator[str]:
    """Tell what is wrong with a file: our own check, or a standard that it does not keep."""
    if file["own"]:
        yield f"{_where(file)}: Vores egen kontrol af PDF-filen siger: »{file['own']}«"
    if file["standard"] == FAILED:
        yield f"{_where(file)}: PDF-filen følger ikke standarden. Regler, der er brudt: {_rules(file['rules'])}."


def doubts(file: Mapping[str, Any]) -> Iterator[str]:
    """Tell what could not be found out, and is tried again."""
    if file["standard"] == COULD_NOT:
        why = f"{WHY[file['why']]} Det prøves igen."
        yield f"{_where(file)}: Det er ikke undersøgt, om PDF-filen følger standarden. {why}"


def sound(file: Mapping[str, Any]) -> bool:
    """Tell whether there is nothing to be told."""
    return not any((*flaws(file), *doubts(file)))


def _where(file: Mapping[str, Any]) -> str:
    return f"{file['label']}, version {file['number']}"


def _rules(broken: list[str]) -> str:
    """Write »PDF/A-3a 6.1.2-1« for »3a 6.1.2-1«."""
    parted = [one.partition(" ") for one in broken[:MOST_RULES]]
    named = ", ".join(f"{STANDARDS.get(flavour, flavour)} {rule}".strip() for flavour, _, rule in parted)
    more = len(broken) - MOST_RULES
    return f"{named} og {more} til" if more > 0 else named
