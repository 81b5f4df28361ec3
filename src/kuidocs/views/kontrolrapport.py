"""``/kontrolrapporter``: what was found of files that are not genuine, as it was sent on; nothing of the files."""

from collections.abc import Mapping
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..resources.check_report import CheckReport, CheckReportFolder
from ..security.permissions import Permission
from ..usecases import check_reports
from .kontrol import CHECKED, ICONS, LOOKS, in_two
from .layout import BaseView

LIST, PAGE = "kuidocs:templates/pages/kontrolrapporter.pt", "kuidocs:templates/pages/kontrolrapport.pt"
AT_ONCE = 1000


class ReportPage(BaseView):
    """What the two pages have in common."""

    section = "revision"

    def keeps(self) -> bool:
        """Tell whether who is here watches over the municipality's data."""
        return bool(self.request.has_permission(Permission.Report.KEEP, self.root.kontrolrapporter))

    def when(self, text: str) -> str:
        """Write a moment."""
        return danish.moment(self.moment(text))


@view_defaults(context=CheckReportFolder)
class ReportListView(ReportPage):
    """All reports, and sending one."""

    context: CheckReportFolder

    @view_config(request_method="GET", renderer=LIST, permission=Permission.Report.KEEP)
    def show(self) -> dict[str, Any]:
        """List the reports, the newest first."""
        self.note_read("file.reports_listed", {})
        return self.page("Kontrolrapporter", rows=[self._row(one) for one in self.context.in_order()])

    def _row(self, one: CheckReport) -> dict[str, Any]:
        return {
            "href": self.request.resource_path(one),
            "heading": one.found["heading"],
            "who": one.by["name"],
            "at": self.when(one.sent_at),
            "read": one.last(check_reports.READ) is not None,
        }

    @view_config(request_method="POST", permission=Permission.Page.CHECK)
    def send(self) -> HTTPSeeOther:
        """Send what the page of a check has found.

        Raises Conflict.
        """
        posted = self.request.POST.get("fund", "")
        act = self.act()
        told = check_reports.taken_back(self.root, act, posted if isinstance(posted, str) else "")
        made = check_reports.send(self.root, act, told, self._about(told["event"]))
        names = danish.listed([one.name for one in check_reports.receivers(self.root)])
        return self.go(made, f"Kontrolrapporten er sendt til {names}.")

    def _about(self, event_id: str) -> Mapping[str, Any]:
        """Return which paper of ours the file was found to have begun as; the page of the check does not carry it."""
        after, who = 0, self.identity.user_id
        while some := self.system.proof.events(by=who, kinds=(CHECKED,), after=after, limit=AT_ONCE):
            for one in some:
                if one.event.id == event_id:
                    return dict(one.event.about)
            after = some[-1].number
        return {}


@view_defaults(context=CheckReport)
class ReportView(ReportPage):
    """One report."""

    context: CheckReport

    @view_config(request_method="GET", renderer=PAGE, permission=Permission.Report.SEE)
    def show(self) -> dict[str, Any]:
        """Show it; which paper it is about only to those who watch over the data."""
        one, keeps = self.context, self.keeps()
        self.note_read("file.report_viewed", {"report": one.id})
        read = one.last(check_reports.READ)
        return self.page(
            "Kontrolrapport",
            report=one,
            css=LOOKS[one.found["status"]][0],
            icon_name=LOOKS[one.found["status"]][1],
            checks=[(*ICONS[ok], *in_two(text)) for ok, text in one.found["checks"]],
            checked_at=self.when(one.found["at"]),
            sent_at=self.when(one.sent_at),
            keeps=keeps,
            trail=self._trail(keeps),
            paper=one.about if keeps else {},
            read=f"{read['by']['name']}, {self.when(read['at'])}" if read else "",
        )

    def _trail(self, keeps: bool) -> list[tuple[str, str]]:
        path = self.request.resource_path
        if keeps:
            return [(path(self.root, "revision"), "Revision"), (path(self.context.__parent__), "Kontrolrapporter")]
        return [(path(self.root, "min-dag"), "Min dag"), (path(self.root, "kontrol"), "Kontrollér et dokument")]

    @view_config(request_method="POST", permission=Permission.Report.KEEP)
    def read(self) -> HTTPSeeOther:
        """Note that it is read."""
        check_reports.read(self.context, self.act())
        return self.go(self.context, "Det er noteret, at rapporten er læst.")
