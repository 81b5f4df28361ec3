"""``/revision`` and ``/revision.csv``: the log of everything for the auditor, without the content of any case."""

from datetime import date, timedelta

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain.errors import Refused
from ..resources.root import Root
from ..security.permissions import Permission
from ..usecases import audit_log
from ..usecases.audit_log import Asked
from .layout import BaseView

PAGE, NAME = "kuidocs:templates/pages/revision.pt", "revision"
FIELDS = ("sag", "bruger", "slags", "fra", "til")
USUAL = timedelta(days=30)
LONGEST = 60


@view_defaults(context=Root, permission=Permission.Access.LOG, request_method="GET")
class AuditView(BaseView):
    """The auditor's page and file. Looking at the log is written into the log."""

    context: Root
    section = NAME

    @view_config(name=NAME)
    def show(self) -> Response:
        """Show the newest lines of what is asked for."""
        problem, typed = None, self._typed()
        try:
            asked = self._asked()
        except Refused as refused:
            problem, asked = refused, Asked(self.clock.today() - USUAL, self.clock.today())
        lines, count = audit_log.newest(audit_log.found(self.system.proof, self.context, asked))
        self.note_read("log.viewed", self._about(asked))
        if problem is None:
            typed |= {"fra": asked.since.isoformat(), "til": asked.until.isoformat()}
        data = self.page(
            "Revision",
            lines=lines,
            count=count,
            typed=typed,
            problem=problem,
            staff=sorted((one.name, one.user_id) for one in self.context.medarbejdere.values()),
            kinds=audit_log.kinds(),
            sager=self.context["sager"],
            file=self.request.resource_path(self.context, f"{NAME}.csv", query=typed),
            wrong=problem is not None,
        )
        return self.render(PAGE, data, status=422 if problem else 200)

    @view_config(name=f"{NAME}.csv")
    def download(self) -> Response:
        """Give every line of what is asked for as a file; who took it is written down.

        Raises Refused.
        """
        asked = self._asked()
        file = audit_log.csv_file(audit_log.found(self.system.proof, self.context, asked))
        self.note_read("log.exported", self._about(asked))
        response = Response(file, content_type="text/csv", charset="utf-8")
        response.content_disposition = f'attachment; filename="{NAME}-{self.clock.today().isoformat()}.csv"'
        return response

    def _about(self, asked: Asked) -> dict[str, str]:
        told = {"case": asked.case_no, "user_id": asked.user_id, "kind": asked.kind}
        period = {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
        return period | {key: value for key, value in told.items() if value}

    def _typed(self) -> dict[str, str]:
        return {name: self.request.GET.get(name, "").strip()[:LONGEST] for name in FIELDS}

    def _asked(self) -> Asked:
        """Read the filters.

        Raises Refused.
        """
        typed, today = self._typed(), self.clock.today()
        try:
            until = date.fromisoformat(typed["til"]) if typed["til"] else today
            since = date.fromisoformat(typed["fra"]) if typed["fra"] else until - USUAL
        except ValueError as error:
            raise Refused(
                "fra", "Vi kan ikke læse datoen. Skriv den som dag, måned og år, fx 1. oktober 2026."
            ) from error
        return Asked(since, until, typed["sag"], typed["bruger"], typed["slags"])
