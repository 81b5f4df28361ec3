"""``/sager/<case_no>/dokumenter/<label>/uddrag``: giving a part of the plan to somebody, and who has got one (D23)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, extracts
from ..domain.errors import KuiError
from ..forms.edition import Edition
from ..forms.outline import Part, outline, show
from ..forms.places import node_at
from ..resources.base import new_id
from ..resources.document import Document, ExtractFolder, PrintedExtract
from ..security.permissions import Permission
from ..usecases import extracts as giving
from ..usecases.acting import case_named
from ..usecases.extracts import Choice, Offered
from ..usecases.involvement import edition_of
from .gate import demand, demand_paper, sight
from .layout import BaseView
from .people import case_trail
from .reading import sections

PAGE = "kuidocs:templates/pages/uddrag.pt"
LONGEST = 2000
NOT_TOLD = "Skjult, fordi samtykket ikke dækker hele planen for din afdeling"
WHERE = {"receiver": "modtager", "purpose": "formaal", "chosen": "dele", "unknown": "dele", "not_covered": "dele"}
"""Why an extract was refused: the field that mends it."""


@dataclass(frozen=True, slots=True)
class Box:
    """One thing that can be ticked, or the reason why not."""

    id: str
    label: str
    types: str
    ticked: bool
    why_not: str

    @property
    def mark(self) -> str:
        """The id on the page."""
        return self.id.replace(":", "-")


@dataclass(frozen=True, slots=True)
class GivenLine:
    """One extract that somebody has got, in words."""

    receiver: str
    what: str
    day: str
    consent: str
    purpose: str
    number: int


def given_lines(view: BaseView, document: Document) -> list[GivenLine]:
    """List who has got an extract of a plan; what was in it is told to who may read all of the plan."""
    whole = sight(view, case_named(document)).paper(document).whole
    return [
        GivenLine(
            one.receiver,
            one.what if whole else NOT_TOLD,
            _day(one.day),
            one.consent,
            one.purpose if whole else "",
            one.number if whole else 0,
        )
        for one in giving.given(document)
    ]


def _day(text: str) -> str:
    return danish.long_date(date.fromisoformat(text)) if text else "Ingen dato"


@view_defaults(context=ExtractFolder)
class ExtractView(BaseView):
    """The page of the extracts of one plan."""

    context: ExtractFolder

    @property
    def document(self) -> Document:
        """The plan."""
        return self.context.__parent__

    @view_config(request_method="GET", renderer=PAGE, permission=Permission.Document.READ)
    def show(self) -> dict[str, Any]:
        """Show who has got what, and what can be given."""
        self._demand()
        self.note_read("document.read", {"label": self.document.label, "part": "extracts"})
        return self._page(Choice())

    @view_config(request_method="POST", renderer=PAGE, permission=Permission.Plan.EXTRACT)
    def give(self) -> Any:
        """Show what was chosen as it will be given; or give it, and keep what was typed when that is refused."""
        self._demand()
        choice, act = self._posted_choice(), self.act(self._posted("__token__")[:40])
        try:
            if "giv" not in self.request.POST:
                return self._preview(choice)
            made = giving.make(self.document, act, self.system.pdf, choice)
        except KuiError as refused:
            return self._again(choice, refused)
        to = f" til {made.told['receiver']}" if made else ""
        return self.go(self.context, f"Uddraget{to} er lavet. Hent det i listen, og giv det sikkert videre.")

    def _demand(self) -> None:
        """Refuse who may read nothing of the plan.

        Raises NotAllowed.
        """
        demand_paper(self, self.document)

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n") if isinstance(found, str) else ""

    def _posted_choice(self) -> Choice:
        ticked = [one[:120] for one in self.request.POST.getall("del") if isinstance(one, str)]
        confirmed = self._posted("laest") == "ja"
        return Choice(self._posted("modtager")[:120], self._posted("formaal"), frozenset(ticked), confirmed)

    def _preview(self, choice: Choice) -> dict[str, Any]:
        job = giving.preview(self.document, self.act(), choice)
        told = outline(Edition.from_text(job.edition).schema, job.content)
        answered = replace(told, sections=tuple(part for part in map(_answered, told.sections) if part.entries))
        return self._page(choice) | {"preview": sections(answered), "mark": job.facts.extract}

    def _again(self, choice: Choice, refused: KuiError) -> Response:
        self.request.tm.doom()
        data = self._page(choice)
        if refused.code == "confirmed":
            data |= self._preview(choice)
        data |= {"problem": refused.text, "wrong": True, "wrong_field": WHERE.get(refused.code, "")}
        return self.render(PAGE, data, status=refused.status)

    def _page(self, choice: Choice) -> dict[str, Any]:
        document, case = self.document, case_named(self.document)
        there = giving.offered(document)
        facts = giving.facts(document, self.identity, self.clock.today(), choice)
        may = bool(self.request.has_permission(Permission.Plan.EXTRACT, self.context))
        return self.page(
            "Uddrag af planen",
            document=document,
            case=case,
            trail=[*case_trail(self, case), (self.request.resource_path(document), "Uddannelsesplan")],
            may=may,
            hindrance=extracts.hindrance(facts) if may else "",
            receivers=there.receivers,
            groups=_groups(there, choice) if may else [],
            not_to_share=there.consent.content.get("not_to_share", "").strip("»«") if there.consent else "",
            given=given_lines(self, document),
            limit=facts.receiver.limit if facts.receiver else "",
            choice=choice,
            token=new_id(),
            problem="",
            wrong_field="",
            preview=None,
            mark=None,
        )


class ExtractFileView(BaseView):
    """The file of one extract."""

    context: PrintedExtract

    @view_config(context=PrintedExtract, request_method="GET", permission=Permission.Document.READ)
    def pdf(self) -> Response:
        """Give the file as it was given."""
        made, document = self.context.extract, self.context.__parent__.__parent__
        version = document.version(made.version)
        assert version is not None, "an extract is made of an approved version"
        demand(self, version, whole=True)
        self.note_read("extract.read", {"label": document.label, "extract": made.number})
        response = Response(made.bytes(), content_type="application/pdf")
        response.content_disposition = f'inline; filename="{document.label}-U{made.number}.pdf"'
        return response


def _answered(part: Part) -> Part:
    """Leave out what was not chosen, which would stand there as not answered."""
    return replace(part, entries=tuple(entry for entry in part.entries if entry.answered))


def _groups(there: Offered, choice: Choice) -> list[tuple[str, list[Box]]]:
    """Sort what can be ticked under headings, with the reason at what cannot."""
    names = _type_names(there)
    found: dict[str, list[Box]] = {}
    for item in there.items:
        missing = sorted(names.get(one, one).lower() for one in extracts.uncovered(item, there.covered))
        types = danish.listed(sorted(names.get(one, one).lower() for one in item.types))
        why_not = f"Samtykket dækker ikke {danish.listed(missing)}." if missing else ""
        label = item.label.partition(": ")[2] or item.label
        ticked = item.id in choice.chosen and not missing
        found.setdefault(item.kind, []).append(Box(item.id, label, types, ticked, why_not))
    return list(found.items())


def _type_names(there: Offered) -> dict[str, str]:
    if there.consent is None:
        return {}
    node = node_at(edition_of(there.consent.version).schema, ("information_types",))
    return {id: show(node, [id]) for item in there.items for id in item.types}
