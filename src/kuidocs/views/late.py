"""Answers to who was asked to review a document and comes when somebody has answered: nothing typed is lost."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import forbidden_view_config

from ..resources.document import Document
from ..security import sessions
from ..security.permissions import Permission
from .error_words import Words
from .errors import answer, forbidden

OVER = "Dokumentet er ikke til gennemsyn længere. Der er svaret."
KEEP = "Kopiér det herfra, hvis det stadig skal siges: »{typed}«"
TYPED = ("note", "tekst")
LONGEST = 8000


@forbidden_view_config(path_info=r".*/dokumenter/[^/]+/(gennemse|kommentar)/?$")
def too_late(error: Any, request: Request) -> Response:
    """Say that it has been answered to who was asked; anybody else is refused as everywhere."""
    document = request.context
    if request.identity is None or not isinstance(document, Document):
        return forbidden(error, request)
    if not was_asked(document, request.identity.user_id):
        return forbidden(error, request)
    typed = next(filter(None, (_typed(request, name) for name in TYPED)), "")
    if typed:
        return answer(request, 409, Words("Dit svar er ikke sendt", OVER, (KEEP.format(typed=typed),)))
    sessions.flash(request, OVER)
    if request.has_permission(Permission.Document.READ, document):
        return HTTPSeeOther(request.resource_path(document))
    return HTTPSeeOther(request.resource_path(request.root_resource, "min-dag"))


def was_asked(document: Document, user_id: str) -> bool:
    """Tell whether a document has waited for somebody in any round."""
    return any(user_id in fact["data"].get("waiting_for", ()) for fact in document.facts_of("submitted"))


def _typed(request: Request, name: str) -> str:
    found = request.POST.get(name, "")
    return found.strip()[:LONGEST] if isinstance(found, str) else ""
