"""Papers and meetings put straight into a case, as far along as a test of a page wants them."""

from collections.abc import Callable, Sequence
from typing import Any

from ZODB.blob import Blob

from kuidocs.resources.base import new_id
from kuidocs.resources.case import Case
from kuidocs.resources.document import Document
from kuidocs.resources.files import SealedFile
from kuidocs.resources.meeting import Meeting
from kuidocs.resources.version import Stamp
from kuidocs.usecases import involvement, people
from kuidocs.usecases.acting import root_of
from kuidocs.usecases.reviewing import add_version
from tests import factories

CASE_NO = "FLK-2026-0001"
JONAS = {"user_id": "jonas", "name": "Jonas Ravnsborg"}
CONSENT = {
    "valid_from": "2026-10-01",
    "valid_until": "2027-09-30",
    "information_types": ["education", "health"],
    "not_to_share": "Det med min far.",
    "recipients": [{"rid": "a" * 12, "department": "PPR", "may": ["share", "receive"]}],
    "given_by": [{"rid": "b" * 12, "name": {"text": "Freja Lundsgaard Holm"}, "given_at": "2026-10-01"}],
}


def fact(document: Document, kind: str, at: str, by: dict = JONAS, version: int = 1, /, **data: Any) -> None:
    """Append a fact."""
    about = {"number": version, "round": 1}
    found = {"id": new_id(), "kind": kind, "about": about, "by": dict(by), "at": at, "data": data}
    document.facts = (*document.facts, found)


def paper(
    case: Case,
    form_key: str,
    content: dict,
    *,
    meeting: Meeting | None = None,
    by: dict = JONAS,
    at: str = "2026-10-01T10:30:00+02:00",
    waiting: Sequence[str] = (),
    approved: bool = True,
) -> Document:
    """Add a paper that is submitted and, when nobody has to read it, approved."""
    label = f"{case.case_no}-D{len(case.dokumenter) + 1:02d}"
    document = Document(label, form_key, by, at)
    document.meeting_number = meeting.number if meeting else 0
    case.dokumenter[label] = document
    version(document, content, by=by, at=at, waiting=waiting, approved=approved and not waiting)
    involvement.refresh(case)
    return document


def version(
    document: Document,
    content: dict,
    *,
    number: int = 1,
    by: dict = JONAS,
    at: str = "2026-10-01T10:30:00+02:00",
    waiting: Sequence[str] = (),
    approved: bool = True,
) -> None:
    """Add a version."""
    edition = root_of(document).skabeloner[document.form_key].newest()
    add_version(document, content, Stamp(number, 1, edition.data["number"], edition.sha256, by, at))
    fact(document, "submitted", at, by, number, waiting_for=list(waiting))
    if approved:
        fact(document, "approved", at, by, number)


def meeting(case: Case, kind: str, day: str = "", state: str = "planned", **given: str) -> Meeting:
    """Add a meeting."""
    found = case.moeder.add(kind)
    found.date, found.state = day, state
    for name, value in given.items():
        setattr(found, name, value)
    return found


def notice(case: Case, found: Meeting, *roles: str, name: str = "Jonas Ravnsborg", **more: Any) -> Document:
    """Convene one member of staff to a meeting."""
    person = people.reference(case, root_of(case).medarbejdere, name)
    who = {"rid": "c" * 12, "name": person, "meeting_role": list(roles)}
    return paper(case, "kui.notice", {"participants": [who]}, meeting=found, **more)


def change(site: Any, act: Callable[[Case], Any], case_no: str = CASE_NO) -> None:
    """Do something to a case, and bring the read model up to it."""
    site.system.change("test", lambda root: act(root.sager[case_no]))
    site.system.catch_up()


def sealed(pdf: bytes, number: int = 1) -> SealedFile:
    """Make a finished file."""
    blob = Blob(pdf)
    return SealedFile(blob, pdf, number=number, round=1, profile="arkiv", at="2026-11-21T09:00:00+01:00", facts={})


def today() -> str:
    """The day on which all tests are."""
    return factories.NOW.date().isoformat()
