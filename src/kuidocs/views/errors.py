"""Answers when something is refused or fails: in the same clothes, in Danish, with a way on."""

from typing import Any

import structlog
from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken
from pyramid.httpexceptions import HTTPClientError, HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import exception_view_config, forbidden_view_config, notfound_view_config
from transaction.interfaces import TransientError

from ..domain.errors import KuiError
from ..domain.id_masking import has_id_number
from ..security.questions import Question
from ..security.rules import knows_of
from ..security.sessions import SessionCsrf
from ..services.proof import AuditEvent
from .error_words import EXPIRED, LAST_RESORT, LOGGED_OUT, SEND_AGAIN, WORDS, Words, no_access
from .layout import shell

log = structlog.get_logger("kuidocs")
PAGE = "kuidocs:templates/pages/fejl.pt"
LOGGED_OUT_PAGE = "kuidocs:templates/pages/logget_ud.pt"
NEVER_AGAIN = {"csrf_token", "adgangskode", "nuvaerende", "ny", "igen", "kode2"}
"""What is not given back: passwords and codes must not stand in a page, however it came to be shown."""


def answer(request: Request, status: int, words: Words, *, reference: str = "") -> Response:
    """Make the page, or the same as data for a script that asked for data."""
    if wants_data(request):
        response = Response(json_body={"error": words.heading, "text": words.lead, "do": " ".join(words.do)})
    else:
        data = shell(request, words.heading) | {"words": words, "reference": reference}
        response = render_to_response(PAGE, data, request=request)
    response.status_int = status
    return response


def wants_data(request: Request) -> bool:
    """Tell whether a script of ours asks: it wants JSON and no page."""
    return not request.accept.accept_html() and bool(request.accept.acceptable_offers(["application/json"]))


@exception_view_config(KuiError)
def refused(error: KuiError, request: Request) -> Response:
    """Answer a refusal of the domain with its own sentence; of what does not exist all pages say the same (D24)."""
    if error.status == 503:
        log.warning("busy", request=request.kui_id, code=error.code)
        return answer(request, 503, WORDS[503], reference=request.kui_id)
    if error.status >= 500:
        return failed(error, request)
    words = WORDS.get(error.status, WORDS[422])
    own = words if error.status == 404 else Words(words.heading, error.text, words.do)
    return answer(request, error.status, own)


@forbidden_view_config()
def forbidden(error: Any, request: Request) -> Response:
    """Nobody: to the log-in page, and back. Somebody: 404, unless he or she may know of the case (D24)."""
    if request.identity is None:
        return nobody(request)
    clock = request.system.clock
    question = Question(request.identity, request.context, clock.today(), clock.now())
    note_refusal(request, question)
    if not knows_of(question):
        return answer(request, 404, WORDS[404])
    return answer(request, 403, no_access(question, request.root_resource), reference=request.kui_id)


def note_refusal(request: Request, question: Question) -> None:
    """Write the refusal into the audit chain before the answer leaves (D28)."""
    about = {"place": request.resource_path(request.context), "view": request.view_name}
    event_id, now = f"{request.kui_id}:access.refused", request.system.clock.now()
    case_no = question.case.case_no if question.case else None
    who = question.identity.user_id
    request.system.proof.append_now(AuditEvent(event_id, now, "access.refused", who, case_no, about))


def nobody(request: Request) -> Response:
    """Answer somebody who is not logged in, or no longer."""
    if wants_data(request):
        return answer(request, 401, LOGGED_OUT)
    if _fields(request):
        return _keep(request, LOGGED_OUT, 403)
    # An id number that somebody searched for stands in no address of ours (D25).
    wanted = request.path if has_id_number(str(request.GET)) else request.path_qs
    query = {"videre": wanted} if request.method in ("GET", "HEAD") and request.path != "/" else {}
    return HTTPSeeOther(request.resource_path(request.root_resource, "log-ind", query=query))


def _fields(request: Request) -> list[tuple[str, str]]:
    found = ((name, value) for name, value in request.POST.items() if isinstance(value, str))
    return [(name, value) for name, value in found if name not in NEVER_AGAIN]


def _keep(request: Request, words: Words, status: int, token: str = "") -> Response:
    """Give back what was typed, in a form that can be sent again: nothing is lost because a session ended."""
    told = {"words": words, "typed": _fields(request), "again": request.path_qs, "token": token}
    response = render_to_response(LOGGED_OUT_PAGE, shell(request, words.heading) | told, request=request)
    response.status_int = status
    return response


@exception_view_config(BadCSRFToken)
def expired(error: Exception, request: Request) -> Response:
    """Answer a form whose token is of another session; who is logged in again can send it from here.

    Cookies do not come along from other sites, so whoever has a session has sent it from a page of ours.
    """
    if request.identity is None or wants_data(request) or not _fields(request):
        return answer(request, 400, EXPIRED)
    return _keep(request, SEND_AGAIN, 400, SessionCsrf().get_csrf_token(request))


@exception_view_config(BadCSRFOrigin)
def from_elsewhere(error: Exception, request: Request) -> Response:
    """Answer a form that was sent from a page of somebody else."""
    return answer(request, 400, EXPIRED)


@notfound_view_config()
def not_found(error: Any, request: Request) -> Response:
    """Answer an address that leads nowhere. Who is not logged in is not told which addresses lead somewhere."""
    return nobody(request) if request.identity is None else answer(request, 404, WORDS[404])


@exception_view_config(HTTPClientError)
def client_error(error: HTTPClientError, request: Request) -> Response:
    """Answer the other refusals of HTTP, such as a body that is too large."""
    return answer(request, error.status_int, WORDS.get(error.status_int, WORDS[400]))


@exception_view_config(TransientError, last_retry_attempt=False)
def tried_again(error: TransientError, request: Request) -> Response:
    """Answer nobody: pyramid_retry throws this away and makes the request again."""
    return Response(status=503)


@exception_view_config(TransientError, last_retry_attempt=True)
def lost_the_race(error: TransientError, request: Request) -> Response:
    """Answer when others were first every time."""
    return answer(request, 409, WORDS[409])


@exception_view_config(Exception)
def failed(error: Exception, request: Request) -> Response:
    """Answer a mistake of ours: log where it happened, show a number and nothing else."""
    log.error("failed", request=request.kui_id, exc_info=error)
    try:
        return answer(request, 500, WORDS[500], reference=request.kui_id)
    except Exception as second:  # Whatever failed, perhaps the database, the page needs it too.
        log.error("failed_again", request=request.kui_id, exc_info=second)
        return Response(LAST_RESORT.format(reference=request.kui_id), status=500)
