"""The signatures of a version in words: who, as what, how and when (D18)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ..domain import danish
from ..domain.documents import KINDS
from ..domain.signature_words import METHODS, OTHER_METHOD, OTHER_OUTCOME, OUTCOMES, ROLES
from ..domain.workflow import APPROVED, state
from ..resources.document import Document


@dataclass(frozen=True, slots=True)
class Signature:
    """One line."""

    name: str
    role: str
    how: str
    words: str
    icon: str


def signatures(document: Document, number: int) -> list[Signature]:
    """List the signatures of a version in the order in which they were given."""
    found = document.facts_of("signature", number)
    return list(_lines(sorted(found, key=lambda fact: fact["data"].get("outcome") != "signed")))


def waits_for_signatures(document: Document, number: int) -> bool:
    """Tell whether a version is of a kind that is signed and has no signature yet."""
    signed = KINDS[document.form_key].signed and state(document.facts, number) == APPROVED
    return signed and not document.facts_of("signature", number)


def _lines(facts: list[dict]) -> Iterator[Signature]:
    for fact in facts:
        data, signed = fact["data"], fact["data"].get("outcome") == "signed"
        name = data.get("signer", {}).get("text") or fact["by"]["name"]
        role = ROLES.get(data.get("role", ""), "").lower()
        how = _how(data, fact["at"]) if signed else OUTCOMES.get(data.get("outcome", ""), OTHER_OUTCOME)
        words = data.get("words", "")
        yield Signature(name, role, how, words, "how-to-reg" if signed else "minus")


def _how(data: dict, at: str) -> str:
    moment = datetime.fromisoformat(at)
    timed = (moment.hour, moment.minute) != (0, 0)
    when = danish.moment(moment) if timed else danish.long_date(date.fromisoformat(at[:10]))
    return f"{METHODS.get(data.get('method', ''), OTHER_METHOD)} {when}"
