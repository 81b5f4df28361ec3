"""The organisation's lists, kept by the administrator: departments, rooms, and who can be called in for one meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from ..domain import staffing
from ..domain.errors import Conflict, Refused
from ..resources.root import Root
from ..resources.staff import Organisation
from .acting import Act, event
from .staffing import STALE

ROOMS, AD_HOC = "rooms", "ad_hoc"
"""The lists that are written as lines of text."""


@dataclass(frozen=True, slots=True)
class Department:
    """A department, and how many work there."""

    name: str
    staff: int


def departments(root: Root) -> list[Department]:
    """List the departments that are open, in alphabetical order."""
    active = [person.department for person in root.medarbejdere.values() if person.active]
    return [Department(name, active.count(name)) for name in sorted(root.organisation.departments)]


def stamp(words: Iterable[str]) -> str:
    """Return what a page must send back, so that it is known that nobody has changed the list meanwhile."""
    return sha256("\n".join(words).encode()).hexdigest()[:16]


def write_list(organisation: Organisation, act: Act, name: str, text: str, base: str, now: Iterable[str]) -> None:
    """Write the rooms, or the ad hoc list, a line each. ``now``: what the page showed before.

    Raises Conflict, Refused.
    """
    if _again(organisation, act, base, now):
        return
    before, after = tuple(now), staffing.lines(text)
    problem = staffing.list_problem(after)
    if problem:
        raise Refused("liste", problem)
    if after != before:
        setattr(organisation, name, after)
        added, gone = [word for word in after if word not in before], [word for word in before if word not in after]
        event(organisation, f"organisation.{name}", act, data={"added": added, "removed": gone})
    organisation.kept_token = act.token


def add_department(root: Root, act: Act, name: str, base: str) -> None:
    """Open a department, or one that was closed, again.

    Raises Conflict, Refused.
    """
    organisation, called = root.organisation, " ".join(name.split())
    if _again(organisation, act, base, organisation.departments):
        return
    _check_name(organisation, called, "")
    organisation.departments = tuple(sorted((*organisation.departments, called)))
    organisation.closed_departments = tuple(one for one in organisation.closed_departments if one != called)
    organisation.kept_token = act.token
    event(organisation, "organisation.department_added", act, {"department": called})


def rename_department(root: Root, act: Act, old: str, new: str, base: str) -> int:
    """Call a department otherwise, with those who work there; how many they are.

    Papers and consents keep the old name: what somebody has agreed to is not written anew. The registers of the cases
    follow, because who leads the plan coordinator's department is found by its name. Raises Conflict, Refused.
    """
    organisation, called = root.organisation, " ".join(new.split())
    if _again(organisation, act, base, organisation.departments):
        return sum(person.department == called for person in root.medarbejdere.values())
    _is_open(organisation, old)
    _check_name(organisation, called, old)
    organisation.departments = tuple(sorted({*organisation.departments, called} - {old}))
    organisation.kept_token = act.token
    moved = [person for person in root.medarbejdere.values() if person.department == old]
    for person in moved:
        person.department = called
    _follow(root, old, called)
    event(
        organisation, "organisation.department_renamed", act, {"department": called}, {"before": old, "after": called}
    )
    return len(moved)


def _follow(root: Root, old: str, new: str) -> None:
    for case in root.sager.values():
        for actor in list(case.register.values()):
            if actor.get("user_id") and actor.get("department") == old:
                case.register[actor["actor_id"]] = {**actor, "department": new}


def close_department(root: Root, act: Act, name: str, base: str) -> None:
    """Offer a department no more; what it has written stays.

    Raises Conflict, Refused.
    """
    organisation = root.organisation
    if _again(organisation, act, base, organisation.departments):
        return
    _is_open(organisation, name)
    here = sum(person.active and person.department == name for person in root.medarbejdere.values())
    if here:
        people = "én medarbejder" if here == 1 else f"{here} medarbejdere"
        raise Refused("afdeling", f"{name} har {people}. Flyt dem til en anden afdeling, før du lukker den.")
    organisation.departments = tuple(one for one in organisation.departments if one != name)
    organisation.closed_departments = tuple(sorted({*organisation.closed_departments, name}))
    organisation.kept_token = act.token
    event(organisation, "organisation.department_closed", act, {"department": name})


def _again(organisation: Organisation, act: Act, base: str, now: Iterable[str]) -> bool:
    if act.token and organisation.kept_token == act.token:
        return True
    if base != stamp(now):
        raise Conflict("stale", STALE)
    return False


def _is_open(organisation: Organisation, name: str) -> None:
    if name not in organisation.departments:
        raise Conflict("afdeling", "Afdelingen er ikke på listen længere. Se listen, som den er nu.")


def _check_name(organisation: Organisation, called: str, but: str) -> None:
    if not called or len(called) > staffing.LONGEST:
        raise Refused("navn", f"Skriv afdelingens navn med højst {staffing.LONGEST} tegn.")
    taken = {one.casefold() for one in organisation.departments if one != but}
    if called == but or called.casefold() in taken:
        raise Refused("navn", f"Der er allerede en afdeling, der hedder {called}. Skriv et andet navn.")
