"""Whether the education plan is up to date, with the reason in words (R49)."""

from dataclasses import dataclass
from datetime import date

from .danish import count, near_date

CURRENT, LOOK, BEHIND, NONE = "current", "look", "behind", "none"
LABELS = {CURRENT: "Ajour", LOOK: "Bør ses efter", BEHIND: "Ikke ajour", NONE: "Ingen plan endnu"}


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the lamp is computed from."""

    last_reviewed: date | None
    next_review: date | None
    last_meeting: date | None
    """The last meeting with approved minutes that had decisions."""
    unwritten_decisions: int = 0
    sub_goals: tuple[tuple[str, date], ...] = ()
    """Sub-goals that are not reached: text and day, the oldest first."""
    told_behind: date | None = None
    """The last meeting whose minutes say that the plan is not up to date, when it has not been looked through since."""


@dataclass(frozen=True, slots=True)
class Lamp:
    """The answer: a state and always a reason."""

    state: str
    reason: str

    @property
    def label(self) -> str:
        """The state in Danish."""
        return LABELS[self.state]


def freshness(plan: PlanFacts | None, today: date) -> Lamp:
    """Compute the lamp. The first reason that holds is told; the worst come first."""
    if plan is None:
        return Lamp(NONE, "Planen skrives efter koordinationsmødet.")
    if plan.unwritten_decisions:
        what = count(plan.unwritten_decisions, "beslutning", "beslutninger")
        return Lamp(BEHIND, f"{what.capitalize()} er ikke skrevet i planen endnu.")
    if plan.next_review and plan.next_review < today:
        return Lamp(BEHIND, f"Planen skulle gennemgås senest {near_date(plan.next_review, today)}.")
    if plan.last_meeting and plan.last_reviewed and plan.last_reviewed < plan.last_meeting:
        return Lamp(BEHIND, f"Planen er ikke set efter siden mødet {near_date(plan.last_meeting, today)}.")
    if plan.told_behind:
        return Lamp(BEHIND, f"Referatet fra {near_date(plan.told_behind, today)} siger, at planen skal rettes.")
    for text, day in plan.sub_goals[:1]:
        if day < today:
            named = f"Delmålet »{_short(text)}«" if text else "Et delmål"
            return Lamp(LOOK, f"{named} skulle ses på igen {near_date(day, today)}.")
    until = f"Gennemgås igen {near_date(plan.next_review, today)}." if plan.next_review else "Alt er skrevet ind."
    return Lamp(CURRENT, until)


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + " …"
