"""``/sager/<case_no>/hvem-har-set`` and ``hvem-har-set.pdf``: »Hvem har set min sag?«, for the young person."""

from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain.errors import Refused
from ..domain.seen import Report, default_since
from ..resources.case import Case
from ..security.permissions import Permission
from ..services.pdf.api import SeenJob
from ..usecases.seen import seen
from .charts import bars
from .layout import BaseView
from .people import case_trail, sees

PAGE = "kuidocs:templates/pages/hvem_har_set.pt"
NAME = "hvem-har-set"
SINCE, UNTIL = "fra", "til"
ICONS = {"no": "lock", "wait": "print", "ok": "check"}


@view_defaults(context=Case, permission=Permission.Access.TOLD, request_method="GET")
class SeenView(BaseView):
    """The report as a page, and as the paper that is handed over."""

    context: Case

    @view_config(name=NAME)
    def show(self) -> Any:
        """Show the report of a period."""
        typed, problem, day = self._typed(), None, self.clock.today()
        since, until = default_since(day), day
        try:
            since, until = self._period()
        except Refused as refused:
            problem = refused
        found = self._report(since, until)
        self.note_read("seen.viewed", {"since": since.isoformat(), "until": until.isoformat()})
        data = self.page(
            "Hvem har set min sag?",
            case=self.context,
            trail=case_trail(self, self.context),
            sees=sees(self, self.context),
            report=found,
            chart=bars("Gange, sagen er åbnet.", [(one.name, one.times) for one in found.departments]),
            icons_of=ICONS,
            typed=typed if problem else {SINCE: since.isoformat(), UNTIL: until.isoformat()},
            problem=problem,
            pdf=self.request.resource_path(
                self.context, f"{NAME}.pdf", query={SINCE: since.isoformat(), UNTIL: until.isoformat()}
            ),
            wrong=problem is not None,
        )
        return self.render(PAGE, data, status=422 if problem else 200)

    @view_config(name=f"{NAME}.pdf")
    def pdf(self) -> Response:
        """Make the paper; each one is written into the log.

        Raises Refused.
        """
        since, until = self._period()
        pdf = self.system.pdf.render(SeenJob(self._report(since, until)))
        self.note_read("seen.printed", {"since": since.isoformat(), "until": until.isoformat()})
        response = Response(pdf, content_type="application/pdf")
        response.content_disposition = f'inline; filename="{NAME}-{self.context.case_no}.pdf"'
        return response

    def _report(self, since: date, until: date) -> Report:
        return seen(self.context, self.system.proof, since, until, self.clock.today(), self.identity.name)

    def _typed(self) -> dict[str, str]:
        return {name: self.request.GET.get(name, "") for name in (SINCE, UNTIL)}

    def _period(self) -> tuple[date, date]:
        """Read the period; an empty field is the one that is shown when nobody asks.

        Raises Refused.
        """
        typed, today = self._typed(), self.clock.today()
        try:
            since = date.fromisoformat(typed[SINCE]) if typed[SINCE] else default_since(today)
            until = date.fromisoformat(typed[UNTIL]) if typed[UNTIL] else today
        except ValueError as error:
            raise Refused(
                SINCE, "Vi kan ikke læse datoen. Skriv den som dag, måned og år, fx 1. oktober 2026."
            ) from error
        if since > until:
            raise Refused(SINCE, "Perioden slutter, før den begynder. Byt om på de to datoer.")
        return since, until
