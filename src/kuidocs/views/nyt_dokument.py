"""``/sager/<case_no>/nyt-dokument``: choosing what to write."""

from dataclasses import dataclass
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain.documents import KINDS, Kind
from ..domain.errors import KuiError, Refused
from ..domain.meetings import MEETING_TYPES
from ..domain.next_fora import Offer, offers
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.drafts import drafts_of
from ..resources.meeting import Meeting
from ..security.paper_rules import CONSENT, HOLDERS
from ..security.permissions import Permission
from ..security.questions import PLAN, Question, keeps_the_case, relations
from ..usecases import documents, meetings
from ..usecases.meeting_reading import fora_facts, roles
from .layout import BaseView
from .meeting_acts import mending
from .presenting import meeting_time, meeting_title

PAGE = "kuidocs:templates/pages/nyt_dokument.pt"
NOT_THE_PLAN = "Uddannelsesplanen skrives af plankoordinatoren. Fortæl plankoordinatoren, hvad du vil have med i den."
NOT_THE_CONSENT = (
    "Samtykket skrives af plankoordinatoren, kontaktpersonen eller den, der indkalder. "
    "Fortæl dem, hvad der er sagt ja til."
)
NEW = "ny:"
"""A choice of meeting that is not planned yet: ``ny:clarification``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list to choose from."""

    value: str
    label: str
    hint: str = ""


@view_defaults(context=Case, name="nyt-dokument", permission=Permission.Case.WRITE)
class NewDocumentView(BaseView):
    """The page that asks for kind and meeting."""

    context: Case

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Ask; a link from the case page may have chosen already."""
        self.note_read("case.viewed", {"part": "new_document"})
        return self._page(self.request.GET.get("form", ""), self.request.GET.get("moede", ""))

    @view_config(request_method="POST", renderer=PAGE)
    def create(self) -> Any:
        """Begin the document, and go on writing it."""
        form_key, chosen = self._posted("form"), self._posted("moede")
        label = self.system.labels.document(self.context.case_no)
        try:
            meeting = self._meeting(form_key, chosen)
            document = documents.create(
                self.context,
                self.root,
                drafts_of(self.context),
                self.act(self._posted("__token__")),
                form_key=form_key,
                label=label,
                meeting=meeting,
            )
        except KuiError as refused:
            return self._again(refused, form_key, chosen)
        return self.go(document, "", "udkast")

    def _meeting(self, form_key: str, chosen: str) -> Meeting | None:
        kind = KINDS.get(form_key)
        if kind is None:
            raise Refused("form", "Vælg, hvad du vil skrive.")
        if form_key in self._not_mine():
            raise Refused("form", self._not_mine()[form_key])
        if not kind.meeting or not chosen:
            return None
        if chosen.startswith(NEW):
            return meetings.plan(self.context, self.act(self._posted("__token__")), chosen.removeprefix(NEW))
        meeting = self.context.moeder.get(chosen)
        if meeting is None:
            raise Refused("meeting", "Vælg det møde, som dokumentet hører til.")
        return meeting

    def _again(self, refused: KuiError, form_key: str, chosen: str) -> Response:
        # What was done before the refusal, such as planning a meeting, is taken back with the transaction.
        self.request.tm.doom()
        data = self._page(form_key, chosen) | {"problem": refused.text, "wrong": True}
        return self.render(PAGE, data, status=refused.status)

    def _posted(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))[:200]

    def _page(self, form_key: str, chosen: str) -> dict[str, Any]:
        return self.page(
            "Nyt dokument",
            case=self.context,
            kinds=[Choice(kind.form_key, self._label(kind), self._hint(kind)) for kind in self._kinds()],
            meetings=self._meetings(),
            offered=[_offered(offer) for offer in self._offers() if not offer.why_not],
            later=[self._not_yet(offer) for offer in self._offers() if offer.why_not],
            form_key=form_key,
            chosen=chosen,
            problem="",
            token=new_id(),
        )

    def _not_mine(self) -> dict[str, str]:
        """Say of kinds of papers why who asks does not write them in this case."""
        question = Question(self.identity, self.context, self.clock.today())
        plan = {} if keeps_the_case(question) else {PLAN: NOT_THE_PLAN}
        return plan | ({} if relations(question) & HOLDERS else {CONSENT: NOT_THE_CONSENT})

    def _kinds(self) -> list[Kind]:
        return [kind for kind in KINDS.values() if kind.form_key not in self._not_mine()]

    def _label(self, kind: Kind) -> str:
        meeting = MEETING_TYPES.get(kind.meeting)
        return f"{kind.label}, {meeting.label}" if meeting else kind.label

    def _hint(self, kind: Kind) -> str:
        taken = kind.one_per_case and any(d.state != "annulled" for d in self.context.dokumenter.of_form(kind.form_key))
        return "Findes allerede. Åbn det, og lav en ny version." if taken else ""

    def _meetings(self) -> list[Choice]:
        """List the meetings that are there; nothing more is written to one that was cancelled."""
        there = [m for m in reversed(self.context.moeder.in_order()) if m.state != "cancelled"]
        return [Choice(str(m.number), meeting_title(self.context, m), meeting_time(m)) for m in there]

    def _offers(self) -> list[Offer]:
        mine = roles(self.context, self.identity, self.clock.today())
        return offers(fora_facts(self.context), mine)

    def _not_yet(self, offer: Offer) -> dict[str, Any]:
        return {"label": offer.forum.label, "why": offer.why_not} | mending(self, self.context, offer.mends)


def _offered(offer: Offer) -> Choice:
    """Offer a meeting that may come next, as the answer to what it is about (R53)."""
    return Choice(
        f"{NEW}{offer.forum.meeting_type}", f"Nyt møde om {offer.forum.about}: {offer.forum.label}", offer.hint
    )
