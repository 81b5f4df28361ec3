"""``/sundhed``: whether the system works, for a watchman and for people; details only for the administrator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ..resources.outbox import FAILED
from ..resources.root import Root
from ..security.permissions import Permission
from ..system import System
from .layout import BaseView


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a store answers. ``detail`` says what it answered, or what kind of error it was."""

    name: str
    label: str
    well: bool
    detail: str


def look(system: System, root: Root) -> list[Health]:
    """Ask every store something small."""
    return [
        _ask("data", "Sager og dokumenter", lambda: f"{len(root.skabeloner)} skabeloner, {_failed(root)} fejlede job"),
        _ask("drafts", "Kladder", lambda: f"{system.drafts_db.objectCount()} poster"),
        _ask("proof", "Log og bevis", lambda: f"{system.proof.count()} hændelser"),
        _ask("index", "Lister og søgning", lambda: _follows(system)),
        _ask("state", "Log ind", lambda: system.state.leases.holder("health") or "svarer"),
    ]


def _failed(root: Root) -> int:
    return sum(job.state == FAILED for job in root.job.open_jobs())


def _follows(system: System) -> str:
    """Say whether the read model has what was committed last. A moment behind is normal while others write."""
    system.index.last_tid()
    return "bagud" if system.tailer.lag() else "ajour"


def _ask(name: str, label: str, question: Callable[[], str]) -> Health:
    try:
        return Health(name, label, True, question())
    except Exception as error:  # Whatever is wrong with a store, the answer is that it is not well.
        return Health(name, label, False, type(error).__name__)


@view_config(context=Root, name="sundhed", permission=NO_PERMISSION_REQUIRED)
class HealthView(BaseView):
    """The health page: JSON, unless a browser asks."""

    section = ""

    def __call__(self) -> Response:
        """Say which stores are well; 503 when one is not."""
        found = look(self.system, self.root)
        details = bool(self.request.has_permission(Permission.Admin.HEALTH, self.context))
        response = self._page(found, details) if _is_browser(self.request) else _data(found, details)
        response.status_int = 200 if all(one.well for one in found) else 503
        return response

    def _page(self, found: list[Health], details: bool) -> Response:
        data = self.page("Sundhed", found=found, well=all(one.well for one in found), details=details)
        return self.render("kuidocs:templates/pages/sundhed.pt", data)


def _is_browser(request: Request) -> bool:
    return "text/html" in str(request.accept)


def _data(found: list[Health], details: bool) -> Response:
    data: dict[str, Any] = {"ok": all(one.well for one in found), "stores": {one.name: one.well for one in found}}
    return Response(json_body=data | ({"details": {one.name: one.detail for one in found}} if details else {}))
