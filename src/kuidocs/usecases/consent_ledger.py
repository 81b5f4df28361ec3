"""The consent in force and those before it, as a ledger (R5, R6, D21)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..domain.consent_ledger import NO_CONSENT, Ledger, names
from ..domain.problems import Problem
from ..domain.rules.people import PROFESSIONALS
from ..resources.case import Case
from ..resources.consent import CONSENT, consent_of, ledger_from, ledger_of
from ..resources.document import Document
from ..resources.version import Version
from .acting import case_named

__all__ = ["CONSENT", "Past", "consent_of", "history", "ledger_of", "typed_in", "why_not"]
NOTICE = "kui.notice"
TYPED = "{why} Du kan skrive videre, men {what}, før samtykket dækker {department}."
NOT_SENT = "indkaldelsen kan ikke sendes"
NOT_SHARED = "der kan ikke deles med afdelingen"


@dataclass(frozen=True, slots=True)
class Past:
    """One approved version of the consent, and what it granted."""

    document: Document
    version: Version
    ledger: Ledger
    in_force: bool


def history(case: Case) -> list[Past]:
    """List every approved version of the consent, the newest first."""
    now = consent_of(case)
    found = [
        Past(document, version, ledger_from(case, document, version), (document, version) == now)
        for document in case.dokumenter.of_form(CONSENT)
        for version in document.versions
        if document.version(version.number) is version and document.facts_of("approved", version.number)
    ]
    return found[::-1]


def why_not(case: Case, department: str, day: date, *, receiving: bool = True) -> str:
    """Say why nothing may be shared with a department on a day, "" when it may."""
    given = ledger_of(case)
    return given.missing(department, day, receiving=receiving) if given else NO_CONSENT


def typed_in(document: Document, content: Mapping, today: date) -> list[Problem]:
    """Warn at each participant whose department the consent does not cover on the day of the meeting (D22).

    It is said while one writes, and never keeps anybody from writing.
    """
    return list(_typed_in(document, content, today))


def _typed_in(document: Document, content: Mapping, today: date) -> Iterator[Problem]:
    case = case_named(document)
    day = _day(content) or _meeting_day(case, document) or today
    what = NOT_SENT if document.form_key == NOTICE else NOT_SHARED
    rows = content.get("participants")
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        department = row.get("department") if isinstance(row, Mapping) else None
        if not isinstance(department, str) or row.get("relation", "primary") not in PROFESSIONALS:
            continue
        for name in names(department):
            why = why_not(case, name, day, receiving=False)
            if why:
                text = TYPED.format(why=why, what=what, department=name)
                yield Problem(("participants", number, "department"), "no_consent", text, warning=True)


def _day(content: Mapping) -> date | None:
    for name in ("meeting_date", "held_at"):
        try:
            return date.fromisoformat(content.get(name) or "")
        except (TypeError, ValueError):
            continue
    return None


def _meeting_day(case: Case, document: Document) -> date | None:
    meeting = case.moeder.get(str(document.meeting_number))
    return date.fromisoformat(meeting.date) if meeting is not None and meeting.date else None
