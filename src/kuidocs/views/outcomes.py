"""»Hvad blev der af det?«: where a decision was written in the plan, how it stands there today, and which decision
stands behind a row of the plan (R43, D1, D39)."""

from collections.abc import Iterator, Mapping
from datetime import date

from ..domain import danish
from ..domain.plan_writing import EFFORTS, GOALS, SUB_GOALS, Place, place
from ..domain.tasks import LABELS
from ..forms.outline import show
from ..forms.places import node_at
from ..resources.case import Case
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..resources.version import Version
from ..usecases.case_reading import case_tasks
from ..usecases.involvement import edition_of
from ..usecases.plan_standing import PLAN, current, links_to, text, written
from .gate import sight
from .layout import BaseView
from .reading import After, Around

STATUS_AT = {GOALS: ("goals", 0), SUB_GOALS: ("goals", 0, "sub_goals", 0), EFFORTS: ("efforts", 0)}
"""Where the groups that have a status stand in the form."""
BEHIND_IT = "Beslutningen bag"
LEFT_OUT = "Resten er skjult, fordi samtykket ikke dækker det for din afdeling."


def around(view: BaseView, case: Case, document: Document) -> Around:
    """Gather what became of the decisions and the tasks of a document, or what stands behind the rows of a plan."""
    after: dict[str, tuple[After, ...]] = {}
    told = _behind(view, case, document) if document.form_key == PLAN else _became(view, case, document)
    for rid, one in told:
        after[rid] = (*after.get(rid, ()), one)
    status = {task.rid: LABELS[task.status] for task in case_tasks(case) if task.label == document.label}
    return Around(after, status, case.person.called)


def _became(view: BaseView, case: Case, minutes: Document) -> Iterator[tuple[str, After]]:
    for link in current(minutes):
        for one in _outcome(view, case, link["data"]):
            yield link["about"].get("rid", ""), one


def _outcome(view: BaseView, case: Case, data: Mapping) -> Iterator[After]:
    plan = case.dokumenter.get(data.get("document", ""))
    draft = drafts_of(case).get(plan.id) if plan is not None else None
    if plan is not None and not sight(view, case).standing(plan, draft).shows(data["row"] or ""):
        yield After(LEFT_OUT)
        return
    found = place(text(plan, data["number"]) or {}, data["row"]) if plan is not None else None
    if plan is None or found is None:
        gone = " (står der ikke længere)" if data.get("document") else ""
        yield After(f"Uddannelsesplanen: {data.get('value', '')}{gone}")
        return
    version = plan.version(data["number"])
    if version is None or (plan.draft is not None and plan.draft["number"] == data["number"]):
        yield After(f"Skrevet i planens udkast, {found.words}: {found.text}")
        return
    yield After(
        f"uddannelsesplanen, {found.words}", _href(view, plan, version, data["row"]), f": {found.text}", "Skrevet i"
    )
    yield from _today(view, plan, version, data["row"])


def _href(view: BaseView, document: Document, version: Version, rid: str) -> str:
    return f"{view.request.resource_path(document, 'versioner', str(version.number))}#{rid}"


def _today(view: BaseView, plan: Document, then: Version, rid: str) -> Iterator[After]:
    """Say how the same row stands in the plan that counts now, when that is a later one."""
    newest = plan.in_force()
    if newest is None or newest.number <= then.number:
        return
    now, href = place(newest.content(), rid), _href(view, plan, newest, rid)
    if now is None:
        yield After(f"planen, version {newest.number}", href.partition("#")[0], ", har det ikke længere med", "Nu i")
    else:
        yield After(f"planen, version {newest.number}", href, _status(newest, now), "Nu i")


def _status(version: Version, found: Place) -> str:
    group = node_at(edition_of(version).schema, STATUS_AT[found.group]) if found.group in STATUS_AT else None
    node = next((child for child in group.children if child.name == "status"), None) if group else None
    return f": {show(node, found.row.get('status'))}" if node is not None else ""


def _behind(view: BaseView, case: Case, plan: Document) -> Iterator[tuple[str, After]]:
    """Name the decisions behind the rows of a plan."""
    for minutes, link in links_to(case, plan.label):
        rid, version = link["about"].get("rid", ""), minutes.in_force()
        if not sight(view, case).row(minutes, rid):
            yield link["data"]["row"], After(LEFT_OUT)
            continue
        if version is None or link not in written(minutes).get(rid, []):
            continue
        content = version.content()
        row: dict = next((one for one in content.get("decisions", ()) if one["rid"] == rid), {})
        held = content.get("held_at")
        day = f" {danish.long_date(date.fromisoformat(held))}" if held else ""
        words, said = f"beslutning {row.get('decision_no', '')}".strip(), row.get("decision_text", "")
        href = _href(view, minutes, version, rid)
        yield link["data"]["row"], After(words, href, f": {said}", f"Mødet{day},", BEHIND_IT)
