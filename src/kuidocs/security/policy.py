"""Pyramid's question »who is this, and may they?«, answered from the session and the table."""

from typing import Any

from pyramid.request import Request
from pyramid.security import Allowed, Denied

from ..domain.identity import Identity
from ..resources.root import Root
from . import sessions
from .doors import person_of
from .questions import Question
from .rules import permits


class SecurityPolicy:
    """Identity from the server-side session; permissions from security.rules."""

    def identity(self, request: Request) -> Identity | None:
        """Return who asks. Whoever was made inactive, or has left, is nobody from the next request on."""
        session = request.kui_session
        person = person_of(request.root_resource, session.user_id) if session and session.user_id else None
        today = request.system.clock.today()
        return person.identity() if person is not None and person.works_on(today) else None

    def authenticated_userid(self, request: Request) -> str | None:
        """Return the user id of who asks."""
        identity = request.identity
        return identity.user_id if identity else None

    def permits(self, request: Request, context: Any, permission: str) -> Allowed | Denied:
        """Ask the table."""
        identity = request.identity
        if identity is None:
            return Denied("nobody is logged in")
        clock = request.system.clock
        if permits(permission, Question(identity, context, clock.today(), clock.now())):
            return Allowed("by the table")
        return Denied("not in the table")

    def remember(self, request: Request, userid: str, **kw: Any) -> list:
        """Begin a session; the cookie is set on the response."""
        sessions.remember(request, userid)
        return []

    def forget(self, request: Request, **kw: Any) -> list:
        """End the session."""
        sessions.forget(request)
        return []


def root_resource(request: Request) -> Root:
    """Return the root of the tree in the request's transaction."""
    return request.zodb.root()["kuidocs"]


def includeme(config: Any) -> None:
    """Set the policy, and close everything by default: a view without a permission of its own is nobody's."""
    config.add_request_method(root_resource, reify=True)
    config.set_security_policy(SecurityPolicy())
    config.set_default_permission("closed")
