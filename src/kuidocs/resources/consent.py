"""The consent ledger of a case, read from its papers: for whoever asks what may be shared, security too."""

from datetime import date

from ..domain.consent_ledger import Ledger, ledger
from ..domain.consents import NONE
from ..domain.danish import long_date
from .case import Case
from .document import Document
from .version import Version

CONSENT, WITHDRAWN = "kui.consent", "withdrawn_at"
"""The form of the consent, and the kind of the fact on a version that says when it was withdrawn."""
NO_CONSENT_WORDS = "Samtykke: der er intet."


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


def named(version: Version) -> str:
    """Name a version of a consent as copies and the log do."""
    return f"{version.external_id or version.__parent__.label}, version {version.number}"


def consent_on(case: Case, moment: str) -> Version | None:
    """Return the version of the consent that was the newest at a moment; None while there was none."""
    found = [
        (fact["at"], version)
        for document in case.dokumenter.of_form(CONSENT)
        for fact in document.facts_of("approved")
        if fact["at"][:10] <= moment[:10] and (version := document.version(fact["about"]["number"])) is not None
    ]
    return max(found, key=lambda one: (one[0], one[1].number))[1] if found else None


def consent_mark(case: Case, today: date) -> dict[str, str]:
    """Return what the log keeps of the consent that something given away rests on, and what it is worth that day."""
    found = consent_of(case)
    if found is None:
        return {"consent": "", "consent_state": NONE}
    return {"consent": named(found[1]), "consent_state": ledger_from(case, *found).status(today)}


def consent_words(case: Case, day: date) -> str:
    """Say which consent a mail or a calendar rests on on a day, with no number that tells whose case it is (D37)."""
    found = ledger_of(case)
    if found is None:
        return NO_CONSENT_WORDS
    stops = "gælder ikke" if not found.holds_on(day) else f"gælder til {long_date(found.valid_until)}"
    return f"Samtykke: version {found.version}, som {stops}."


def withdrawn_on(document: Document, number: int) -> date | None:
    """Return the day on which a version was withdrawn as a whole. A later version is a new consent."""
    facts = document.facts_of(WITHDRAWN, number)
    value = facts[-1]["data"].get("value") if facts else None
    return date.fromisoformat(value) if value else None
