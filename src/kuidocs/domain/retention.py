"""How long cases are kept, and what must hold before one is deleted (D34, DOMAIN 6.9). Preserving is the rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .guards import Guard

PRESERVE, DISPOSE = "preserve", "dispose"
LEAST_REASON, MOST_TEXT = 10, 1000


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """One class: what becomes of a case when it is archived."""

    id: str
    label: str
    says: str
    deleted: bool
    """Whether a case of the class is ever proposed for deletion."""


CLASSES = {
    one.id: one
    for one in (
        RetentionClass(
            PRESERVE, "Bevares", "Forløbet bliver i systemet og gives til arkivet. Det slettes aldrig her.", False
        ),
        RetentionClass(
            DISPOSE,
            "Kasseres",
            "Forløbet kan slettes, når dagen er kommet, og den korteste tid efter afslutningen er gået.",
            True,
        ),
    )
}

PROPOSED, PACKAGED, APPROVED, REMOVED, DONE, DROPPED = "proposed", "packaged", "approved", "removed", "done", "dropped"
STATES = {
    PROPOSED: "Pakken til arkivet bliver lavet",
    PACKAGED: "Venter på den anden person",
    APPROVED: "Bliver slettet",
    REMOVED: "Bliver slettet",
    DONE: "Slettet",
    DROPPED: "Skal ikke slettes",
}


def state(facts: Iterable[Mapping]) -> str:
    """Tell where a disposal is: every fact moves it."""
    return [fact["kind"] for fact in facts][-1]


def years_after(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def backups_gone(day: date, days: int) -> date:
    """Return the day on which no backup holds what was deleted."""
    return day + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Standing:
    """A case, and what has been said of deleting it."""

    today: date
    archived: bool = True
    fate: str = DISPOSE
    dispose_on: date | None = None
    closed_on: date | None = None
    years: int = 0
    asked_for: bool = False
    """Whether somebody waits for access to its papers."""
    under_way: bool = False
    """Whether it is proposed already."""
    state: str = ""
    reason: str = ""
    receipt: str = ""
    proposed_by: str = ""
    who: str = ""

    @property
    def earliest(self) -> date | None:
        """The day on which it may be deleted, None when it never may."""
        if self.dispose_on is None or self.closed_on is None:
            return None
        return max(self.dispose_on, years_after(self.closed_on, self.years))


READY: tuple[Guard[Standing], ...] = (
    Guard("forloeb", lambda f: f.archived, "Forløbet er ikke arkiveret. Kun arkiverede forløb kan slettes."),
    Guard(
        "forloeb",
        lambda f: f.fate in CLASSES and CLASSES[f.fate].deleted,
        "Forløbet skal bevares. Det kan ikke slettes.",
    ),
    Guard(
        "forloeb",
        lambda f: f.earliest is not None and f.earliest <= f.today,
        "Tiden er ikke gået. Forløbet kan ikke slettes endnu.",
    ),
    Guard(
        "forloeb",
        lambda f: not f.asked_for,
        "Nogen har bedt om aktindsigt i forløbet. Svar først, og slet bagefter.",
    ),
)
"""What must hold about a case, when it is proposed and again when it is deleted."""
PROPOSING: tuple[Guard[Standing], ...] = (
    *READY,
    Guard("forloeb", lambda f: not f.under_way, "Forløbet er foreslået allerede. Genindlæs siden."),
    Guard(
        "begrundelse",
        lambda f: LEAST_REASON <= len(f.reason.strip()) <= MOST_TEXT,
        "Skriv, efter hvilken beslutning forløbet kan slettes. Skriv ikke noget om den unge.",
    ),
)
APPROVING: tuple[Guard[Standing], ...] = (
    Guard("tilstand", lambda f: f.state == PACKAGED, "Det kan ikke godkendes nu. Genindlæs siden."),
    Guard("hvem", lambda f: f.who != f.proposed_by, "Du har selv foreslået det. En anden skal godkende."),
    *READY,
    Guard(
        "kvittering",
        lambda f: 3 <= len(f.receipt.strip()) <= MOST_TEXT,
        "Skriv arkivets kvittering for pakken. Uden den bliver intet slettet.",
    ),
)
DROPPING: tuple[Guard[Standing], ...] = (
    Guard("tilstand", lambda f: f.state in (PROPOSED, PACKAGED), "Det kan ikke stoppes nu. Genindlæs siden."),
    Guard("grund", lambda f: LEAST_REASON <= len(f.reason.strip()) <= MOST_TEXT, "Skriv, hvorfor det stoppes."),
)
