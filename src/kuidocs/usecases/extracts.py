"""Giving an extract of the plan in force to a receiver, and telling who has got one (R5, D23, DOMAIN 6.2)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..domain import consents, extracts
from ..domain.extracts import ExtractFacts, Item, Receiver
from ..domain.identity import Identity
from ..resources.base import new_id, place
from ..resources.consent import ledger_of
from ..resources.document import Document
from ..resources.files import Extract
from ..services.pdf.api import ExtractMark, PdfService, PersonFacts, PrintJob, RenderFacts
from ..services.storage import write_blob
from .acting import Act, case_named, done_before, event, subject
from .case_reading import InForce, consent, in_force
from .involvement import edition_of
from .printing import facts_of

PLAN, CONSENT = "kui.education_plan", "kui.consent"
GIVEN = "shared_extracts"
"""The kind of the fact on the plan, named after the field of the form that tells of it (D1)."""


COLUMNS = ("recipient", "sections", "sent_at", "consent_ref")
"""The columns of the plan's list."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody has chosen to give, as it was posted."""

    receiver: str = ""
    purpose: str = ""
    chosen: frozenset[str] = frozenset()
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from today."""

    items: tuple[Item, ...]
    receivers: tuple[Receiver, ...]
    covered: frozenset[str]
    consent: InForce | None
    plan: InForce | None


def offered(document: Document) -> Offered:
    """Gather what a plan holds, and whom the consent names."""
    given = in_force(case_named(document), CONSENT)
    plan = _plan(document)
    return Offered(
        tuple(extracts.items(plan.content)) if plan else (),
        tuple(extracts.receivers(given.content)) if given else (),
        frozenset(given.content.get("information_types", ())) if given else frozenset(),
        given,
        plan,
    )


def _plan(document: Document) -> InForce | None:
    version = document.in_force()
    return InForce(document, version, version.content()) if version else None


def facts(document: Document, who: Identity, today: date, choice: Choice) -> ExtractFacts:
    """Gather what the guards ask about; the consent is the one of the day."""
    case, there = case_named(document), offered(document)
    given = ledger_of(case)
    chosen = [item for item in there.items if item.id in choice.chosen]
    return ExtractFacts(
        plan_in_force=there.plan is not None,
        consent_valid=given is not None and given.holds_on(today),
        consent_words=consents.in_words(consent(case), today, date.fromisoformat(case.person.birth_date)),
        department=who.department,
        sender_named=given is not None and given.shares(who.department, today),
        receiver=next((one for one in there.receivers if one.id == choice.receiver), None),
        purpose=choice.purpose,
        chosen=chosen,
        unknown=len(chosen) != len(choice.chosen),
        not_covered=[item.label for item in chosen if extracts.uncovered(item, there.covered)],
        confirmed=choice.confirmed,
    )


def preview(document: Document, act: Act, choice: Choice) -> PrintJob:
    """Return what would be given, without giving it.

    Raises Refused.
    """
    extracts.check(facts(document, act.who, act.clock.today(), choice), giving=False)
    return _job(document, act, choice, 0)


def make(document: Document, act: Act, pdf: PdfService, choice: Choice) -> Extract | None:
    """Give an extract: print it, keep it, and write down who got what, for what, after which consent.

    None when the same page has had it made before. Raises Refused, GlyphsMissing.
    """
    if done_before(document, act):
        return None
    told = facts(document, act.who, act.clock.today(), choice)
    extracts.check(told, giving=True)
    assert told.receiver is not None, "a guard has asked for it"
    number = len(document.extracts) + 1
    job = _job(document, act, choice, number)
    printed = pdf.render(job)
    about = {
        "receiver": told.receiver.name,
        "purpose": choice.purpose.strip(),
        "items": [item.label for item in told.chosen],
        "consent": job.facts.extract.consent if job.facts.extract else "",
        "by": act.by,
    }
    made = Extract(write_blob(printed), printed, number=number, version=job.facts.version, at=act.at, told=about)
    document.extracts = (*document.extracts, place(made, document, f"{number}.pdf"))
    _tell(document, act, made, about, sorted(item.id for item in told.chosen))
    return made


def _tell(document: Document, act: Act, made: Extract, told: dict[str, Any], chosen: list[str]) -> None:
    """Write the fact that the plan's own list is made of, and the event for the chain."""
    row = {
        "recipient": told["receiver"],
        "sections": "; ".join(told["items"]),
        "sent_at": act.clock.today().isoformat(),
        "consent_ref": told["consent"],
    }
    about = {"number": made.version, "round": 1}
    data = {"value": [row], "purpose": told["purpose"], "extract": made.number}
    found = {"id": act.token or new_id(), "kind": GIVEN, "about": about, "by": act.by, "at": act.at, "data": data}
    document.facts = (*document.facts, found)
    what = {"receiver": told["receiver"], "consent": told["consent"], "sha256": made.sha256, "chosen": chosen}
    event(document, "extract.made", act, subject(document) | {"number": made.version, "extract": made.number}, what)


def _job(document: Document, act: Act, choice: Choice, number: int) -> PrintJob:
    there = offered(document)
    plan, consented = there.plan, there.consent
    assert plan is not None, "a guard has asked for it"
    assert consented is not None, "a guard has asked for it"
    receiver = next(one for one in there.receivers if one.id == choice.receiver)
    mark = ExtractMark(
        ", ".join(filter(None, (receiver.name, receiver.person))),
        choice.purpose.strip(),
        f"{consented.version.external_id or consented.document.label}, version {consented.version.number}",
        act.clock.today().isoformat(),
        act.who.name,
    )
    content = extracts.reduced(plan.content, [item for item in there.items if item.id in choice.chosen])
    label = f"{document.label}-U{number}" if number else document.label
    return PrintJob(edition_of(plan.version).text, content, _printed(facts_of(document, plan.version), label, mark))


def _printed(whole: RenderFacts, label: str, mark: ExtractMark) -> RenderFacts:
    """Say of an extract only what is needed: neither day of birth nor address, and nobody's signature, goes along."""
    return replace(
        whole,
        document_id=label,
        label=label,
        title=f"Uddrag af KUI-uddannelsesplan, version {whole.version}",
        state_label="Uddrag",
        person=PersonFacts(whole.person.full_name, whole.person.preferred_name),
        imported_signatures=(),
        approved_by="",
        approved_at="",
        audit_head="",
        consent_version="",
        control_code="",
        note="",
        not_to_share="",
        extract=mark,
    )


@dataclass(frozen=True, slots=True)
class Given:
    """One extract that somebody has got."""

    receiver: str
    what: str
    day: str
    consent: str
    purpose: str = ""
    number: int = 0
    """0 for what was given outside the system."""


def given(document: Document) -> list[Given]:
    """List who has got an extract, the newest first."""
    return list(_given(document))[::-1]


def _given(document: Document) -> Iterator[Given]:
    for fact in document.facts_of(GIVEN):
        data = fact["data"]
        for row in data.get("value", ()):
            recipient, what, day, consent_ref = (str(row.get(name, "")) for name in COLUMNS)
            yield Given(recipient, what, day, consent_ref, data.get("purpose", ""), data.get("extract", 0))
