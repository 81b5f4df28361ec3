"""What must hold to move a request for access on: sent to the leader, approved, put off, handed out, closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .guards import Guard
from .insight import LEAST_REASON, MOST_TEXT, OPEN, READY, RUNNING, WAITING, WAYS


@dataclass(frozen=True, slots=True)
class Standing:
    """A request when somebody wants to move it on."""

    state: str
    today: date
    due: date
    undecided: int = 0
    given: int = 0
    asks_the_young: bool = False
    wishes: str = ""
    delayed: bool = False
    """Whether it is written why the deadline is not kept."""
    prepared_by: str = ""
    who: str = ""
    note: str = ""
    way: str = ""
    day: date | None = None
    new_papers: int = 0
    """How many papers have come since it was sent to the leader."""
    custody_over: bool = False
    """Whether a holder of custody asked, and the young person has come of age since."""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def late(self) -> bool:
        """Whether the last day is past."""
        return self.today > self.due

    @property
    def undecided_words(self) -> str:
        """How many are left."""
        return "ét papir" if self.undecided == 1 else f"{self.undecided} papirer"


def _in(*states: str) -> Guard[Standing]:
    return Guard(
        "tilstand",
        lambda f: f.state in states,
        "Det kan ikke gøres nu: En anden har gjort noget her imens. Genindlæs siden.",
    )


CUSTODY_LASTS: Guard[Standing] = Guard(
    "hvem",
    lambda f: not f.custody_over,
    "Den unge er fyldt 18 år, så en forælder har ikke længere ret til papirerne. "
    "Luk anmodningen, eller spørg den unge.",
)
SUBMITTING: tuple[Guard[Standing], ...] = (
    _in(OPEN),
    CUSTODY_LASTS,
    Guard("papirer", lambda f: not f.undecided, "Der mangler stadig {facts.undecided_words}. Gå dem igennem først."),
    Guard(
        "oensker",
        lambda f: not f.asks_the_young or len(f.wishes.strip()) >= LEAST_REASON,
        "Den unge er fyldt 15 år. Spørg, om der er noget, forælderen ikke skal se, og skriv svaret.",
    ),
)
RETURNING: tuple[Guard[Standing], ...] = (
    _in(WAITING),
    Guard("bemaerkning", lambda f: len(f.note.strip()) >= LEAST_REASON, "Skriv, hvad der skal gøres om."),
)
GRANTING: tuple[Guard[Standing], ...] = (
    _in(WAITING),
    CUSTODY_LASTS,
    Guard("hvem", lambda f: f.who != f.prepared_by, "Du har selv sendt den. En anden leder skal godkende."),
    Guard(
        "papirer",
        lambda f: not f.new_papers,
        "Der er kommet nyt i sagen, siden den blev sendt til dig. Send den tilbage, så det nye bliver gennemgået.",
    ),
)
DELAYING: tuple[Guard[Standing], ...] = (
    _in(*RUNNING),
    Guard(
        "grund",
        lambda f: LEAST_REASON <= len(f.note.strip()) <= MOST_TEXT,
        "Skriv, hvorfor svaret ikke er færdigt. Det er det, modtageren skal have at vide.",
    ),
    Guard("ventes", lambda f: f.day is not None and f.day >= f.today, "Skriv, hvilken dag svaret ventes."),
)
HANDING_OUT: tuple[Guard[Standing], ...] = (
    _in(READY),
    CUSTODY_LASTS,
    Guard("maade", lambda f: f.way in WAYS, "Vælg, hvordan pakken er givet."),
    Guard("dag", lambda f: f.day is not None and f.day <= f.today, "Skriv, hvilken dag den er givet."),
    Guard(
        "grund",
        lambda f: not f.late or f.delayed,
        "Fristen på 7 arbejdsdage er ikke holdt. Skriv først hvorfor, under »Fristen kan ikke holdes«.",
    ),
)
CLOSING: tuple[Guard[Standing], ...] = (
    _in(*RUNNING),
    Guard(
        "grund",
        lambda f: LEAST_REASON <= len(f.note.strip()) <= MOST_TEXT,
        "Skriv, hvorfor der ikke skal svares, fx at anmodningen er trukket tilbage.",
    ),
)
