"""Who signs what, in which order and how: a table over the kinds of document, and pure functions over facts (D16, D18).

Asking is a fact of the version; each answer is another. What has become of a request is computed from them, so a
signature, a refusal and what pages say of both can never disagree. A refusal never blocks anything.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .danish import age_on
from .errors import Conflict, Refused
from .guards import Guard
from .workflow import Fact, about

YOUNG, CUSTODY, CHAIR, COORDINATOR = "young_person", "custody_holder", "chair", "plan_coordinator"
LOGIN, PAPER, MITID = "login", "paper", "mitid"
SIGNED, REFUSED, NO_ANSWER, NOT_ASKED = "signed", "refused", "no_answer", "not_asked"
WAITING, LATER = "waiting", "later"
ASKED, SIGNATURE, ORDER, DEPUTY, COMPLETE, RECEIVED = (
    "signing_asked",
    "signature",
    "signing_order",
    "signing_deputy",
    "signing_complete",
    "signing_received",
)
"""The kinds of facts: who is asked · an answer · in order or all at once · another in somebody's place · all are in · a
file that was signed with MitID came back and is being sealed."""
SEALING = "sealing"
"""What must hold when a file that was received is sealed: all else was asked when it was received."""
FIRST, LAST = 1, 2
FILE = "underskrevet"
"""The profile of the signed PDF: the pages of the body, the page of signatures, and the seal over both."""

ROLES = {
    YOUNG: "Den unge",
    CUSTODY: "Forælder med forældremyndighed",
    "guardian": "Værge",
    CHAIR: "Mødeleder",
    COORDINATOR: "Plankoordinator",
}
METHODS = {LOGIN: "Login", PAPER: "Papir", MITID: "MitID"}
OUTCOMES = {
    SIGNED: "Underskrevet",
    REFUSED: "Nej tak, noteret",
    NO_ANSWER: "Har ikke svaret",
    NOT_ASKED: "Ikke spurgt",
    WAITING: "Venter",
    LATER: "Venter på de andre",
}


@dataclass(frozen=True, slots=True)
class Asks:
    """One line of the table: who is asked as what, at which turn, and whether the model demands it."""

    role: str
    turn: int = FIRST
    voluntary: bool = False


SIGNERS: Mapping[str, tuple[Asks, ...]] = {
    "kui.consent": (Asks("givers"),),
    "kui.minutes.clarification": (Asks(CHAIR),),
    "kui.minutes.followup_without_young": (Asks(CHAIR),),
    "kui.minutes.coordination": (Asks(CHAIR), Asks(YOUNG, voluntary=True), Asks(CUSTODY, voluntary=True)),
    "kui.minutes.followup_with_young": (Asks(CHAIR), Asks(YOUNG, voluntary=True), Asks(CUSTODY, voluntary=True)),
    "kui.education_plan": (Asks(YOUNG), Asks(CUSTODY), Asks(COORDINATOR, LAST)),
}
"""The signers of each kind (DOMAIN 4.4). »givers« are those whom the age asks: under 15 all holders of custody, from 15
the young person. Holders of custody are asked while the young person is under 18."""
OF_AGE, GIVES_SELF = 18, 15


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of a case who may be asked."""

    name: str
    actor_id: str = ""
    user_id: str = ""
    """Of those who have a user; only they sign by log-in."""
    words: str = ""
    """What he or she is to the young person: »Mor«."""


@dataclass(frozen=True, slots=True)
class People:
    """Who is who, for a version on the day of its approval."""

    young: Known
    birth: date
    custody: tuple[Known, ...] = ()
    chair: Known | None = None
    coordinator: Known | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who is asked to sign a version."""

    sid: str
    role: str
    name: str
    actor_id: str = ""
    user_id: str = ""
    words: str = ""
    turn: int = FIRST
    voluntary: bool = False

    @property
    def as_what(self) -> str:
        """As what, in words: »Mor, forældremyndighed«."""
        return f"{self.words}, forældremyndighed" if self.role == CUSTODY and self.words else ROLES[self.role]

    @property
    def methods(self) -> tuple[str, ...]:
        """How he or she may sign: staff by log-in or on paper, citizens by MitID or on paper."""
        return (LOGIN, PAPER) if self.user_id else (MITID, PAPER)

    def plain(self) -> dict[str, Any]:
        """Return what a fact keeps."""
        return {name: getattr(self, name) for name in self.__slots__}


def signers(form_key: str, people: People, day: date) -> tuple[Signer, ...]:
    """Return who is asked to sign a version that is approved on a day."""
    found: list[Signer] = []
    for line in SIGNERS.get(form_key, ()):
        for role, known in _people_of(line.role, people, age_on(people.birth, day)):
            found.append(_signer(line, role, known))
    return tuple({one.sid: one for one in found}.values())


def _people_of(role: str, people: People, age: int) -> list[tuple[str, Known]]:
    if role == "givers":
        role = YOUNG if age >= GIVES_SELF else CUSTODY
    if role == CUSTODY:
        return [(CUSTODY, one) for one in people.custody] if age < OF_AGE else []
    named = {YOUNG: people.young, CHAIR: people.chair, COORDINATOR: people.coordinator}[role]
    return [(role, named)] if named is not None else []


def _signer(line: Asks, role: str, known: Known) -> Signer:
    sid = hashlib.sha256(f"{role}\n{known.actor_id or known.name}".encode()).hexdigest()[:12]
    return Signer(sid, role, known.name, known.actor_id, known.user_id, known.words, line.turn, line.voluntary)


@dataclass(frozen=True, slots=True)
class Request:
    """What has become of asking one signer."""

    signer: Signer
    state: str
    answer: Fact | None = None
    deputy_for: str = ""
    """The name of the one in whose place he or she signs."""

    @property
    def open(self) -> bool:
        """Whether there is no answer yet."""
        return self.answer is None

    @property
    def data(self) -> Mapping[str, Any]:
        """What the answer keeps."""
        found = self.answer["data"] if self.answer else {}
        assert isinstance(found, Mapping)
        return found


def requests(facts: Iterable[Fact], number: int, asked: Sequence[Signer] = ()) -> tuple[Request, ...]:
    """Compute the requests of a version from its facts; ``asked`` counts where no fact says who was asked."""
    own = [fact for fact in facts if about(fact, number)]
    wanted, replaced = list(_asked(own) or asked), _deputies(own)
    answers = _answers(own)
    turns = {one.turn for one in wanted if one.sid not in answers}
    now = max(turns, default=FIRST) if in_parallel(own, number) else min(turns, default=FIRST)
    return tuple(_request(one, answers.get(one.sid), replaced.get(one.sid), now) for one in wanted)


def _request(asked: Signer, answer: Fact | None, deputy: Mapping[str, Any] | None, now: int) -> Request:
    signer = _in_place(asked, deputy) if deputy else asked
    instead = asked.name if deputy else ""
    if answer is not None:
        data = answer["data"]
        return Request(signer, data["outcome"], answer, instead)  # type: ignore[index]
    return Request(signer, WAITING if asked.turn <= now else LATER, None, instead)


def _in_place(asked: Signer, deputy: Mapping[str, Any]) -> Signer:
    told = {name: deputy[name] for name in ("name", "actor_id", "user_id")}
    return Signer(**(asked.plain() | told))


def _answers(own: Iterable[Fact]) -> dict[str, Fact]:
    """Return the last answer of each; what came from a file answers no request."""
    found: dict[str, Fact] = {}
    for fact in own:
        data: Any = fact["data"]
        if fact["kind"] == SIGNATURE and "sid" in data:
            found[data["sid"]] = fact
    return found


def _asked(own: Iterable[Fact]) -> tuple[Signer, ...]:
    found = [fact for fact in own if fact["kind"] == ASKED]
    return tuple(Signer(**one) for one in found[-1]["data"]["signers"]) if found else ()  # type: ignore[index]


def _deputies(own: Iterable[Fact]) -> dict[str, Mapping[str, Any]]:
    found: list[Any] = [fact["data"] for fact in own if fact["kind"] == DEPUTY]
    return {data["sid"]: data for data in found}


def asked_users(facts: Iterable[Fact]) -> frozenset[str]:
    """Return the users who are asked to sign some version, themselves or in the place of another."""
    found: set[str] = set()
    for fact in facts:
        data: Any = fact["data"]
        if fact["kind"] == ASKED:
            found.update(one["user_id"] for one in data["signers"])
        elif fact["kind"] == DEPUTY:
            found.add(data["user_id"])
    return frozenset(found - {""})


def in_parallel(facts: Iterable[Fact], number: int) -> bool:
    """Tell whether all may sign at once, because somebody has said so."""
    found = [fact for fact in facts if fact["kind"] == ORDER and about(fact, number)]
    return bool(found) and bool(found[-1]["data"]["parallel"])  # type: ignore[index]


def received(facts: Iterable[Fact], number: int, sid: str) -> bool:
    """Tell whether somebody has signed with MitID and the seal is waited for; the answer is written with it."""
    own: list[tuple[Any, Any]] = [(fact["kind"], fact["data"]) for fact in facts if about(fact, number)]
    sealed = {data.get("received") for kind, data in own if kind == SIGNATURE}
    return any(kind == RECEIVED and data["sid"] == sid and data["artefact"] not in sealed for kind, data in own)


def all_answered(found: Sequence[Request]) -> bool:
    """Tell whether nobody is waited for any more."""
    return bool(found) and not any(one.open for one in found)


def answers_key(found: Sequence[Request]) -> str:
    """Name the answers that a signed file is made of, so that it is made once for the same answers."""
    ids = "\n".join(str(one.answer["id"]) for one in found if one.answer)
    return hashlib.sha256(ids.encode()).hexdigest()[:16]


# Answering: the guards in the order in which they are asked.


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody's answer, as it is about to be written."""

    request: Request | None
    outcome: str
    method: str = ""
    words: str = ""
    sealed: str = ""
    """The SHA-256 of the sealed body, "" while it is being made."""
    shown: str = ""
    """The one that the page showed."""
    own: bool = False
    """Whether who is here is the one who was asked."""
    day: date | None = None
    today: date | None = None
    sealed_on: date | None = None
    """The day on which the body was sealed; a page to sign carries its sum, so nobody can have signed it before."""
    locked: bool = False
    of_age: bool = False
    """Whether a holder of custody is asked for a young person who is of age on the day (DOMAIN 4.2)."""
    received: bool = False
    """Whether he or she has signed with MitID, and it is being sealed."""

    @property
    def name(self) -> str:
        """The name of who is asked."""
        return self.request.signer.name if self.request else ""


LONGEST_WORDS = 2000
STALE = "Siden er gammel: Dokumentet eller filen er en anden nu. Genindlæs siden, og læs den, før der skrives under."
Row = Guard[Answering]
THERE: Row = Guard("who", lambda f: f.request is not None, "Vælg, hvem det drejer sig om.")
CUSTODY_LASTS: Row = Guard(
    "of_age",
    lambda f: not f.of_age,
    "Den unge er fyldt 18 år og bestemmer selv. {facts.name} skal ikke skrive under længere.",
)
LOCKED: Row = Guard("locked", lambda f: not f.locked, "Forløbet er arkiveret. Der kan ikke skrives mere under i det.")
SEALED: Row = Guard(
    "sealed",
    lambda f: bool(f.sealed),
    "PDF-filen bliver lavet og forseglet lige nu. Vent et øjeblik, og prøv igen. Først da ligger det fast, hvad der "
    "skrives under på.",
)
SAME_FILE: Row = Guard("stale", lambda f: f.shown == f.sealed, STALE)
NOT_SIGNED: Row = Guard(
    "answered",
    lambda f: f.request is not None and f.request.state != SIGNED,
    "{facts.name} har allerede skrevet under. En underskrift kan ikke laves om.",
)
ARRIVED: Row = Guard(
    "received",
    lambda f: not f.received,
    "{facts.name} har skrevet under med MitID, og underskriften bliver forseglet. Den kan ikke laves om.",
)
TURN: Row = Guard(
    "turn",
    lambda f: f.request is not None and f.request.state != LATER,
    "Det er ikke tid til {facts.name} endnu. De andre skal svare først, eller vælg, at alle kan skrive under samtidig.",
)
HOW: Row = Guard(
    "method",
    lambda f: f.request is not None and f.method in f.request.signer.methods,
    "{facts.name} kan ikke skrive under på den måde. Vælg en anden.",
)
OWN: Row = Guard("own", lambda f: f.own, "Kun {facts.name} kan skrive under med sit eget login. Andre kan bruge papir.")
WORDS_FIT: Row = Guard("words", lambda f: len(f.words) <= LONGEST_WORDS, "Teksten er for lang. Skriv det kortere.")
WORDS: Row = Guard(
    "words", lambda f: bool(f.words.strip()), "Skriv personens egne ord. Det er dem, der bliver stående."
)
DAY: Row = Guard(
    "day",
    lambda f: f.day is not None and f.today is not None and f.day <= f.today,
    "Skriv, hvilken dag det blev sagt. Det kan ikke være en dag, der ikke er kommet endnu.",
)
SIGNED_ON: Row = Guard(
    "day",
    DAY.holds,
    "Skriv, hvilken dag der er skrevet under. Det kan ikke være en dag, der ikke er kommet endnu.",
)
NOT_BEFORE: Row = Guard(
    "day",
    lambda f: f.day is None or f.sealed_on is None or f.day >= f.sealed_on,
    "Siden, der skrives under på, fandtes ikke den dag. Skriv den dag, der står på den underskrevne side.",
)
WHY: Row = Guard("words", lambda f: bool(f.words.strip()), "Skriv kort, hvordan I har forsøgt at få svar.")

GUARDS: Mapping[str, tuple[Row, ...]] = {
    LOGIN: (THERE, LOCKED, SEALED, NOT_SIGNED, TURN, HOW, OWN, SAME_FILE),
    PAPER: (THERE, CUSTODY_LASTS, LOCKED, SEALED, NOT_SIGNED, ARRIVED, TURN, HOW, SIGNED_ON, NOT_BEFORE),
    MITID: (THERE, CUSTODY_LASTS, LOCKED, SEALED, NOT_SIGNED, ARRIVED, TURN, HOW, SAME_FILE),
    SEALING: (THERE, NOT_SIGNED),
    REFUSED: (THERE, LOCKED, NOT_SIGNED, ARRIVED, DAY, WORDS, WORDS_FIT),
    NO_ANSWER: (THERE, LOCKED, NOT_SIGNED, ARRIVED, WHY, WORDS_FIT),
}
"""What must hold for each way to answer."""
CONFLICTS = frozenset({"answered", "received", "stale", "turn", "sealed", "locked", "of_age"})
"""The guards that fail because something has happened meanwhile, not because something was typed wrong."""


def check(kind: str, facts: Answering) -> None:
    """Refuse an answer that cannot be taken.

    Raises Conflict, Refused.
    """
    for guard in GUARDS[kind]:
        if not guard.holds(facts):
            error = Conflict if guard.name in CONFLICTS else Refused
            raise error(guard.name, guard.said(facts))


# The code on paper.

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def paper_code(sealed_sha256: str, sid: str) -> str:
    """Compute the code of a printed signature page: it belongs to one signer of one sealed file and to nothing else."""
    number = int.from_bytes(hashlib.sha256(f"{sealed_sha256}\n{sid}".encode()).digest()[:8], "big")
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in range(12))
    return "-".join(letters[start : start + 4] for start in range(0, 12, 4))


def typed_code(text: str) -> str:
    """Read a code as people type it: small letters, no dashes, O for 0."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum()).translate(LOOK_ALIKE)
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
