"""Which cases are about the same person, found by a keyed hash (D24, D25): no number is a key of anything."""

import hmac
import secrets
from collections.abc import Iterator
from datetime import date

from BTrees.OOBTree import OOBTree

from ..domain.id_numbers import bare
from ..resources.case import Case, CaseFolder, YoungPerson


def remember(case: Case) -> None:
    """Let a case be found by its person, as the person is now."""
    sager = case.__parent__
    for key in _keys(sager, case.person):
        found = _known(sager).get(key, ())
        if case.case_no not in found:
            sager.persons[key] = (*found, case.case_no)


def forget(case: Case) -> None:
    """Let a case not be found by what its person is called now; who changes that calls this first."""
    sager = case.__parent__
    for key in _keys(sager, case.person):
        rest = tuple(one for one in _known(sager).get(key, ()) if one != case.case_no)
        if rest:
            sager.persons[key] = rest
        else:
            sager.persons.pop(key, None)


def same_person(sager: CaseFolder, person: YoungPerson) -> list[tuple[Case, bool]]:
    """List the cases of a person, oldest number first, each with whether the number says so.

    Without a number on one of the sides, equal name and birth date have to do; two numbers that differ are two persons.
    """
    found = {no: sager[no] for key in _keys(sager, person) for no in _known(sager).get(key, ()) if no in sager}
    return [
        (case, bool(_number(person)) and _number(case.person) == _number(person))
        for _, case in sorted(found.items())
        if not _differ(case.person, person)
    ]


def _differ(one: YoungPerson, other: YoungPerson) -> bool:
    numbers = {_number(one), _number(other)}
    return len(numbers) == 2 and "" not in numbers


def _number(person: YoungPerson) -> str:
    return bare(person.id_number)


def _known(sager: CaseFolder) -> OOBTree:
    """Return the register of persons; it is made of all cases when there is none yet, once."""
    if sager.persons is None:
        sager.persons = OOBTree()
        for case in sager.values():
            remember(case)
    return sager.persons


def keyed(sager: CaseFolder, text: str) -> str:
    """Return what is kept of a text: nobody can turn it back without the key, which lies in the data."""
    if not sager.secret:
        sager.secret = secrets.token_hex(32)
    return hmac.new(bytes.fromhex(sager.secret), text.encode(), "sha256").hexdigest()


def _keys(sager: CaseFolder, person: YoungPerson) -> Iterator[str]:
    words = " ".join(person.full_name.casefold().split())
    told = [f"name {words} {date.fromisoformat(person.birth_date)}"]
    told += [f"number {_number(person)}"] if _number(person) else []
    return (keyed(sager, text) for text in told)
