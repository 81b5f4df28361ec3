"""``/sager/<case_no>/dokumenter/<label>/historik``: how a document came to be, and going back to an earlier version."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, document_history
from ..domain.document_history import OPTIONAL, WRITING, Step
from ..domain.errors import KuiError, not_found
from ..resources.base import new_id
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..resources.version import Version
from ..security.permissions import Permission
from ..usecases import comparing, documents
from ..usecases.acting import case_named
from ..usecases.comparing import BETWEEN, DRAFT
from .gate import demand, reading
from .history_writing import Chosen, Writing
from .kommentar import NUMBER
from .layout import BaseView
from .people import by_name, case_trail
from .presenting import Chip, chip, document_title
from .talk import hidden_of, may_comment
from .written_lines import Line as Merged

PAGE = "kuidocs:templates/pages/historik.pt"
PREFIX = "document."


@dataclass(frozen=True, slots=True)
class Line:
    """One step in words."""

    who: str
    words: str
    when: str
    note: str
    href: str = ""
    texts: tuple[Chosen, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version or round with what can be done from here."""

    name: str
    line: str
    chip: Chip
    href: str
    compare: str
    compare_words: str
    restorable: bool
    number: int
    round: int
    token: str
    note: str
    merged: tuple[Merged, ...]


@view_defaults(context=Document, renderer=PAGE)
class HistoryView(BaseView):
    """The page, and the act of restoring."""

    context: Document

    @view_config(name="historik", request_method="GET", permission=Permission.Document.READ)
    def show(self) -> Any:
        """Show all versions and all that happened."""
        document = self.context
        if document.latest is not None:
            demand(self, document.latest)
        self.note_read("document.history_viewed", {"document_id": document.id, "label": document.label})
        return self._page()

    @view_config(name="gendan", request_method="POST", permission=Permission.Document.WRITE)
    def restore(self) -> Any:
        """Begin a new version with the text of an earlier one."""
        document = self.context
        number, round_ = self._number("version"), self._number("runde")
        version = document.version(number, round_)
        if version is None:
            raise not_found()
        demand(self, version)
        why, act = self._posted("hvorfor"), self.act(self._posted("__token__")[:64])
        try:
            documents.restore(document, drafts_of(document), act, number=number, round_=round_, why=why)
        except KuiError as refused:
            return self._again(refused, why)
        said = (
            f"Teksten fra {documents.version_words(version)} står nu i et udkast. Læs den igennem, før du sender den."
        )
        return self.go(document, said, "udkast")

    def _again(self, refused: KuiError, why: str) -> Response:
        data = self._page() | {"problem": refused.text, "why": why, "wrong": True}
        return self.render(PAGE, data, status=refused.status)

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[: documents.MOST_WORDS] if isinstance(found, str) else ""

    def _number(self, name: str) -> int:
        text = self._posted(name)
        if not (text.isascii() and NUMBER.fullmatch(text)):
            raise not_found()
        return int(text)

    def _page(self) -> dict[str, Any]:
        document, case = self.context, case_named(self.context)
        path = self.request.resource_path
        writes = bool(self.request.has_permission(Permission.Document.WRITE, document))
        return self.page(
            f"Historik: {document_title(document)}",
            document=document,
            case=case,
            trail=[*case_trail(self, case), (path(document), document_title(document))],
            chip=chip(document.shown_state(document.number)),
            versions=[self._version(at, writes) for at in reversed(range(len(document.versions)))],
            draft=self._draft() if writes and document.draft is not None else None,
            steps=[self._line(step) for step in self._steps()],
            merged=self._writing.of_draft() if self._reads_writing() else [],
            beside=self._beside(),
            problem="",
            why="",
        )

    def _steps(self) -> list[Step]:
        """Gather what happened; comments only as far as their text may be read."""
        document = self.context
        events = [
            {"kind": one.kind.removeprefix(PREFIX), "by": one.by, "at": one.at, "about": one.about, "data": one.data}
            for one in document.log
        ]
        events += self._writing.openings() if self._works_on_it() else []
        found = document_history.steps(document.facts, events, self._writing.names())
        left_out = frozenset() if self._reads_comments() else OPTIONAL
        left_out |= frozenset() if self._reads_writing() else WRITING
        return [step for step in found if step.kind not in left_out]

    @property
    def _writing(self) -> Writing:
        return Writing(self, self.context)

    @cached_property
    def _reads_all(self) -> bool:
        hidden = hidden_of(self, self.context)
        return hidden is not None and not hidden.hidden

    def _reads_comments(self) -> bool:
        return self._reads_all and may_comment(self, self.context)

    def _works_on_it(self) -> bool:
        ways = (Permission.Document.WRITE, Permission.Document.REVIEW)
        return any(self.request.has_permission(way, self.context) for way in ways)

    def _reads_writing(self) -> bool:
        return self._reads_all and bool(self.request.has_permission(Permission.Document.WRITE, self.context))

    def _line(self, step: Step) -> Line:
        at = self.moment(step.at)
        href, note = "", step.note
        if step.kind in ("submitted", "approved", "returned") and (version := self._at(step)) is not None:
            href, note = self._path(version), note or (version.note if step.kind == "submitted" else "")
        return Line(
            by_name(step.by) or "kuidocs", step.words, moment_said(at), note, href, tuple(self._writing.texts(step))
        )

    def _at(self, step: Step) -> Version | None:
        return self.context.version(step.number, step.round) or self.context.version(step.number)

    def _path(self, version: Version) -> str:
        name = comparing.version_name(self.context, version)
        return self.request.resource_path(self.context, "versioner", name)

    def _version(self, at: int, writes: bool) -> VersionLine:
        """Tell of a version or a round, with the way to the comparison with the one before it."""
        document, version = self.context, self.context.versions[at]
        before = document.versions[at - 1] if at else None
        name = comparing.version_name(document, version)
        pair = BETWEEN.join((comparing.version_name(document, before), name)) if before else ""
        last = document.version(version.number) is version
        state = document.shown_state(version.number) if last else "draft"
        by = by_name(version.author)
        day = danish.long_date(self.moment(version.at).date())
        return VersionLine(
            f"Version {version.number}" + (f", {version.round}. gennemsyn" if version.round > 1 or not last else ""),
            ", ".join(filter(None, (day, by))),
            chip(state) if last else Chip("Sendt tilbage", "state-old", "arrow-back"),
            self._path(version),
            self.request.resource_path(document, "sammenlign", pair) if pair else "",
            f"Sammenlign med {documents.version_words(before)}" if before else "",
            writes and document.draft is None and document.latest is document.in_force() is not version,
            version.number,
            version.round,
            new_id(),
            version.note,
            tuple(self._writing.of_version(version)) if writes and self._reads_writing() else (),
        )

    def _draft(self) -> dict[str, str]:
        document = self.context
        assert document.draft is not None, "asked for only when there is one"
        path = self.request.resource_path
        last = comparing.version_name(document, document.latest) if document.latest else ""
        return {
            "name": f"Udkast til version {document.number}",
            "href": path(document, "udkast"),
            "compare": path(document, "sammenlign", BETWEEN.join((last, DRAFT))) if last else "",
            "note": document.draft.get("note", ""),
        }

    def _beside(self) -> list[tuple[str, str]]:
        """Lead to the comparison with the agenda or the minutes of the same meeting."""
        document = self.context
        if document.latest is None:
            return []
        found = []
        for name, other in comparing.papers_beside(document):
            latest = other.latest
            may = latest is not None and self.request.has_permission(Permission.Document.READ, other)
            if latest is not None and may and reading(self, latest).allowed:
                mine = comparing.version_name(document, document.latest)
                pair = (name, mine) if comparing.kind_of(other) == "agenda" else (mine, name)
                href = self.request.resource_path(document, "sammenlign", BETWEEN.join(pair))
                found.append((href, f"Sammenlign med {document_title(other).lower()}"))
        return found


def moment_said(at: datetime) -> str:
    """Write »mandag den 5. oktober 2026 kl. 16.02«; midnight is a day whose time nobody knows."""
    day = danish.weekday_date(at.date())
    return day if (at.hour, at.minute) == (0, 0) else f"{day} kl.\u00a0{danish.clock(at)}"
