"""``/log-ind`` and ``/log-ud``."""

from collections.abc import Set
from typing import Any

from pyramid.csrf import check_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from ..domain import log_in
from ..domain.clusters import KLYNGE, KUI
from ..resources.klynger import FOLDER
from ..resources.root import Root
from ..security import sessions
from ..security.doors import Doors, Person
from ..security.login import attempt, standing
from ..services.proof import AuditEvent
from .layout import shell

PAGE = "kuidocs:templates/pages/log_ind.pt"


@view_defaults(context=Root, name="log-ind", permission=NO_PERMISSION_REQUIRED)
class LoginView:
    """The log-in page."""

    def __init__(self, context: Root, request: Request) -> None:
        self.context, self.request = context, request

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> Any:
        """Ask for user and password; who is in already goes on."""
        if self.request.identity:
            return HTTPSeeOther(self._onward())
        return self._page()

    @view_config(request_method="POST", renderer=PAGE, require_csrf=False)
    def post(self) -> Any:
        """Try to log in. A page that has stood open for too long is shown again with what was typed."""
        if not self.request.system.settings.password_login:
            return self._again("Her logger du ind med kommunens log-in.", "")
        user_id, password = (str(self.request.POST.get(name, "")) for name in ("bruger", "adgangskode"))
        if not self._csrf_ok():
            return self._again("Siden var for gammel. Prøv igen.", user_id)
        settings = self.request.system.settings
        tried = attempt(
            Doors(self.context),
            self.request.system.state.throttle,
            user_id=user_id,
            password=password,
            address=self.request.client_addr or "",
            memory_kib=settings.password_memory_kib,
            today=self.request.system.clock.today(),
        )
        if tried.person is None:
            # A name that was typed wrongly may be a password, so it is not kept.
            note(self.request, "login.refused", "unknown")
            return self._again(tried.text, user_id)
        return come_in(self.request, tried.person, frozenset(), self._wanted())

    def _csrf_ok(self) -> bool:
        supplied = str(self.request.POST.get("csrf_token", ""))
        return sessions.SessionCsrf().check_csrf_token(self.request, supplied)

    def _again(self, text: str, user_id: str) -> dict[str, Any]:
        self.request.response.status_int = 400
        return self._page(text, user_id)

    def again(self, text: str, status: int) -> Response:
        """Answer with the page and what went wrong on another way in."""
        response = render_to_response(PAGE, self._page(text), request=self.request)
        response.status_int = status
        return response

    def _page(self, problem: str = "", user_id: str = "") -> dict[str, Any]:
        token = sessions.SessionCsrf().get_csrf_token(self.request)
        demo = bool(self.request.system.settings.demo_password)
        more = {"problem": problem, "user_id": user_id, "token": token, "demo": demo, "onward": self._wanted()}
        more["out"] = "ud" in self.request.GET and not problem
        more |= {"sso": self.request.system.sso is not None}
        more |= {"password": self.request.system.settings.password_login}
        more["slow"] = "langsom" in self.request.GET and not problem
        return shell(self.request, "Log ind") | more | {"wrong": bool(problem)}

    def _wanted(self) -> str:
        return str(self.request.params.get("videre", ""))

    def _onward(self) -> str:
        return onward(self.request, self._wanted(), self.request.identity.world)


def home(request: Request, world: str) -> str:
    """Return the first page of a world."""
    place = (FOLDER, "") if world == KLYNGE else ("min-dag",)
    return request.resource_path(request.root_resource, *place)


def onward(request: Request, wanted: str, world: str = KUI) -> str:
    """Return where to go: a path of our own and of the own world, never another place."""
    if (wanted.split("/")[1:2] == [FOLDER]) != (world == KLYNGE):
        return home(request, world)
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\\" not in wanted
    plain = all(32 <= ord(character) < 127 for character in wanted)
    return wanted if ours and plain else home(request, world)


def come_in(request: Request, person: Person, done: Set[str], wanted: str) -> HTTPSeeOther:
    """Let somebody in who has done every step, or send him or her on to the next one."""
    if log_in.next_step(standing(person, request.system.settings.second_factor_roles), done) is None:
        note(request, "login.succeeded", person.user_id)
        sessions.remember(request, person.user_id)
        return HTTPSeeOther(onward(request, wanted, person.identity().world))
    if not done:
        sessions.suspend(request, person.user_id)
    query = {"videre": wanted} if wanted else {}
    return HTTPSeeOther(request.resource_path(request.root_resource, "bekraeft", query=query))


@view_config(context=Root, name="log-ud", request_method="POST", permission=NO_PERMISSION_REQUIRED, require_csrf=False)
def log_out(context: Root, request: Request) -> HTTPSeeOther:
    """End the session on the server. Whose session is over already is out; nobody can log another one out."""
    if request.identity is not None:
        check_csrf_token(request)
        note(request, "login.ended", request.identity.user_id)
    sessions.forget(request)
    return HTTPSeeOther(request.resource_path(context, "log-ind", query={"ud": "1"}))


@view_config(context=Root, name="", permission=NO_PERMISSION_REQUIRED)
def front(context: Root, request: Request) -> HTTPSeeOther:
    """Send everybody to the own first page, by way of the log-in page when need be."""
    if request.identity:
        return HTTPSeeOther(home(request, request.identity.world))
    return HTTPSeeOther(request.resource_path(context, "log-ind"))


def note(request: Request, kind: str, user_id: str) -> None:
    """Write a log-in or log-out into the audit chain before the answer leaves."""
    event = AuditEvent(f"{request.kui_id}:{kind}", request.system.clock.now(), kind, user_id)
    request.system.proof.append_now(event)
