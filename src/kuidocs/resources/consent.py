"""The consent ledger of a case, read from its papers: for whoever asks what may be shared, security too."""

from datetime import date

from ..domain.consent_ledger import Ledger, ledger
from .case import Case
from .document import Document
from .version import Version

CONSENT, WITHDRAWN = "kui.consent", "withdrawn_at"
"""The form of the consent, and the kind of the fact on a version that says when it was withdrawn."""


def consent_of(case: Case) -> tuple[Document, Version] | None:
    """Return the consent of a case with the version in force, None when nobody has given one."""
    found = [(document, document.in_force()) for document in case.dokumenter.of_form(CONSENT)]
    approved = [(document, version) for document, version in found if version]
    return approved[-1] if approved else None


def ledger_of(case: Case) -> Ledger | None:
    """Return what the consent in force grants; None without a consent."""
    found = consent_of(case)
    return ledger_from(case, *found) if found else None


def ledger_from(case: Case, document: Document, version: Version) -> Ledger:
    """Return what a version of the consent grants, or granted."""
    birth = date.fromisoformat(case.person.birth_date)
    withdrawn = withdrawn_on(document, version.number)
    return ledger(version.content(), birth, withdrawn_at=withdrawn, version=version.number, label=document.label)


def withdrawn_on(document: Document, number: int) -> date | None:
    """Return the day on which a version was withdrawn as a whole. A later version is a new consent."""
    facts = document.facts_of(WITHDRAWN, number)
    value = facts[-1]["data"].get("value") if facts else None
    return date.fromisoformat(value) if value else None
