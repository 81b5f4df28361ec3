"""The life of a document as tables and pure functions over its facts (D1, D4, D5, D15).

A fact is plain data: {"id", "kind", "about": {"number", "round"}, "by": {"user_id", "name"}, "at", "data"}. Facts are
only ever added. What state a version is in is computed from them, so it can never disagree with its history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .documents import AUTHOR, CHAIR, KINDS, LEADER
from .errors import Conflict, NotAllowed, Refused

Fact = Mapping[str, object]

DRAFT, IN_REVIEW, APPROVED, ANNULLED = "draft", "in_review", "approved", "annulled"
SIGNED, ARCHIVED, SUPERSEDED = "signed", "archived", "superseded"

LABELS = {
    DRAFT: "Udkast",
    IN_REVIEW: "Til gennemsyn",
    APPROVED: "Godkendt",
    SIGNED: "Underskrevet",
    ARCHIVED: "Journaliseret",
    SUPERSEDED: "Erstattet af nyere version",
    ANNULLED: "Annulleret",
}
NOT_REQUIRED, WAITING, COMPLETE = "not_required", "waiting", "complete"


@dataclass(frozen=True, slots=True)
class Transition:
    """One act on a version: from which state, to which, and what to say when it is not there."""

    fact: str
    source: str
    target: str
    refusal: str


TRANSITIONS = {
    move.fact: move
    for move in (
        Transition("submitted", DRAFT, IN_REVIEW, "Dokumentet er allerede sendt til gennemsyn."),
        Transition("returned", IN_REVIEW, DRAFT, "Dokumentet er ikke til gennemsyn længere. Genindlæs siden."),
        Transition("approved", IN_REVIEW, APPROVED, "Dokumentet er ikke til gennemsyn længere. Genindlæs siden."),
        Transition("annulled", DRAFT, ANNULLED, "Kun et udkast kan annulleres. Lav en ny version i stedet."),
    )
}


def about(fact: Fact, number: int) -> bool:
    """Tell whether a fact is about a version number."""
    subject = fact["about"]
    return isinstance(subject, Mapping) and subject.get("number") == number


def state(facts: Iterable[Fact], number: int) -> str:
    """Compute the state of a version number from the facts."""
    found = DRAFT
    for fact in facts:
        move = TRANSITIONS.get(str(fact["kind"]))
        if move and about(fact, number):
            found = move.target
    return found


def approved_numbers(facts: Iterable[Fact]) -> list[int]:
    """List the version numbers that were approved, in order."""
    return [fact["about"]["number"] for fact in facts if fact["kind"] == "approved"]  # type: ignore[index]


def superseded_by(facts: Iterable[Fact], number: int) -> int | None:
    """Return the newest approved version that came after this approved one (D4), or None."""
    numbers = approved_numbers(facts)
    return max(numbers) if number in numbers and max(numbers) > number else None


def signing(form_key: str, facts: Iterable[Fact], number: int) -> str:
    """Compute whether a version waits for signatures (D4)."""
    if not KINDS[form_key].signed:
        return NOT_REQUIRED
    done = any(fact["kind"] == "signing_complete" and about(fact, number) for fact in facts)
    return COMPLETE if done else WAITING


def shown_state(form_key: str, facts: list[Fact], number: int) -> str:
    """Return the state that a reader is told: Erstattet before Journaliseret before Underskrevet (D4)."""
    found = state(facts, number)
    if found != APPROVED:
        return found
    if superseded_by(facts, number):
        return SUPERSEDED
    if any(fact["kind"] == "filed" and about(fact, number) for fact in facts):
        return ARCHIVED
    return SIGNED if signing(form_key, facts, number) == COMPLETE else APPROVED


def check(kind: str, facts: Iterable[Fact], number: int) -> None:
    """Refuse an act that does not begin from the state that the version is in.

    Raises Conflict.
    """
    move = TRANSITIONS[kind]
    if state(facts, number) != move.source:
        raise Conflict("state", move.refusal, number=number)


@dataclass(frozen=True, slots=True)
class Approval:
    """What decides whether somebody may approve (D15)."""

    form_key: str
    author: str
    chair: str = ""
    attendees: frozenset[str] = frozenset()
    plan_coordinators: frozenset[str] = frozenset()
    leaders: frozenset[str] = frozenset()


def candidates(case: Approval) -> frozenset[str]:
    """Return the user ids that a document waits for (D15), never its author."""
    rule = KINDS[case.form_key].approver
    if rule == CHAIR:
        chosen = frozenset({case.chair}) if case.chair and case.chair != case.author else case.attendees
    elif rule == LEADER:
        chosen = case.leaders or case.plan_coordinators
    else:
        chosen = case.leaders
    return chosen - {case.author, ""}


def may_return(case: Approval, user_id: str) -> None:
    """Refuse that the author reviews the own text.

    Raises Refused.
    """
    if user_id == case.author:
        raise Refused("own_review", "Du har selv skrevet dokumentet. En anden skal læse det igennem.")


def may_approve(case: Approval, user_id: str, *, override: str = "") -> None:
    """Refuse the wrong approver (D15); a small unit may override with a reason that is written down.

    Raises Refused for the author, NotAllowed for somebody who is not named by the table.
    """
    rule = KINDS[case.form_key].approver
    if rule == AUTHOR:
        return
    may_return(case, user_id)
    if user_id in candidates(case) or override.strip():
        return
    raise NotAllowed(
        "approver",
        "Du kan ikke godkende dette dokument. Et referat godkendes af mødelederen eller en anden deltager, en plan af "
        "lederen. Er I for få til det, så skriv hvorfor, og godkend alligevel.",
    )


def locked() -> Conflict:
    """Make the refusal to change what is approved (DOMAIN 3.6)."""
    return Conflict("locked", "Dokumentet er godkendt og kan ikke ændres. Opret en ny version, hvis noget skal rettes.")
