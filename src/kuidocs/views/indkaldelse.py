"""``/sager/<case_no>/dokumenter/<label>/indkaldelse``: who gets the notice, who has, and what they bring up."""

from collections.abc import Mapping
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import notices as words
from ..domain.errors import KuiError, not_found
from ..forms.shipped.vocabularies import PARTICIPANT_RELATION
from ..resources.base import new_id
from ..resources.consent import consent_words
from ..resources.document import Document
from ..resources.outbox import FAILED, Job
from ..resources.root import Root
from ..security.permissions import Permission
from ..usecases import mailings, notices
from ..usecases.acting import case_named
from ..usecases.mailings import Mailing
from ..usecases.meeting_reading import brought_up
from ..usecases.notices import Invited
from .gate import sight
from .layout import BaseView
from .people import by_name, case_trail
from .presenting import meeting_time, meeting_title, moment_words
from .svar import reply_box

PAGE = "kuidocs:templates/pages/indkaldelse.pt"
SEEKS = "viden-"
"""How the names of the fields begin that say which knowledge is sought; then the row id."""
LONGEST = 8000
MAILED = {words.INVITED: "Indkaldt", words.MOVED: "Ændring", words.CANCELLED: "Aflysning"}
LATE = "Mailen er ikke afleveret endnu. Den bliver prøvet igen."
LOST = "Mailen kunne ikke afleveres. Giv besked på en anden måde; driften kan prøve igen."


@view_defaults(context=Document, name="indkaldelse")
class NoticeView(BaseView):
    """The page of a notice's way out."""

    context: Document

    @view_config(request_method="GET", permission=Permission.Document.READ, renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show who gets what, and what was sent."""
        data = self._page()
        self.note_read("notice.viewed", {"document_id": self.context.id, "label": self.context.label})
        return data

    @view_config(request_method="POST", permission=Permission.Document.SEND, renderer=PAGE)
    def send(self) -> Any:
        """Mail the notice to those who have not heard of the meeting as it is."""
        given = {name.removeprefix(SEEKS): self._posted(name) for name in self.request.POST if name.startswith(SEEKS)}
        act = self.act(self._posted("__token__"))
        try:
            rooms = self.root.organisation.known_rooms(self.system.settings.meeting_rooms)
            count = notices.send(self.context, act, knowledge=given, rooms=rooms)
        except KuiError as refused:
            return self._again(refused, {"given": given})
        return self.go(self.context, _said(count), "indkaldelse")

    @view_config(name="tag-med", request_method="POST", permission=Permission.Document.READ, renderer=PAGE)
    def bring_up(self) -> Any:
        """Write down what somebody wants to have with in the meeting, for everybody who is invited (R52)."""
        text = self._posted("text")
        try:
            notices.bring_up(self.context, self.act(self._posted("__token__")), text)
        except KuiError as refused:
            return self._again(refused, {"text": text})
        return self.go(self.context, "Det er skrevet ned og kan læses af dem, der er indkaldt.", "indkaldelse")

    def _again(self, refused: KuiError, typed: Mapping[str, Any]) -> Response:
        # Convening that was begun before the refusal is taken back with the transaction.
        self.request.tm.doom()
        data = self._page(**typed) | {"problem": refused.text, "wrong": True}
        data |= {"wrong_field": _field(refused)}
        return self.render(PAGE, data, status=refused.status)

    def _posted(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))[:LONGEST]

    def _page(self, given: Mapping[str, str] | None = None, text: str = "") -> dict[str, Any]:
        document, case = self.context, case_named(self.context)
        meeting = notices.meeting_of(document)
        sends = bool(self.request.has_permission(Permission.Document.SEND, document)) and meeting.state in notices.OPEN
        waiting = {one.recipient.rid for one in notices.waiting(document)}
        rows = [self._row(one, waiting, given or {}) for one in notices.invited(document)]
        said = brought_up(case, meeting)
        kept = [one for one in said if sight(self, case).words(one["by"])]
        return self.page(
            "Send indkaldelsen" if sends and waiting else "Hvem har fået indkaldelsen",
            document=document,
            case=case,
            trail=[*case_trail(self, case), (self.request.resource_path(document), "Indkaldelse")],
            meeting=meeting,
            meeting_title=meeting_title(case, meeting),
            meeting_time=meeting_time(meeting),
            finished=document.in_force() is not None and document.draft is None,
            unsent=sends and bool(waiting or notices.no_longer_invited(document)),
            rows=rows,
            mail=self._sample(meeting),
            brought_up=[self._input(one) for one in kept],
            left_out=sight(self, case).told(len(said) - len(kept)),
            open=meeting.state in notices.OPEN and document.in_force() is not None,
            text=text,
            token=new_id(),
            replies=reply_box(self, case, meeting),
            came_from="indkaldelse",
            typed={},
            problem="",
            wrong_field="",
        )

    def _row(self, one: Invited, waiting: set[str], given: Mapping[str, str]) -> dict[str, Any]:
        who, meeting = one.recipient, notices.meeting_of(self.context)
        seen = sight(self, case_named(self.context))
        sent = [m for m in mailings.mailings(case_named(self.context), meeting) if _same(m, one)]
        return {
            "rid": who.rid,
            "name": who.name,
            "relation": PARTICIPANT_RELATION.labels.get(who.relation, ""),
            "gets": one.why_no_mail or f"Mail med kalenderfil til {who.address}",
            "sent": [self._sent(mailing) for mailing in sent],
            "asked": one.asked and who.rid in waiting,
            "seeks": given.get(who.rid, one.proposal if seen.words({"user_id": ""}) else ""),
            "knowledge": sent[-1].recipient.knowledge if sent and seen.words(sent[-1].fact["by"]) else "",
        }

    def _sent(self, one: Mailing) -> str:
        today, at = self.clock.today(), one.delivered_at
        if at:
            return f"{MAILED[one.letter]} på mail {moment_words(at, today)}"
        job = self._jobs().get(one.key)
        if job is not None and job.state == FAILED:
            return LOST
        return LATE if job is not None and job.error else f"{MAILED[one.letter]}: Mailen er på vej."

    def _jobs(self) -> dict[str, Job]:
        return {job.key: job for job in self.root.job.open_jobs() if job.kind == "mail"}

    def _sample(self, meeting) -> words.Letter | None:
        """Show the mail as the next one reads."""
        if not meeting.date or not meeting.start or not meeting.end:
            return None
        case = case_named(self.context)
        told = mailings.standing(case, meeting)
        when = words.time_words(self.moment(meeting.date).date(), meeting.start, meeting.end)
        link = self.system.settings.base_url.rstrip("/") + self.request.resource_path(self.context, "indkaldelse")
        asks = words.asks_for_input(meeting.meeting_type)
        kind, rests_on = words.MOVED if told else words.INVITED, consent_words(case, self.clock.today())
        return words.letter(kind, when, link, user=True, asks=asks, consent=rests_on)

    def _input(self, one: Mapping) -> dict[str, str]:
        return {
            "who": by_name(one["by"]),
            "when": moment_words(one["at"], self.clock.today()),
            "text": one["data"]["text"],
        }


def _same(mailing: Mailing, one: Invited) -> bool:
    return mailing.recipient.rid == one.recipient.rid or mailing.recipient.address == one.recipient.address != ""


def _said(count: int) -> str:
    if not count:
        return "De, der ikke er indkaldt længere, får en aflysning på mail."
    return f"Indkaldelsen er sendt. {words.how_many(count)} en mail om lidt."


def _field(refused: KuiError) -> str:
    """Name the field on the page that a refusal is about."""
    rid = str(refused.facts.get("rid", ""))
    return f"{SEEKS}{rid}" if rid else "tag-med" if refused.code in ("text", "id_number", "too_long") else ""


@view_config(context=Root, name="indkaldelse", request_method="GET", permission=Permission.Page.SEE)
class NoticeByIdView(BaseView):
    """``/indkaldelse/<id>``: the address in mails, which names no case. Leads on whoever has a part in the case."""

    def __call__(self) -> Response:
        """Lead on to the notice; of any other id all pages say the same (D24)."""
        named = self.request.subpath[0] if len(self.request.subpath) == 1 else ""
        found = self.system.index.paper(self.identity.user_id, self.clock.today(), named)
        if found is None:
            raise not_found()
        case_no, label = found
        return self.go(self.root.sager[case_no].dokumenter[label], "", "indkaldelse")
