"""``/sager/<case_no>/dokumenter/<label>/versioner/<number>`` and its PDF: reading what was written."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, tracing, workflow
from ..domain.meetings import MEETING_TYPES, type_of_form
from ..domain.signing import FILE, WAITING
from ..forms.defaults import AGENDAS
from ..forms.outline import outline
from ..resources.base import new_id
from ..resources.document import Document, PrintedVersion
from ..resources.version import Version
from ..security.permissions import Permission
from ..usecases import cards, comparing, sealing_state
from ..usecases.acting import case_named
from ..usecases.case_reading import InForce, unwritten
from ..usecases.involvement import edition_of
from ..usecases.printing import job_for
from ..usecases.signing import requests
from .attachment_list import of_version
from .gate import demand, marked, shown
from .kontaktkort import card_of
from .layout import BaseView
from .outcomes import around
from .people import case_trail, sees
from .presenting import (
    chip,
    document_title,
    history,
    meeting_time,
    meeting_title,
    superseded_sentence,
    version_line,
)
from .reading import present, sections
from .signatures import signatures, waits_for_signatures
from .talk import of_version as talk_of
from .uddrag import given_lines

PLAN = "kui.education_plan"
WRITE = Permission.Document.WRITE


def _asks_for_a_card(document: Document) -> bool:
    """Tell whether these are the coordination minutes after which the family has no card yet (R37)."""
    minutes = cards.due(case_named(document))
    return minutes is not None and minutes.document is document


HEADINGS = frozenset(item.heading for items in AGENDAS.values() for item in items)
"""What every agenda begins with; such an item is no point of its own."""


def reading_page(view: BaseView, document: Document, version: Version) -> dict[str, Any]:
    """Return what a reading page shows of a version: also the page of review."""
    case = case_named(document)
    meeting = case.moeder.get(str(document.meeting_number))
    number = version.number
    found = demand(view, version)
    whole = outline(edition_of(version).schema, version.content())
    told = shown(whole, found)
    laid_out = sections(told, around(view, case, document) if sees(view, case) else None)
    return {
        "document": document,
        "version": version,
        "case": case,
        "trail": case_trail(view, case),
        "sections": marked(laid_out, whole, told),
        "partly": bool(found.hidden),
        "left_out": found.told,
        "present": present(told),
        "traced": tracing.followed(version.content(), HEADINGS) if sees(view, case) else frozenset(),
        "signatures": signatures(document, number),
        "unsigned": waits_for_signatures(document, number),
        "chip": chip(document.shown_state(number)),
        "line": version_line(document, version),
        "superseded": superseded_sentence(document, version),
        "newest": workflow.superseded_by(document.facts, number),
        "steps": history(document, number, view.clock.today()),
        "meeting": meeting,
        "meeting_title": meeting_title(case, meeting) if meeting else "",
        "meeting_time": meeting_time(meeting) if meeting else "",
        "versions": sorted({v.number for v in document.versions}),
        **of_version(view, case, document, number),
    }


@view_config(context=Version, permission=Permission.Document.READ, renderer="kuidocs:templates/pages/version.pt")
class VersionView(BaseView):
    """The reading page."""

    context: Version

    def __call__(self) -> dict[str, Any]:
        """Show the version as calm text."""
        document = self.context.__parent__
        demand(self, self.context)
        about = {"document_id": document.id, "label": document.label, "number": self.context.number}
        self.note_read("document.read", about | {"round": self.context.round})
        data = reading_page(self, document, self.context)
        name = comparing.version_name(document, self.context)
        data |= talk_of(self, document, self.context, f"versioner/{name}")
        data["compare"] = comparing.usual_pair(document, drafts=bool(self.request.has_permission(WRITE, document)))
        title = document_title(document, self.context.number)
        return self.page(title, **data, **self._may(document))

    def _sealing(self, document: Document) -> str:
        """Say how far the file of an approved version is that is not there yet."""
        approved = workflow.state(document.facts, self.context.number) == workflow.APPROVED
        there = document.file(self.context.number) is not None
        return sealing_state.waiting(document, self.context) if approved and not there else ""

    def _may(self, document: Document) -> dict[str, Any]:
        """What the reader can do from here."""
        number, permits = self.context.number, self.request.has_permission
        writer = bool(permits(Permission.Document.WRITE, document))
        latest = document.latest is self.context
        own = self.context.author["user_id"] == self.identity.user_id
        in_review = workflow.state(document.facts, number) == workflow.IN_REVIEW
        approved = document.in_force() is self.context
        return {
            "may_review": latest and in_review and not own and bool(permits(Permission.Document.REVIEW, document)),
            "may_begin": writer and approved and latest and document.draft is None,
            "goes_on": writer and document.draft is not None,
            "to_plan": self._to_plan(document) if approved else "",
            "sealed": document.file(number),
            "sealing": self._sealing(document),
            "signing": self._signing(document) if permits(Permission.Document.SIGN, document) else None,
            "approved": workflow.state(document.facts, number) == workflow.APPROVED,
            "extracts": given_lines(self, document) if approved and document.form_key == PLAN else None,
            "may_extract": bool(permits(Permission.Plan.EXTRACT, document)),
            "card": card_of(document, self.clock.today()),
            "writer": writer,
            "card_due": writer and _asks_for_a_card(document),
            "token": new_id(),
        }

    def _signing(self, document: Document) -> tuple[bool, str] | None:
        """Say how it stands with the signatures, and whether who is here is waited for; None where nobody signs."""
        found = requests(document, self.context)
        if not found:
            return None
        mine = any(one.state == WAITING and one.signer.user_id == self.identity.user_id for one in found)
        open_ = sum(one.open for one in found)
        told = f"Mangler {danish.count(open_, 'svar', 'svar')}." if open_ else "Alle har svaret."
        return mine, told

    def _to_plan(self, document: Document) -> str:
        """Name the way to the plan, for approved minutes with decisions; "" for what has none."""
        kind = MEETING_TYPES.get(type_of_form(document.form_key) or "")
        if kind is None or not kind.decides or not self.context.content().get("decisions"):
            return ""
        waiting = len(list(unwritten(InForce(document, self.context, self.context.content()))))
        may = bool(self.request.has_permission(Permission.Plan.WRITE, document))
        return "Skriv i uddannelsesplanen" if waiting and may else "Se beslutningerne i planen"


@view_defaults(context=PrintedVersion, permission=Permission.Document.READ)
class PdfView(BaseView):
    """The PDF of a version."""

    context: PrintedVersion

    @view_config()
    def pdf(self) -> Response:
        """Give the sealed file of what is approved, else the draft print with its watermark."""
        version = self.context.version
        document = version.__parent__
        sealed = document.file(version.number, FILE) or document.file(version.number)
        demand(self, version, whole=True)
        about = {"document_id": document.id, "label": document.label, "number": version.number}
        self.note_read("document.printed", about)
        if sealed is not None and sealed.round == version.round:
            return pdf_response(sealed.bytes(), document, version)
        if workflow.state(document.facts, version.number) == workflow.APPROVED:
            return self._being_made(document, version)
        return pdf_response(self.system.pdf.render(job_for(version)), document, version)

    def _being_made(self, document: Document, version: Version) -> HTTPSeeOther:
        return self.go(document, sealing_state.waiting(document, version), "versioner", str(version.number))


def pdf_response(pdf: bytes, document: Document, version: Version) -> Response:
    """Send a PDF under a name that says nothing of the person."""
    name = f"{document.label}-v{version.number}.pdf"
    response = Response(pdf, content_type="application/pdf")
    response.content_disposition = f'inline; filename="{name}"'
    return response
