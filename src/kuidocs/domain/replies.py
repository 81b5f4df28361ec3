"""Answers to a notice: what can be answered, on whose word, and until when (R26, R47, D46)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .errors import Conflict, KuiError, NotAllowed, Refused
from .guards import Guard
from .meeting_states import CONVENED
from .next_fora import KEEPERS
from .rules.privacy import ID_NUMBER

REPLIED, MOVED = "replied", "moved"
"""The kinds of the facts on a meeting that say what somebody answered, and that everybody is asked again."""
COMES, ONLINE, CANNOT = "comes", "online", "cannot"
SILENT = "Har ikke svaret"
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: how it is read, how the one who gives it says it, and which attendance it lets one expect."""

    label: str
    own: str
    expects: str


ANSWERS = {
    COMES: Answer("Kommer", "Jeg kommer", "present"),
    ONLINE: Answer("Kommer online", "Jeg kommer online", "online"),
    CANNOT: Answer("Kan ikke komme", "Jeg kan ikke komme", "excused"),
}
HOW = {"phone": "Telefon", "email": "Mail", "in_person": "Mundtligt"}
"""How somebody told the one who writes the answer down."""
REGISTRARS = KEEPERS | {"meeting_convener", "chair"}
"""Who may write down what others have answered."""


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What the guards of an answer may know."""

    state: str
    invited: bool
    own: bool
    roles: frozenset[str]
    answer: str
    how: str
    note: str


Row = Guard[ReplyFacts]

GUARDS: tuple[tuple[type[KuiError], Row], ...] = (
    (
        NotAllowed,
        Guard(
            "who",
            lambda f: f.own or not f.roles.isdisjoint(REGISTRARS),
            "Andres svar skrives af den, der indkalder, mødelederen eller plankoordinator. Du kan svare for dig selv.",
        ),
    ),
    (
        Conflict,
        Guard(
            "state",
            lambda f: f.state == CONVENED,
            "Der kan ikke svares nu: Mødet er ikke indkaldt, eller det er holdt, flyttet eller aflyst. Bliver der "
            "indkaldt igen, så svar på den nye indkaldelse.",
        ),
    ),
    (Conflict, Guard("invited", lambda f: f.invited, "Personen står ikke på indkaldelsen længere. Genindlæs siden.")),
    (Refused, Guard("answer", lambda f: f.answer in ANSWERS, "Vælg et svar.")),
    (Refused, Guard("how", lambda f: f.own or f.how in HOW, "Vælg, hvordan svaret er givet.")),
    (
        Refused,
        Guard("note", lambda f: len(f.note) <= LONGEST, f"Skriv højst {LONGEST} tegn i bemærkningen."),
    ),
    (
        Refused,
        Guard(
            "note",
            lambda f: not ID_NUMBER.search(f.note),
            "Bemærkningen ligner et personnummer. Det står på sagen og hører ikke hjemme her.",
        ),
    ),
)


def check(facts: ReplyFacts) -> None:
    """Refuse an answer that may not be given like this.

    Raises NotAllowed, Conflict, Refused.
    """
    for kind, guard in GUARDS:
        if not guard.holds(facts):
            raise kind(guard.name, guard.said(facts))


def since_moved(facts: Iterable[Mapping]) -> list[Mapping]:
    """List the answers that count: those given since the meeting was moved last."""
    found: list[Mapping] = []
    for fact in facts:
        if fact["kind"] == MOVED:
            found = []
        elif fact["kind"] == REPLIED:
            found.append(fact)
    return found


def without_the_young_person(called: str) -> str:
    """Say what to do when the young person cannot come to a meeting that decides (D46)."""
    return (
        f"{called} kan ikke komme. Beslutninger træffes sammen med {called}: Find et andet tidspunkt sammen, flyt "
        "mødet, og indkald igen."
    )
