"""``/sager/<case_no>/overblik`` and ``overblik.pdf``: everything on one page, for the young person (R9, R11)."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain.abbreviations import unexplained
from ..domain.errors import NotAllowed
from ..domain.overview import Overview, sentence
from ..resources.case import Case
from ..security.permissions import Permission
from ..services.pdf.api import OverviewJob
from ..usecases.case_reading import in_force
from ..usecases.overview import PLAN, left_out, overview
from .gate import sight
from .layout import BaseView
from .people import case_trail

NO_PDF = "Noget i overblikket er skjult for dig. Bed plankoordinatoren eller kontaktpersonen om at lave papiret."


@view_defaults(context=Case, permission=Permission.Case.OVERVIEW, request_method="GET")
class OverviewView(BaseView):
    """The page that shows what will be on paper, and the paper."""

    context: Case

    @view_config(name="overblik", renderer="kuidocs:templates/pages/overblik.pt")
    def show(self) -> dict[str, Any]:
        """Show the overview with nothing left out."""
        self.note_read("case.viewed", {"part": "overview"})
        seen = sight(self, self.context)
        found, told = overview(self.context, seen), left_out(self.context, seen)
        return self.page(
            found.heading,
            case=self.context,
            trail=case_trail(self, self.context),
            overview=found,
            left_out=told,
            remarks=list(_remarks(found, self.context)),
            sentence=sentence,
        )

    @view_config(name="overblik.pdf")
    def pdf(self) -> Response:
        """Make a copy for the young person; each one is written into the log."""
        plan = in_force(self.context, PLAN)
        about = {"plan": plan.document.label, "number": plan.version.number} if plan else {}
        seen = sight(self, self.context)
        if left_out(self.context, seen):
            # The young person gets all of it, and nobody a part of it as if it were all.
            raise NotAllowed("consent", NO_PDF)
        pdf = self.system.pdf.render(OverviewJob(overview(self.context, seen)))
        self.note_read("overview.printed", about)
        response = Response(pdf, content_type="application/pdf")
        response.content_disposition = f'inline; filename="overblik-{self.context.case_no}.pdf"'
        return response


def _remarks(found: Overview, case: Case) -> Any:
    """Tell what should be looked at before the paper is handed over."""
    if not found.contact.name:
        yield "Der er ikke valgt en kontaktperson. Vælg en, før du giver papiret videre."
    elif not found.contact.phone:
        yield f"Der mangler et telefonnummer til {found.contact.name}. Skriv det i kontaktkortet."
    if unknown := unexplained(text for text in found.texts() if text != found.case_no):
        yield f"Papiret kan ikke forklare {', '.join(unknown)}. Forklar det, når du giver papiret."
    if case.person.name_address_protection:
        yield "Navn og adresse er beskyttet, så hverken navn eller mødested står på papiret."
