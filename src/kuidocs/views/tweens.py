"""What stands around every request: an id, the headers that keep browsers careful, the log, and catching up."""

import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

import structlog
from pyramid.httpexceptions import HTTPBadRequest, HTTPRequestEntityTooLarge
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW, INGRESS
from pyramid_retry import is_error_retryable

from ..domain.ids import in_letters
from .uploads import TAKES_FILES, TOO_LONG, BoundedRequest

CSP = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "img-src 'self'; style-src 'self'; script-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"

log = structlog.get_logger("kuidocs")
Handler = Callable[[Request], Response]


def careful(handler: Handler, registry: Any) -> Handler:
    """Give every answer its headers; personal pages are kept in no cache (D45)."""
    production = registry.system.settings.production

    def tween(request: Request) -> Response:
        response = _answered(handler, request)
        for name, value in HEADERS.items():
            # A file from outside comes with a policy of its own, which allows less.
            response.headers.setdefault(name, value)
        if production:
            response.headers["Strict-Transport-Security"] = HSTS
        if not request.environ.get("PATH_INFO", "").startswith("/static/"):
            own = response.headers.get("Cache-Control", "")
            response.headers["Cache-Control"] = own if own.startswith("no-store") else "no-store"
        return response

    return tween


def _answered(handler: Handler, request: Request) -> Response:
    """Answer also what went wrong outside the exception views, such as a commit; but what can be tried again is."""
    try:
        return handler(request)
    except Exception as error:
        if is_error_retryable(request, error):
            raise
        return request.invoke_exception_view(reraise=True)


def logged(handler: Handler, registry: Any) -> Handler:
    """Log every request by its id, method, view and status: no address, name or path of a person (D45)."""

    def tween(request: Request) -> Response:
        begun = time.monotonic()
        response = handler(request)
        response.headers["X-Request-Id"] = request.kui_id
        log.info(
            "request",
            request=request.kui_id,
            method=request.method if request.method in ("GET", "POST", "HEAD") else "other",
            view=_view(request),
            status=response.status_int,
            ms=round((time.monotonic() - begun) * 1000),
        )
        return response

    return tween


def _view(request: Request) -> str:
    """Name what was asked for by class and view; a word that no view has may be anything, so it is left out."""
    if request.matched_route:
        return "static"
    context = type(getattr(request, "context", None)).__name__
    return context if getattr(request, "exception", None) else f"{context}/{request.view_name}"


def following(handler: Handler, registry: Any) -> Handler:
    """After a commit, bring chain and read model up to date before the browser is sent on (D29)."""

    def tween(request: Request) -> Response:
        response = handler(request)
        if request.method == "POST":
            registry.system.catch_up()
        return response

    return tween


def bounded(handler: Handler, registry: Any) -> Handler:
    """Refuse a body that no form of ours can have, and whatever is not text."""

    def tween(request: Request) -> Response:
        if request.environ.get(TOO_LONG) and not TAKES_FILES.fullmatch(request.environ.get("PATH_INFO", "")):
            raise HTTPRequestEntityTooLarge()
        _read(request)
        return handler(request)

    return tween


def _read(request: Request) -> None:
    """Read path, query and form once, here: views then need not know that bytes can be no text."""
    try:
        _ = request.path_info, request.GET, request.POST
        if request.content_type == "application/x-www-form-urlencoded":
            # WebOb would put a question mark in place of what is no text, and it would be saved.
            unquote_to_bytes(request.body).decode()
    # UnicodeDecodeError is a ValueError; the warning is how WebOb refuses a form in another charset.
    except (ValueError, DeprecationWarning) as error:
        raise HTTPBadRequest() from error


def request_id(request: Request) -> str:
    """Return the id of a request, the same when it is tried again: an event of it is written once."""
    return request.environ.setdefault("kuidocs.request_id", in_letters(secrets.token_hex(8)))


def includeme(config: Any) -> None:
    """Put the tweens around each other, from the outside in."""
    here = "kuidocs.views.tweens"
    config.set_request_factory(BoundedRequest)
    config.add_request_method(request_id, "kui_id", reify=True)
    config.add_tween(f"{here}.careful", under=INGRESS)
    config.add_tween(f"{here}.logged", under=f"{here}.careful")
    config.add_tween(f"{here}.following", under=f"{here}.logged", over="pyramid_tm.tm_tween_factory")
    config.add_tween(f"{here}.bounded", under=EXCVIEW)
