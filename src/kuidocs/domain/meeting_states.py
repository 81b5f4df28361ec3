"""The life of a meeting (DOMAIN 4.3, D38, D39): planned, convened, held, minuted, closed; moved and cancelled.

Facts on a meeting are plain data, only ever added: {"id", "kind", "by", "at", "data"}. Convening, moving and closing
are acts of persons; that minutes were submitted moves the meeting by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .danish import count, listed, long_date
from .guards import Guard, Move
from .meetings import MEETING_TYPES
from .next_fora import CONSONANCE, KEEPERS, PROFESSIONALS, ForaFacts
from .rules.covered import CANNOT_BE_SENT
from .rules.deciding import ABSENT
from .rules.notice import INVITE_THE_YOUNG_PERSON
from .rules.people import FAMILY, NOT_AT_A_CLARIFICATION, THERE

PLANNED, CONVENED, HELD, MINUTED, CLOSED = "planned", "convened", "held", "minuted", "closed"
CANCELLED, RESCHEDULED = "cancelled", "rescheduled"
CONVENE, MOVE, CANCEL, HOLD, CONVERT, CLOSE = "indkald", "flyt", "aflys", "hold", "uden_den_unge", "afslut"
ATTENDANCE = frozenset(THERE | {"excused", "absent"})
FACTS = ("planned", "convened", "moved", "cancelled", "held", "converted", "minuted", "closed")
"""Every kind of fact that a meeting has."""


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What the guards of a meeting may know."""

    meeting_type: str
    today: date
    day: date | None = None
    timed: bool = False
    """Whether it is said when the meeting begins."""
    case_open: bool = True
    case_opened: bool = False
    """Whether the case is as new as it was created, so that this notice begins the collaboration."""
    notice_finished: bool = False
    """A notice is finished that is newer than the last time the meeting was moved."""
    agenda_there: bool = False
    departments: frozenset[str] = frozenset()
    """Those of the professionals who are convened."""
    uncovered: tuple[str, ...] = ()
    """Those of them that no consent covers on the day of the meeting."""
    consent_valid: bool = False
    invited: frozenset[str] = frozenset()
    """The relations of those who are convened."""
    family_named: bool = False
    """The young person or somebody of the family is convened, if only by the name (R14)."""
    wishes: bool = False
    """The notice tells what the young person wishes of the meeting."""
    fora: ForaFacts = field(default_factory=ForaFacts)
    attendance_unknown: tuple[str, ...] = ()
    decides: bool = True
    """Somebody came who can decide (R35)."""
    minutes_begun: bool = False
    minutes_approved: bool = False
    unwritten: int = 0
    """Decisions of the minutes that are not written in the plan (R42)."""
    young_informed: bool = False
    reason: str = ""
    of_age: str = ""
    """What is said when parents are convened as such to a meeting on which the young person is of age."""

    @property
    def with_young(self) -> bool:
        """Whether the young person takes part in meetings of this kind."""
        return MEETING_TYPES[self.meeting_type].with_young

    @property
    def family_comes(self) -> bool:
        """Whether the young person or the family is convened, as what they are or as somebody else."""
        return self.family_named or bool(self.invited & FAMILY)

    @property
    def no_consent(self) -> str:
        """Say which department is not covered, on which day (R5, R25)."""
        who = listed(self.uncovered) or "jer, der skal mødes,"
        return CANNOT_BE_SENT.format(afdeling=who, dag=f" den {long_date(self.day)}" if self.day else "")

    @property
    def who_is_missing(self) -> str:
        """Name those whose attendance is not told."""
        return listed(self.attendance_unknown)

    @property
    def unwritten_words(self) -> str:
        """Say how many decisions the plan lacks."""
        return count(self.unwritten, "beslutning", "beslutninger").capitalize()

    @property
    def they(self) -> str:
        """Say »den« of one decision and »de« of several."""
        return "den" if self.unwritten == 1 else "de"


NOT_IN_THE_PLAN = "{facts.unwritten_words} er endnu ikke skrevet i uddannelsesplanen."
R42 = f"{NOT_IN_THE_PLAN} Mødet kan først afsluttes, når {{facts.they}} er det."
NO_FAMILY = "Den unge og familien deltager ikke i dette møde. Vælg et møde med den unge, hvis I vil mødes med dem."

Row = Guard[MeetingFacts]

REASON: Row = Guard(
    "reason", lambda f: bool(f.reason.strip()), "Skriv kort hvorfor. Det bliver stående ved mødet.", "reason"
)
CASE_OPEN: Row = Guard(
    "case_open", lambda f: f.case_open, "Forløbet er sat på pause eller afsluttet. Så indkaldes der ikke.", "phase"
)
NOTICE: Row = Guard(
    "notice", lambda f: f.notice_finished, "Indkaldelsen er ikke færdig. Skriv den, og gør den færdig.", "notice"
)
DAY: Row = Guard(
    "day",
    lambda f: f.timed and f.day is not None and f.day > f.today,
    "Mødet skal have en dag og et klokkeslæt, og dagen skal ligge efter i dag. Ret det i indkaldelsen.",
    "notice",
)
CONSENT: Row = Guard("no_consent", lambda f: f.consent_valid and not f.uncovered, "{facts.no_consent}", "consent")
TWO_DEPARTMENTS: Row = Guard(
    "two_departments",
    lambda f: not f.case_opened or len(f.departments) > 1,
    "Samarbejdsmodellen begynder, når mindst to afdelinger mødes. Indkald en fagperson fra en anden afdeling.",
    "notice",
)
ONLY_PROFESSIONALS: Row = Guard(
    "participant",
    lambda f: not f.family_comes,
    NOT_AT_A_CLARIFICATION,
    "notice",
)
NO_FAMILY_HERE: Row = Guard("participant", lambda f: not f.family_comes, NO_FAMILY, "notice")
YOUNG_INVITED: Row = Guard(
    "no_young_person",
    lambda f: "young_person" in f.invited,
    INVITE_THE_YOUNG_PERSON,
    "notice",
)
OF_AGE: Row = Guard("of_age", lambda f: not f.of_age, "{facts.of_age}", "notice")
AGENDA: Row = Guard(
    "agenda", lambda f: f.agenda_there, "Der er ingen dagsorden. Skriv den, og gør den færdig.", "agenda"
)
WISHES: Row = Guard(
    "wishes",
    lambda f: f.wishes,
    "Spørg den unge om ønsker til mødet, og skriv svaret i indkaldelsen – også når der ingen er.",
    "notice",
)
NOT_BEFORE: Row = Guard(
    "not_before",
    lambda f: f.day is None or f.day <= f.today,
    "Mødet ligger efter i dag. Skriv fremmødet, når det er holdt, eller flyt mødet.",
)
EVERYBODY: Row = Guard(
    "attendance",
    lambda f: not f.attendance_unknown,
    "Vælg, om disse kom: {facts.who_is_missing}.",
    "attendance",
)
NOBODY_DECIDED: Row = Guard("decides", lambda f: not f.decides, "Den unge deltog. Så er det et møde med den unge.")
NO_MINUTES: Row = Guard(
    "minutes_begun",
    lambda f: not f.minutes_begun,
    "Referatet er begyndt. Skriv aftalerne i det, og planlæg et nyt møde med den unge.",
    "minutes",
)
MINUTES: Row = Guard(
    "minutes_approved",
    lambda f: f.minutes_approved,
    "Referatet er ikke godkendt. Opgaverne kommer, når det er det.",
    "minutes",
)
IN_THE_PLAN: Row = Guard("unwritten", lambda f: not f.unwritten, R42, "plan")
INFORMED: Row = Guard(
    "young_informed",
    lambda f: f.young_informed,
    "Der står ikke i referatet, hvem der har fortalt den unge om mødet, eller hvordan det er gennemgået. Lav en ny "
    "version af referatet, og skriv det.",
    "minutes",
)
BEFORE = (CASE_OPEN, NOTICE, DAY, CONSENT, OF_AGE)

CHAIR = KEEPERS | {"chair"}
OWN = KEEPERS | {"meeting_convener", "chair"}
WHO_KEEPS = "Det gør plankoordinator eller dennes stedfortræder."
WHO_OWNS = "Det gør den, der indkalder til mødet, mødelederen eller plankoordinator."
WHO_LEADS = "Det gør mødelederen eller plankoordinator."
FOLLOWUPS = frozenset({"followup_without_young", "followup_with_young"})


def _convene(kinds: frozenset[str], who: frozenset[str], who_says: str, *guards: Row) -> Move[MeetingFacts]:
    label = "Indkald til mødet"
    return Move(CONVENE, label, frozenset({PLANNED}), CONVENED, who, who_says, (*BEFORE, *guards), kinds)


def _fora_guard(guard: Guard[ForaFacts]) -> Row:
    """Ask a guard of the order of the fora again when the meeting is convened; much may have happened since."""
    return Guard(guard.name, lambda f: guard.holds(f.fora), guard.sentence, guard.mends)


MOVES: tuple[Move[MeetingFacts], ...] = (
    _convene(
        frozenset({"clarification"}),
        PROFESSIONALS | {"meeting_convener"},
        "Afklarende møder indkaldes af en fagprofessionel, der har en opgave i forløbet.",
        ONLY_PROFESSIONALS,
        TWO_DEPARTMENTS,
        AGENDA,
    ),
    _convene(
        frozenset({"coordination"}),
        KEEPERS,
        "Koordinationsmødet indkaldes af plankoordinator eller dennes stedfortræder.",
        *map(_fora_guard, CONSONANCE),
        YOUNG_INVITED,
        WISHES,
        AGENDA,
    ),
    _convene(
        frozenset({"followup_without_young"}),
        KEEPERS,
        "Opfølgningsmøder indkaldes af plankoordinator eller dennes stedfortræder.",
        NO_FAMILY_HERE,
        AGENDA,
    ),
    _convene(
        frozenset({"followup_with_young"}),
        KEEPERS,
        "Opfølgningsmøder indkaldes af plankoordinator eller dennes stedfortræder.",
        YOUNG_INVITED,
        WISHES,
        AGENDA,
    ),
    Move(HOLD, "Mødet er holdt", frozenset({CONVENED}), HELD, CHAIR, WHO_LEADS, (NOT_BEFORE, EVERYBODY)),
    Move(
        CONVERT,
        "Gør det til et opfølgningsmøde uden den unge",
        frozenset({HELD}),
        HELD,
        CHAIR,
        WHO_LEADS,
        (NOBODY_DECIDED, NO_MINUTES),
        frozenset({"followup_with_young"}),
    ),
    Move(CLOSE, "Afslut mødet", frozenset({MINUTED}), CLOSED, CHAIR, WHO_LEADS, (MINUTES, IN_THE_PLAN, INFORMED)),
    Move(MOVE, "Flyt mødet", frozenset({CONVENED}), PLANNED, OWN, WHO_OWNS, (REASON,)),
    Move(CANCEL, "Aflys mødet", frozenset({PLANNED, CONVENED}), CANCELLED, OWN, WHO_OWNS, (REASON,)),
)
NOT_DECIDED = ABSENT
"""What the page says of a held meeting to which nobody came who can decide (R35)."""


def shown(state: str, facts: Iterable[Mapping]) -> str:
    """Return the state that readers are told: a meeting that waits for its new day is »Flyttet« (D38)."""
    kinds = [fact["kind"] for fact in facts if fact["kind"] in FACTS]
    return RESCHEDULED if state == PLANNED and kinds[-1:] == ["moved"] else state


def sequence(facts: Iterable[Mapping]) -> int:
    """Count how often a meeting was moved or cancelled: the SEQUENCE of its entry in calendars (D38)."""
    return sum(fact["kind"] in ("moved", "cancelled") for fact in facts)
