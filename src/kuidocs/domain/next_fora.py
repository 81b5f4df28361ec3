"""Which meeting may come next (R1, R3, R17, R20-R22, R32-R34, R44, R45, R51, R53, D46): a row per forum."""

from collections.abc import Collection
from dataclasses import dataclass

from .errors import NotAllowed, Refused
from .guards import Guard
from .meetings import MEETING_TYPES
from .rules.clarification import CHOOSE_CONTACT_AND_COORDINATOR, NO_CONSONANCE

OPEN_CASES = ("opened", "clarifying", "coordinating", "following_up")
HINT_FROM = 4
"""From which clarification meeting on the convener is asked what is missing (R21)."""
KEEPERS = frozenset({"plan_coordinator", "deputy"})
PROFESSIONALS = KEEPERS | {"convener", "primary", "contact_person"}
"""Everybody who has a task in the young person's course (R22)."""
NOT_OPEN = {
    "paused": "Forløbet er sat på pause. Genoptag det, før I planlægger et møde.",
    "transferred": "Forløbet er overdraget. Der planlægges ikke flere møder her.",
    "closed": "Forløbet er afsluttet. Der planlægges ikke flere møder i det.",
    "archived": "Forløbet er arkiveret. Der planlægges ikke flere møder i det.",
}


@dataclass(frozen=True, slots=True)
class ForaFacts:
    """What the order of the fora depends on. Cancelled meetings count for nothing.

    ``decided``: a coordination meeting was held in which decisions were possible (R45 counts from it, D46).
    ``reopened``: clarification was opened again after it; minutes and coordination are asked of the meetings since.
    """

    case_state: str = "clarifying"
    clarifications: int = 0
    """How many clarification meetings there are, all told."""
    decided: bool = False
    reopened: bool = False
    minutes_waiting: bool = False
    """A clarification meeting was held whose minutes are not approved."""
    consonance: str = ""
    """Of the last approved clarification minutes; "" when there are none."""
    next_step: str = ""
    contact_named: bool = False
    coordinator_named: bool = False
    coordination_underway: bool = False
    """A coordination meeting is planned or convened."""

    @property
    def clarifies(self) -> bool:
        """Whether the case is before its coordination meeting, for the first time or again."""
        return not self.decided or self.reopened

    @property
    def why_not_open(self) -> str:
        """Say why nothing may be planned; "" when it may."""
        return NOT_OPEN.get(self.case_state, "")


Row = Guard[ForaFacts]

OPEN: Row = Guard("case_open", lambda f: f.case_state in OPEN_CASES, "{facts.why_not_open}", "phase")
ONLY_FOLLOWUPS: Row = Guard(
    "only_followups",
    lambda f: f.clarifies,
    "Koordinationsmødet er holdt, og de næste møder er opfølgningsmøder. Er situationen en ny, så åbn afklaringen "
    "igen med en begrundelse.",
    "phase",
)
CONSONANCE: tuple[Row, ...] = (
    Guard(
        "minutes_approved",
        lambda f: bool(f.consonance) and not f.minutes_waiting,
        "Referatet fra det sidste afklarende møde er ikke godkendt. Få det godkendt, før I indkalder til "
        "koordinationsmøde.",
        "clarification_minutes",
    ),
    Guard("consonance", lambda f: f.consonance != "no", NO_CONSONANCE, "clarification_minutes"),
    Guard(
        "next_step",
        lambda f: f.next_step in ("", "coordination"),
        "Det sidste referat siger ikke, at næste skridt er et koordinationsmøde. Hold endnu et afklarende møde, eller "
        "ret referatet.",
        "clarification_minutes",
    ),
    Guard(
        "contact_and_coordinator",
        lambda f: f.contact_named and f.coordinator_named,
        CHOOSE_CONTACT_AND_COORDINATOR,
        "phase",
    ),
)
"""What the professionals must have found before the young person is invited (R20, R32, R33)."""
ONE_AT_A_TIME: Row = Guard(
    "one_coordination",
    lambda f: not f.coordination_underway,
    "Der er allerede et koordinationsmøde i gang. Hold det, eller aflys det, før I planlægger et nyt.",
    "coordination",
)
AFTER_COORDINATION: Row = Guard(
    "after_coordination",
    lambda f: f.decided,
    "Et opfølgningsmøde kommer efter et koordinationsmøde, hvor der kunne besluttes. Hold koordinationsmødet først.",
)


@dataclass(frozen=True, slots=True)
class Forum:
    """A kind of meeting: who plans it, when it may come next, and which question it is the answer to (R53)."""

    meeting_type: str
    about: str
    who: frozenset[str]
    who_says: str
    guards: tuple[Row, ...]

    @property
    def label(self) -> str:
        """The kind's name in Danish."""
        return MEETING_TYPES[self.meeting_type].label


FORA = (
    Forum(
        "clarification",
        "muligheder, fagprofessionelle imellem",
        PROFESSIONALS,
        "Afklarende møder indkaldes af en fagprofessionel, der har en opgave i forløbet.",
        (OPEN, ONLY_FOLLOWUPS),
    ),
    Forum(
        "coordination",
        "den unges mål og indsatser",
        KEEPERS,
        "Koordinationsmødet indkaldes af plankoordinator eller dennes stedfortræder.",
        (OPEN, ONLY_FOLLOWUPS, *CONSONANCE, ONE_AT_A_TIME),
    ),
    Forum(
        "followup_without_young",
        "fagprofessionelles indbyrdes afklaring",
        KEEPERS,
        "Opfølgningsmøder indkaldes af plankoordinator eller dennes stedfortræder. Bed i stedet om et opfølgningsmøde.",
        (OPEN, AFTER_COORDINATION),
    ),
    Forum(
        "followup_with_young",
        "beslutninger sammen med den unge",
        KEEPERS,
        "Opfølgningsmøder indkaldes af plankoordinator eller dennes stedfortræder. Bed i stedet om et opfølgningsmøde.",
        (OPEN, AFTER_COORDINATION),
    ),
)
BY_TYPE = {forum.meeting_type: forum for forum in FORA}


@dataclass(frozen=True, slots=True)
class Offer:
    """A forum with the reason why it may not come next; with no reason it is offered."""

    forum: Forum
    why_not: str = ""
    mends: str = ""
    hint: str = ""


def offers(facts: ForaFacts, roles: Collection[str]) -> list[Offer]:
    """Go through all fora: those that may come next now, and why the others may not."""
    return [_offer(forum, facts, roles) for forum in FORA]


def _offer(forum: Forum, facts: ForaFacts, roles: Collection[str]) -> Offer:
    for guard in forum.guards:
        if not guard.holds(facts):
            return Offer(forum, guard.said(facts), guard.mends)
    if forum.who.isdisjoint(roles):
        return Offer(forum, forum.who_says, "request" if facts.decided else "")
    return Offer(forum, hint=hint(facts.clarifications + 1) if forum.meeting_type == "clarification" else "")


def hint(number: int) -> str:
    """Ask what is missing, from the fourth clarification meeting on (R21); there is no last one."""
    if number < HINT_FROM:
        return ""
    return f"Det er afklarende møde nr. {number}. Tal med din leder eller plankoordinator om, hvad I mangler."


def check(facts: ForaFacts, roles: Collection[str], meeting_type: str) -> Forum:
    """Refuse a meeting that may not come next.

    Raises Refused, NotAllowed.
    """
    forum = BY_TYPE.get(meeting_type)
    if forum is None:
        raise Refused("meeting_type", "Vælg, hvilken slags møde det er.")
    for guard in forum.guards:
        if not guard.holds(facts):
            raise Refused(guard.name, guard.said(facts))
    if forum.who.isdisjoint(roles):
        raise NotAllowed("who", forum.who_says)
    return forum
