"""Who has access to a case, to what, why and until when; who had; who has not and why. Reads only (DOMAIN 5, 8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ..domain import danish
from ..domain.access_acts import active, blocks, openings
from ..domain.ages import birthday
from ..domain.documents import title
from ..resources.case import Case
from ..resources.staff import Staff
from ..security.explaining import consent_says, explain
from ..security.permissions import Permission
from ..security.questions import Question, relations
from ..security.reading import Sight
from .acting import root_of
from .case_reading import consent
from .involvement import LEFT, RELATIONS

SOON = timedelta(days=365)
GROWN_UP = 18
HELD = ("held", "minuted", "closed", "cancelled")
CAN = (
    (Permission.Case.WRITE, "Læse og skrive alt", "Skrive i forløbet og læse det, som samtykket dækker"),
    (
        Permission.Case.VIEW,
        "Læse forløbets papirer og melde om egne opgaver",
        "Læse det, som samtykket dækker, og melde om egne opgaver",
    ),
    (
        Permission.Case.STEER,
        "Se, hvor forløbet er, og føre det videre",
        "Se, hvor forløbet er, og føre det videre",
    ),
)
"""What a case as a whole lets one do, the most first; only the first that is given is said. First for those who read
everything, then for those who read by the consent."""
UNTIL = {
    "plan_coordinator": "Til en anden bliver plankoordinator",
    "deputy": "Til en anden bliver stedfortræder",
    "contact_person": "Til en anden bliver kontaktperson",
    "ad_hoc": "Til referatet af mødet er godkendt",
}
GOES_ON = "Til opgaven i forløbet bliver sluttet"
BY_ROLE = "Så længe rollen er den samme"
ENDED = {
    "plan_coordinator": "En anden er blevet plankoordinator.",
    "deputy": "En anden er blevet stedfortræder.",
    "contact_person": "En anden er blevet kontaktperson.",
    "ad_hoc": "Referatet af mødet er godkendt.",
}


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may, why, and until when."""

    name: str
    department: str
    can: tuple[str, ...]
    because: str
    until: str
    consent: str = ""
    """What the consent lets him or her read."""


@dataclass(frozen=True, slots=True)
class Past:
    """Somebody who had access, the day on which it ended, and why."""

    name: str
    department: str
    day: date
    because: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Why one person may see the case, or may not."""

    name: str
    allowed: bool
    reasons: tuple[str, ...]
    ways: tuple[tuple[str, ...], ...]
    consent: str
    """What the consent lets the person read, or whether the department stands in it."""


def access(case: Case, now: datetime) -> list[Access]:
    """List everybody of the staff who may do anything with the content of the case today."""
    staff = sorted(root_of(case).medarbejdere.values(), key=lambda one: one.name)
    found = [_access(case, person, now) for person in staff if person.works_on(now.date())]
    return [one for one in found if one is not None]


def _asking(place: Any, person: Staff, now: datetime) -> Question:
    return Question(person.identity(), place, now.date(), now)


def _access(case: Case, person: Staff, now: datetime) -> Access | None:
    question = _asking(case, person, now)
    because: dict[str, None] = {}
    can: list[str] = []
    seen = Sight(person.identity(), case, now.date())
    for permission, whole, by_consent in CAN:
        told = explain(permission, question)
        if told.allowed and not can:
            can.append(whole if seen.all else by_consent)
            because |= dict.fromkeys(told.reasons)
    if not explain(Permission.Case.VIEW, question).allowed:
        for words, reasons in _papers(case, person, now):
            can.append(words)
            because |= dict.fromkeys(reasons)
    if not can:
        return None
    mine = relations(question)
    why, until = _because(mine, because), _until(case, person, mine, now)
    consent_ = consent_says(seen) if explain(Permission.Case.VIEW, question).allowed else ""
    return Access(person.name, person.department, tuple(can), why, until, consent_)


def _papers(case: Case, person: Staff, now: datetime) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Go through the papers that somebody may read without a part in the case."""
    for document in case.dokumenter.in_order():
        told = explain(Permission.Document.READ, _asking(document, person, now))
        if told.allowed:
            name = title(document.form_key)
            yield f"Læse {name[0].lower()}{name[1:]} ({document.label})", told.reasons


def _because(mine: frozenset[str], reasons: dict[str, None]) -> str:
    """Name the parts in the case, else the conditions of the table that hold."""
    named = [RELATIONS[one] for one in RELATIONS if one in mine and (one != "author" or len(mine) == 1)]
    words = [f"Er {one[0].lower()}{one[1:]}" if key != "author" else one for one, key in _keyed(named)] or [*reasons]
    return f"{danish.listed([words[0], *(f'{word[0].lower()}{word[1:]}' for word in words[1:])])}."


def _keyed(named: list[str]) -> Iterator[tuple[str, str]]:
    keys = {label: key for key, label in RELATIONS.items()}
    return ((one, keys[one]) for one in named)


def _until(case: Case, person: Staff, mine: frozenset[str], now: datetime) -> str:
    opened = active(case.facts, person.user_id, now)
    if not mine and opened is not None:
        return danish.moment(opened.until)
    if not mine:
        return BY_ROLE
    rows = [one for one in case.involvements if one["user_id"] == person.user_id and one["relation"] in mine]
    if any(not one["until"] and one["relation"] not in UNTIL for one in rows):
        return GOES_ON
    relation = next(one for one in (*UNTIL, *mine) if one in mine)
    days = [one["until"] for one in rows if one["relation"] == relation and one["until"]]
    return danish.long_date(date.fromisoformat(max(days))) if days else UNTIL.get(relation, GOES_ON)


def past(case: Case, now: datetime) -> list[Past]:
    """List those who had a part in the case and have none today, the last first."""
    staff, found = root_of(case).medarbejdere, {}
    for one in sorted(case.involvements, key=lambda row: row["until"]):
        person = staff.get(one["user_id"])
        if person is not None and one["until"] and not relations(_asking(case, person, now)):
            day = date.fromisoformat(one["until"])
            found[person.user_id] = Past(person.name, person.department, day, _ended(case, one))
    return sorted(found.values(), key=lambda one: one.day, reverse=True)


def opened(case: Case, now: datetime) -> list[Past]:
    """List the openings with a reason that are over, the last first."""
    staff, found = root_of(case).medarbejdere, []
    for one in openings(case.facts):
        if not one.lasts(now):
            person = staff.get(one.user_id)
            day = datetime.fromisoformat(one.ended_at).date() if one.ended_at else one.until.date()
            because = f"{one.basis_words}: »{one.reason}«"
            found.append(Past(one.name, person.department if person is not None else "", day, because))
    return found[::-1]


def kept_out(case: Case) -> list[tuple[str, str, bool, str]]:
    """List who is or was kept out: user id, name, whether it counts now, and the words."""
    staff = root_of(case).medarbejdere
    told = []
    for one in blocks(case.facts):
        since = danish.long_date(date.fromisoformat(one.at[:10]))
        words = f"Spærret {since} af {one.by}: »{one.reason}«"
        if one.lifted_at:
            words += f" Ophævet {danish.long_date(date.fromisoformat(one.lifted_at[:10]))}: »{one.lifted_reason}«"
        told.append((one.user_id, staff[one.user_id].name, not one.lifted_at, words))
    return told


def _ended(case: Case, row: dict) -> str:
    if row.get("over"):
        left = [f["data"] for f in case.facts if f["kind"] == LEFT and f["data"]["user_id"] == row["user_id"]]
        return left[-1]["reason"]
    return ENDED.get(row["relation"], "Opgaven i forløbet er slut.")


def answer(case: Case, person: Staff, now: datetime) -> Answer:
    """Tell why somebody may see the case, or what is missing."""
    told = explain(Permission.Case.VIEW, _asking(case, person, now))
    return Answer(person.name, told.allowed, told.reasons, told.missing, _consent(case, person, told.allowed, now))


def _consent(case: Case, person: Staff, allowed: bool, now: datetime) -> str:
    if allowed:
        return consent_says(Sight(person.identity(), case, now.date()))
    given = consent(case)
    if given is None or given.withdrawn_at:
        return "Der er intet samtykke, der gælder."
    words = "er med i samtykket" if person.department in given.departments else "er ikke med i samtykket"
    return f"{person.department} {words}."


def soon(case: Case, today: date) -> list[tuple[date, str]]:
    """List what will change somebody's access, the soonest first."""
    return sorted(one for one in (*_meetings(case, today), *_consent_ends(case, today), *_grown_up(case, today)))


def _meetings(case: Case, today: date) -> Iterator[tuple[date, str]]:
    for meeting in case.moeder.in_order():
        if meeting.date and meeting.state not in HELD and (day := date.fromisoformat(meeting.date)) >= today:
            yield day, "møde. Ad hoc-fagpersoner har adgang, til referatet er godkendt."


def _consent_ends(case: Case, today: date) -> Iterator[tuple[date, str]]:
    given = consent(case)
    if given is not None and not given.withdrawn_at and today <= given.valid_until <= today + SOON:
        who = danish.listed(given.departments)
        yield given.valid_until, f"samtykket udløber. {who} må ikke få mere at vide uden et nyt."


def _grown_up(case: Case, today: date) -> Iterator[tuple[date, str]]:
    day = birthday(date.fromisoformat(case.person.birth_date), GROWN_UP)
    if today <= day <= today + SOON:
        yield day, f"{case.person.called} fylder 18. Samtykket skal gives igen, og forældrene har ikke ret mere."
