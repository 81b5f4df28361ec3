"""``/sager/<case_no>/aktindsigt/<n>/papir/<key>``: one paper of a request, gone through and decided."""

from collections.abc import Mapping
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import attachments, insight
from ..domain.attachments import FileRefused
from ..domain.errors import KuiError, not_found
from ..domain.insight import BASES, CHOICES, OUTCOMES
from ..resources.attachments import Attachment
from ..resources.base import new_id
from ..resources.insight import BundleFile, RequestedPaper
from ..security import sessions
from ..security.permissions import Permission
from ..usecases import insight as acts
from ..usecases.insight import Choice
from ..usecases.insight_bundle import copy_job
from ..usecases.insight_papers import Item, item, paper_of, place_of, proposed, protected
from .aktindsigt import InsightPage
from .bilag import SEALED_OFF
from .uploads import TOO_LONG, sent_bytes

PAGE = "kuidocs:templates/pages/aktindsigt_papir.pt"
FIELDS = ("udfald", "grundlag", "begrundelse", "ord", "dele", "set-efter", "kopi")
LEFT_OUT_OF_A_FILE = "Giv en kopi, hvor noget er udeladt"


@view_defaults(context=RequestedPaper)
class RequestedPaperView(InsightPage):
    """The page of one paper."""

    context: RequestedPaper

    @property
    def item(self) -> Item:
        """What the page is about."""
        return item(place_of(self.context.asked), self.context.key)

    @view_config(request_method="GET", renderer=PAGE, permission=Permission.Insight.READ)
    def show(self) -> dict[str, Any]:
        """Show the paper part by part, with what was decided about it."""
        one = self.item
        self.note_read("insight.paper_read", self._about(one))
        told = self.context.asked.decisions().get(one.key, {})
        return self._page(one, told, "", "")

    @view_config(request_method="POST", renderer=PAGE, permission=Permission.Insight.PREPARE)
    def decide(self) -> Any:
        """Decide, and go on to the next; what is refused comes back with everything that was chosen."""
        one, choice = self.item, self._choice()
        try:
            self._refuse_what_is_too_long()
            acts.decide(
                self.context.asked,
                self.act(self.posted("__token__", 60)),
                one.key,
                choice,
                self.system.inspection,
                self.system.settings.attachment_bytes,
            )
        except KuiError as refused:
            self.request.tm.doom()
            typed = {
                "outcome": choice.outcome,
                "basis": choice.basis,
                "reason": choice.reason,
                "paths": choice.paths,
                "words": choice.words.splitlines(),
                "looked": choice.looked,
            }
            self.note_read("insight.paper_read", self._about(one))
            field = "kopi" if isinstance(refused, FileRefused) else refused.code
            data = self._page(one, typed, field, refused.text) | {"wrong": True}
            return self.render(PAGE, data, status=refused.status)
        return self._onwards()

    @view_config(name="kopi.pdf", request_method="GET", permission=Permission.Insight.READ)
    def copy(self) -> Response:
        """Make the copy as it would be given."""
        one, asked = self.item, self.context.asked
        told = asked.decisions().get(one.key)
        if one.version is None or told is None or told["outcome"] != insight.REDACT:
            raise not_found()
        self.note_read("insight.copy_read", self._about(one))
        return Response(
            self.system.pdf.render(copy_job(asked, one, self.clock.today())), content_type="application/pdf"
        )

    @view_config(name="fil", request_method="GET", permission=Permission.Insight.READ)
    def file(self) -> Response:
        """Give the file of an attachment, sealed off as files from outside are."""
        one = self.item
        if one.attachment is None:
            raise not_found()
        self.note_read("insight.paper_read", self._about(one))
        return _sealed_off(one.attachment)

    @view_config(name="kopi", request_method="GET", permission=Permission.Insight.READ)
    def file_copy(self) -> Response:
        """Give the copy that takes the place of an attachment."""
        one, asked = self.item, self.context.asked
        found = asked.copy(asked.decisions().get(one.key, {}).get("copy", ""))
        if found is None:
            raise not_found()
        self.note_read("insight.copy_read", self._about(one))
        return _sealed_off(found)

    def _about(self, one: Item) -> dict[str, Any]:
        return acts.about(self.context.asked) | {"key": one.key, "label": one.label}

    def _choice(self) -> Choice:
        chosen = [one[:200] for one in self.request.POST.getall("del") if isinstance(one, str)]
        return Choice(
            self.posted("udfald", 20),
            self.posted("grundlag", 20),
            self.posted("begrundelse"),
            frozenset(chosen),
            self.posted("ord"),
            self.posted("set-efter", 5) == "ja",
            *self._file(),
        )

    def _file(self) -> tuple[bytes, str]:
        sent = self.request.POST.get("kopi")
        return (sent_bytes(sent), str(sent.filename)) if hasattr(sent, "file") else (b"", "")

    def _refuse_what_is_too_long(self) -> None:
        if self.request.environ.get(TOO_LONG):
            most = attachments.size_words(self.system.settings.attachment_bytes)
            raise FileRefused("too_large", f"Kopien er for stor. Den må højst fylde {most}.")

    def _onwards(self) -> HTTPSeeOther:
        left = acts.undecided(self.context.asked)
        if not left:
            return self.go(self.context.asked, "Alle papirer er gået igennem. Send dem til lederen.")
        sessions.flash(self.request, "Det er gemt. Her er det næste papir.")
        return HTTPSeeOther(self.request.resource_path(self.context.asked, "papir", left[0].key))

    def _page(self, one: Item, told: Mapping[str, Any], field: str, problem: str) -> dict[str, Any]:
        asked, case = self.context.asked, place_of(self.context.asked)
        paper = paper_of(one.version) if one.version is not None else None
        hidden = protected(case, asked)
        found = proposed(paper, hidden) if paper else ()
        may = asked.state == insight.OPEN and self.may(Permission.Insight.PREPARE)
        return self.page(
            one.title,
            case=case,
            one=one,
            asked=asked,
            trail=self.trail(
                case,
                (self.request.resource_path(asked.__parent__), "Aktindsigt"),
                (self.request.resource_path(asked), f"Nr. {asked.number}"),
            ),
            asker=insight.ASKERS[asked.told["asker"]],
            paper=paper,
            told=_told(told, found),
            words="\n".join(told.get("words", ()) if told else found),
            proposed=found and not told,
            choices=[(name, _outcome(one, name)) for name in CHOICES[one.kind]],
            copied=asked.copy(str(told.get("copy", ""))),
            accept=attachments.ACCEPT,
            bases=_bases(asked.told["asker"]),
            protected=bool(hidden),
            may=may,
            token=new_id(),
            problem=problem,
            wrong_field=field,
            problem_at=field if field in FIELDS else "udfald",
        )


def _outcome(one: Item, name: str) -> str:
    of_a_file = one.attachment is not None and name == insight.REDACT
    return LEFT_OUT_OF_A_FILE if of_a_file else OUTCOMES[name]


def _sealed_off(file: Attachment | BundleFile) -> Response:
    response = Response(file.bytes(), content_type=file.media_type)
    response.headers["Content-Security-Policy"] = SEALED_OFF
    response.content_disposition = "attachment"
    return response


def _told(told: Mapping[str, Any], found: tuple[str, ...]) -> dict[str, Any]:
    """Fill in what was decided; what is protected is left out unless somebody decides otherwise."""
    blank = {"outcome": "", "basis": "", "reason": "", "paths": (), "looked": False}
    if not told and found:
        reason = "Den unge har navne- og adressebeskyttelse."
        blank |= {"outcome": insight.REDACT, "basis": "protected", "reason": reason}
    return blank | dict(told)


def _bases(asker: str) -> list[tuple[str, str]]:
    return [(one.id, one.label) for one in BASES.values() if asker in one.askers]
