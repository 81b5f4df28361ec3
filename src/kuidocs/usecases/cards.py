"""The contact card: what a new one begins with, and whether one is due after the coordination meeting (R37)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..domain import contact_cards, workflow
from ..resources.case import Case
from ..resources.consent import consent_mark
from ..resources.document import Document
from ..resources.staff import StaffFolder
from .acting import Act, case_named, done_before, fact
from .case_reading import InForce, approved_minutes, in_force
from .papers import day_of
from .people import reference, user_id

CARD = "kui.contact_card"
COORDINATION = "kui.minutes.coordination"
GIVEN = "card_given"
"""The kind of the fact that says who has got the card, how and when."""


def begun(case: Case, staff: StaffFolder) -> dict[str, Any]:
    """Return what a new card begins with: whom the newest minutes or the plan name, with all details."""
    found = {
        "contact_person": _details(case, staff, case.contact_person or _named(case, "contact_person")),
        "plan_coordinator": _details(case, staff, case.plan_coordinator or _named(case, "plan_coordinator")),
    }
    return {name: value for name, value in found.items() if value}


def _papers(case: Case) -> list[InForce]:
    """List what may tell of contact persons, the newest first."""
    plan = in_force(case, "kui.education_plan")
    return [*reversed(approved_minutes(case)), *([plan] if plan else [])]


def _named(case: Case, field: str) -> Mapping[str, Any]:
    """Return the person whom the newest paper names."""
    for paper in _papers(case):
        told = paper.content.get(field) or {}
        if person := told.get("name", told):
            return person
    return {}


def _details(case: Case, staff: StaffFolder, person: Mapping[str, Any]) -> dict[str, Any]:
    """Gather how somebody is reached: as the papers last said it, else as the list of staff says."""
    name = person.get("text", "")
    if not name:
        return {}
    told = [paper.content.get("contact_person") or {} for paper in _papers(case)]
    found = next((one for one in told if one.get("name", {}).get("text") == name), {})
    member = staff.get(user_id(case, dict(person))) or staff.named(name)
    known = {"title": member.title, "department": member.department} if member else {}
    known |= {"phone": member.phone, "email": member.email} if member else {}
    said = {key: value for key, value in found.items() if value and key != "rid"}
    return {key: value for key, value in known.items() if value} | said | {"name": reference(case, staff, name)}


def due(case: Case) -> InForce | None:
    """Return the coordination minutes after which no card has been begun or handed out, None when nothing is due."""
    coordinated = [one for one in approved_minutes(case) if one.document.form_key == COORDINATION]
    if not coordinated:
        return None
    newest = coordinated[-1]
    approved = newest.document.facts_of("approved", newest.version.number)[-1]["at"]
    cards = [one for one in case.dokumenter.of_form(CARD) if one.state != workflow.ANNULLED]
    # A card that was made before the meeting tells whom one could call then.
    made = any(max(one.created_at, _last(one)) >= newest.content.get("held_at", approved) for one in cards)
    return None if made else newest


def _last(document: Document) -> str:
    return document.versions[-1].at if document.versions else ""


def hand_over(document: Document, act: Act, *, to: str, how: str, day: str) -> None:
    """Write down that the young person or the family has got the card.

    Raises Refused.
    """
    if done_before(document, act):
        return
    version = document.in_force()
    contact_cards.check(
        document.form_key, version is not None, to, how, day_of(day), act.clock.today(), _birth(document)
    )
    assert version is not None, "what is checked is approved"
    told, rests_on = {"to": to, "how": how, "day": day}, consent_mark(case_named(document), act.clock.today())
    fact(document, GIVEN, act, number=version.number, round=version.round, data=told, told=rests_on)


def _birth(document: Document) -> date:
    return date.fromisoformat(case_named(document).person.birth_date)


def waiting(case: Case) -> Document | None:
    """Return a card that was approved here and that nobody has got yet; cards from files were given outside."""
    for document in case.dokumenter.of_form(CARD):
        version = document.in_force()
        if version is not None and not document.facts_of(GIVEN) and not _from_a_file(document):
            return document
    return None


def _from_a_file(document: Document) -> bool:
    return any("source" in one["data"] for one in document.facts)
