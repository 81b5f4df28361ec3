"""Rules of the clarification meeting: professionals find possibilities, and decide nothing (R12-R20, R32, R33)."""

from collections.abc import Iterator

from ..problems import Problem, problem
from .base import Content, Facts, rows, rule

HEARD_OR_WILL_BE = (
    "Skriv, hvad der er vigtigt for den unge, og hvor I har det fra. Har I ikke talt med den unge endnu, så vælg det "
    "– og aftal, hvem der gør det."
)
CHOOSE_CONTACT_AND_COORDINATOR = (
    "Vælg, hvem familien kan kontakte, og hvem der er plankoordinator, før I indkalder til koordinationsmøde."
)
NO_CONSONANCE = "I har svaret, at der ikke er samklang. Planlæg endnu et afklarende møde, før den unge inviteres."


@rule
def the_young_person_is_heard_or_will_be(content: Content, facts: Facts) -> Iterator[Problem]:
    """Har vi ikke hørt den unge endnu, aftaler vi, hvem der gør det (R16)."""
    if "not_heard" in content.get("voice_source", ()):
        yield Problem(("voice_source",), "voice", HEARD_OR_WILL_BE, warning=True)


@rule
def contact_person_when_clarification_ends(content: Content, facts: Facts) -> Iterator[Problem]:
    """Familien ved, hvem de kan kontakte, når afklaringen er slut, og planen har en koordinator (R32, R33)."""
    step = content.get("next_step")
    text = CHOOSE_CONTACT_AND_COORDINATOR if step == "coordination" else "Udfyld »{felt}«."
    if step and step != "another_clarification" and not content.get("contact_person"):
        yield Problem(("contact_person",), "required", text)
    if step == "coordination" and not content.get("plan_coordinator"):
        yield Problem(("plan_coordinator",), "required", text)


@rule
def consonance_before_coordination(content: Content, facts: Facts) -> Iterator[Problem]:
    """Uden samklang holdes endnu et afklarende møde (R20)."""
    if content.get("consonance") in ("partly", "no") and not content.get("consonance_note"):
        yield problem(("consonance_note",), "required")
    if content.get("consonance") == "no" and content.get("next_step") == "coordination":
        yield Problem(("next_step",), "consonance", NO_CONSONANCE)


@rule
def next_meeting_unless_the_model_closes(content: Content, facts: Facts) -> Iterator[Problem]:
    """Det næste møde har en dato, medmindre samarbejdsmodellen ikke er nødvendig."""
    if content.get("next_step") not in (None, "close") and not content.get("next_meeting_date"):
        yield problem(("next_meeting_date",), "required")


@rule
def unclear_grants_are_followed_up(content: Content, facts: Facts) -> Iterator[Problem]:
    """For hver mulighed, der kræver afklaring af bevilling, er der en linje under bevillinger (R19)."""
    unclear = sum(1 for _, row in rows(content, "possibilities") if row.get("grant_status") == "to_clarify")
    lines = len(content.get("grants_to_clarify") or ())
    if lines < unclear:
        yield problem(("grants_to_clarify",), "grants_missing", muligheder=unclear, linjer=lines)
