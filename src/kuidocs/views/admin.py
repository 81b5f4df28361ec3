"""``/admin``: where the administrator begins, and the log of what was changed. No content of cases."""

from itertools import islice
from typing import Any

from pyramid.view import view_config

from ..domain import danish
from ..domain.filing import papers
from ..domain.settings import SETTINGS
from ..domain.whole_numbers import whole
from ..resources.outbox import DONE, FAILED
from ..resources.root import Admin
from ..security.permissions import Permission
from ..usecases.filing import open_jobs
from ..usecases.finished_files import flawed
from ..usecases.information import told_by
from ..usecases.keeping_log import changes
from ..usecases.upkeep import FIXITY, of_kind
from .care import CareView

NEWEST, A_PAGE, MOST_PAGES = 8, 50, 400


@view_config(context=Admin, permission=Permission.Admin.OVERVIEW, renderer="kuidocs:templates/pages/admin.pt", name="")
class OverviewView(CareView):
    """The first page of care."""

    context: Admin

    def __call__(self) -> dict[str, Any]:
        """Show how many there are of everything, what waits, and what was changed last."""
        root, organisation = self.root, self.root.organisation
        staff = list(root.medarbejdere.values())
        failed = sum(job.state == FAILED for job in root.job.open_jobs())
        active = sum(person.works_on(self.clock.today()) for person in staff)
        counts = {
            "medarbejdere": f"{active} aktive, {len(staff) - active} stoppede",
            "afdelinger": f"{len(organisation.departments)} åbne",
            "lokaler": f"{len(organisation.known_rooms(self.system.settings.meeting_rooms))} på listen",
            "ad-hoc": f"{len(organisation.ad_hoc)} på listen",
            "indstillinger": f"{len(SETTINGS)} tal, {len({fact['key'] for fact in organisation.setting_facts})} ændret",
            "oplysninger": self._information(),
            "log": "Hvem har ændret hvad, og hvornår",
            "data": self._data(),
            "journal": self._journal(),
            "job": f"{failed} gik galt" if failed else "Alt kører, som det skal",
        }
        waiting = [person for person in staff if person.roles_asked]
        newest = self.lines(islice(changes(root), NEWEST))
        return self.care_page("Drift", counts=counts, waiting=waiting, newest=newest)

    def _information(self) -> str:
        missing = len(told_by(self.root.organisation).missing)
        return f"{danish.count(missing, 'linje', 'linjer')} mangler" if missing else "Alt er udfyldt"

    def _journal(self) -> str:
        failed = sum(job.state == FAILED for job in open_jobs(self.root))
        return f"{papers(failed)} gik galt" if failed else "Alt færdigt er afleveret"

    def _data(self) -> str:
        if told := flawed(self.root):
            return f"{danish.count(len(told), 'fejl', 'fejl').capitalize()} i færdige filer"
        walked = next((job for job in of_kind(self.root, FIXITY) if job.state == DONE), None)
        if walked is None:
            return "Er ikke gennemgået endnu"
        return f"{walked.result['faults']} fejl ved gennemgangen" if walked.result["faults"] else "Alt er helt"


@view_config(
    context=Admin, permission=Permission.Admin.OVERVIEW, renderer="kuidocs:templates/pages/admin_log.pt", name="log"
)
class LogView(CareView):
    """The log of changes, a page at a time."""

    context: Admin
    here = "log"

    def __call__(self) -> dict[str, Any]:
        """Show a page of the log."""
        number = min(whole(self.request.GET.get("side"), 3) or 1, MOST_PAGES)
        found = list(islice(changes(self.root), (number - 1) * A_PAGE, number * A_PAGE + 1))
        more = len(found) > A_PAGE
        return self.care_page("Log over ændringer", lines=self.lines(found[:A_PAGE]), number=number, more=more)
