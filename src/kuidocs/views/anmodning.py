"""Asking for a follow-up meeting at ``/sager/<case_no>/bed-om-opfoelgning``, and answering under the request (R50)."""

from datetime import date
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.errors import KuiError, NotFound
from ..domain.meetings import MEETING_TYPES
from ..domain.requests import YES
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..security import sessions
from ..security.permissions import Permission
from ..usecases import followups
from ..usecases.acting import case_named
from ..usecases.followups import Asked
from ..usecases.reviewing import Incomplete
from .dues import due
from .felter import YES_NO, Field, asked
from .gate import demand_paper, sight
from .layout import BaseView
from .people import by_name, case_trail, sees
from .presenting import moment_words

ASK_PAGE, ANSWER_PAGE = "kuidocs:templates/pages/bed_om.pt", "kuidocs:templates/pages/svar_paa_anmodning.pt"
LONGEST = 8000
WITHOUT, WITH = "followup_without_young", "followup_with_young"
WANTED = (
    (WITHOUT, "Nej, det er en afklaring mellem os fagprofessionelle"),
    (WITH, "Ja, der skal besluttes noget sammen med den unge"),
)


@view_defaults(context=Case, name="bed-om-opfoelgning", permission=Permission.Followup.ASK)
class AskView(BaseView):
    """The form of a request."""

    context: Case

    @view_config(request_method="GET", renderer=ASK_PAGE)
    def show(self) -> dict[str, Any]:
        """Ask."""
        self.note_read("case.viewed", {"part": "request"})
        return self._page({"requested_by": self.identity.name}, {}, "")

    @view_config(request_method="POST", renderer=ASK_PAGE)
    def ask(self) -> Any:
        """Write the request, and finish it."""
        told = {field.name: self._posted(field.name) for field in self._fields()}
        label, act = self.system.labels.document(self.context.case_no), self.act(self._posted("__token__")[:40])
        head = self.system.proof.head()
        try:
            followups.ask(self.context, drafts_of(self.context), act, told, label=label, audit_head=head)
        except Incomplete as lacking:
            return self._again(lacking, told, {str(one.path[0]): one.text for one in lacking.problems if one.path})
        except KuiError as refused:
            return self._again(refused, told, {refused.code: refused.text})
        said = "Anmodningen er sendt. Plankoordinatoren svarer inden for fem arbejdsdage."
        return self.go(self.context, said) if sees(self, self.context) else self.go(self.root, said, "min-dag")

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n") if isinstance(found, str) else ""

    def _again(self, refused: KuiError, told: dict[str, str], wrong: dict[str, str]) -> Any:
        self.request.tm.doom()
        data = self._page(told, wrong, refused.text) | {"wrong": True}
        return self.render(ASK_PAGE, data, status=refused.status)

    def _fields(self) -> tuple[Field, ...]:
        names = tuple((name, name) for name in self._names())
        return (
            Field(
                "requested_by",
                "Hvem beder om mødet?",
                "select",
                "Skriver du for den unge eller familien, så vælg dem.",
                names,
            ),
            Field("reason", "Hvad skal mødet handle om?", "text", "Et par linjer er nok."),
            Field("wants_young_present", "Skal den unge være med?", "radio", options=WANTED),
            Field("urgency_date", "Helst inden", "date", optional=True),
        )

    def _names(self) -> list[str]:
        """List those in the case who can ask: the people around the young person, and who writes."""
        own = [one["name"] for one in self.context.register.values() if not one.get("ended")]
        return sorted({*own, self.identity.name} - set(followups.of_age(self.context, self.clock.today())))

    def _page(self, typed: dict[str, str], wrong: dict[str, str], problem: str) -> dict[str, Any]:
        fields = asked(self._fields(), typed, wrong)
        return self.page(
            "Bed om et opfølgningsmøde",
            case=self.context,
            trail=case_trail(self, self.context),
            fields=fields,
            problem=problem,
            problems=[(field.id, field.error) for field in fields if field.error],
            token=new_id(),
        )


@view_defaults(context=Document, name="svar")
class AnswerView(BaseView):
    """A request with its answer."""

    context: Document

    @view_config(request_method="GET", permission=Permission.Document.READ, renderer=ANSWER_PAGE)
    def show(self) -> dict[str, Any]:
        """Show what is asked, and what was answered."""
        demand_paper(self, self.context)
        data = self._page({}, "", "")
        self.note_read("request.viewed", {"document_id": self.context.id, "label": self.context.label})
        return data

    @view_config(request_method="POST", permission=Permission.Followup.ANSWER, renderer=ANSWER_PAGE)
    def answer(self) -> Any:
        """Answer; yes leads on to planning the meeting (R51, R53)."""
        demand_paper(self, self.context)
        typed = {name: str(self.request.POST.get(name, ""))[:LONGEST] for name in ("svar", "ord")}
        act = self.act(str(self.request.POST.get("__token__", ""))[:40])
        try:
            request = followups.answer(self.context, act, said=typed["svar"], words=typed["ord"])
        except NotFound:
            raise
        except KuiError as refused:
            self.request.tm.doom()
            data = self._page(typed, refused.code, refused.text) | {"wrong": True}
            return self.render(ANSWER_PAGE, data, status=refused.status)
        case = case_named(self.context)
        if not request.said_yes:
            return self.go(case, "Svaret er givet.")
        sessions.flash(self.request, "Svaret er givet. Nu kan du indkalde til mødet.")
        return HTTPSeeOther(self._plan(case, request))

    def _plan(self, case: Case, request: Asked) -> str:
        """Return where the meeting is planned, with its kind chosen."""
        wanted = request.wanted if request.wanted in (WITH, WITHOUT) else WITH
        query = {"form": "kui.notice", "moede": f"ny:{wanted}"}
        return self.request.resource_path(case, "nyt-dokument", query=query)

    def _page(self, typed: dict[str, str], wrong: str, problem: str) -> dict[str, Any]:
        document, case, today = self.context, case_named(self.context), self.clock.today()
        request, seen = followups.request_of(document), sight(self, case).paper(document)
        may = request.answer is None and self.request.has_permission(Permission.Followup.ANSWER, document)
        fields = (
            Field("svar", "Bliver der et møde?", "radio", options=YES_NO),
            Field("ord", "Dit svar", "text", f"{request.who} og dem, der er med i forløbet, kan læse det."),
        )
        return self.page(
            "Anmodning om opfølgningsmøde",
            case=case,
            document=document,
            trail=case_trail(self, case),
            request_=request,
            reason=request.reason if seen.answers("reason") else "",
            left_out=seen.told,
            wanted=MEETING_TYPES[request.wanted].label if request.wanted in MEETING_TYPES else "",
            before=danish.long_date(date.fromisoformat(request.before)) if request.before else "",
            asked=danish.near_date(request.on, today),
            due=due(request.due, today) if request.answer is None else None,
            answer=self._answer(request, today),
            plan=self._plan(case, request) if request.said_yes and self._answers() else "",
            fields=asked(fields, typed, {wrong: problem} if wrong else {}) if may else (),
            problem=problem,
            problem_at=wrong if wrong in ("svar", "ord") else "",
            token=new_id(),
        )

    def _answers(self) -> bool:
        return bool(self.request.has_permission(Permission.Followup.ANSWER, self.context))

    def _answer(self, request: Asked, today: date) -> dict[str, str]:
        if request.answer is None:
            return {}
        said = {YES: "Ja", "": ""}.get(request.answer["data"].get("said", ""), "Nej")
        who = ", ".join(filter(None, (by_name(request.answer["by"]), moment_words(request.answer["at"], today))))
        return {"said": said, "words": request.answer["data"]["value"], "who": who}
