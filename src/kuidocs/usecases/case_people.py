"""The people of a case: what is known of them changes by dated facts, and nothing is overwritten in silence (D9)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ..domain import case_people as rules
from ..domain.case_people import IDENTITY_FACTS, YES_OR_NO, Leaving, NewIdentity, Told
from ..domain.errors import NotAllowed, Refused
from ..domain.guards import Guard
from ..domain.id_numbers import Identified, written
from ..domain.opening import YES
from ..resources.case import Case
from ..resources.staff import StaffFolder
from ..security.questions import Question, relations
from . import involvement, joining, people, persons
from .acting import Act, done_before, moved, root_of
from .cases import APPOINTED

PERSON, IDENTITY = "person_changed", "identity_changed"
RELATIVE_ADDED, RELATIVE_CHANGED, RELATIVE_ENDED = "relative_added", "relative_changed", "relative_ended"
CONTACT_ADDED, CONTACT_CHANGED, CONTACT_ENDED = "contact_added", "contact_changed", "contact_ended"
MOST_LETTERS = 2000


def check(guards: Iterable[Guard], told: object) -> None:
    """Refuse what does not hold; the code is the field that mends it.

    Raises Refused.
    """
    for guard in guards:
        if not guard.holds(told):
            raise Refused(guard.name, guard.said(told))


def _plain(said: Mapping[str, str], names: Iterable[str]) -> dict:
    """Take the fields of a form as they are stored."""
    texts = {name: " ".join(said.get(name, "").split()) for name in names}
    return {name: text == YES if name in YES_OR_NO else text for name, text in texts.items()}


def _changes(before: Mapping, after: Mapping) -> Iterator[dict]:
    for name, value in after.items():
        if before.get(name, False if name in YES_OR_NO else "") != value:
            yield {"field": name, "before": before.get(name, ""), "after": value}


# The young person


def change_person(case: Case, act: Act, said: Mapping[str, str]) -> bool:
    """Change what is known of the young person; tells whether anything was another.

    Raises Refused.
    """
    if done_before(case, act):
        return False
    check(rules.GUARDS["person"], Told(said))
    return _change(case, act, PERSON, _plain(said, rules.FACTS), "")


def change_identity(case: Case, act: Act, told: NewIdentity) -> bool:
    """Change birth date or id number, which needs a reason; tells whether anything was another.

    Raises Refused.
    """
    if done_before(case, act):
        return False
    check(rules.NEW_IDENTITY, told)
    return _change(case, act, IDENTITY, _identity(told), told.reason.strip()[:MOST_LETTERS])


def _identity(told: Identified) -> dict[str, str]:
    assert told.birth_date is not None, "the guards have said so"
    found = {name: getattr(told, name) for name in IDENTITY_FACTS}
    return found | {"birth_date": told.birth_date.isoformat(), "id_number": written(told.id_number)}


def _change(case: Case, act: Act, kind: str, after: dict, reason: str) -> bool:
    before = {name: getattr(case.person, name) for name in after}
    changes = list(_changes(before, after))
    if not changes:
        return False
    persons.forget(case)
    for name, value in after.items():
        setattr(case.person, name, value)
    persons.remember(case)
    _rename(case, before.get("full_name", case.person.full_name))
    data = {"changes": changes} | ({"reason": reason} if reason else {})
    moved(case, kind, f"case.{kind}", act, {"fields": [one["field"] for one in changes]}, data)
    return True


def _rename(case: Case, before: str) -> None:
    """Let the register say what the young person is called now."""
    for actor_id, actor in case.register.items():
        if actor["kind"] == "young_person" and actor["name"] == before:
            case.register[actor_id] = actor | {"name": case.person.full_name, "called": case.person.called}


# The family


def add_relative(case: Case, act: Act, said: Mapping[str, str]) -> None:
    """Add somebody to the family.

    Raises Refused.
    """
    if done_before(case, act):
        return
    row = _plain(said, rules.RELATIVE)
    check(rules.GUARDS["relative"], Told(dict(said) | {"name": row["name"]}, _names(case)))
    case.person.custody = (*case.person.custody, row)
    people.add(case, "family", row["name"], relation=row["relation"], custody=row["custody"])
    moved(case, RELATIVE_ADDED, f"case.{RELATIVE_ADDED}", act, {}, {"after": row})


def change_relative(case: Case, act: Act, name: str, said: Mapping[str, str]) -> bool:
    """Change what is known of somebody in the family; tells whether anything was another.

    Raises Refused.
    """
    if done_before(case, act):
        return False
    before, after = _relative(case, name), _plain(said, rules.RELATIVE)
    check(rules.GUARDS["relative"], Told(dict(said) | {"name": after["name"]}, _names(case) - {name}))
    changes = list(_changes(before, after))
    if changes:
        case.person.custody = tuple(after if one["name"] == name else one for one in case.person.custody)
        _update(case, "family", name, {key: after[key] for key in ("name", "relation", "custody")})
        moved(case, RELATIVE_CHANGED, f"case.{RELATIVE_CHANGED}", act, {}, {"name": name, "changes": changes})
    return bool(changes)


def end_relative(case: Case, act: Act, name: str, reason: str) -> None:
    """Take somebody out of the family as it is now; what papers say stays.

    Raises Refused.
    """
    if done_before(case, act):
        return
    before = _relative(case, name)
    _is_told(reason)
    case.person.custody = tuple(one for one in case.person.custody if one["name"] != name)
    _update(case, "family", name, {"custody": False, "ended": act.at[:10]})
    data = {"name": name, "before": dict(before), "reason": reason.strip()[:MOST_LETTERS]}
    moved(case, RELATIVE_ENDED, f"case.{RELATIVE_ENDED}", act, {}, data)


def _relative(case: Case, name: str) -> dict:
    found = next((one for one in case.person.custody if one["name"] == name), None)
    if found is None:
        raise Refused("name", "Personen står ikke længere i familien. Genindlæs siden.")
    return found


# Professionals from outside


def contacts(case: Case) -> list[dict]:
    """List the professionals from outside who are with the case, by name."""
    found = [one for one in case.register.values() if one["kind"] == "external" and not one.get("ended")]
    return sorted(found, key=lambda one: one["name"])


def add_contact(case: Case, act: Act, said: Mapping[str, str]) -> None:
    """Add a professional from outside, who has no access.

    Raises Refused.
    """
    if done_before(case, act):
        return
    row = _plain(said, rules.CONTACT)
    check(rules.GUARDS["contact"], Told(dict(said) | {"name": row["name"]}, _names(case) | _colleagues(case)))
    people.add(case, "external", row.pop("name"), **row)
    moved(case, CONTACT_ADDED, f"case.{CONTACT_ADDED}", act, {}, {"after": _plain(said, rules.CONTACT)})


def change_contact(case: Case, act: Act, name: str, said: Mapping[str, str]) -> bool:
    """Change what is known of a professional from outside; tells whether anything was another.

    Raises Refused.
    """
    if done_before(case, act):
        return False
    before, after = _contact(case, name), _plain(said, rules.CONTACT)
    check(
        rules.GUARDS["contact"], Told(dict(said) | {"name": after["name"]}, (_names(case) | _colleagues(case)) - {name})
    )
    changes = list(_changes(before, after))
    if changes:
        _update(case, "external", name, after)
        moved(case, CONTACT_CHANGED, f"case.{CONTACT_CHANGED}", act, {}, {"name": name, "changes": changes})
    return bool(changes)


def end_contact(case: Case, act: Act, name: str, reason: str) -> None:
    """Let a professional from outside not be offered any more; what papers say stays.

    Raises Refused.
    """
    if done_before(case, act):
        return
    _contact(case, name)
    _is_told(reason)
    _update(case, "external", name, {"ended": act.at[:10]})
    data = {"name": name, "reason": reason.strip()[:MOST_LETTERS]}
    moved(case, CONTACT_ENDED, f"case.{CONTACT_ENDED}", act, {}, data)


def _contact(case: Case, name: str) -> dict:
    found = next((one for one in contacts(case) if one["name"] == name), None)
    if found is None:
        raise Refused("name", "Personen står ikke længere i forløbet. Genindlæs siden.")
    return found


def _names(case: Case) -> frozenset[str]:
    """Return the names that somebody in the case has now."""
    return frozenset(one["name"] for one in case.register.values() if not one.get("ended"))


def _colleagues(case: Case) -> frozenset[str]:
    """Return the names of the staff: somebody from outside of the same name would be taken for one of them."""
    return frozenset(one.name for one in root_of(case).medarbejdere.values())


def _update(case: Case, kind: str, name: str, more: Mapping) -> None:
    for actor_id, actor in case.register.items():
        if actor["kind"] == kind and actor["name"] == name and not actor.get("ended"):
            case.register[actor_id] = actor | dict(more)


def _is_told(reason: str) -> None:
    if not reason.strip():
        raise Refused("grund", "Skriv hvorfor. Det bliver stående i forløbet.")


# The staff


def leave(case: Case, act: Act, user_id: str, reason: str) -> None:
    """End somebody's part in the case, at once: the own one, or as who keeps the case that of another.

    Raises NotAllowed, Refused.
    """
    if done_before(case, act):
        return
    keepers = joining.keepers(case)
    if act.who.user_id not in {user_id, *keepers}:
        raise NotAllowed("who", "Plankoordinator eller dennes stedfortræder slutter andres opgaver i forløbet.")
    staff, today = root_of(case).medarbejdere, act.clock.today()
    named = tuple(label for name, label in APPOINTED.items() if people.user_id(case, getattr(case, name)) == user_id)
    there = bool(_parts(case, staff, user_id, today))
    name = staff[user_id].name if user_id in staff else "Personen"
    check(rules.LEAVING, Leaving(name, there, named, keepers == {user_id}, reason))
    data = {"user_id": user_id, "reason": reason.strip()[:MOST_LETTERS]}
    moved(case, involvement.LEFT, "case.person_left", act, {"user_id": user_id}, data)
    involvement.refresh(case)


def _parts(case: Case, staff: StaffFolder, user_id: str, today: date) -> frozenset[str]:
    return relations(Question(staff[user_id].identity(), case, today)) if user_id in staff else frozenset()
