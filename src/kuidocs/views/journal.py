"""``/journal`` for records clerks and ``/admin/journal`` for the administrator: what waits to be filed, what failed and
why, what was filed. The clerk sees numbers and kinds of papers, the administrator only numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.errors import BadRequest, KuiError, not_found
from ..domain.filing import KLE_HINT, failure, papers
from ..resources.attachments import Attachment
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.document import Document
from ..resources.outbox import FAILED, Job
from ..resources.root import Admin, Root
from ..security.permissions import Permission
from ..usecases import filing, filing_attached
from ..usecases.acting import case_named
from ..usecases.filing import Delivered, open_jobs
from ..usecases.filing_attached import case_with
from ..usecases.filing_record import title
from .care import CareView
from .layout import BaseView

PAGE = "kuidocs:templates/pages/journal.pt"
CARE = "kuidocs:templates/pages/admin_journal.pt"
AGAIN, ALL, SUBJECT = "igen", "alle", "emne"
RETRIED = "Dokumentet bliver prøvet igen."
LONGEST = 100
MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that is not done."""

    id: str
    case_no: str
    what: str
    """Which one, by numbers alone."""
    title: str
    failed: bool
    words: str
    do: str
    attempts: int
    at: str


def said_again(count: int) -> str:
    """Say how many deliveries are tried again."""
    if not count:
        return "Der er ikke noget, der gik galt, længere."
    return f"{papers(count).capitalize()} bliver prøvet igen."


def waiting(view: BaseView, jobs: Iterable[Job], *, titled: bool) -> list[Waiting]:
    """Describe deliveries that are not done, with their titles only for whoever may know them."""
    return [_waiting(view, job, titled) for job in jobs]


def _waiting(view: BaseView, job: Job, titled: bool) -> Waiting:
    thing = filing.thing_of(view.root, job)
    found = failure(job.code) if job.error else None
    failed = job.state == FAILED
    at = view.moment(job.next_at if job.error and not failed else job.created_at)
    return Waiting(
        job.id,
        job.arguments["case_no"],
        _named(thing, job.arguments),
        _titled(thing, job.arguments) if titled else "",
        failed,
        found.words if found else "",
        found.do if found and failed else "",
        job.attempts,
        danish.moment(at),
    )


def _named(thing: Document | Attachment | None, told: Mapping[str, Any]) -> str:
    """Name what is delivered by numbers alone."""
    if isinstance(thing, Attachment):
        return filing_attached.name(case_with(thing), thing)
    return f"{told['label']}, version {told['number']}" if "label" in told else f"{told['case_no']}, bilag"


def _titled(thing: Document | Attachment | None, told: Mapping[str, Any]) -> str:
    """Say what is delivered in the words of its record, "" when it is gone."""
    if isinstance(thing, Attachment):
        return filing_attached.title(case_with(thing), thing)
    return title(case_named(thing), thing, told["number"]) if thing is not None else ""


@view_defaults(context=Root, name="journal", permission=Permission.Journal.KEEP)
class JournalView(BaseView):
    """The page of records clerks."""

    context: Root
    section = "journal"

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show what waits, what failed and what was filed lately."""
        return self._page()

    @view_config(request_method="POST")
    def act_on(self) -> Response | HTTPSeeOther:
        """Set the subject of a case, or let something be tried again."""
        try:
            said = self._done(self._posted("handling"))
        except KuiError as refused:
            self.request.tm.doom()
            wrong = {"problem": refused.text, "wrong": True, "wrong_case": self._posted("sag")}
            return self.render(PAGE, self._page() | wrong | {"typed": self._posted("kle")}, status=refused.status)
        return self.go(self.context, said, "journal")

    def _done(self, name: str) -> str:
        act = self.act(self._posted("__token__"))
        if name == SUBJECT:
            case = self._case()
            filing.set_kle(case, act, self._posted("kle"))
            return f"Emnet er gemt. Forløb {case.case_no} bliver journaliseret under {case.kle}."
        if name == AGAIN:
            filing.again(self.root, act, self._posted("job"))
            return RETRIED
        if name == ALL:
            return said_again(filing.all_again(self.root, act))
        raise BadRequest("handling", "Det kan der ikke bedes om.")

    def _case(self) -> Case:
        """Return the case that is named; one that the clerk is kept out of is not there."""
        case = self.root.sager.get(self._posted("sag"))
        if case is None or not self.request.has_permission(Permission.Journal.FILE, case):
            raise not_found()
        return case

    def _posted(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))[:LONGEST]

    def _mine(self, case_no: str) -> bool:
        case = self.root.sager.get(case_no)
        return case is not None and bool(self.request.has_permission(Permission.Journal.FILE, case))

    def _page(self) -> dict[str, Any]:
        jobs = [job for job in open_jobs(self.root) if self._mine(job.arguments["case_no"])]
        failed = [job for job in jobs if job.state == FAILED]
        others = [job for job in jobs if job.state != FAILED]
        lacking = [case for case in filing.without_kle(self.root) if self._mine(case.case_no)]
        done = [one for one in filing.lately(self.root, self.act()) if self._mine(one.case_no)]
        return self.page(
            "Journal",
            lacking=[case.case_no for case in lacking],
            failed=waiting(self, failed[:MOST], titled=True),
            failed_count=len(failed),
            waiting=waiting(self, others[:MOST], titled=True),
            waiting_count=len(others),
            done=[self._delivered(one) for one in done],
            hint=KLE_HINT,
            papers=papers,
            token=new_id(),
            problem="",
            wrong_case="",
            typed="",
        )

    def _delivered(self, one: Delivered) -> dict[str, Any]:
        case, told = self.root.sager[one.case_no], asdict(one)
        thing = case.bilag[one.attachment] if one.attachment else case.dokumenter[one.label]
        return {
            "what": _named(thing, told),
            "title": _titled(thing, told),
            "receipt": one.receipt,
            "again": one.issue > 1,
            "at": danish.moment(self.moment(one.at)),
        }


@view_defaults(context=Admin, name="journal", permission=Permission.Admin.JOURNAL)
class CareOfJournalView(CareView):
    """The page of the administrator: numbers, states and failures, and nothing of what the papers are."""

    context: Admin
    here = "journal"

    @view_config(request_method="GET", renderer=CARE)
    def show(self) -> dict[str, Any]:
        """Show how it is with filing."""
        return self._page()

    @view_config(request_method="POST")
    def act_on(self) -> Response | HTTPSeeOther:
        """Let one thing, or all, be tried again."""
        name = self.posted("handling")
        try:
            said = self._done(name)
        except KuiError as refused:
            return self.again(CARE, self._page(), refused, name)
        return self.go(self.context, said, "journal")

    def _done(self, name: str) -> str:
        if name == AGAIN:
            filing.again(self.root, self.asked(), self.posted("job")[:LONGEST])
            return RETRIED
        if name == ALL:
            return said_again(filing.all_again(self.root, self.asked()))
        raise BadRequest("handling", "Det kan der ikke bedes om.")

    def _page(self) -> dict[str, Any]:
        jobs = open_jobs(self.root)
        failed = [job for job in jobs if job.state == FAILED]
        return self.care_page(
            "Journal",
            where=self.system.archive.name,
            failed=waiting(self, failed[:MOST], titled=False),
            failed_count=len(failed),
            waiting_count=len(jobs) - len(failed),
            trouble=waiting(self, [job for job in jobs if job.error and job.state != FAILED][:MOST], titled=False),
            lacking=len(filing.without_kle(self.root)),
            done=len(filing.lately(self.root, self.act())),
        )
