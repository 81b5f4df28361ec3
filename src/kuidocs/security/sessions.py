"""The session of a request: a cookie with a secret, everything else on the server."""

import hmac
import secrets
from typing import Any

from pyramid.interfaces import ICSRFStoragePolicy
from pyramid.request import Request
from zope.interface import implementer

from ..services.state import Session

COOKIE, SECURE_COOKIE = "kuidocs", "__Host-kuidocs"
CSRF, FLASH = "csrf", "flash"


def cookie_name(request: Request) -> str:
    """Return the name of the cookie; in production one that only this host can set, over TLS."""
    return SECURE_COOKIE if request.system.settings.production else COOKIE


def _told(request: Request) -> str:
    """Return the secret in the cookie; what is no text was never one of ours."""
    try:
        return request.cookies.get(cookie_name(request), "")
    except UnicodeDecodeError:
        return ""


def current(request: Request) -> Session | None:
    """Return the session of a request, None when there is none or it has ended."""
    secret = _told(request)
    return request.system.state.sessions.get(secret) if secret else None


def remember(request: Request, user_id: str) -> None:
    """Begin a session for a user, under a new secret: an old one may have been planted by somebody else."""
    end(request)
    sessions = request.system.state.sessions
    sessions.expire()
    _send(request, sessions.create(user_id, {CSRF: secrets.token_urlsafe(24)}))


def visit(request: Request) -> Session:
    """Return the session of a request, beginning one without a user when there is none: log-in needs a CSRF token."""
    if request.kui_session is None:
        secret = request.system.state.sessions.create("", {CSRF: secrets.token_urlsafe(24)})
        _send(request, secret)
        request.kui_secret = secret
        request.kui_session = request.system.state.sessions.get(secret)
    return request.kui_session


def end(request: Request) -> None:
    """End the session of a request on the server."""
    secret = _told(request)
    if secret:
        request.system.state.sessions.end(secret)


def forget(request: Request) -> None:
    """End the session of a request and take the cookie back."""
    end(request)
    _send(request, "", max_age=0)


def _send(request: Request, secret: str, **more: Any) -> None:
    name, production = cookie_name(request), request.system.settings.production

    def add(request: Request, response: Any) -> None:
        # Also when it is taken back, Secure and the path must be as they were: a browser ignores it otherwise.
        kept = {"path": "/", "httponly": True, "secure": production, "samesite": "Lax", "overwrite": True}
        response.set_cookie(name, secret, **kept, **more)

    request.add_response_callback(add)


def flash(request: Request, text: str) -> None:
    """Keep a sentence for the next page."""
    _save(request, dict(visit(request).data) | {FLASH: text})


def take_flash(request: Request) -> str:
    """Return the sentence that was kept for this page, once."""
    session = request.kui_session
    if session is None or FLASH not in session.data:
        return ""
    _save(request, {key: value for key, value in session.data.items() if key != FLASH})
    return str(session.data[FLASH])


def _save(request: Request, data: dict) -> None:
    secret = getattr(request, "kui_secret", "") or _told(request)
    request.system.state.sessions.save(secret, data)


@implementer(ICSRFStoragePolicy)
class SessionCsrf:
    """The CSRF token lies in the session, on the server."""

    def new_csrf_token(self, request: Request) -> str:
        """Return the token of the session; it lives as long as the session does."""
        return self.get_csrf_token(request)

    def get_csrf_token(self, request: Request) -> str:
        """Return the token of the session."""
        return str(visit(request).data[CSRF])

    def check_csrf_token(self, request: Request, supplied: str) -> bool:
        """Compare in constant time; without a session no token is right."""
        session = request.kui_session
        return session is not None and hmac.compare_digest(str(session.data[CSRF]).encode(), supplied.encode())


def includeme(config: Any) -> None:
    """Give requests their session, looked up once."""
    config.add_request_method(current, "kui_session", reify=True)
    config.set_csrf_storage_policy(SessionCsrf())
    config.set_default_csrf_options(require_csrf=True)
