"""Opening a case (R22-R24, D24, DOMAIN 4.1): whether there is one already is told to nobody who has no part in it.

The use case gives back nothing, and both ways end in the same page: either there is a new case with its opener as
convener, or those who keep the case that is there are asked whether the opener shall join it.
"""

from collections.abc import Callable, Sequence

from ..domain.errors import NotAllowed, Refused
from ..domain.id_numbers import written
from ..domain.opening import OPENERS, WHO_OPENS, YES, Opening, wrong
from ..resources.case import Case, YoungPerson
from ..resources.root import Root
from ..services.index.api import FINISHED_CASES
from . import involvement, joining, people, persons
from .acting import Act, done_before, moved

OPENED = "opened"
"""The kind of the fact with which a case begins: who opened it, with which task, and why now (R23)."""


class Unfit(Refused):
    """What was told is not enough, or not right: each field with its sentence."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("unfit", "Forløbet er ikke åbnet endnu: Noget mangler eller skal rettes.")
        self.problems = tuple(problems)


def open_case(root: Root, act: Act, told: Opening, number: Callable[[], str]) -> None:
    """Open a case, or ask to join the one that there is.

    ``number`` allots a case number; that is done both ways, so that neither takes less time. Raises NotAllowed, Unfit.
    """
    if act.who.roles.isdisjoint(OPENERS):
        raise NotAllowed("who", WHO_OPENS)
    if problems := list(wrong(told)):
        raise Unfit(problems)
    person, case_no = _person(told), number()
    own = persons.same_person(root.sager, person)
    going = [(case, sure) for case, sure in own if case.state not in FINISHED_CASES]
    there = [(case, sure) for case, sure in going if sure or not joining.is_another(case, act.who.user_id)]
    if any(done_before(case, act) for case, _ in going):
        return
    if there:
        case, sure = max(there, key=lambda one: one[1])
        joining.ask(case, act, told, sure=sure)
    else:
        _open(root, act, told, person, case_no, [case for case, sure in own if sure])


def _person(told: Opening) -> YoungPerson:
    assert told.birth_date is not None, "the guards have said so"
    person = YoungPerson(" ".join(told.full_name.split()), told.birth_date.isoformat())
    person.preferred_name, person.address, person.school = told.preferred_name, told.address, told.school
    person.id_number, person.id_number_type = written(told.id_number), told.id_number_type
    person.id_number_note = told.id_number_note.strip()
    person.name_address_protection = told.protection == YES
    person.custody = tuple(
        {"name": one.name, "relation": one.relation, "lives_with": one.lives_with, "custody": one.custody}
        for one in told.family
        if one.said
    )
    return person


def _open(root: Root, act: Act, told: Opening, person: YoungPerson, case_no: str, earlier: list[Case]) -> None:
    person.municipality = root.organisation.municipality
    case = Case(case_no, person)
    root.sager[case_no] = case
    case.title = f"KUI-forløb, {person.full_name}"
    case.opened_at, case.target_group_reason = act.at[:10], told.target_group_reason.strip()
    case.departments = tuple(sorted({told.own_department, *told.others} - {""}))
    case.earlier = tuple(one.case_no for one in earlier)
    people.add_young_person(case)
    # By user, for a name may be that of two members of staff.
    opener = people.add_staff(case, root.medarbejdere[act.who.user_id])
    case.opened_by = {"text": act.who.name, "actor_id": opener}
    data = {"to": case.state, "task": told.task.strip(), "why": told.why_now.strip()}
    moved(case, OPENED, "case.opened", act, {}, data)
    persons.remember(case)
    involvement.refresh(case)


def begun_with(case: Case) -> dict[str, str]:
    """Return what the opener has told: task and reason; nothing of a case that came from a file."""
    found = [fact["data"] for fact in case.facts if fact["kind"] == OPENED]
    return found[0] if found else {}
