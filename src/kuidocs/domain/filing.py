"""Filing finished papers in the municipality's journal (DOMAIN 6.8): what is ready, under which subject, and what is
said when the journal does not take a paper.

Filing is a fact of the version; whether a paper has to be filed, or once more under a new subject, is computed from
the facts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import workflow
from .danish import count
from .documents import KINDS
from .errors import Refused
from .workflow import APPROVED, COMPLETE, NOT_REQUIRED, Fact, about, approved_numbers

KLE = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}")
"""A subject of the municipalities' shared classification, such as 27.69.40."""
KLE_HINT = "Seks cifre med punktum imellem, fx 27.69.40."
KLE_WRONG = "Skriv emnet fra KLE med seks cifre, fx 27.69.40."
BODY, SIGNED = "arkiv", "underskrevet"
"""The profiles of the file that is filed: the sealed paper, or the one with the page of signatures (D16)."""
INCOMING, OUTGOING, INTERNAL = "incoming", "outgoing", "internal"
DIRECTIONS = {
    "kui.consent": INCOMING,
    "kui.followup_request": INCOMING,
    "kui.notice": OUTGOING,
    "kui.contact_card": OUTGOING,
}
"""The kinds of paper that somebody gave to the municipality, or that it sends out; all others are its own."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the journal has not got a paper: what happened, what to do, and whether trying again can help by itself."""

    words: str
    do: str
    permanent: bool = False


LATER = "kuidocs prøver igen af sig selv."
DRIFT = "Giv driften besked. Prøv igen, når det er rettet."
FAILURES = {
    "no_answer": Failure("Journalsystemet svarede ikke.", LATER),
    "slow": Failure("Journalsystemet var for længe om at svare.", LATER),
    "server": Failure("Journalsystemet meldte om en fejl hos sig selv.", LATER),
    "busy": Failure("Journalsystemet havde for travlt.", LATER),
    "certificate": Failure("Journalsystemet kunne ikke vise, at det er det rigtige (certifikat).", LATER),
    "broken_receipt": Failure("Kvitteringen kunne ikke læses.", LATER),
    "folder": Failure("Der kunne ikke skrives i journalens mappe.", LATER),
    "unlisted": Failure("Filen står ikke i hovedbogen endnu.", LATER),
    "token": Failure("Journalsystemet godkendte ikke kuidocs' nøgle.", DRIFT, permanent=True),
    "moved": Failure("Journalsystemet viste videre til en anden adresse. Dertil sendes intet.", DRIFT, permanent=True),
    "too_large": Failure("Dokumentet er for stort til journalsystemet.", DRIFT, permanent=True),
    "not_taken": Failure("Journalsystemet ville ikke tage imod dokumentet.", DRIFT, permanent=True),
    "wrong_receipt": Failure("Kvitteringen gælder et andet dokument.", DRIFT, permanent=True),
    "occupied": Failure("Der ligger noget andet på dokumentets plads i journalen.", DRIFT, permanent=True),
    "damaged": Failure("Filen er ikke den, der blev forseglet. Den er ikke sendt.", DRIFT, permanent=True),
    "altered": Failure("Bilaget er ikke den fil, der blev lagt ind. Det er ikke sendt.", DRIFT, permanent=True),
}
UNKNOWN = Failure("Noget gik galt i kuidocs.", DRIFT)


def failure(code: str) -> Failure:
    """Return what is said of a failure; of one that nobody foresaw, that it is ours."""
    return FAILURES.get(code, UNKNOWN)


def check_kle(text: str) -> str:
    """Return a subject as it is stored.

    Raises Refused when it is none.
    """
    found = text.strip()
    if not KLE.fullmatch(found):
        raise Refused("kle", KLE_WRONG)
    return found


def ready(form_key: str, facts: Iterable[Fact], number: int) -> bool:
    """Tell whether a version is finished: approved, and signed by all who shall, or replaced before they did."""
    kept = list(facts)
    if workflow.state(kept, number) != APPROVED:
        return False
    signed = workflow.signing(form_key, kept, number) in (NOT_REQUIRED, COMPLETE)
    return signed or workflow.superseded_by(kept, number) is not None


def profile(form_key: str, facts: Iterable[Fact], number: int) -> str:
    """Return the profile of the file that is filed: when people were asked to sign here, the one that shows it."""
    kept = list(facts)
    asked = any(fact["kind"] == "signing_asked" and about(fact, number) for fact in kept)
    return SIGNED if asked and workflow.signing(form_key, kept, number) == COMPLETE else BODY


def receipts(facts: Iterable[Fact], number: int) -> list[Mapping]:
    """List what the journal has answered about a version, in order."""
    return [fact for fact in facts if fact["kind"] == "filed" and about(fact, number) and _data(fact).get("receipt")]


def to_file(form_key: str, facts: Iterable[Fact], kle: str) -> list[int]:
    """List the finished versions that the journal has not got, or has under another subject than the case's now."""
    kept = list(facts)
    numbers = sorted(set(approved_numbers(kept)))
    return [number for number in numbers if ready(form_key, kept, number) and _lacks(kept, number, kle)]


def _lacks(facts: list[Fact], number: int, kle: str) -> bool:
    filed = [fact for fact in facts if fact["kind"] == "filed" and about(fact, number)]
    return not filed or _data(filed[-1]).get("kle", kle) != kle


def lacks_file(facts: Iterable[Fact], kle: str | None, *, withdrawn: bool, along: bool) -> bool:
    """Tell whether the journal lacks a file that lies beside the papers, or knows something of it that holds no more.

    ``along``: it went with the version that it belongs to. It is lacking under another subject too, unless none is
    asked about. What was taken out before it was filed is never filed; the journal is told when it was taken out after.
    """
    filed = [_data(fact) for fact in facts if fact["kind"] == "filed"]
    if withdrawn:
        return (along or bool(filed)) and not (filed and filed[-1].get("withdrawn"))
    if along:
        return False
    return not filed or (kle is not None and filed[-1].get("kle") != kle)


def _data(fact: Fact) -> Mapping:
    found = fact["data"]
    return found if isinstance(found, Mapping) else {}


def all_filed(facts: Iterable[Fact]) -> bool:
    """Tell whether every approved version is filed."""
    kept = list(facts)
    filed = {fact["about"]["number"] for fact in kept if fact["kind"] == "filed"}  # type: ignore[index]
    return set(approved_numbers(kept)) <= filed


def direction(form_key: str) -> str:
    """Return which way a paper goes."""
    return DIRECTIONS.get(form_key, INTERNAL)


def papers(number: int) -> str:
    """Say how many papers: »ét dokument«, »to dokumenter«."""
    return "ét dokument" if number == 1 else count(number, "dokument", "dokumenter")


def files(number: int) -> str:
    """Say how many attachments: »ét bilag«, »to bilag«."""
    return "ét bilag" if number == 1 else count(number, "bilag", "bilag")


def label(form_key: str) -> str:
    """Return what a kind of paper is called."""
    return KINDS[form_key].label
