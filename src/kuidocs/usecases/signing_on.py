"""Who comes in by the municipality's own log-in, and which roles its groups give (D43)."""

from collections.abc import Mapping, Set
from datetime import date

from ..domain.errors import NotAllowed
from ..resources.staff import Staff, StaffFolder
from .acting import Act, event

UNKNOWN = (
    "Kommunens log-in kender dig, men du har ikke en bruger i kuidocs. Bed den, der passer systemet, om at oprette dig."
)


def person_named(staff: StaffFolder, user: str, today: date) -> Staff:
    """Return the member of staff who works here today, with a name of the municipality's log-in.

    Raises NotAllowed.
    """
    person = staff.get(user) or staff.get(user.lower())
    if person is None or not person.works_on(today):
        raise NotAllowed("unknown", UNKNOWN)
    return person


def take_roles(person: Staff, groups: Set[str], roles: Mapping[str, str], act: Act) -> None:
    """Give somebody the roles that his or her groups mean, and take those away that they no longer mean.

    Roles that no group stands for are given in kuidocs and stay.
    """
    granted, ruled = {role for group, role in roles.items() if group in groups}, set(roles.values())
    wanted = tuple(sorted((set(person.roles) - ruled) | granted))
    if wanted == tuple(sorted(person.roles)):
        return
    before, person.roles = list(person.roles), wanted
    about = {"user_id": person.user_id}
    event(person.__parent__, "staff.roles_changed", act, about, {"from": before, "to": list(wanted)})
