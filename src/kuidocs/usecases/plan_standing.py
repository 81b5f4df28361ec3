"""Which decisions stand in the plan: the links from minutes that still lead somewhere there (D1, D39). Reads only."""

from collections.abc import Iterator, Mapping

from ..domain import workflow
from ..domain.plan_writing import TASKS, places
from ..resources.case import Case
from ..resources.document import Document
from ..resources.drafts import drafts_of
from .acting import case_named

PLAN = "kui.education_plan"
PLAN_LINK, UNDONE = "plan_item_ref", "plan_item_undone"
"""The kinds of the facts that say where a decision stands in the plan, and that it does so no longer."""
BEHIND = "decision_ref"
"""The kind of the fact on the plan that says which decision stands behind a row (R43)."""


def written(minutes: Document) -> dict[str, list[dict]]:
    """Return the links that stand, by the row id of their decision."""
    found: dict[str, list[dict]] = {}
    texts = _Texts(case_named(minutes))
    for link in current(minutes):
        if texts.hold(link["data"]):
            found.setdefault(link["about"].get("rid", ""), []).append(link)
    return found


def current(minutes: Document) -> list[dict]:
    """List the links that nobody has taken back, whether or not their row is still there."""
    undone = {fact["data"].get("link") for fact in minutes.facts_of(UNDONE)}
    return [link for link in minutes.facts_of(PLAN_LINK) if link.get("id") not in undone]


class _Texts:
    """The row ids of each plan version that links name; each is read once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.known: dict[tuple[str, int], frozenset[str]] = {}

    def hold(self, link: Mapping) -> bool:
        """Tell whether what a link leads to is there; one that changes nothing leads nowhere and stands."""
        if not link.get("document") or not link.get("row"):
            return True
        key = link["document"], link["number"]
        if key not in self.known:
            plan = self.case.dokumenter.get(key[0])
            self.known[key] = frozenset(one.rid for one in places(text(plan, key[1]) or {})) if plan else frozenset()
        return link["row"] in self.known[key]


def text(plan: Document, number: int) -> dict | None:
    """Return the text of a version number: its draft while it is written, else what was submitted and not given up."""
    if plan.draft is not None and plan.draft["number"] == number:
        draft = drafts_of(case_named(plan)).get(plan.id)
        return draft.content() if draft else None
    version = plan.version(number)
    alive = workflow.state(plan.facts, number) in (workflow.IN_REVIEW, workflow.APPROVED)
    return version.content() if version is not None and alive else None


def links_to(case: Case, label: str) -> Iterator[tuple[Document, dict]]:
    """Go through all links of a case to one plan, each with its minutes."""
    for document in case.dokumenter.in_order():
        for link in current(document):
            if link["data"].get("document") == label:
                yield document, link


def task_rows(case: Case) -> Iterator[tuple[str, str, dict]]:
    """Go through the tasks that decisions became in approved plans: label, when it was approved, the row."""
    for plan in case.dokumenter.of_form(PLAN):
        for _, link in links_to(case, plan.label):
            if link["data"].get("how") == "new_task":
                yield from _task(plan, link["data"])


def _task(plan: Document, link: Mapping) -> Iterator[tuple[str, str, dict]]:
    approved, version = plan.facts_of("approved", link["number"]), plan.version(link["number"])
    if approved and version is not None:
        rows = version.content().get(TASKS, ())
        yield from ((plan.label, approved[-1]["at"], row) for row in rows if row["rid"] == link["row"])
