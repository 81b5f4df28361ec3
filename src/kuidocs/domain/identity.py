"""Who acts."""

from dataclasses import dataclass

from .clusters import KUI


@dataclass(frozen=True, slots=True)
class Identity:
    """A member of staff, somebody of a cluster, or the system itself, with the organisation's roles (D9)."""

    user_id: str
    name: str
    department: str = ""
    roles: frozenset[str] = frozenset()
    world: str = KUI
    """The municipality's cases, or the clusters' meetings: nobody is in both (R80)."""

    def as_data(self) -> dict[str, str]:
        """Return what a fact or an event keeps of the person."""
        return {"user_id": self.user_id, "name": self.name}


SYSTEM = Identity("system", "kuidocs")


def command_line(os_user: str) -> Identity:
    """Return who acts when nobody is named on the command line (D25)."""
    return Identity("system:cli", f"kuidocs (kommandolinje, {os_user})")
