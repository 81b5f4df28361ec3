"""The life of one document in words: what each kind of fact or event is called to those who work with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

WORDS = {
    "created": "begyndte på dokumentet",
    "imported": "lagde dokumentet ind i kuidocs",
    "version_begun": "begyndte på version {number}",
    "restored": "gendannede teksten fra {source} som udkast til version {number}",
    "draft_dropped": "opgav udkastet til version {number}",
    "merged": "skrev samtidig med {other} i {field}; begge dele er med",
    "settled": "valgte mellem {texts} tekster i {field}",
    "submitted": "sendte version {number} til gennemsyn",
    "compared": "åbnede sammenligningen af {source} og version {number}",
    "opened_for_review": "åbnede version {number} for at læse den igennem",
    "returned": "sendte version {number} tilbage",
    "approved": "godkendte version {number}",
    "annulled": "annullerede dokumentet",
    "comment": "skrev kommentar {comment} til version {number}",
    "comment_reply": "svarede på kommentar {comment}",
    "comment_resolved": "løste kommentar {comment}",
    "comment_reopened": "åbnede kommentar {comment} igen",
    "signature": "{signature}",
    "signing_complete": "noterede, at alle har taget stilling til at skrive under på version {number}",
    "sealed": "forseglede PDF-filen af version {number}",
    "sent": "sendte dokumentet",
    "delivered": "sendte mail om dokumentet",
    "filed": "journaliserede version {number}",
    "card_given": "gav kortet videre",
    "withdrawn_at": "skrev ned, at samtykket er trukket tilbage",
}
"""What who did, by the kind. What is not here is no step in the life of the document."""
SIGNATURES = {"signed": "skrev under på version {number}", "refused": "sagde nej tak til at skrive under"}
OPTIONAL = frozenset({"comment", "comment_reply", "comment_resolved", "comment_reopened"})
"""What is told only to who may read the text that it is about."""
WRITING = frozenset({"merged", "settled"})
"""What is told only to who may write: words that nobody submitted."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who did what when, and why in their own words."""

    at: str
    by: Mapping[str, str]
    kind: str
    words: str
    note: str = ""
    number: int = 0
    round: int = 0
    texts: tuple[Mapping, ...] = ()
    """The texts that somebody chose between: {"value", "by", "at"}."""
    path: str = ""
    """The draft path of the field that it is about."""


@dataclass(frozen=True, slots=True)
class Names:
    """How fields and people are called, for the words of a step."""

    field: Callable[[str], str]
    user: Callable[[str], str]


PLAIN = Names(str, str)


def steps(facts: Iterable[Mapping], events: Iterable[Mapping], names: Names = PLAIN) -> list[Step]:
    """Tell the whole life, the newest first. An event that tells of a fact is told once, with the fact's words."""
    facts = list(facts)
    told = {fact["kind"] for fact in facts}
    numbers = {fact["id"]: n for n, fact in enumerate((f for f in facts if f["kind"] == "comment"), 1)}
    found = [_step(one, numbers, names) for one in events if one["kind"] in WORDS and one["kind"] not in told]
    found += [_step(fact, numbers, names) for fact in facts if fact["kind"] in WORDS]
    # What happened within one second is told in the order in which it was written.
    return sorted(found, key=lambda step: step.at)[::-1]


def _step(one: Mapping, numbers: Mapping[str, int], names: Names) -> Step:
    kind, data, about = one["kind"], one["data"], one["about"]
    number, round_ = about.get("number", 0), about.get("round", 0)
    signature = SIGNATURES.get(str(data.get("outcome")), "tog stilling til underskriften").format(number=number)
    path, texts = str(about.get("path") or data.get("path", "")), tuple(data.get("texts", ()))
    words = WORDS[kind].format(
        number=number or 1,
        comment=numbers.get(data.get("comment", one.get("id")), ""),
        source=_source(data),
        signature=signature,
        field=names.field(path),
        other=names.user(str(data.get("other", ""))),
        texts=len(texts),
    )
    note = data.get("note") or data.get("override") or data.get("text") or data.get("words") or ""
    return Step(one["at"], _who(one), kind, words, str(note), number, round_, texts, path)


def _source(data: Mapping) -> str:
    round_ = data.get("from_round", 1)
    return f"version {data.get('from', '')}" + (f", {round_}. gennemsyn" if round_ > 1 else "")


def _who(one: Mapping) -> Mapping[str, str]:
    """Return who did it; a signature is told of who signed, not of who wrote it down."""
    signer = one["data"].get("signer")
    return {"name": signer["text"]} if isinstance(signer, Mapping) and signer.get("text") else one["by"]
