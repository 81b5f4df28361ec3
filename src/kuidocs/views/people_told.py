"""What was changed of the people of a case, in words: who did it, when, and what it was before."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from ..domain.case_people import CONTACT, FACTS, IDENTITY_FACTS, RELATIVE, YES_OR_NO
from ..domain.danish import long_date, mask_id_number
from ..domain.id_numbers import KINDS
from ..resources.case import Case
from ..usecases import case_people as facts
from ..usecases import joining
from ..usecases.acting import root_of
from ..usecases.involvement import LEFT, TAKEN_IN
from .presenting import Step, told

LABELS = {**RELATIVE, **CONTACT, **FACTS, **IDENTITY_FACTS}
Fact = Mapping[str, Any]


def told_changes(case: Case, today: date) -> list[Step]:
    """Tell all changes, the newest first."""
    found = [(fact, TELLS[fact["kind"]]) for fact in case.facts if fact["kind"] in TELLS]
    steps = [(fact, tells(case, fact["data"])) for fact, (tells, _) in found]
    icons = [icon for _, (_, icon) in found]
    return [
        Step(words[0], told(fact["by"], fact["at"], today), icon, words[1])
        for (fact, words), icon in zip(reversed(steps), reversed(icons), strict=True)
    ]


Words = tuple[str, str]
"""What happened, and what is told of it."""


def _changed(what: str) -> Callable[[Case, Fact], Words]:
    def tells(case: Case, data: Fact) -> Words:
        name = data.get("name", "")
        changes = "; ".join(_change(case, one) for one in data["changes"])
        return f"{name or what} er rettet", ". ".join(filter(None, (changes, data.get("reason", ""))))

    return tells


def _change(case: Case, one: Fact) -> str:
    """Write »Skole: før A, nu B«; an address of who is protected is not written."""
    field, label = one["field"], LABELS[one["field"]]
    if field == "address" and case.person.name_address_protection:
        return f"{label} ændret"
    return f"{label}: før {_value(field, one['before'])}, nu {_value(field, one['after'])}"


def _value(field: str, value: Any) -> str:
    if field in YES_OR_NO:
        return "ja" if value else "nej"
    if field == "birth_date":
        return long_date(date.fromisoformat(value))
    shown = {"id_number": mask_id_number, "id_number_type": lambda kind: KINDS[kind].lower()}
    return shown.get(field, str)(value) or "intet"


def _named(words: str) -> Callable[[Case, Fact], Words]:
    def tells(case: Case, data: Fact) -> Words:
        return words.format(data.get("name") or data.get("after", {}).get("name", "")), data.get("reason", "")

    return tells


def _colleague(words: str, *notes: str) -> Callable[[Case, Fact], Words]:
    def tells(case: Case, data: Fact) -> Words:
        staff = root_of(case).medarbejdere
        person = staff.get(data["user_id"])
        return words.format(person.name if person else data["user_id"]), next(filter(None, map(data.get, notes)), "")

    return tells


def _refused(case: Case, data: Fact) -> Words:
    asked = next(_askers(case, data["request"]), "En anden")
    return f"{asked} har fået nej til at være med", data["words"]


def _askers(case: Case, request: str) -> Iterator[str]:
    return (one["by"]["name"] for one in joining.asked(case) if one["id"] == request)


TELLS: Mapping[str, tuple[Callable[[Case, Fact], Words], str]] = {
    facts.PERSON: (_changed("Oplysninger om den unge"), "edit"),
    facts.IDENTITY: (_changed("Fødselsdato eller nummer"), "edit"),
    facts.RELATIVE_ADDED: (_named("{} er skrevet på i familien"), "account"),
    facts.RELATIVE_CHANGED: (_changed("Familien"), "edit"),
    facts.RELATIVE_ENDED: (_named("{} er fjernet fra familien"), "minus"),
    facts.CONTACT_ADDED: (_named("{} er skrevet på"), "account"),
    facts.CONTACT_CHANGED: (_changed("En ekstern fagperson"), "edit"),
    facts.CONTACT_ENDED: (_named("{} er ikke længere med"), "minus"),
    TAKEN_IN: (_colleague("{} er taget med i forløbet", "task"), "account"),
    LEFT: (_colleague("{} er ikke længere med i forløbet", "reason"), "minus"),
    joining.REFUSED: (_refused, "close"),
}
