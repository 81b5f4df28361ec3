"""The life of a case (DOMAIN 4.1, D39): a row for each act that moves it.

Clarifying and coordinating begin by themselves when such a meeting is convened, whose guards are stricter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .danish import count, listed
from .filing import KLE, KLE_WRONG, files, papers
from .guards import Guard, Move
from .meeting_states import NOT_IN_THE_PLAN
from .next_fora import KEEPERS, OPEN_CASES, PROFESSIONALS

OPENED, CLARIFYING, COORDINATING, FOLLOWING_UP = OPEN_CASES
PAUSED, TRANSFERRED, CLOSED, ARCHIVED = "paused", "transferred", "closed", "archived"
FOLLOW_UP, REOPEN, PAUSE, RESUME = "opfoelgning", "genaabn", "pause", "genoptag"
CLOSE, TRANSFER, ARCHIVE, WITHDRAW = "afslut", "overdrag", "arkiver", "traek_samtykke"
LONGEST_PAUSE = timedelta(days=92)
"""A pause is looked at again after three months at the latest [P]."""
BEGINS = {
    "clarification": (frozenset({OPENED}), CLARIFYING),
    "coordination": (frozenset({OPENED, CLARIFYING}), COORDINATING),
}
"""Meeting type: the phases from which convening such a meeting leads on, and to which."""
BASES = {
    "none": "Der sendes ingen oplysninger",
    "consent": "Et udtræk sendes med samtykke",
    "law": "Et udtræk sendes med hjemmel i loven",
}
"""On what an extract goes to the next municipality."""
FATES = {"preserve": "Bevares", "dispose": "Kasseres"}
"""What becomes of an archived case; preserving is what is proposed (DOMAIN 6.9)."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the guards of a case may know: what the case says, then what whoever acts has written."""

    today: date
    coordination_approved: bool = False
    """The minutes of a coordination meeting in which decisions were possible are approved."""
    unwritten: int = 0
    plan_active: bool = False
    consent_active: bool = False
    consent_from: date | None = None
    """Since when there is a consent that could be withdrawn; None when there is none."""
    withdrawn: bool = False
    """The consent was withdrawn, and there is no other yet."""
    open_tasks: int = 0
    meetings_ahead: int = 0
    reason: str = ""
    review_on: date | None = None
    longest_pause: timedelta = LONGEST_PAUSE
    tasks_note: str = ""
    """What becomes of the tasks that are still open."""
    young_told: str = ""
    basis: str = ""
    withdrawn_on: date | None = None
    unfiled: int = 0
    """Documents that count and are not filed, and drafts that nobody has finished or given up."""
    unfiled_files: int = 0
    """Attachments that the journal has not got."""
    kle: str = ""
    fate: str = ""
    dispose_on: date | None = None

    @property
    def unfiled_words(self) -> str:
        """Say how many documents and attachments are not filed."""
        told = [papers(self.unfiled)] if self.unfiled else []
        return listed([*told, files(self.unfiled_files)] if self.unfiled_files else told)

    @property
    def pause_words(self) -> str:
        """Say how long a pause may be."""
        return "tre måneder" if self.longest_pause == LONGEST_PAUSE else f"{self.longest_pause.days} dage"

    @property
    def unwritten_words(self) -> str:
        """Say how many decisions the plan lacks."""
        return count(self.unwritten, "beslutning", "beslutninger").capitalize()

    @property
    def tasks_words(self) -> str:
        """Say how many tasks are open."""
        return count(self.open_tasks, "åben opgave", "åbne opgaver")

    @property
    def meetings_words(self) -> str:
        """Say how many meetings are not over."""
        return "ét møde" if self.meetings_ahead == 1 else count(self.meetings_ahead, "møde", "møder")


Row = Guard[CaseFacts]

REASON: Row = Guard(
    "reason", lambda f: bool(f.reason.strip()), "Skriv hvorfor. Det bliver stående i forløbet.", "reason"
)
MOVES: tuple[Move[CaseFacts], ...] = (
    Move(
        FOLLOW_UP,
        "Gå videre til opfølgning",
        frozenset({COORDINATING}),
        FOLLOWING_UP,
        KEEPERS,
        "Det gør plankoordinator eller dennes stedfortræder.",
        (
            Guard(
                "coordination_approved",
                lambda f: f.coordination_approved,
                "Der er ikke et godkendt referat fra et koordinationsmøde, hvor der kunne besluttes.",
                "coordination",
            ),
            Guard("unwritten", lambda f: not f.unwritten, NOT_IN_THE_PLAN, "plan"),
            Guard(
                "plan",
                lambda f: f.plan_active,
                "Uddannelsesplanen er ikke godkendt. Opfølgning begynder, når den gælder.",
                "plan",
            ),
        ),
    ),
    Move(
        REOPEN,
        "Åbn afklaringen igen",
        frozenset({FOLLOWING_UP}),
        CLARIFYING,
        KEEPERS,
        "Det gør plankoordinator eller dennes stedfortræder.",
        (REASON,),
    ),
    Move(
        PAUSE,
        "Sæt forløbet på pause",
        frozenset(OPEN_CASES),
        PAUSED,
        KEEPERS,
        "Det gør plankoordinator eller dennes stedfortræder.",
        (
            REASON,
            Guard(
                "review_on",
                lambda f: f.review_on is not None and f.today < f.review_on <= f.today + f.longest_pause,
                "Vælg en dag, hvor I ser på forløbet igen. Den skal ligge inden for {facts.pause_words}.",
                "review_on",
            ),
        ),
    ),
    Move(
        RESUME,
        "Genoptag forløbet",
        frozenset({PAUSED}),
        "",
        KEEPERS,
        "Det gør plankoordinator eller dennes stedfortræder.",
        (
            Guard(
                "consent",
                lambda f: f.consent_active or not f.withdrawn,
                "Samtykket er trukket tilbage. Forløbet kan genoptages, når der er et nyt.",
                "consent",
            ),
        ),
    ),
    Move(
        WITHDRAW,
        "Træk samtykket tilbage",
        frozenset({*OPEN_CASES, PAUSED}),
        PAUSED,
        PROFESSIONALS | {"author", "leader"},
        "Det gør en, der har en opgave i forløbet. Sig det til plankoordinatoren med det samme.",
        (
            Guard(
                "consent_there",
                lambda f: f.consent_from is not None,
                "Der er ikke et samtykke, som kan trækkes tilbage.",
                "consent",
            ),
            Guard(
                "withdrawn_on",
                lambda f: f.withdrawn_on is not None and (f.consent_from or date.min) <= f.withdrawn_on <= f.today,
                "Skriv den dag, samtykket blev trukket tilbage. Den kan ikke ligge efter i dag eller før samtykket.",
                "withdrawn_on",
            ),
        ),
    ),
    Move(
        CLOSE,
        "Afslut forløbet",
        frozenset({*OPEN_CASES, PAUSED}),
        CLOSED,
        KEEPERS,
        "Det gør plankoordinator eller dennes stedfortræder.",
        (
            Guard(
                "meetings",
                lambda f: not f.meetings_ahead,
                "Der er {facts.meetings_words}, som ikke er overstået. Hold eller aflys først det, der er planlagt.",
                "meetings",
            ),
            Guard(
                "tasks",
                lambda f: not f.open_tasks or bool(f.tasks_note.strip()),
                "Der er {facts.tasks_words}. Skriv, hvem der går videre med dem, eller hvorfor de bortfalder.",
                "tasks_note",
            ),
            Guard(
                "reason",
                lambda f: bool(f.reason.strip()),
                "Skriv, hvad I talte om i den afsluttende samtale.",
                "reason",
            ),
            Guard(
                "young_told",
                lambda f: bool(f.young_told.strip()),
                "Skriv, hvem der har fortalt den unge, at forløbet slutter, og hvornår.",
                "young_told",
            ),
        ),
    ),
    Move(
        TRANSFER,
        "Overdrag forløbet",
        frozenset({*OPEN_CASES, PAUSED}),
        TRANSFERRED,
        frozenset({"leader"}),
        "Det gør lederen i plankoordinators afdeling.",
        (
            REASON,
            Guard(
                "basis",
                lambda f: f.basis in BASES and (f.basis != "consent" or f.consent_active),
                "Vælg, om der sendes oplysninger til den nye kommune, og på hvilket grundlag. Et samtykke skal være "
                "gældende.",
                "basis",
            ),
        ),
    ),
    Move(
        ARCHIVE,
        "Arkivér forløbet",
        frozenset({CLOSED}),
        ARCHIVED,
        frozenset({"records_clerk"}),
        "Det gør en journalmedarbejder.",
        (
            Guard(
                "filed",
                lambda f: not (f.unfiled or f.unfiled_files),
                "Der er {facts.unfiled_words}, som ikke er journaliseret. Få dem journaliseret, annulleret eller "
                "taget ud først.",
            ),
            Guard(
                "kle",
                lambda f: KLE.fullmatch(f.kle.strip()) is not None,
                KLE_WRONG,
                "kle",
            ),
            Guard("fate", lambda f: f.fate in FATES, "Vælg, om forløbet bevares eller kasseres.", "fate"),
            Guard(
                "dispose_on",
                lambda f: f.fate != "dispose" or (f.dispose_on is not None and f.dispose_on > f.today),
                "Skriv den dag, forløbet tidligst må kasseres. Den skal ligge i fremtiden.",
                "dispose_on",
            ),
        ),
    ),
)


def phase(state: str, facts: Iterable[Mapping], *, decided: bool) -> str:
    """Return where in the model a case is; a pause keeps the place that it interrupted.

    A case that came in paused has no such fact: then its meetings tell.
    """
    if state != PAUSED:
        return state
    pauses = [fact for fact in facts if fact["kind"] == PAUSED]
    if pauses:
        return str(pauses[-1]["data"]["from"])
    return FOLLOWING_UP if decided else CLARIFYING
