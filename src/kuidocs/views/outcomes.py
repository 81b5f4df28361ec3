"""»Hvad blev der af det?«: where a decision was written in the plan, and how it stands there today (D1, D39)."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..domain.tasks import LABELS
from ..forms.outline import show
from ..forms.places import node_at
from ..resources.case import Case
from ..resources.document import Document
from ..resources.version import Version
from ..usecases.case_reading import PLAN_LINK, case_tasks
from ..usecases.involvement import edition_of
from .layout import BaseView
from .reading import After, Around

WORDS = {"efforts": ("indsats", "effort_title"), "goals": ("mål", "goal_text")}
"""The groups of a plan that decisions are written into: what a row is called, and the field that names it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a plan."""

    group: str
    number: int
    row: dict
    version: Version


def around(view: BaseView, case: Case, document: Document) -> Around:
    """Gather what became of the decisions and the tasks of a document."""
    after: dict[str, tuple[After, ...]] = {}
    for fact in document.facts_of(PLAN_LINK):
        rid = fact["about"].get("rid", "")
        after[rid] = (*after.get(rid, ()), *_outcome(view, case, fact["data"]))
    status = {task.rid: LABELS[task.status] for task in case_tasks(case) if task.label == document.label}
    return Around(after, status, case.person.called)


def _outcome(view: BaseView, case: Case, data: dict) -> Iterator[After]:
    plan = case.dokumenter.get(data.get("document", ""))
    found = _find(plan.version(data["number"]), data["row"]) if plan is not None else None
    if plan is None or found is None:
        yield After(f"Uddannelsesplanen: {data.get('value', '')}")
        return
    path = view.request.resource_path
    label, name = WORDS[found.group]
    href = f"{path(plan, 'versioner', str(found.version.number))}#{data['row']}"
    yield After(f"uddannelsesplanen, {label} {found.number}", href, f": {found.row.get(name, '')}")
    yield from _today(view, plan, found, data["row"])


def _today(view: BaseView, plan: Document, then: Found, rid: str) -> Iterator[After]:
    """Say how the same row stands in the plan that counts now, when that is a later one."""
    newest = plan.in_force()
    if newest is None or newest.number <= then.version.number:
        return
    now = _find(newest, rid)
    href = f"{view.request.resource_path(plan, 'versioner', str(newest.number))}#{rid}"
    if now is None:
        yield After(f"planen, version {newest.number}", href.partition("#")[0], ", har det ikke længere med")
    else:
        yield After(f"planen, version {newest.number}", href, f": {_status(now)}")


def _find(version: Version | None, rid: str) -> Found | None:
    content = version.content() if version else {}
    for group in WORDS:
        for number, row in enumerate(content.get(group, ()), 1):
            if version is not None and row.get("rid") == rid:
                return Found(group, number, row, version)
    return None


def _status(found: Found) -> str:
    group = node_at(edition_of(found.version).schema, (found.group, 0))
    node = next((child for child in group.children if child.name == "status"), None)
    return show(node, found.row.get("status")) if node is not None else ""
