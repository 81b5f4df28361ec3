"""``/sager/<case_no>/spor/<rid>``: »Hvad blev der af det?« – one point through the papers of its case (R43, D8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyramid.view import view_config

from ..domain import danish
from ..domain.errors import not_found
from ..domain.tasks import LABELS, Task
from ..domain.tracing import CALLED
from ..forms.outline import Part
from ..forms.outline import show as shown
from ..forms.places import node_at
from ..resources.case import Case
from ..resources.document import Document
from ..security.permissions import Permission
from ..usecases import tracing
from ..usecases.involvement import edition_of
from ..usecases.plan_standing import PLAN
from ..usecases.tracing import LINKED, READ, TOLD, UNLINKED, Step, Trace
from .gate import sight
from .layout import BaseView
from .outcomes import STATUS_AT
from .people import by_name, case_trail
from .presenting import document_title, moment_words
from .reading import spoken

PAGE = "kuidocs:templates/pages/spor.pt"
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One step in words."""

    when: str
    heading: str
    words: str
    facts: str
    by: str
    href: str = ""
    link: str = ""


@view_config(context=Case, name="spor", permission=Permission.Case.TRACE, request_method="GET", renderer=PAGE)
class TraceView(BaseView):
    """The page of one point."""

    context: Case

    def __call__(self) -> dict[str, Any]:
        """Show where it arose, where it came back, and what it stands as today."""
        found = self._trace()
        labels = sorted({step.document.label for step in found.steps})
        self.note_read("case.viewed", {"part": "trace", "rid": found.rid, "labels": labels})
        first = next(step for step in found.steps if step.first)
        return self.page(
            "Hvad blev der af det?",
            case=self.context,
            trail=case_trail(self, self.context),
            kind=CALLED[found.group],
            point=_said(first.part),
            today=list(self._today(found)),
            lines=list(self._lines(found)),
        )

    def _trace(self) -> Trace:
        """Raises NotFound for what is in no paper that one may read."""
        path = self.request.subpath
        rid = path[0] if len(path) == 1 else ""
        seen = sight(self, self.context)
        shows = lambda document, rid: self._comes_to(document) and seen.row(document, rid)  # noqa: E731
        found = tracing.trace(self.context, rid, shows) if 0 < len(rid) <= LONGEST else None
        if found is None:
            raise not_found()
        return found

    def _comes_to(self, document: Document) -> bool:
        return bool(self.request.has_permission(Permission.Document.READ, document))

    def _lines(self, found: Trace) -> Iterator[Line]:
        """Say each step; of a paper in which it comes back only what is new."""
        before: dict[str, str] = {}
        make = {TOLD: self._told, LINKED: self._linked, UNLINKED: self._undone}
        for step in found.steps:
            when, by = moment_words(step.at, self.clock.today()), by_name(step.by)
            if step.kind == READ:
                yield self._stood(step, when, by, before)
                before |= _answers(step.part)
            else:
                yield make[step.kind](step, when, by)

    def _stood(self, step: Step, when: str, by: str, before: Mapping[str, str]) -> Line:
        assert step.version is not None, "what stands in a paper stands in a version of it"
        assert step.part is not None, "and in a row there"
        number = step.version.number
        title, version = document_title(step.document, number), f", version {number}"
        href = f"{self.request.resource_path(step.document, 'versioner', str(number))}#{step.part.id}"
        heading = f"Det begyndte som {_lower(step.group)}" if step.first else CALLED[step.group]
        return Line(
            when,
            heading,
            _said(step.part),
            _facts(step.part, before),
            by,
            href,
            f"{title.removesuffix(version)}{version}",
        )

    def _told(self, step: Step, when: str, by: str) -> Line:
        told = step.told
        assert told is not None, "somebody said how it goes"
        heading = f"Givet til {told.handed_to}" if told.handed_to else LABELS[told.status]
        facts = f"{told.told} har fået besked" if told.told else ""
        return Line(when, heading, told.note, facts, by, self.request.resource_path(self.context, "opgaver"), "Opgaver")

    def _linked(self, step: Step, when: str, by: str) -> Line:
        heading = "Skrevet i uddannelsesplanen" if step.document.form_key == PLAN else "Beslutningen bag"
        if step.other:
            href = self.request.resource_path(self.context, "spor", step.other)
            return Line(when, heading, step.words, "", by, href, "Følg den derfra")
        return Line(when, heading, step.words, "", by)

    def _undone(self, step: Step, when: str, by: str) -> Line:
        return Line(when, "Taget ud af uddannelsesplanen igen", "", "", by)

    def _today(self, found: Trace) -> Iterator[tuple[str, str]]:
        """Say what it stands as today, as pairs of question and answer."""
        if found.task is not None:
            yield from _of_task(found.task, self.clock.today())
        if found.in_plan is not None:
            where, version = found.in_plan
            yield "I uddannelsesplanen", f"{where.words.capitalize()}: {where.text}"
            group = node_at(edition_of(version).schema, STATUS_AT[where.group]) if where.group in STATUS_AT else None
            node = next((child for child in group.children if child.name == "status"), None) if group else None
            if node is not None and where.row.get("status"):
                yield "Status i planen", shown(node, where.row["status"])


def _of_task(task: Task, today: date) -> Iterator[tuple[str, str]]:
    yield "Status", LABELS[task.status]
    yield "Hvem", task.responsible or "Ingen valgt"
    if task.deadline:
        late = ", fristen er overskredet" if task.is_late(today) else ""
        yield "Senest", f"{danish.near_date(task.deadline, today)}{late}"


def _lower(group: str) -> str:
    return CALLED[group][0].lower() + CALLED[group][1:]


def _said(part: Part | None) -> str:
    said = spoken(part) if part is not None else None
    return said.text if said else ""


def _answers(part: Part | None) -> dict[str, str]:
    """Give the short answers of a row by their questions, without what it says first."""
    said = spoken(part) if part is not None else None
    found = part.entries if part is not None else ()
    return {one.label.rstrip("?"): one.text for one in found if one is not said and one.text and not one.rows}


def _facts(part: Part, before: Mapping[str, str]) -> str:
    """Write the short answers in a line, but for those that were told before."""
    return " · ".join(f"{label}: {text}" for label, text in _answers(part).items() if before.get(label) != text)
