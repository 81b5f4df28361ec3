"""The organisation and its staff."""

from collections.abc import Iterable, Iterator
from datetime import date

from ..domain.identity import Identity
from ..domain.staffing import AD_HOC
from .account import Account
from .base import Folder, Resource
from .events import EventLog


class Organisation(Resource):
    """The municipality: its name, departments and the settings that its leaders decide."""

    municipality = ""
    unit = "Den Kommunale Ungeindsats"
    departments: tuple[str, ...] = ()
    setting_facts: tuple[dict, ...] = ()
    """What was set, with day, reason and by whom (domain.settings)."""
    information_facts: tuple[dict, ...] = ()
    """What was written of how data are used: {"id", "values", "by", "at"} (domain.information)."""
    closed_departments: tuple[str, ...] = ()
    """Those that are offered no more; old papers keep their names."""
    rooms: tuple[str, ...] | None = None
    """The municipality's rooms; None while they are those of the ini file."""
    ad_hoc: tuple[str, ...] = AD_HOC
    """The professions that are offered where somebody is called in for one meeting (R54)."""
    kept_token = ""
    """Of the page by which it was last changed: sent twice, it does one thing."""

    def __init__(self) -> None:
        self.log = EventLog()

    def known_rooms(self, first: Iterable[str]) -> tuple[str, ...]:
        """Return the rooms that calendars may name; ``first``: those of the ini file, until a list is kept here."""
        return tuple(first) if self.rooms is None else self.rooms


class Staff(Account):
    """One member of staff. Roles are those of the organisation; what one may do in a case comes from the case (D9)."""

    feed_hash = ""
    """Of the secret in the address of the own calendar; empty while there is none. The secret is kept nowhere."""
    feed_made_at = ""
    feed_token = ""
    """Of the page by which it was last made, renewed or taken back: sent twice, it does one thing."""
    leaves_on = ""
    """The last day at work, ISO text, "" while no such day is known."""
    reminders_off: tuple[str, ...] = ()
    """The kinds of reminder that this person does not want (domain.deadlines)."""
    reminded: dict[str, str] = {}
    """What was reminded of, each with the day, so that it is done once."""
    roles_asked: dict = {}
    """{"id", "roles", "active", "by", "at", "reason"}: what waits for a second administrator."""
    renewed: dict = {}
    """{"by", "on"}: who last gave this person a way in, so that nobody can be his own second (domain.staffing)."""
    kept_token = ""
    """Of the page by which the administrator last changed something here: sent twice, it does one thing."""
    mailed = ""
    """The key of the last mail with reminders that the mail server took."""

    def __init__(self, user_id: str, name: str) -> None:
        self.user_id = user_id
        self.name = name
        self.title = ""
        self.department = ""
        self.phone = ""
        self.email = ""
        self.roles: tuple[str, ...] = ()

    def works_on(self, day: date) -> bool:
        """Tell whether the person is here on a day, and may log in."""
        return self.active and (not self.leaves_on or day.isoformat() <= self.leaves_on)

    def identity(self) -> Identity:
        """Return who this person is when acting."""
        return Identity(self.user_id, self.name, self.department, frozenset(self.roles))


class StaffFolder(Folder):
    """Staff by user id."""

    def __init__(self) -> None:
        super().__init__()
        self.log = EventLog()

    def with_role(self, role: str, department: str | None = None) -> Iterator[Staff]:
        """Go through the active staff with a role of the organisation, in one department or all."""
        for person in self.values():
            if person.active and role in person.roles and department in (None, person.department):
                yield person

    def named(self, name: str) -> Staff | None:
        """Return the one active member of staff with exactly this name, None when there is none or more than one."""
        found = [person for person in self.values() if person.active and person.name == name]
        return found[0] if len(found) == 1 else None
