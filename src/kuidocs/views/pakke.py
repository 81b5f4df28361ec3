"""``/sager/<case_no>/pakke``: the whole case as one file: ask for it, see how far it is, fetch it."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import FileResponse, Response
from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.attachments import size_words
from ..domain.errors import KuiError, not_found
from ..domain.packages import safe
from ..jobs.packaging import path_of
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.root import Root
from ..security.permissions import Permission
from ..services.clock import COPENHAGEN
from ..usecases import packages
from ..usecases.packages import AGAIN, GONE, READY, WORKING, WRONG, Package
from .felter import Field, SmallForm, asked
from .layout import BaseView
from .people import case_trail

PAGE = "kuidocs:templates/pages/pakke.pt"
NAME, REASON, DRAFTS = "pakke", "grund", "udkast"
LONGEST = 4000
WITHOUT, WITH = "uden", "med"
WORDS = {READY: "Klar", WORKING: "Bliver lavet", AGAIN: "Prøves igen", GONE: "Slettet", WRONG: "Gik galt"}


@view_defaults(context=Case, permission=Permission.Case.PACKAGE)
class PackageView(BaseView):
    """The page of a case's packages."""

    context: Case

    @view_config(name=NAME, request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show what there is, and the form."""
        self.note_read("case.viewed", {"part": "package"})
        return self._page({DRAFTS: WITHOUT})

    @view_config(name=NAME, request_method="POST")
    def ask(self) -> Response | HTTPSeeOther:
        """Ask for a package; what is refused comes back with everything that was typed."""
        typed = {name: self._posted(name) for name in (REASON, DRAFTS)}
        try:
            act = self.act(self._posted("__token__")[:60])
            packages.ask(self.context, act, reason=typed[REASON], drafts=typed[DRAFTS] == WITH)
        except KuiError as refused:
            self.request.tm.doom()
            data = self._page(typed, {refused.code: refused.text}, refused.text) | {"wrong": True}
            return self.render(PAGE, data, status=refused.status)
        return self.go(self.context, "Pakken bliver lavet nu. Den kan hentes her, når den er klar.", NAME)

    @view_config(name=f"{NAME}.zip", request_method="GET")
    def fetch(self) -> Response | HTTPSeeOther:
        """Hand out a package; who took it is written down first. The page says why one is not there any longer."""
        wanted = str(self.request.GET.get("id", ""))[:40]
        found = packages.fetched(self.context, wanted, self.clock.now())
        path = path_of(self.system, found.id) if found else None
        if found is None or path is None or not path.is_file():
            if why := packages.missing_words(self.context, wanted, self.clock.now()):
                return self.go(self.context, why, NAME)
            raise not_found()
        self.note_read(packages.FETCHED, {"package": found.id})
        response = FileResponse(str(path), request=self.request, content_type="application/zip")
        name = safe(self.context.case_no, "forloeb")
        response.content_disposition = f'attachment; filename="{name}-pakke.zip"'
        response.cache_control = "no-store"
        return response

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n") if isinstance(found, str) else ""

    def _page(self, typed: dict[str, str], errors: dict[str, str] | None = None, problem: str = "") -> dict[str, Any]:
        found = packages.listed(self.context, self.clock.now())
        return self.page(
            "Pakke af forløbet",
            case=self.context,
            trail=case_trail(self, self.context),
            form=self._form(typed, errors or {}),
            problem=problem,
            packages=[self._line(one) for one in found],
            working=[one.id for one in found if one.state == WORKING],
        )

    def _form(self, typed: dict[str, str], errors: dict[str, str]) -> SmallForm:
        fields = (
            Field(REASON, "Hvad skal pakken bruges til?", "text", "Det bliver skrevet i loggen sammen med dit navn."),
            Field(
                DRAFTS,
                "Hvad skal med?",
                "radio",
                options=((WITHOUT, "Det, der er godkendt"), (WITH, "Også udkast og tekster til gennemsyn")),
            ),
        )
        return SmallForm("lav", "lav", asked(fields, typed, errors), "Lav pakken", token=new_id())

    def _line(self, one: Package) -> dict[str, Any]:
        progress = self.system.state.progress.of(one.id) if one.state == WORKING else None
        return {
            "id": one.id,
            "words": WORDS[one.state],
            "ready": one.state == READY,
            "working": one.state == WORKING,
            "wrong": one.state == WRONG,
            "again": danish.moment(self.moment(one.next_at)) if one.next_at else "",
            "done": progress.done if progress else 0,
            "total": progress.total if progress else 0,
            "by": one.by,
            "at": danish.moment(self.moment(one.at)),
            "reason": one.reason,
            "drafts": one.drafts,
            "size": size_words(one.length),
            "sha256": one.sha256,
            "until": danish.moment(one.until.astimezone(COPENHAGEN)) if one.until else "",
        }


@view_config(context=Root, name="fremdrift", request_method="GET", permission=Permission.Page.SEE, renderer="json")
class ProgressView(BaseView):
    """How far a long job is: two numbers and nothing of what it is about, for whoever knows its random id."""

    def __call__(self) -> dict[str, Any]:
        """Answer with done, total, and whether it is over."""
        wanted = str(self.request.GET.get("id", ""))[:60]
        job, found = self.root.job.get(wanted), self.system.state.progress.of(wanted)
        over = job is None or job.id not in self.root.job.unfinished or (job.attempts > 0 and job.error != "")
        return {"done": found.done if found else 0, "total": found.total if found else 0, "over": bool(over)}
