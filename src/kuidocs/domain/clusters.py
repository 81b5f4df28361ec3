"""A cluster of general practitioners and its meetings: roles, the ten steps, the states and what they wait for.

Clusters are a world of their own (R80): other users, other roles, and no way to a young person's case or back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

KUI, KLYNGE = "kui", "klynge"
"""The two worlds. A session belongs to one of them for good."""
USER_MARK = "@"
"""A user id with this sign is one of a cluster; those of a municipality's staff cannot hold it."""

COORDINATOR, BOARD, MEMBER, FACILITATOR = "coordinator", "board", "member", "facilitator"
ROLES = {
    COORDINATOR: "Klyngekoordinator",
    BOARD: "Medlem af bestyrelsen",
    MEMBER: "Medlem",
    FACILITATOR: "Facilitator",
}
KEEPERS = frozenset({COORDINATOR, BOARD})
"""Who plans the meetings."""
ANSWERS = frozenset({COORDINATOR, BOARD, MEMBER})
"""Who is asked by a questionnaire."""

NOT_STARTED, IN_PROGRESS, DONE, NOT_RELEVANT = "not_started", "in_progress", "done", "not_relevant"
OPEN, CANCELLED = "open", "cancelled"
PREPARING, READY, HELD, FOLLOWING_UP, CLOSED = "preparing", "ready", "held", "following_up", "closed"
STATES = {
    PREPARING: "Forberedes",
    READY: "Klar",
    HELD: "Holdt",
    FOLLOWING_UP: "Opfølgning",
    CLOSED: "Afsluttet",
}
CASES = (1, 2, 3)
"""There are exactly three (R72)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the ten steps. ``short`` is what the picture calls it, ``section`` where its answers stand in the plan,
    ``after`` the steps it waits for, and ``before`` how many days before the meeting it is proposed to be done."""

    number: int
    title: str
    short: str
    tells: str
    section: str = ""
    after: tuple[int, ...] = ()
    before: int = 0
    may_be_left: bool = False


STEPS: tuple[Step, ...] = (
    Step(
        1,
        "Afklar, hvem klyngen vil mødes med",
        "Gæster",
        "Hvem fra kommunen, børne- og ungepsykiatrien og andre vil I mødes med? Det er en fordel, hvis både "
        "medarbejdere og ledere deltager.",
        "guests",
        before=140,
    ),
    Step(
        2,
        "Sæt dig ind i manegemodellen og drøft den med bestyrelsen",
        "Manege",
        "Se videoen og læs artiklen. Drøft med bestyrelsen, om modellen er noget for jer. Den regionale kvalitetsenhed "
        "kan hjælpe med facilitering.",
        "arena",
        before=130,
    ),
    Step(
        3,
        "Bliv inspireret af andre klynger",
        "Inspiration",
        "Andre klynger har haft emnet. Søg på »klynge« i Vidensbanken, og skriv, hvad I tager med.",
        "inspiration",
        before=120,
        may_be_left=True,
    ),
    Step(
        4,
        "Invitér og hold formøde",
        "Formøde",
        "Invitér gæsterne, og aftal et formøde i god tid. Forbered dem på manegemodellen, og del resultaterne af "
        "spørgeskemaet med dem.",
        "guests",
        after=(6,),
        before=14,
    ),
    Step(
        5,
        "Tilpas spørgeskemaet",
        "Tilpas skema",
        "Begynd med skabelonen, og ret den til: ret, tilføj, fjern og flyt spørgsmål.",
        before=70,
    ),
    Step(
        6,
        "Send spørgeskemaet ud og gør det op",
        "Opgørelse",
        "Send det i god tid, så der er tid til at gøre resultaterne op.",
        after=(5,),
        before=28,
    ),
    Step(
        7,
        "Vælg tre cases og nedslag",
        "Cases",
        "Skriv selv tre cases, eller vælg fra klyngepakken. Forbered nedslag til manegen, og del casene med gæsterne.",
        before=14,
    ),
    Step(
        8,
        "Overvej andre data",
        "Andre data",
        "Vil I bruge andre tal? Den regionale kvalitetsenhed kan hjælpe.",
        "data",
        before=21,
        may_be_left=True,
    ),
    Step(
        9,
        "Lav præsentationen i tre blokke",
        "Præsentation",
        "Introduktion, resultater og erfaringsudveksling i manegen. Programmets tider skal passe med mødet.",
        after=(6, 7),
        before=7,
    ),
    Step(
        10,
        "Afslutning og opfølgning på aftaler",
        "Opfølgning",
        "Slut mødet godt af. Skriv aftalerne, før I går, og aftal, hvordan I følger op sammen.",
        "closing",
        before=-120,
    ),
)
BY_NUMBER: Mapping[int, Step] = {step.number: step for step in STEPS}
LINKS: tuple[tuple[int, str, str], ...] = (
    (2, "Video om manegemodellen", ""),
    (2, "Artikel i Månedsskriftet", ""),
    (3, "Vidensbanken (søg på »klynge«)", "https://www.vidensbanken.dsam.dk/"),
    (5, "KiAP", "https://www.kiap.dk/"),
    (8, "Idéer til egen klyngepakke", ""),
)
"""What a new library of links begins with: step, title, address. The cluster writes the addresses that are missing."""


def proposed(meeting: date, today: date) -> dict[int, date]:
    """Propose a day for each step; none lies in the past unless the meeting does."""
    latest = meeting - timedelta(days=1)
    found = {step.number: meeting - timedelta(days=step.before) for step in STEPS}
    return {n: day if day > meeting else min(max(day, today), latest) for n, day in found.items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a meeting is: all that guards and warnings ask for, gathered by whoever can look it up."""

    today: date
    state: str = PREPARING
    meeting_date: date | None = None
    statuses: Mapping[int, str] = field(default_factory=dict)
    guests: int = 0
    invited: int = 0
    coming: int = 0
    levels: frozenset[str] = frozenset()
    pre_meeting: date | None = None
    pre_meeting_noted: bool = False
    arena_discussed: bool = False
    arena_chosen: bool | None = None
    facilitation: bool = False
    questionnaire_right: bool = False
    sent: date | None = None
    tallied: date | None = None
    results_shared: bool = False
    cases_confirmed: int = 0
    cases_shared: bool = False
    programme_right: bool = False
    slides: bool = False
    closing_plan: bool = False
    minutes_right: bool = False
    agreements_open: int = 0
    followed_up: bool = False

    def step(self, number: int) -> str:
        """Return the status of a step."""
        return self.statuses.get(number, NOT_STARTED)


@dataclass(frozen=True, slots=True)
class Guard:
    """One thing that must hold, and what is said when it does not."""

    holds: Callable[[Standing], bool]
    lacks: str


TO_BE_DONE: Mapping[int, tuple[Guard, ...]] = {
    1: (Guard(lambda s: s.guests > 0, "Skriv mindst én, som klyngen vil mødes med."),),
    2: (
        Guard(lambda s: s.arena_discussed, "Skriv, hvornår modellen er drøftet med bestyrelsen."),
        Guard(lambda s: s.arena_chosen is not None, "Vælg, om I bruger manegemodellen."),
        Guard(
            lambda s: s.arena_chosen is not False or s.facilitation,
            "I bruger ikke manegemodellen. Skriv, hvem der hjælper med at styre mødet.",
        ),
    ),
    4: (
        Guard(lambda s: 0 < s.invited >= s.guests, "Invitér alle de gæster, I har skrevet på."),
        Guard(lambda s: s.pre_meeting is not None, "Skriv, hvornår formødet er."),
        Guard(
            lambda s: s.pre_meeting is not None and (s.pre_meeting > s.today or s.pre_meeting_noted),
            "Formødet er holdt. Skriv, hvad I blev enige om.",
        ),
        Guard(lambda s: s.results_shared, "Gæsterne har ikke fået resultaterne fra trin 6. Del dem først."),
    ),
    5: (Guard(lambda s: s.questionnaire_right, "Spørgeskemaet er ikke skrevet færdigt."),),
    6: (
        Guard(lambda s: s.sent is not None, "Spørgeskemaet er ikke sendt til medlemmerne."),
        Guard(lambda s: s.tallied is not None, "Spørgeskemaet er ikke lukket og gjort op."),
    ),
    7: (
        Guard(lambda s: s.cases_confirmed >= len(CASES), "Bekræft, at alle tre cases er anonyme."),
        Guard(lambda s: s.cases_shared, "Del de tre cases med gæsterne."),
    ),
    9: (
        Guard(lambda s: s.programme_right, "Programmets tre blokke er ikke skrevet, så tiderne passer."),
        Guard(lambda s: s.slides, "Præsentationen er ikke lavet."),
    ),
    10: (Guard(lambda s: s.closing_plan, "Skriv, hvordan I slutter mødet af, og hvem der følger op."),),
}
"""What a step lacks before it can be called done."""


def lacks(standing: Standing, number: int) -> list[str]:
    """List what a step lacks before it is done."""
    return [guard.lacks for guard in TO_BE_DONE.get(number, ()) if not guard.holds(standing)]


def _unfinished(standing: Standing) -> list[int]:
    return [n for n in range(1, 10) if standing.step(n) not in (DONE, NOT_RELEVANT)]


FORWARD: Mapping[str, tuple[str, tuple[Guard, ...]]] = {
    PREPARING: (
        READY,
        (
            Guard(lambda s: s.meeting_date is not None, "Skriv, hvornår mødet er."),
            Guard(lambda s: not _unfinished(s), "Trin 1–9 skal være udført eller ikke relevante."),
            Guard(
                lambda s: s.cases_confirmed >= len(CASES) and s.cases_shared,
                "Tre cases skal være bekræftet anonyme og delt med gæsterne.",
            ),
            Guard(lambda s: s.results_shared, "Resultaterne skal være delt med gæsterne."),
            Guard(lambda s: s.programme_right, "Programmet skal have tre blokke, der passer med tiden."),
        ),
    ),
    READY: (
        HELD,
        (
            Guard(
                lambda s: s.meeting_date is not None and s.meeting_date <= s.today,
                "Mødet ligger ude i fremtiden. Det kan først meldes holdt på dagen.",
            ),
        ),
    ),
    HELD: (
        FOLLOWING_UP,
        (Guard(lambda s: s.minutes_right, "Referatet er ikke skrevet færdigt med aftaler og dato for opfølgning."),),
    ),
    FOLLOWING_UP: (
        CLOSED,
        (
            Guard(lambda s: s.agreements_open == 0, "Alle aftaler skal være udført eller bortfaldet."),
            Guard(lambda s: s.followed_up, "Skriv, hvornår opfølgningen er holdt."),
        ),
    ),
}
"""From each state: the next one, and what it waits for (DOMAIN 4.7)."""


def next_state(standing: Standing) -> tuple[str, list[str]]:
    """Return the next state and what it lacks; "" after the last."""
    if standing.state not in FORWARD:
        return "", []
    state, guards = FORWARD[standing.state]
    return state, [guard.lacks for guard in guards if not guard.holds(standing)]


WELL_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Advice:
    """A box above the steps. ``kind``: what the page links it to."""

    kind: str
    heading: str
    text: str
    good: bool = False


ADVICE: tuple[tuple[Callable[[Standing], bool], Advice], ...] = (
    (
        lambda s: s.levels == {"employee"},
        Advice("guests", "Kun medarbejdere", "Der er kun medarbejdere blandt gæsterne. Det er en fordel, at også "
               "ledere deltager."),
    ),
    (
        lambda s: s.levels == {"leader"},
        Advice("guests", "Kun ledere", "Der er kun ledere blandt gæsterne. Det er en fordel, at også medarbejdere "
               "deltager."),
    ),
    (
        lambda s: bool(s.meeting_date and s.pre_meeting and s.pre_meeting > s.meeting_date - WELL_BEFORE),
        Advice("guests", "Formødet ligger sent", "Der er under 14 dage fra formødet til mødet. Læg det tidligere, så "
               "I kan nå at rette planen."),
    ),
    (
        lambda s: s.sent is None
        and bool(s.meeting_date)
        and s.state == PREPARING
        and s.meeting_date is not None
        and s.today > s.meeting_date - 2 * WELL_BEFORE,
        Advice("survey", "Spørgeskemaet skal ud", "Mødet er om mindre end fire uger, og spørgeskemaet er ikke sendt."),
    ),
    (
        lambda s: bool(s.meeting_date and s.sent and s.sent > s.meeting_date - WELL_BEFORE),
        Advice("survey", "Spørgeskemaet er sendt sent", "Der var under 14 dage til mødet, da det blev sendt. Husk "
               "tid til at gøre det op."),
    ),
    (
        lambda s: s.tallied is not None and not s.results_shared,
        Advice("tally", "Del resultaterne", "Gæsterne har ikke fået opgørelsen endnu. De skal bruge den på formødet."),
    ),
    (
        lambda s: s.step(7) != NOT_STARTED and s.cases_confirmed < len(CASES),
        Advice("cases", "Bekræft anonymitet", "En case kan først deles, når det er bekræftet, at ingen kan genkendes."),
    ),
    (
        lambda s: s.cases_confirmed >= len(CASES) and not s.cases_shared,
        Advice("cases", "Del de tre cases", "De er bekræftet anonyme. Del dem, så gæsterne kan forberede sig."),
    ),
    (
        lambda s: s.guests > 0 and s.coming == s.guests and len(s.levels) > 1,
        Advice("guests", "Gæsterne er på plads", "Alle har sagt ja, både medarbejdere og ledere.", good=True),
    ),
)  # fmt: skip
"""What a page advises, as a table."""


def advice(standing: Standing) -> list[Advice]:
    """List the boxes that fit; a meeting that was held needs none."""
    if standing.state not in (PREPARING, READY):
        return []
    return [one for holds, one in ADVICE if holds(standing)]


def waits(step: Step, standing: Standing) -> list[int]:
    """List the steps that a step waits for."""
    finished = (DONE, NOT_RELEVANT)
    open_ = standing.step(step.number) not in finished
    return [n for n in step.after if open_ and standing.step(n) not in finished]


def counted(statuses: Mapping[int, str]) -> dict[str, int]:
    """Count the steps by status."""
    found: dict[str, int] = {}
    for step in STEPS:
        status = statuses.get(step.number, NOT_STARTED)
        found[status] = found.get(status, 0) + 1
    return found


def numbers(statuses: Mapping[int, str], status: str) -> Sequence[int]:
    """List the steps of a status."""
    return [step.number for step in STEPS if statuses.get(step.number, NOT_STARTED) == status]
