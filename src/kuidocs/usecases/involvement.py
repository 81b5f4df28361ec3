"""Who of the staff has to do with a case, and since when: computed from facts and submitted papers (D9)."""

from collections.abc import Iterator

from ..forms.edition import Edition
from ..resources.base import lineage
from ..resources.case import Case
from ..resources.document import Document
from ..resources.version import Version
from .people import user_id

RELATIONS = {
    "plan_coordinator": "Plankoordinator",
    "deputy": "Stedfortræder for plankoordinator",
    "contact_person": "Kontaktperson",
    "convener": "Indkalder",
    "primary": "Primær fagperson",
    "ad_hoc": "Ad hoc-fagperson",
    "author": "Har skrevet i forløbet",
}
SUCCEEDED = "succeeded"
"""The kind of the fact on a case that says who took over from somebody who left."""
MEETING_PAPERS = ("kui.notice", "kui.minutes.")


def refresh(case: Case) -> None:
    """Compute the involvements again. They are stored, because every request asks for them."""
    found: dict[tuple[str, str], dict] = {}
    for one in (*_of_case(case), *_of_documents(case)):
        key = one["user_id"], one["relation"]
        if one["user_id"] and (key not in found or one["since"] < found[key]["since"]):
            found[key] = one | {"until": _later(found.get(key), one)}
    case.involvements = tuple(sorted(found.values(), key=lambda i: (i["since"], i["user_id"], i["relation"])))


def _later(first: dict | None, second: dict) -> str:
    """Return the later end of two; an open end ("") is the latest."""
    ends = [one["until"] for one in (first, second) if one]
    return "" if "" in ends else max(ends)


def _of_case(case: Case) -> Iterator[dict]:
    yield _row(_user(case, case.opened_by), "convener", case.opened_at, "", "")
    for relation in ("plan_coordinator", "deputy", "contact_person"):
        yield from _named(case, relation)
    yield from _successors(case)


def _successors(case: Case) -> Iterator[dict]:
    """Go through those who took over what a colleague of the same department had in the case."""
    for fact in case.facts:
        if fact["kind"] == SUCCEEDED:
            yield _row(_user(case, fact["data"]["person"]), "primary", fact["at"][:10], "", "")


def _named(case: Case, relation: str) -> Iterator[dict]:
    """Go through those who have had a task in the case one after the other (R33)."""
    since = case.opened_at
    for fact in case.facts:
        if fact["kind"] == "appointed" and fact["data"]["relation"] == relation:
            yield _row(_user(case, fact["data"]["before"]), relation, since, fact["at"][:10], "")
            since = fact["at"][:10]
    yield _row(_user(case, getattr(case, relation)), relation, since, "", "")


def _user(case: Case, person: dict) -> str:
    return user_id(case, person) or str(person.get("user_id", ""))


def _of_documents(case: Case) -> Iterator[dict]:
    for document in case.dokumenter.in_order():
        yield _row(document.created_by["user_id"], "author", document.created_at[:10], "", document.label)
        version = document.latest
        if version is not None and document.form_key.startswith(MEETING_PAPERS):
            yield from _of_participants(case, document, version)


def _of_participants(case: Case, document: Document, version: Version) -> Iterator[dict]:
    """Primary professionals stay in the case; ad hoc ones until the minutes of that meeting are approved (D24)."""
    for row in version.content().get("participants", ()):
        relation = row.get("relation")
        if relation in ("primary", "ad_hoc"):
            until = _minutes_approved(case, document) if relation == "ad_hoc" else ""
            yield _row(user_id(case, row.get("name")), relation, document.created_at[:10], until, document.label)


def _minutes_approved(case: Case, paper: Document) -> str:
    """Return the day on which the minutes of the paper's meeting were approved, "" while they are not."""
    for document in case.dokumenter.in_order():
        if document.form_key.startswith("kui.minutes.") and document.meeting_number == paper.meeting_number:
            approved = document.facts_of("approved")
            return approved[0]["at"][:10] if approved else ""
    return ""


def _row(user: str, relation: str, since: str, until: str, why: str) -> dict:
    return {"user_id": user, "relation": relation, "since": since, "until": until, "why": why}


def edition_of(version: Version) -> Edition:
    """Return the edition that a version was written in, wherever the version lies in the tree."""
    *_, root = lineage(version)
    document = version.__parent__
    edition = root.skabeloner.edition(document.form_key, version.edition_number)
    assert edition is not None, "editions are never removed"
    assert edition.sha256 == version.edition_sha256, "editions are never changed"
    return edition
