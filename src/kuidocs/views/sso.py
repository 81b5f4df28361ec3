"""``/log-ind-sso`` and ``/log-ind-sso-retur``: to the municipality's own log-in, and back."""

from typing import Any

import structlog
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ..domain import log_in
from ..domain.errors import NotAllowed
from ..resources.root import Root
from ..security import sessions
from ..services.sso import SsoError, SsoRefused, SsoService
from ..usecases import signing_on
from ..usecases.acting import Act
from .login import LoginView, come_in, note

FAILED = "Kommunens log-in svarede ikke, som det skulle. Prøv igen, eller kontakt den, der passer systemet."
TURNED_BACK = "Du blev ikke logget ind hos kommunen. Prøv igen."
TOO_LATE = "Der gik for lang tid, eller du begyndte i et andet vindue. Prøv igen."
DONE = frozenset({log_in.CODE, log_in.ENROL, log_in.RENEW})
"""The municipality's own log-in answers for passwords and second factors."""

log = structlog.get_logger("kuidocs")


@view_config(context=Root, name="log-ind-sso", request_method="GET", permission=NO_PERMISSION_REQUIRED)
def leave(context: Root, request: Request) -> Response:
    """Send the browser to the municipality's own log-in."""
    try:
        asked = _service(request).ask()
    except SsoError as error:
        return _again(context, request, FAILED, 503, error)
    sessions.keep_asked(request, asked.kept() | {"onward": str(request.GET.get("videre", ""))[:2000]})
    return HTTPSeeOther(asked.address)


@view_config(context=Root, name="log-ind-sso-retur", request_method="GET", permission=NO_PERMISSION_REQUIRED)
def come_back(context: Root, request: Request) -> Response:
    """Let in whom the municipality's own log-in vouches for."""
    service, kept = _service(request), sessions.take_asked(request)
    if not kept:
        return _again(context, request, TOO_LATE, 400)
    try:
        told = service.answer(request.url, kept)
        person = signing_on.person_named(context.medarbejdere, told.user, request.system.clock.today())
    except SsoRefused:
        return _again(context, request, TURNED_BACK, 403)
    except SsoError as error:
        return _again(context, request, FAILED, 502, error)
    except NotAllowed as error:
        return _again(context, request, error.text, 403)
    act = Act(person.identity(), request.system.clock)
    signing_on.take_roles(person, told.groups, request.system.settings.sso_roles, act)
    return come_in(request, person, DONE, kept["onward"])


def _service(request: Request) -> SsoService:
    if request.system.sso is None:
        raise HTTPNotFound()
    return request.system.sso


def _again(context: Root, request: Request, text: str, status: int, error: SsoError | None = None) -> Any:
    """Show the log-in page with what happened."""
    note(request, "login.refused", "unknown")
    if error is not None:
        log.warning("sso_failed", request=request.kui_id, reason=str(error))
    return LoginView(context, request).again(text, status)
