"""Who already has something of a case on paper or in a mail box: what a withdrawal cannot call back."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..domain.danish import listed
from ..resources.case import Case
from ..usecases.extracts import given
from ..usecases.mailings import Mailing, mailings
from .layout import BaseView
from .presenting import document_title, moment_words

KINDS = ("document.printed", "overview.printed", "extract.read")
MOST = 1000


@dataclass(frozen=True, slots=True)
class Received:
    """One thing that left the system: what, to whom, when."""

    at: str
    when: str
    who: str
    what: str


def received(view: BaseView, case: Case) -> list[Received]:
    """List what was sent, given and fetched, the newest first."""
    return sorted([*_notices(view, case), *_extracts(case), *_fetched(view, case)], key=lambda one: one.at)[::-1]


def _notices(view: BaseView, case: Case) -> Iterator[Received]:
    today = view.clock.today()
    found: dict[tuple[str, str], list[Mailing]] = {}
    for meeting in case.moeder.in_order():
        for one in mailings(case, meeting):
            if one.delivered_at:
                found.setdefault((one.fact["at"], one.document.label), []).append(one)
    for (at, _), mails in found.items():
        title = document_title(mails[0].document, mails[0].fact["about"]["number"])
        names = listed([one.recipient.name for one in mails])
        yield Received(at, moment_words(at, today), names, f"Mail om mødet ({title})")


def _extracts(case: Case) -> Iterator[Received]:
    for document in case.dokumenter.of_form("kui.education_plan"):
        for one in given(document):
            yield Received(one.day, one.day, one.receiver, f"Uddrag af uddannelsesplanen: {one.what}")


def _fetched(view: BaseView, case: Case) -> Iterator[Received]:
    today, staff = view.clock.today(), view.root.medarbejdere
    for found in view.system.proof.events(case_no=case.case_no, kinds=KINDS, limit=MOST):
        event = found.event
        person = staff.get(event.by)
        document = case.dokumenter.get(str(event.about.get("label", "")))
        what = (
            document_title(document, int(event.about.get("number") or document.number)) if document else "Overblikket"
        )
        at = event.at.isoformat()
        yield Received(at, moment_words(at, today), person.name if person else "kuidocs", f"Hentet som PDF: {what}")
