"""``/kassation``: cases whose time is over, by number; two persons delete one, and a record is kept (D34)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, retention
from ..domain.attachments import size_words
from ..domain.errors import KuiError, not_found
from ..resources.base import new_id
from ..resources.disposal import Disposal, DisposalFolder
from ..security.permissions import Permission
from ..usecases import disposal
from .felter import Field, SmallForm, asked
from .layout import BaseView
from .presenting import moment_words

LIST, PAGE = "kuidocs:templates/pages/kassation.pt", "kuidocs:templates/pages/kassation_en.pt"
LONGEST = 2000


class DisposalPage(BaseView):
    """What the two pages have in common."""

    section = "kassation"

    def posted(self, name: str) -> str:
        """Return a typed field as text."""
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n") if isinstance(found, str) else ""

    def may(self, permission: str) -> bool:
        """Tell whether who is here may do something."""
        return bool(self.request.has_permission(permission, self.context))


@view_defaults(context=DisposalFolder)
class DisposalListView(DisposalPage):
    """What could be deleted, and what is on its way."""

    context: DisposalFolder

    @view_config(request_method="GET", renderer=LIST, permission=Permission.Disposal.SEE)
    def show(self) -> dict[str, Any]:
        """Show the cases by number only."""
        self.note_read("disposal.listed", {})
        return self._page({}, "", "")

    @view_config(request_method="POST", renderer=LIST, permission=Permission.Disposal.PROPOSE)
    def propose(self) -> Any:
        """Propose one case; what is refused comes back with what was typed."""
        typed = {"sag": self.posted("sag")[:40], "begrundelse": self.posted("begrundelse")}
        act = self.act(self.posted("__token__")[:60])
        try:
            made = disposal.propose(self.root, act, typed["sag"], typed["begrundelse"])
        except KuiError as refused:
            self.request.tm.doom()
            data = self._page(typed, refused.code, refused.text) | {"wrong": True}
            return self.render(LIST, data, status=refused.status)
        return self.go(made, f"Sag {made.case_no} er foreslået. Pakken til arkivet bliver lavet.")

    def _page(self, typed: Mapping[str, str], field: str, problem: str) -> dict[str, Any]:
        found = disposal.proposals(self.root, self.clock.today())
        at = "begrundelse" if field == "begrundelse" else "sag"
        options = tuple((case.case_no, f"{case.case_no}, {case.kle or 'uden emne'}") for case, _ in found)
        fields = (
            Field("sag", "Hvilken sag?", "radio", options=options),
            Field(
                "begrundelse",
                "Efter hvilken beslutning?",
                "text",
                "Fx kommunalbestyrelsens beslutning med dato. Skriv ikke noget om den unge.",
            ),
        )
        form = SmallForm("ny", "ny", asked(fields, typed, {at: problem} if problem else {}), "Foreslå", token=new_id())
        return self.page(
            "Kassation",
            classes=list(retention.CLASSES.values()),
            found=[self._row(case, told) for case, told in found],
            form=form if found and self.may(Permission.Disposal.PROPOSE) else None,
            action=self.request.resource_path(self.context),
            rows=[self._told(one) for one in self.context.in_order()],
            problem=problem,
            problem_at=at if found else "ind",
        )

    def _row(self, case: Any, told: retention.Standing) -> tuple[str, str, str]:
        since = danish.long_date(told.earliest) if told.earliest else ""
        return case.case_no, retention.CLASSES[told.fate].label, since

    def _told(self, one: Disposal) -> tuple[str, str, str, str]:
        at = moment_words(one.facts[-1]["at"], self.clock.today())
        return self.request.resource_path(one), one.case_no, retention.STATES[one.state], at


@view_defaults(context=Disposal)
class DisposalView(DisposalPage):
    """One case on its way out, and the record when it is gone."""

    context: Disposal

    @view_config(request_method="GET", renderer=PAGE, permission=Permission.Disposal.SEE)
    def show(self) -> dict[str, Any]:
        """Show who did what, and what can be done."""
        self.note_read("disposal.viewed", self._about())
        return self._page("", {}, "", "")

    @view_config(request_method="POST", renderer=PAGE, permission=Permission.Disposal.SEE)
    def do(self) -> Any:
        """Approve it or stop it; what is refused comes back with what was typed."""
        name, act = self.posted("handling"), self.act(self.posted("__token__")[:60])
        typed = {field: self.posted(field) for field in ("kvittering", "grund")}
        try:
            if name == "godkend":
                disposal.approve(self.root, self.context, act, typed["kvittering"])
            elif name == "stop":
                disposal.drop(self.context, act, typed["grund"])
        except KuiError as refused:
            self.request.tm.doom()
            data = self._page(name, typed, refused.code, refused.text) | {"wrong": True}
            return self.render(PAGE, data, status=refused.status)
        said = {"godkend": "Det er godkendt. Sagen bliver slettet nu.", "stop": "Sagen bliver ikke slettet."}
        return self.go(self.context, said.get(name, "Der er ikke gjort noget."))

    @view_config(name="pakke.zip", request_method="GET", permission=Permission.Disposal.PROPOSE)
    def package(self) -> Response:
        """Give the package for the archive."""
        if self.context.package is None:
            raise not_found()
        self.note_read("disposal.package_read", self._about())
        with self.context.package.open("r") as opened:
            response = Response(opened.read(), content_type="application/zip")
        response.content_disposition = f'attachment; filename="{self.context.case_no}-arkiv.zip"'
        return response

    def _about(self) -> dict[str, str]:
        return {"case_no": self.context.case_no, "disposal": self.context.id}

    def _page(self, act: str, typed: Mapping[str, str], field: str, problem: str) -> dict[str, Any]:
        one = self.context
        packaged, removed, done = (one.last(kind) for kind in (retention.PACKAGED, retention.REMOVED, retention.DONE))
        return self.page(
            f"Kassation af sag {one.case_no}",
            one=one,
            state=retention.STATES[one.state],
            package=self._package(packaged) if packaged and one.package is not None else None,
            fetches=self.may(Permission.Disposal.PROPOSE),
            sha256=packaged["data"]["sha256"] if packaged else "",
            counts=removed["data"] if removed else None,
            gone=danish.long_date(date.fromisoformat(done["data"]["backups_gone"])) if done else "",
            forms=list(self._forms(act, typed, field, problem)),
            action=self.request.resource_path(one),
            history=[self._told(fact) for fact in one.facts],
            problem=problem,
            problem_at=f"{act}-{field}" if field in ("kvittering", "grund") else "sket-h",
        )

    def _package(self, fact: Mapping[str, Any]) -> dict[str, str]:
        href = self.request.resource_path(self.context, "pakke.zip")
        return {"size": size_words(fact["data"]["length"]), "href": href}

    def _forms(self, act: str, typed: Mapping[str, str], field: str, problem: str) -> Any:
        wrong = {field: problem} if field else {}
        if self.context.state == retention.PACKAGED and self.may(Permission.Disposal.APPROVE):
            hint = "Fx arkivets journalnummer og dato. Når du godkender, kan det ikke gøres om."
            fields = (Field("kvittering", "Arkivets kvittering for pakken", "line", hint),)
            found = asked(fields, typed, wrong if act == "godkend" else {}, within="godkend")
            yield "Godkend, og slet", SmallForm("godkend", "godkend", found, "Godkend, og slet sagen", token=new_id())
        stops = self.may(Permission.Disposal.PROPOSE) or self.may(Permission.Disposal.APPROVE)
        if self.context.state in (retention.PROPOSED, retention.PACKAGED) and stops:
            fields = (Field("grund", "Hvorfor skal sagen ikke slettes?", "text"),)
            found = asked(fields, typed, wrong if act == "stop" else {}, within="stop")
            yield "Stop", SmallForm("stop", "stop", found, "Stop kassationen", token=new_id())

    def _told(self, fact: Mapping[str, Any]) -> dict[str, str]:
        words = [fact["data"].get(name, "") for name in ("reason", "receipt")]
        at = moment_words(fact["at"], self.clock.today())
        return {"what": HISTORY[fact["kind"]], "when": f"{at}, {fact['by']['name']}", "words": " ".join(words).strip()}


HISTORY = {
    retention.PROPOSED: "Foreslået",
    retention.PACKAGED: "Pakken til arkivet er lavet",
    retention.APPROVED: "Godkendt af den anden person",
    retention.REMOVED: "Sagen er taget ud",
    retention.DONE: "Sagen er slettet fra filerne",
    retention.DROPPED: "Stoppet",
}
