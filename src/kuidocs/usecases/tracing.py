"""»Hvad blev der af det?«: one point followed through all papers of its case by its row id (D8, R43). Reads only."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..domain import tracing
from ..domain.plan_writing import Place, place
from ..domain.tasks import Task
from ..domain.tracing import FOLLOWED
from ..forms.outline import Outline, Part, outline
from ..resources.case import Case
from ..resources.document import Document
from ..resources.version import Version
from . import task_acts
from .case_reading import case_tasks, in_force
from .involvement import edition_of
from .plan_standing import PLAN, PLAN_LINK, UNDONE

READ, LINKED, UNLINKED, TOLD = "read", "linked", "unlinked", "told"
"""The kinds of steps: it stands in a paper, it was written into the plan or taken out, somebody said how it goes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened with a point."""

    at: str
    kind: str
    by: Mapping[str, str]
    document: Document
    version: Version | None = None
    group: str = ""
    part: Part | None = None
    """The row as its own edition words it."""
    first: bool = False
    """Whether the point arose here."""
    words: str = ""
    other: str = ""
    """The row id of what it is linked to."""
    told: task_acts.Told | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A point, everything that happened with it in the order of the days, and what it stands as today."""

    rid: str
    group: str
    steps: tuple[Step, ...]
    task: Task | None
    in_plan: tuple[Place, Version] | None
    """Where it stands in the plan that counts now."""


Shows = Callable[[Document, str], bool]
"""Whether a row of a paper may be read."""


def trace(case: Case, rid: str, shows: Shows) -> Trace | None:
    """Follow a point through the papers in which somebody may read it; None when it is in none of them."""
    papers = [document for document in case.dokumenter.in_order() if shows(document, rid)]
    found = sorted((step for document in papers for step in _stood(document, rid)), key=lambda step: step.at)
    if not found or found[0].group not in FOLLOWED:
        return None
    first = found[0]
    arose = Step(first.at, READ, first.by, first.document, first.version, first.group, first.part, first=True)
    task = next((one for one in case_tasks(case) if one.rid == rid), None)
    more = [*_links(case, papers, rid, shows), *_told(case, papers, task)]
    steps = sorted([arose, *found[1:], *more], key=lambda step: step.at)
    return Trace(rid, first.group, tuple(steps), task, _in_plan(case, rid, steps, shows))


def _stood(document: Document, rid: str) -> Iterator[Step]:
    """Go through the versions of a paper in which the point stands, each in its last round; one that says nothing new
    is left out."""
    before: Part | None = None
    for version in document.versions:
        if document.version(version.number) is not version:
            continue
        content = version.content()
        found = tracing.find(content, rid)
        part = _part(outline(edition_of(version).schema, content), rid) if found else None
        if found is None or part is None or part.entries == (before.entries if before else None):
            continue
        before = part
        yield Step(version.at, READ, version.author, document, version, found.group, part)


def _part(told: Outline, rid: str) -> Part | None:
    return next((found for section in told.sections for found in _parts(section) if found.id == rid), None)


def _parts(part: Part) -> Iterator[Part]:
    for entry in part.entries:
        for row in entry.rows:
            yield row
            yield from _parts(row)


def _links(case: Case, papers: list[Document], rid: str, shows: Shows) -> Iterator[Step]:
    """Go through what was written of it in the plan, and which decisions stand behind it there (R43)."""
    for minutes in papers:
        for link in minutes.facts_of(PLAN_LINK):
            yield from _link(case, minutes, link, rid, shows)
        links = {link.get("id"): link for link in minutes.facts_of(PLAN_LINK)}
        for undone in minutes.facts_of(UNDONE):
            link = links.get(undone["data"].get("link"), {})
            if link and rid in (link["about"].get("rid"), link["data"].get("row")):
                yield Step(undone["at"], UNLINKED, undone["by"], minutes)


def _link(case: Case, minutes: Document, link: Mapping, rid: str, shows: Shows) -> Iterator[Step]:
    data, decision = link["data"], link["about"].get("rid", "")
    if decision == rid:
        plan = case.dokumenter.get(data.get("document", ""))
        row = data.get("row") or ""
        if plan is not None and row and not shows(plan, row):
            return
        version = plan.version(data["number"]) if plan is not None and row else None
        where = place(version.content(), row) if version else None
        words = f"{where.words}: {where.text}" if where else data.get("value", "")
        yield Step(link["at"], LINKED, link["by"], plan or minutes, words=words, other=row)
    elif data.get("row") == rid and shows(minutes, decision):
        version = minutes.in_force()
        found = tracing.find(version.content(), decision) if version else None
        words = str(found.row.get("decision_text", "")) if found else ""
        yield Step(link["at"], LINKED, link["by"], minutes, words=words, other=decision)


def _told(case: Case, papers: list[Document], task: Task | None) -> Iterator[Step]:
    """Go through what was said of a task between the meetings (R47)."""
    document = case.dokumenter.get(task.label) if task else None
    if task is not None and document in papers:
        for told in task_acts.history(case, task):
            yield Step(told.at, TOLD, told.by, document, told=told)


def _in_plan(case: Case, rid: str, steps: list[Step], shows: Shows) -> tuple[Place, Version] | None:
    """Find it, or what it was written as, in the plan in force."""
    plan = in_force(case, PLAN)
    if plan is None:
        return None
    wanted = [rid, *(step.other for step in steps if step.kind == LINKED and step.document.form_key == PLAN)]
    found = [where for one in wanted if one and shows(plan.document, one) and (where := place(plan.content, one))]
    return (found[-1], plan.version) if found else None
