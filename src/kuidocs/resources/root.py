"""The root of the tree, ``/``."""

from typing import Any

from BTrees.OOBTree import OOBTree

from .base import Resource, place
from .case import CaseFolder
from .check_report import CheckReport, CheckReportFolder
from .disposal import Disposal, DisposalFolder
from .drift import STAFF, StaffCare
from .journal import Journal
from .kalender import CALENDAR, Calendar
from .klynger import FOLDER, ClusterFolder
from .outbox import Outbox
from .skabeloner import TemplateFolder
from .staff import Organisation, StaffFolder
from .underskriv import DOOR, SigningDoor, SigningLinks

CHILDREN = ("sager", "skabeloner", "medarbejdere", "admin", "kassation", "kontrolrapporter")

REPORTS = "kontrolrapporter"


class Admin(Resource):
    """``/admin``: care of the system."""

    latest: dict[str, tuple[str, ...]] = {}
    """The ids of the last jobs that cared for the data, by kind."""
    filing: Journal | None = None
    """None until something was filed, or waits to be."""
    unsound: OOBTree | None = None
    """Finished files of which there is something to be told, by SHA-256; None while there were none."""

    def __init__(self) -> None:
        self.job = place(Outbox(), self, "job")

    def __getitem__(self, name: str) -> Any:
        if name == "job":
            return self.job
        if name == STAFF:
            return StaffCare(self)
        raise KeyError(name)


class Root(Resource):
    """The whole system. Names are the words of the URLs (D36)."""

    klynger: ClusterFolder | None = None
    """None in a database that was made before there were clusters, until it is brought up to date."""
    disposals: DisposalFolder | None = None
    """None until something is proposed."""
    check_reports: CheckReportFolder | None = None
    """None until somebody sends the first."""
    signing_links: SigningLinks | None = None
    """None in a database that was made before there were links, and until the first is made."""

    def __init__(self) -> None:
        self.sager = place(CaseFolder(), self, "sager")
        self.skabeloner = place(TemplateFolder(), self, "skabeloner")
        self.medarbejdere = place(StaffFolder(), self, "medarbejdere")
        self.admin = place(Admin(), self, "admin")
        self.organisation = place(Organisation(), self, "organisation")
        self.klynger = place(ClusterFolder(), self, FOLDER)

    def __getitem__(self, name: str) -> Any:
        if name in CHILDREN:
            return getattr(self, name)
        if name == FOLDER and self.klynger is not None:
            return self.klynger
        if name == CALENDAR:
            return Calendar(self)
        if name == DOOR:
            return SigningDoor(self)
        raise KeyError(name)

    @property
    def kassation(self) -> DisposalFolder:
        """The cases that are to be disposed of, or were; an empty folder that nobody stores while there are none."""
        return self.disposals if self.disposals is not None else place(DisposalFolder(), self, "kassation")

    def propose(self, one: Disposal) -> None:
        """Put a proposal in."""
        if self.disposals is None:
            self.disposals = place(DisposalFolder(), self, "kassation")
        self.disposals[one.id] = one

    @property
    def kontrolrapporter(self) -> CheckReportFolder:
        """The reports of files that are not genuine; an empty folder that nobody stores while there are none."""
        return self.check_reports if self.check_reports is not None else place(CheckReportFolder(), self, REPORTS)

    def report(self, one: CheckReport) -> None:
        """Put a report in."""
        if self.check_reports is None:
            self.check_reports = place(CheckReportFolder(), self, REPORTS)
        self.check_reports[one.id] = one

    @property
    def job(self) -> Outbox:
        """The outbox."""
        return self.admin.job
