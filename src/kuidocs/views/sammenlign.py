"""``/sager/<case_no>/dokumenter/<label>/sammenlign/<a>..<b>`` and its PDF: two versions side by side."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain.comments import Remark
from ..domain.comparing import KINDS, Comparison, counted, headline, quoted
from ..domain.errors import not_found
from ..forms.outline import outline
from ..resources.consent import CONSENT, consent_mark
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..security.permissions import Permission
from ..security.reading import Reading
from ..services.pdf.api import CompareJob
from ..usecases import comparing
from ..usecases.acting import case_named
from ..usecases.comparing import BETWEEN, Held
from ..usecases.printing import NO_CONSENT, facts_of
from .conditions import COMPARED, in_review
from .gate import demand, draft_reading, shown, together
from .layout import BaseView
from .people import by_name, case_trail
from .presenting import document_title, moment_words
from .talk import beside, of_draft, of_version, quotations, remark

PAGE = "kuidocs:templates/pages/sammenlign.pt"
NAME = "sammenlign"
ALL = "alt"


@view_defaults(context=Document, name=NAME, permission=Permission.Document.READ, request_method="GET")
class CompareView(BaseView):
    """The page and the paper."""

    context: Document

    @view_config(renderer=PAGE)
    def show(self) -> Any:
        """Show two versions side by side; without a choice the usual two."""
        if not self.request.subpath:
            return self._chosen()
        wanted, printed = self._wanted()
        old, new = wanted
        found = self._compared(old, new)
        if printed:
            return self._pdf(old, new, found)
        self.note_read(COMPARED, about(old, new))
        return self._page(old, new, found)

    def _chosen(self) -> HTTPSeeOther:
        """Lead to what was chosen in the form, or to the usual pair."""
        typed = [self.request.GET.get(name, "") for name in ("fra", "til")]
        pair = typed if all(typed) else comparing.usual_pair(self.context, drafts=self._writes(self.context))
        if pair is None:
            return self.go(self.context, "Der er kun én version, så der er ikke noget at sammenligne den med.")
        if not all(comparing.NAME.fullmatch(one) for one in pair):
            raise not_found()
        return self.go(self.context, "", NAME, BETWEEN.join(pair))

    def _wanted(self) -> tuple[tuple[Held, Held], bool]:
        """Read the address: which two, and whether as a file."""
        name, *more = self.request.subpath
        printed = name.endswith(".pdf")
        first, between, second = name.removesuffix(".pdf").partition(BETWEEN)
        if more or not between:
            raise not_found()
        drafts = drafts_of(self.context)
        return (comparing.held(self.context, drafts, first), comparing.held(self.context, drafts, second)), printed

    def _compared(self, old: Held, new: Held) -> Comparison:
        """Compare what may be read of both; what may not be read of one is left out of both."""
        readings = [self._reading(side) for side in (old, new)]
        found = together(*readings)
        told = [shown(outline(side.edition.schema, side.content), found) for side in (old, new)]  # type: ignore[arg-type]
        left_out = any(one.hidden for one in readings)
        return comparing.compare(old, new, (told[0], told[1]), self.clock.today(), left_out=left_out)

    def _reading(self, side: Held) -> Reading:
        """Ask what of one side may be read. A draft is for who may write in it.

        Raises NotFound, NotAllowed.
        """
        if side.version is None:
            if not self._writes(side.document):
                raise not_found()
            return draft_reading(self, side.document)
        if not self.request.has_permission(Permission.Document.READ, side.document):
            raise not_found()
        return demand(self, side.version)

    def _writes(self, document: Document) -> bool:
        return bool(self.request.has_permission(Permission.Document.WRITE, document))

    def _page(self, old: Held, new: Held, found: Comparison) -> dict[str, Any]:
        case, document = case_named(self.context), self.context
        here = f"{old.name}{BETWEEN}{new.name}"
        whole = self.request.GET.get("vis") == ALL
        talk = self._beside(new, found, f"{NAME}/{here}")
        return self.page(
            title(found),
            **talk,
            review=self._review(new),
            document_name=document_title(document),
            document=document,
            case=case,
            trail=[*case_trail(self, case), (self.request.resource_path(document), document_title(document))],
            found=found,
            whole=whole,
            headline=headline(found),
            counted=counted(found) if found.changes else "",
            kinds=KINDS,
            old=old,
            new=new,
            why=self._why(new),
            choices=self._choices(old, new),
            here=self.request.resource_path(document, NAME, here),
            twice=found.old.name == found.new.name,
            turned=self._turned(old, new),
            pdf=self.request.resource_path(document, NAME, f"{here}.pdf"),
            notes=found.notes,
        )

    def _turned(self, old: Held, new: Held) -> str:
        """Lead to the same two in the order of time, "" when they stand so."""
        pair = f"{new.name}{BETWEEN}{old.name}"
        return self.request.resource_path(self.context, NAME, pair) if comparing.is_backwards(old, new) else ""

    def _beside(self, new: Held, found: Comparison, where: str) -> dict[str, Any]:
        """Gather the comments of the newest side, each with the part that holds its field."""
        version, document = new.version, new.document
        if document is not self.context:
            told: dict[str, Any] = {"threads": [], "places": {}, "may_comment": False}
        elif version is None:
            told = of_draft(self, document, drafts_of(document), new.edition.schema, where)
        else:
            told = of_version(self, document, version, where)
        placed, lost = beside(found, told["threads"])
        quotes = quotations(found, told["threads"])
        quoting = {number for told_here in quotes.values() for number, _ in told_here}
        return told | {"talk": placed, "lost": lost, "quotes": quotes, "quoting": quoting, "quoted": quoted}

    def _remarks(self, new: Held, found: Comparison) -> tuple[tuple[str, Remark], ...]:
        """Gather the same comments for the paper."""
        told = self._beside(new, found, "")
        placed = ((path, one) for path, threads in told["talk"].items() for one in threads)
        return tuple((path, remark(one)) for path, one in (*placed, *(("", one) for one in told["lost"])))

    def _review(self, new: Held) -> str:
        """Lead a reviewer on to the answer, "" for others."""
        document, version = new.document, new.version
        waits = version is not None and document.latest is version and in_review(document)
        own = version is not None and version.author["user_id"] == self.identity.user_id
        may = waits and not own and self.request.has_permission(Permission.Document.REVIEW, document)
        return self.request.resource_path(document, "gennemse") if may else ""

    def _why(self, new: Held) -> dict[str, str] | None:
        """Say why there is a new version, in the words of who wrote it."""
        version = new.version
        if version is None or not version.note:
            return None
        sent = moment_words(version.at, self.clock.today())
        return {"who": by_name(version.author), "words": version.note, "when": sent}

    def _choices(self, old: Held, new: Held) -> list[tuple[str, str]]:
        """List what can be chosen, in words: the versions, the draft, and the papers of the same meeting."""
        document, drafts = self.context, drafts_of(self.context)
        names = comparing.choices(document, drafts=self._writes(document))
        sides = [comparing.held(document, drafts, name) for name in names]
        sides += [
            comparing.held(document, drafts, name)
            for name, other in comparing.papers_beside(document)
            if self.request.has_permission(Permission.Document.READ, other)
        ]
        sides += [side for side in (old, new) if side.name not in {one.name for one in sides}]
        return [(side.name, self._choice(side)) for side in sides]

    def _choice(self, side: Held) -> str:
        numbers = [version.number for version in side.document.versions]
        many = side.version is not None and numbers.count(side.version.number) > 1
        kind = "" if side.document is self.context else f"{document_title(side.document)}: "
        if side.version is None:
            return f"{kind}Udkast til version {side.document.number}"
        rounds = f", {side.version.round}. gennemsyn" if many else ""
        named = comparing.named(side, side, self.clock.today())
        return f"{kind}Version {side.version.number}{rounds} · {named.line}"

    def _consent(self, new: Held) -> str:
        """Name the consent that the printed copy rests on; a consent rests on nothing."""
        if new.document.form_key == CONSENT:
            return ""
        if new.version is not None:
            return facts_of(new.document, new.version).consent_version
        mark = consent_mark(case_named(self.context), self.clock.today())
        return mark["consent"] or NO_CONSENT

    def _pdf(self, old: Held, new: Held, found: Comparison) -> Response:
        case, organisation = case_named(self.context), self.root.organisation
        version = new.version
        job = CompareJob(
            found,
            title=title(found),
            municipality=organisation.municipality,
            unit=organisation.unit,
            case_no=case.case_no,
            label=self.context.label,
            document=f"{new.edition.title}, {case.person.full_name}",
            why=version.note if version else "",
            day=self.clock.today().isoformat(),
            consent=self._consent(new),
            draft=version is None or new.document.shown_state(version.number) in ("draft", "in_review"),
            remarks=self._remarks(new, found),
        )
        pdf = self.system.pdf.render(job)
        self.note_read("document.comparison_printed", about(old, new))
        response = Response(pdf, content_type="application/pdf")
        names = f"{old.name}-{new.name}".replace(":", "-")
        response.content_disposition = f'inline; filename="{self.context.label}-{NAME}-{names}.pdf"'
        return response


def title(found: Comparison) -> str:
    """Write »Sammenlign version 2 og version 3«."""
    if found.old.name == found.new.name:
        return f"Sammenlign {found.old.inside} med sig selv"
    return f"Sammenlign {found.old.inside} og {found.new.inside}"


def about(old: Held, new: Held) -> dict[str, Any]:
    """Say in the log which two were compared."""
    told: dict[str, Any] = {"document_id": new.document.id, "label": new.document.label}
    if old.document is not new.document:
        told["from_label"] = old.document.label
    for name, side in (("", new), ("from_", old)):
        version = side.version
        told[f"{name}number"] = version.number if version else side.document.number
        told[f"{name}round"] = version.round if version else 0
    return told
