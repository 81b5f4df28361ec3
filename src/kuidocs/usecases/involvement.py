"""Who of the staff has to do with a case, and since when: computed from facts and submitted papers (D9)."""

from collections.abc import Iterator
from datetime import date, timedelta

from ..domain import settings, workflow
from ..forms.edition import Edition
from ..resources.base import lineage
from ..resources.case import MEETINGS, Case
from ..resources.document import Document
from ..resources.version import Version
from .people import user_id
from .settings import setting

RELATIONS = {
    "plan_coordinator": "Plankoordinator",
    "deputy": "Stedfortræder for plankoordinator",
    "contact_person": "Kontaktperson",
    "convener": "Indkalder",
    "primary": "Primær fagperson",
    "ad_hoc": "Ad hoc-fagperson",
    "author": "Har skrevet i forløbet",
}
TAKEN_IN, LEFT = "person_taken_in", "person_left"
"""The kinds of the facts that give somebody of the staff a part in a case, and that end it."""
REQUEST = "kui.followup_request"
"""Whoever asks for a meeting by it has no other part in the case for that."""
Part = tuple[dict, int]
"""A row, and from which fact of the case on it can have been ended."""
SUCCEEDED = "succeeded"
"""The kind of the fact on a case that says who took over from somebody who left."""
MEETING_PAPERS = ("kui.notice", "kui.minutes.")


def refresh(case: Case) -> None:
    """Compute the involvements again. They are stored, because every request asks for them."""
    found: list[dict] = []
    rows = [_ended(case, row, after) for row, after in (*_of_case(case), *_of_documents(case)) if row["user_id"]]
    for row in sorted(rows, key=lambda one: one["since"]):
        number = next((n for n, one in enumerate(found) if _goes_on(one, row)), None)
        if number is None:
            found.append(row)
        else:
            one = found[number]
            found[number] = one | _end(max(one, row, key=_lasts)) | _meetings(*one[MEETINGS], *row[MEETINGS])
    case.involvements = tuple(sorted(found, key=lambda i: (i["since"], i["user_id"], i["relation"])))


def _goes_on(one: dict, later: dict) -> bool:
    """Tell whether two rows are the same part without a gap; what somebody ended does not go on by itself."""
    same = (one["user_id"], one["relation"]) == (later["user_id"], later["relation"])
    touches = not one["until"] or later["since"] <= one["until"]
    return same and touches and (later.get("over", False) or not one.get("over", False))


def _meetings(*numbers: int) -> dict:
    return {MEETINGS: tuple(sorted(set(numbers)))}


def _lasts(row: dict) -> tuple[bool, str, bool]:
    return not row["until"], row["until"], not row.get("over", False)


def _end(row: dict) -> dict:
    return {"until": row["until"]} | ({"over": True} if row.get("over") else {})


def _ended(case: Case, row: dict, after: int) -> dict:
    """End a part on the day on which somebody ended it: at once, and only what was there then."""
    left = (fact for fact in case.facts[after:] if fact["kind"] == LEFT and fact["data"]["user_id"] == row["user_id"])
    days = (fact["at"][:10] for fact in left)
    day = next((day for day in days if row["since"] <= day and (not row["until"] or day <= row["until"])), "")
    return row | {"until": day, "over": True} if day else row


def _of_case(case: Case) -> Iterator[Part]:
    yield _row(_user(case, case.opened_by), "convener", case.opened_at, "", ""), 0
    for relation in ("plan_coordinator", "deputy", "contact_person"):
        yield from _named(case, relation)
    for number, fact in enumerate(case.facts):
        if fact["kind"] == TAKEN_IN:
            data = fact["data"]
            yield _row(data["user_id"], "primary", fact["at"][:10], "", data["task"]), number
    yield from _successors(case)


def _successors(case: Case) -> Iterator[Part]:
    """Go through those who took over what a colleague of the same department had in the case."""
    for number, fact in enumerate(case.facts):
        if fact["kind"] == SUCCEEDED:
            yield _row(_user(case, fact["data"]["person"]), "primary", fact["at"][:10], "", ""), number


def _named(case: Case, relation: str) -> Iterator[Part]:
    """Go through those who have had a task in the case one after the other (R33); who has it now goes on."""
    since = case.opened_at
    for fact in case.facts:
        if fact["kind"] == "appointed" and fact["data"]["relation"] == relation:
            yield _row(_user(case, fact["data"]["before"]), relation, since, fact["at"][:10], ""), 0
            since = fact["at"][:10]
    yield _row(_user(case, getattr(case, relation)), relation, since, "", ""), len(case.facts)


def _user(case: Case, person: dict) -> str:
    return user_id(case, person) or str(person.get("user_id", ""))


def _of_documents(case: Case) -> Iterator[Part]:
    for document in case.dokumenter.in_order():
        if document.form_key != REQUEST:
            yield _row(document.created_by["user_id"], "author", document.created_at[:10], "", document.label), 0
        version = document.latest if document.state != workflow.ANNULLED else None
        if version is not None and document.form_key.startswith(MEETING_PAPERS):
            yield from _of_participants(case, document, version)


def _of_participants(case: Case, document: Document, version: Version) -> Iterator[Part]:
    """Primary professionals stay in the case; ad hoc ones until the meeting is over, however it ended (R55, D24)."""
    for row in version.content().get("participants", ()):
        relation = row.get("relation")
        if relation in ("primary", "ad_hoc"):
            until = _over(case, document) if relation == "ad_hoc" else ""
            part = _row(user_id(case, row.get("name")), relation, document.created_at[:10], until, document.label)
            yield part | _meetings(document.meeting_number), 0


def _over(case: Case, paper: Document) -> str:
    """Return the day on which the paper's meeting was cancelled or its minutes were approved, "" while neither is."""
    meeting = case.moeder.get(str(paper.meeting_number))
    cancelled = [fact["at"] for fact in meeting.facts if fact["kind"] == "cancelled"] if meeting else []
    return cancelled[-1][:10] if cancelled else _minutes_approved(case, paper)


def _minutes_approved(case: Case, paper: Document) -> str:
    for document in case.dokumenter.in_order():
        if document.form_key.startswith("kui.minutes.") and document.meeting_number == paper.meeting_number:
            approved = document.facts_of("approved")
            return _readable_until(case, approved[0]["at"][:10]) if approved else ""
    return ""


def _readable_until(case: Case, approved: str) -> str:
    """Add the days that the municipality lets ad hoc readers have, as they were set when the minutes were approved."""
    day = date.fromisoformat(approved)
    return (day + timedelta(days=setting(case, settings.AD_HOC_DAYS, day))).isoformat()


def _row(user: str, relation: str, since: str, until: str, why: str) -> dict:
    return {"user_id": user, "relation": relation, "since": since, "until": until, "why": why} | _meetings()


def edition_of(version: Version) -> Edition:
    """Return the edition that a version was written in, wherever the version lies in the tree."""
    *_, root = lineage(version)
    document = version.__parent__
    edition = root.skabeloner.edition(document.form_key, version.edition_number)
    assert edition is not None, "editions are never removed"
    assert edition.sha256 == version.edition_sha256, "editions are never changed"
    return edition
