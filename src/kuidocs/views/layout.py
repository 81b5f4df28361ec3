"""What every page has: who is here, what the shell shows, how one goes on."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response

from ..assets import asset_root
from ..domain import danish
from ..domain.access_acts import active
from ..domain.clusters import KUI
from ..domain.identity import Identity
from ..resources.case import case_of
from ..resources.consent import consent_mark
from ..resources.root import Root
from ..security import sessions
from ..security.permissions import Permission
from ..services.clock import COPENHAGEN
from ..services.proof import AuditEvent
from ..system import System
from ..usecases.acting import Act
from .klynge_shell import cluster_shell

DAY, CASES = "min-dag", "sager"
COPIES = frozenset({
    "document.read", "document.printed", "overview.printed", "extract.read", "attachment.read", "attachment.viewed",
})  # fmt: skip
"""The kinds of reads whose events name the consent that they rest on."""


@lru_cache(maxsize=1)
def macros() -> Any:
    """Load the macros that all pages share."""
    from chameleon import PageTemplateFile

    return PageTemplateFile(str(asset_root("templates") / "macros.pt"), auto_reload=False)


class BaseView:
    """One request for one page. Subclasses hold HTTP words only; what is done is done by use cases."""

    section = CASES
    """Which word of the navigation the page belongs to."""

    def __init__(self, context: Any, request: Request) -> None:
        self.context = context
        self.request = request

    @property
    def system(self) -> System:
        """The services."""
        return self.request.system

    @property
    def clock(self):
        """The clock."""
        return self.system.clock

    @property
    def identity(self) -> Identity:
        """Who is logged in; pages that anybody may see do not ask."""
        assert self.request.identity is not None, "the permission of the view has said so"
        return self.request.identity

    @property
    def root(self) -> Root:
        """The root of the tree."""
        return self.request.root_resource

    @property
    def icons(self) -> str:
        """Where the icon sprite is."""
        return self.request.static_path("kuidocs:static/icons.svg")

    def act(self, token: str = "") -> Act:
        """Make what use cases ask for: who acts, by which clock, from which page."""
        return Act(self.identity, self.clock, token)

    def csrf_token(self) -> str:
        """Return the token that a form must send back."""
        return sessions.SessionCsrf().get_csrf_token(self.request)

    def csrf_ok(self) -> bool:
        """Check the token of a form whose view answers for itself, so that nothing typed is lost."""
        supplied = self.request.POST.get("csrf_token", "")
        return isinstance(supplied, str) and sessions.SessionCsrf().check_csrf_token(self.request, supplied)

    def moment(self, text: str) -> datetime:
        """Read a stored moment as Danish time."""
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=COPENHAGEN) if found.tzinfo is None else found.astimezone(COPENHAGEN)

    def page(self, title: str, **data: Any) -> dict[str, Any]:
        """Return what a template gets: the page's own data and the shell's."""
        told = shell(self.request, title, self.section)
        shadowed = (told.keys() & data.keys()) - {"wrong"}
        assert not shadowed, f"a page's own data must not take the place of the layout's: {shadowed}"
        return told | data

    def render(self, template: str, data: dict[str, Any], *, status: int = 200) -> Response:
        """Render a page with a status of its own. It is an answer, no exception: what was saved stays saved."""
        response = render_to_response(template, data, request=self.request)
        response.status_int = status
        return response

    def go(self, resource: Any, said: str = "", *more: str) -> HTTPSeeOther:
        """Send the browser on, with a sentence for the next page."""
        if said:
            sessions.flash(self.request, said)
        return HTTPSeeOther(self.request.resource_path(resource, *more))

    def note_read(self, kind: str, about: dict[str, Any]) -> None:
        """Write a read into the audit chain before the answer leaves; if that fails, there is no answer (D28)."""
        case = case_of(self.context)
        case_no = case.case_no if case else None
        if case and kind in COPIES:
            about = about | consent_mark(case, self.clock.today())
        opening = active(case.facts, self.identity.user_id, self.clock.now()) if case else None
        self.system.proof.append_now(
            AuditEvent(
                f"{self.request.kui_id}:{kind}",
                self.clock.now(),
                kind,
                self.identity.user_id,
                case_no,
                {"case_no": case_no} | about if case_no else about,
                opening.carried() if opening else {},
            )
        )


def shell(request: Request, title: str, section: str = "") -> dict[str, Any]:
    """Return what layout.pt needs."""
    identity = request.identity
    return {
        "title": title,
        "section": section,
        "macros": macros().macros,
        "me": identity,
        "may_count": bool(identity and request.has_permission(Permission.Page.STATISTICS, request.root_resource)),
        "may_file": bool(identity and request.has_permission(Permission.Journal.KEEP, request.root_resource)),
        "may_audit": bool(identity and request.has_permission(Permission.Access.LOG, request.root_resource)),
        "municipality": request.root_resource.organisation.municipality,
        "unit": request.root_resource.organisation.unit,
        "world": KUI,
        "static": lambda path: request.static_path(f"kuidocs:static/{path}"),
        "icons": request.static_path("kuidocs:static/icons.svg"),
        "csrf": sessions.SessionCsrf().get_csrf_token(request) if identity else "",
        "said": sessions.take_flash(request) if identity else "",
        "path": request.resource_path,
        "root": request.root_resource,
        "danish": danish,
        "wrong": False,
    } | cluster_shell(request)
