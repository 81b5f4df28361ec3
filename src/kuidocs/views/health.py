"""``/sundhed``: whether the system works, for a watchman; details only for the administrator."""

from collections.abc import Callable
from typing import Any

from pyramid.request import Request
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ..resources.outbox import FAILED
from ..resources.root import Root
from ..security.permissions import Permission
from ..system import System


def checks(system: System, root: Root) -> dict[str, Callable[[], Any]]:
    """List what is looked at; a check that raises or says False is not well."""
    return {
        "database": lambda: len(root.skabeloner) > 0,
        "proof": lambda: bool(system.proof.head()),
        "index": lambda: not system.tailer.lag(),
        "state": lambda: system.state.leases.holder("health") is None,
        "jobs": lambda: not any(job.state == FAILED for job in root.job.values()),
    }


def states(system: System, root: Root) -> dict[str, bool]:
    """Look at everything."""
    return {name: _well(check) for name, check in checks(system, root).items()}


def _well(check: Callable[[], Any]) -> bool:
    try:
        return bool(check())
    except Exception:  # Whatever is wrong with a store, the answer is that it is not well.
        return False


@view_config(context=Root, name="sundhed", renderer="json", permission=NO_PERMISSION_REQUIRED)
def health(context: Root, request: Request) -> dict[str, Any]:
    """Say whether all is well; 503 when it is not."""
    found = states(request.system, context)
    well = all(found.values())
    request.response.status_int = 200 if well else 503
    details = request.has_permission(Permission.Admin.HEALTH, context)
    return {"ok": well} | ({"checks": found} if details else {})
