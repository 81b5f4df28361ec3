"""How pages speak of the people in a case: a link only where it leads somewhere, a name only of a person."""

from collections.abc import Mapping

from ..domain.identity import Identity
from ..resources.case import Case
from ..security.permissions import Permission
from .layout import BaseView

SYSTEM = "system:"
"""How the user ids begin of what acts without a person: commands and jobs."""


def by_name(by: Mapping[str, str]) -> str:
    """Name who did something; a command that read a file in is nobody."""
    return "" if str(by.get("user_id", "")).startswith(SYSTEM) else by.get("name", "")


def genitive(name: str) -> str:
    """Write »Malthes« and »Elias’«."""
    return f"{name}’" if name[-1:].lower() in ("s", "x", "z") else f"{name}s"


def first_name(identity: Identity) -> str:
    """Return what one is greeted by."""
    return identity.name.split()[0] if identity.name.split() else ""


def sees(view: BaseView, case: Case) -> bool:
    """Tell whether the case page opens for who is here; a reviewer may have nothing but one document."""
    return bool(view.request.has_permission(Permission.Case.VIEW, case))


def case_trail(view: BaseView, case: Case) -> list[tuple[str, str]]:
    """Return the breadcrumbs of a page in a case, without the case for who has no part in it."""
    path = view.request.resource_path
    if not sees(view, case):
        return [(path(view.root, "min-dag"), "Min dag")]
    return [(path(view.root["sager"]), "Mine forløb"), (path(case), case.person.full_name)]
