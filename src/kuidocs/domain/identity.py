"""Who acts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """A member of staff, or the system itself, with the organisation's roles (D9)."""

    user_id: str
    name: str
    department: str = ""
    roles: frozenset[str] = frozenset()

    def as_data(self) -> dict[str, str]:
        """Return what a fact or an event keeps of the person."""
        return {"user_id": self.user_id, "name": self.name}


SYSTEM = Identity("system", "kuidocs")


def command_line(os_user: str) -> Identity:
    """Return who acts when nobody is named on the command line (D25)."""
    return Identity("system:cli", f"kuidocs (kommandolinje, {os_user})")
