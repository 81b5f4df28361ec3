"""The session of a request: a cookie with a secret, everything else on the server."""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pyramid.interfaces import ICSRFStoragePolicy
from pyramid.request import Request
from zope.interface import implementer

from ..domain.devices import device
from ..services.state import Session

COOKIE, SECURE_COOKIE = "kuidocs", "__Host-kuidocs"
CSRF, FLASH, DEVICE, PENDING, CHALLENGE = "csrf", "flash", "device", "pending", "challenge"
ENROLLING, ASKED = "enrolling", "asked"
PENDING_LASTS = timedelta(minutes=10)
"""How long somebody who has typed the password may take for the other steps."""


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
    told = {CSRF: secrets.token_urlsafe(24), DEVICE: device(request.user_agent or "")}
    _send(request, sessions.create(user_id, told))


def suspend(request: Request, user_id: str) -> None:
    """Keep who has typed the right password, until the other steps are done; nobody is logged in by it.

    It lies under a new secret: who planted the old one does not come along.
    """
    end(request)
    pending = {"user_id": user_id, "done": [], "at": request.system.clock.now().isoformat()}
    told = {CSRF: secrets.token_urlsafe(24), PENDING: pending}
    _send(request, request.system.state.sessions.create("", told))


def pending(request: Request) -> Mapping[str, Any] | None:
    """Return {"user_id", "done", "at"} of who is on the way in, None when nobody is or it took too long."""
    found = request.kui_session.data.get(PENDING) if request.kui_session else None
    if not found or request.system.clock.now() - datetime.fromisoformat(found["at"]) > PENDING_LASTS:
        return None
    return found


def step_done(request: Request, name: str) -> Mapping[str, Any]:
    """Write down that a step on the way in is done."""
    data = dict(visit(request).data)
    data[PENDING] = data[PENDING] | {"done": [*data[PENDING]["done"], name]}
    _save(request, data)
    return data[PENDING]


def challenge(request: Request) -> str:
    """Return what a browser was asked to prove and has not answered yet."""
    return str(visit(request).data.get(CHALLENGE, ""))


def keep_challenge(request: Request, text: str) -> None:
    """Remember what a browser is asked to prove; another tab asks the same."""
    if challenge(request) != text:
        _save(request, dict(visit(request).data) | {CHALLENGE: text})


def take_challenge(request: Request) -> str:
    """Return what the browser was asked to prove, once."""
    data = dict(visit(request).data)
    text = data.pop(CHALLENGE, "")
    _save(request, data)
    return text


def kept_secret(request: Request, make: Callable[[], str]) -> str:
    """Return the secret of an app that is being set up in this session, made the first time it is asked for."""
    data = dict(visit(request).data)
    if ENROLLING not in data:
        _save(request, data | {ENROLLING: make()})
    return str(visit(request).data[ENROLLING])


def forget_secret(request: Request) -> None:
    """Forget the secret that was being set up: it is in use now, or was given up."""
    _save(request, {key: value for key, value in visit(request).data.items() if key != ENROLLING})


def keep_asked(request: Request, asked: Mapping[str, str]) -> None:
    """Keep what the municipality's own log-in must answer to."""
    _save(request, dict(visit(request).data) | {ASKED: dict(asked)})


def take_asked(request: Request) -> Mapping[str, str]:
    """Return what was asked of the municipality's own log-in, once; nothing when this browser asked nothing."""
    found = request.kui_session.data.get(ASKED) if request.kui_session else None
    if not found:
        return {}
    _save(request, {key: value for key, value in request.kui_session.data.items() if key != ASKED})
    return found


def secret_of(request: Request) -> str:
    """Return the secret of the session, to tell it from the user's others."""
    return _told(request)


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
    request.kui_session = replace(visit(request), data=data)


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
