"""Rules about who takes part, who is responsible and who can be reached."""

import re
from collections.abc import Collection, Iterator
from datetime import date

from ..problems import Problem, missing, problem
from .base import Content, Facts, rows, rule, text_of

PROFESSIONALS = frozenset({"primary", "secondary", "ad_hoc"})
FAMILY = frozenset({"young_person", "custody_holder", "parent_other", "guardian", "support_person", "network"})
THERE = frozenset({"present", "online", "phone"})
SEVERAL = re.compile(r",|;|/|\bog\b|&")

NOT_AT_A_CLARIFICATION = (
    "Den unge og familien deltager ikke i afklarende møder. Vælg et koordinationsmøde, hvis I vil mødes med dem."
)
NOT_AT_THIS_FOLLOWUP = (
    "Den unge og familien deltager ikke i dette møde. Vælg et opfølgningsmøde med den unge, hvis I vil mødes med dem."
)


def came(content: Content, relations: Collection[str]) -> bool:
    """Tell whether anybody of these relations was there."""
    return any(
        p.get("relation") in relations and p.get("attendance") in THERE for _, p in rows(content, "participants")
    )


def attendance_unknown(content: Content, relations: Collection[str]) -> bool:
    """Tell whether it is not written yet if somebody of these relations came."""
    return any(p.get("relation") in relations and not p.get("attendance") for _, p in rows(content, "participants"))


def deciding(facts: Facts, day: date | None) -> frozenset[str]:
    """Name the relations who can decide on a day: the young person, under 18 also the holder of custody (R35, D21)."""
    age = facts.age_on(day)
    parents = {"custody_holder", "guardian"} if age is not None and age < 18 else set()
    return frozenset({"young_person"} | parents)


def decider_came(content: Content, facts: Facts, day: date | None) -> bool:
    """Tell whether somebody came who can decide; a parent whom the case knows to be without custody cannot (R35)."""
    who = deciding(facts, day)
    there = [row for _, row in rows(content, "participants") if row.get("attendance") in THERE]
    return any(row.get("relation") in who and not _without_custody(row, facts) for row in there)


def _without_custody(person: Content, facts: Facts) -> bool:
    name = _spelt(text_of(person.get("name")))
    known, holders = (set(map(_spelt, names or ())) for names in (facts.family, facts.custody_holders))
    return person.get("relation") == "custody_holder" and name in known and name not in holders


def is_family(person: Content, family: Collection[str]) -> bool:
    """Tell whether somebody is the young person or of the family, by relation or by name, whatever the other says."""
    name = _spelt(text_of(person.get("name")))
    return person.get("relation") in FAMILY or (bool(name) and name in {_spelt(one) for one in family})


def _spelt(name: str) -> str:
    """Write a name as names are compared: »Anja  Kjærbo (mor)« is »anja kjærbo«."""
    return " ".join(re.sub(r"\(.*?\)", " ", name).casefold().split())


def same_person(one: str, other: str) -> bool:
    """Tell whether two spellings can mean one person: »Anja« and »Anja Kjærbo (mor)«."""
    first, second = (set(re.findall(r"\w+", name.casefold())) for name in (one, other))
    return bool(first and second) and (first <= second or second <= first)


@rule
def attendance_of_everyone(content: Content, facts: Facts) -> Iterator[Problem]:
    """Fremmødet er skrevet for hver deltager."""
    for number, person in rows(content, "participants"):
        if not person.get("attendance"):
            yield problem(("participants", number, "attendance"), "required")


@rule
def professionals_say_who_they_are(content: Content, facts: Facts) -> Iterator[Problem]:
    """Fagpersoner har profession og afdeling (R7)."""
    for number, person in rows(content, "participants"):
        for name in ("profession", "department"):
            if person.get("relation") in PROFESSIONALS and not person.get(name):
                yield problem(("participants", number, name), "required")


@rule
def one_convener_and_one_chair(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et møde har netop én indkalder, netop én mødeleder og mindst én referent."""
    people = [person for _, person in rows(content, "participants")]
    roles = [role for person in people for role in person.get("meeting_role", ())]
    if people and (roles.count("convener") != 1 or roles.count("chair") != 1 or "minute_taker" not in roles):
        yield problem(("participants",), "roles")


@rule(hard=True)
def family_is_not_at_a_clarification(content: Content, facts: Facts) -> Iterator[Problem]:
    """Den unge og familien deltager ikke i afklarende møder (R14)."""
    return no_family(content, facts, NOT_AT_A_CLARIFICATION)


@rule(hard=True)
def family_is_not_at_this_followup(content: Content, facts: Facts) -> Iterator[Problem]:
    """Den unge og familien deltager ikke i et opfølgningsmøde uden den unge (R14, R53)."""
    return no_family(content, facts, NOT_AT_THIS_FOLLOWUP)


def no_family(content: Content, facts: Facts, sentence: str) -> Iterator[Problem]:
    """Refuse participants from the family, also when they are called professionals."""
    for number, person in rows(content, "participants"):
        if is_family(person, facts.family):
            yield Problem(("participants", number, "relation"), "participant", sentence)


@rule
def the_young_person_is_on_the_list(content: Content, facts: Facts) -> Iterator[Problem]:
    """Den unge står på listen over deltagere, også når den unge ikke kom (R34)."""
    people = [person for _, person in rows(content, "participants")]
    if people and all(person.get("relation") != "young_person" for person in people):
        text = "Den unge står ikke på listen. Skriv den unge på med fremmøde, også hvis den unge ikke kom."
        yield Problem(("participants",), "no_young_person", text, warning=True)


@rule
def one_responsible_for_each_task(content: Content, facts: Facts) -> Iterator[Problem]:
    """En opgave har netop én ansvarlig; andre står under »Sammen med« (R31)."""
    for number, task in rows(content, "who_does_what"):
        if SEVERAL.search(text_of(task.get("responsible"))):
            yield problem(("who_does_what", number, "responsible"), "one_responsible", warning=True)


@rule
def contact_can_be_reached(content: Content, facts: Facts) -> Iterator[Problem]:
    """En kontaktperson har telefon eller mail (R32)."""
    for name in ("contact_person", "plan_coordinator"):
        contact = content.get(name)
        reachable = contact and (contact.get("phone") or contact.get("email"))
        if contact and "text" not in contact and not reachable:
            yield missing((name, "phone"), "phone_or_email")
