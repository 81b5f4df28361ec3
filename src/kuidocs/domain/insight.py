"""Access to the papers of a case (aktindsigt): who can ask, what may be left out and by which law, and the deadline.

The rows name the rules that were known when they were written (DOMAIN 6.7); the municipality's lawyer has the last word
about which of them fits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .ages import birthday
from .guards import Guard
from .redacting import Paper, holds, is_usable, redact, settled, spans
from .working_days import add_working_days

WORKING_DAYS = 7
"""Within which an answer is given, as a main rule (offentlighedsloven § 36)."""
YOUNG, CUSTODY, PARTY, PARENT, OTHER = "young_person", "custody_holder", "party", "parent_other", "other"
OWN_WISHES_FROM, ADULT = 15, 18
LEAST_REASON, MOST_TEXT = 10, 2000


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who can ask, and the rule that gives the right."""

    id: str
    label: str
    law: str


ASKERS = {
    one.id: one
    for one in (
        Asker(YOUNG, "Den unge selv", "forvaltningslovens § 9 og databeskyttelsesforordningens artikel 15"),
        Asker(CUSTODY, "Forælder med forældremyndighed", "forvaltningslovens § 9"),
        Asker(PARTY, "En anden part i sagen eller en partsrepræsentant", "forvaltningslovens § 9"),
        Asker(PARENT, "Forælder uden forældremyndighed", "forældreansvarslovens § 23"),
        Asker(OTHER, "En anden", "offentlighedslovens § 7"),
    )
}

GIVE, REDACT, WITHHOLD, OUTSIDE = "give", "redact", "withhold", "outside"
OUTCOMES = {
    GIVE: "Giv hele papiret",
    REDACT: "Giv papiret, men udelad noget",
    WITHHOLD: "Giv ikke papiret",
    OUTSIDE: "Der er ikke bedt om papiret",
}
SAID = {GIVE: "Givet", REDACT: "Givet, ekstraheret", WITHHOLD: "Ikke givet", OUTSIDE: "Ikke bedt om"}
"""How the list of papers says it."""
LEFT_OUT = frozenset({REDACT, WITHHOLD})
PAPER, ATTACHMENT, DRAFT = "paper", "attachment", "draft"
CHOICES = {
    PAPER: (GIVE, REDACT, WITHHOLD, OUTSIDE),
    ATTACHMENT: (GIVE, REDACT, WITHHOLD, OUTSIDE),
    DRAFT: (WITHHOLD, OUTSIDE),
}
"""What can be decided about each kind. Of a file something is left out by a copy that somebody made elsewhere; a draft
is nothing that can be given."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A rule by which something may be left out."""

    id: str
    label: str
    says: str
    """What the list of papers says, in words that the receiver can follow."""
    askers: frozenset[str] = frozenset(ASKERS)
    outcomes: frozenset[str] = LEFT_OUT


PARTIES = frozenset({YOUNG, CUSTODY, PARTY})
BASES = {
    one.id: one
    for one in (
        Basis(
            "private",
            "Hensynet til den unge selv eller andre mennesker (forvaltningslovens § 15 b)",
            "forvaltningslovens § 15 b, af hensyn til den unge selv eller andre mennesker",
            PARTIES,
        ),
        Basis(
            "internal",
            "Internt arbejdsdokument, der ikke er færdigt (forvaltningslovens § 12)",
            "forvaltningslovens § 12, fordi det er et internt arbejdsdokument, der ikke er færdigt",
            PARTIES,
            frozenset({WITHHOLD}),
        ),
        Basis(
            "gdpr",
            "Andre menneskers rettigheder (databeskyttelseslovens § 22)",
            "databeskyttelseslovens § 22, af hensyn til andre menneskers rettigheder",
            frozenset({YOUNG}),
        ),
        Basis(
            "protected",
            "Navne- og adressebeskyttelse (CPR-lovens § 28)",
            "CPR-lovens § 28, fordi navn og adresse er beskyttet",
            frozenset(ASKERS) - {YOUNG},
        ),
        Basis(
            "parent",
            "Hensynet til barnet (forældreansvarslovens § 23)",
            "forældreansvarslovens § 23, af hensyn til barnet",
            frozenset({PARENT}),
        ),
        Basis(
            "foi_private",
            "Enkeltpersoners private forhold (offentlighedslovens § 30)",
            "offentlighedslovens § 30, fordi det handler om private forhold",
            frozenset({PARENT, OTHER}),
        ),
        Basis(
            "foi_internal",
            "Internt dokument (offentlighedslovens § 23)",
            "offentlighedslovens § 23, fordi det er et internt dokument",
            frozenset({PARENT, OTHER}),
            frozenset({WITHHOLD}),
        ),
    )
}
WAYS = {
    "digital_post": "Digital Post",
    "secure_mail": "Sikker mail",
    "paper": "På papir med posten",
    "in_person": "Givet i hånden",
}

OPEN, WAITING, GRANTED, READY, HANDED_OUT, CLOSED = "open", "waiting", "granted", "ready", "handed_out", "closed"
STATES = {
    OPEN: "Gennemgås",
    WAITING: "Venter på lederen",
    GRANTED: "Pakken bliver lavet",
    READY: "Klar til at blive givet",
    HANDED_OUT: "Givet",
    CLOSED: "Lukket uden svar",
}
TARGETS = {
    "registered": OPEN,
    "submitted": WAITING,
    "returned": OPEN,
    "granted": GRANTED,
    "made": READY,
    "handed_out": HANDED_OUT,
    "closed": CLOSED,
}
"""The facts that move a request, and where to; the last of them says where it is."""
RUNNING = frozenset({OPEN, WAITING, GRANTED, READY})


def state(facts: Iterable[Mapping]) -> str:
    """Tell where a request is."""
    return [TARGETS[fact["kind"]] for fact in facts if fact["kind"] in TARGETS][-1]


def due(received: date) -> date:
    """Return the last day for an answer; the day on which it came does not count."""
    return add_working_days(received, WORKING_DAYS)


# Registering


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was typed."""

    asker: str
    name: str
    received: date | None
    scope: str
    today: date
    birth: date
    wishes: str = ""
    """What the young person says of it, where that is asked."""

    @property
    def asks_the_young(self) -> bool:
        """Whether the young person has a say: from 15 on, when a parent asks."""
        grown = birthday(self.birth, OWN_WISHES_FROM) <= self.today
        return self.asker in (CUSTODY, PARENT) and grown


REGISTERING: tuple[Guard[Asked], ...] = (
    Guard("hvem", lambda f: f.asker in ASKERS, "Vælg, hvem der beder om aktindsigt."),
    Guard(
        "hvem",
        lambda f: f.asker != CUSTODY or f.today < birthday(f.birth, ADULT),
        "Den unge er fyldt 18 år, og så er der ingen forældremyndighed. Vælg »En anden«, eller spørg den unge.",
    ),
    Guard(
        "navn",
        lambda f: f.asker == YOUNG or 1 < len(f.name.strip()) <= 100,
        "Skriv navnet på den, der beder om aktindsigt.",
    ),
    Guard(
        "modtaget",
        lambda f: f.received is not None and f.received <= f.today,
        "Skriv den dag, I fik anmodningen. Den kan ikke ligge efter i dag.",
    ),
    Guard("omfang", lambda f: 2 < len(f.scope.strip()) <= MOST_TEXT, "Skriv, hvad der er bedt om, fx »hele sagen«."),
)


# Going through one paper


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decides about one paper, and the paper."""

    kind: str
    asker: str
    outcome: str
    basis: str = ""
    reason: str = ""
    paths: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    paper: Paper | None = None
    protected: tuple[str, ...] = ()
    """The words that this receiver must not get."""
    looked: bool = False
    """Whether it is said that a file holds nothing that is protected."""
    original: str = ""
    copied: str = ""
    """The checksums of an attachment, and of the copy that is given in its place."""

    @property
    def cuts_text(self) -> bool:
        """Whether something is to be left out of a text that we have."""
        return self.outcome == REDACT and self.kind == PAPER

    @property
    def gives_a_file(self) -> bool:
        """Whether a file from outside is given, as it is or in the place of another."""
        return self.kind == ATTACHMENT and self.outcome in (GIVE, REDACT)

    @property
    def needs_a_copy(self) -> bool:
        """Whether something is to be left out of a file."""
        return self.kind == ATTACHMENT and self.outcome == REDACT

    @property
    def missing(self) -> tuple[str, ...]:
        """The words that are to be left out and do not stand in the paper."""
        paper = self.paper
        return tuple(word for word in self.words if paper is not None and not holds(paper, word))

    @property
    def missing_words(self) -> str:
        """The same in a sentence."""
        return ", ".join(f"»{word}«" for word in self.missing)

    @property
    def shows_protected(self) -> bool:
        """Whether the receiver would read something that is protected."""
        if self.paper is None or self.outcome not in (GIVE, REDACT):
            return False
        left = self.paper if self.outcome == GIVE else redact(self.paper, self.paths, self.words)[0]
        return any(holds(left, word) for word in self.protected)


DECIDING: tuple[Guard[Decided], ...] = (
    Guard("udfald", lambda f: f.outcome in CHOICES[f.kind], "Vælg, hvad der skal ske med papiret."),
    Guard(
        "ord",
        lambda f: not f.cuts_text or all(map(is_usable, f.words)),
        "Et af ordene er for kort eller for langt. Skriv mindst to og højst 120 tegn på hver linje.",
    ),
    Guard(
        "ord",
        lambda f: not f.cuts_text or not f.missing,
        "{facts.missing_words} står ikke i papiret. Ret stavningen, eller fjern linjen.",
    ),
    Guard(
        "dele",
        lambda f: not f.cuts_text or bool(f.paths or f.words),
        "Sæt hak ved mindst én del, eller skriv de ord, der skal udelades.",
    ),
    Guard(
        "dele",
        lambda f: not f.cuts_text or f.paper is None or f.paths <= f.paper.paths,
        "Papiret har ikke en af de dele, du har valgt. Genindlæs siden, og vælg igen.",
    ),
    Guard(
        "kopi",
        lambda f: not f.needs_a_copy or bool(f.copied),
        "Læg den kopi af filen ind, som skal gives, og hvor det er udeladt.",
    ),
    Guard(
        "kopi",
        lambda f: not f.needs_a_copy or f.copied != f.original,
        "Kopien er den samme fil, så der er ikke udeladt noget. Vælg kopien, eller giv hele papiret.",
    ),
    Guard(
        "grundlag",
        lambda f: f.outcome not in LEFT_OUT or f.basis in {one.id for one in bases(f.asker, f.outcome)},
        "Vælg den regel, der giver lov til at udelade det.",
    ),
    Guard(
        "begrundelse",
        lambda f: f.outcome not in LEFT_OUT or LEAST_REASON <= len(f.reason.strip()) <= MOST_TEXT,
        "Skriv, hvorfor det udelades, så modtageren kan forstå det. Skriv ikke det, der er udeladt.",
    ),
    Guard(
        "begrundelse",
        lambda f: f.outcome != REDACT or not _says(f.reason, f.words),
        "Begrundelsen gentager noget, der skal udelades. Modtageren læser den, så skriv den på en anden måde.",
    ),
    Guard(
        "udfald",
        lambda f: not f.shows_protected,
        "Den unge har navne- og adressebeskyttelse, og papiret nævner noget, der røber, hvor den unge er. Udelad det.",
    ),
    Guard(
        "set-efter",
        lambda f: not (f.gives_a_file and f.protected) or f.looked,
        "Den unge har navne- og adressebeskyttelse. Se filen igennem, og sæt hak ved, at du har gjort det.",
    ),
)


def _says(text: str, words: Sequence[str]) -> bool:
    return any(next(spans(settled(text), word), None) is not None for word in words)


def bases(asker: str, outcome: str) -> list[Basis]:
    """List the rules that can be named to this asker for this outcome."""
    return [one for one in BASES.values() if asker in one.askers and outcome in one.outcomes]
