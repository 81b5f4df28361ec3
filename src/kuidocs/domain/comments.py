"""Comments on a version: who said what about which field, the replies, and whether it is resolved.

They are facts beside the version (D1): {"kind": "comment", "data": {"path", "quote", "text", "label"}} with replies and
resolutions that name the comment by its id. They keep their number through all versions.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .danish import listed
from .errors import Conflict, NotAllowed, Refused
from .workflow import IN_REVIEW, Fact

COMMENT, REPLY, RESOLVED, REOPENED = "comment", "comment_reply", "comment_resolved", "comment_reopened"
LONGEST, LONGEST_QUOTE = 8000, 400
AROUND = " »«\"“”„'…."
AS_WRITTEN, CHANGED, GONE = "as_written", "changed", "gone"
"""How the text that a comment is about stands in another version."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that somebody said."""

    by: Mapping[str, str]
    at: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with what followed."""

    id: str
    number: int
    about: tuple[int, int]
    """The version number and the round that it was written to."""
    path: str
    label: str
    """What the field was called and where it stood then."""
    quote: str
    said: Said
    replies: tuple[Said, ...] = ()
    resolved: Said | None = None

    @property
    def open(self) -> bool:
        return self.resolved is None


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with its replies, as it stands on paper."""

    head: str
    """Its number, and whether it is open."""
    quote: str
    said: tuple[tuple[str, str], ...]
    """Who said it when, and what; the comment first, then the replies, then how it was resolved."""
    stale: str = ""
    """Why it may not fit the text any more."""


def threads(facts: Iterable[Fact]) -> list[Thread]:
    """Gather the comments of a document in the order in which they were written."""
    found: dict[str, Thread] = {}
    for fact in facts:
        if fact["kind"] == COMMENT:
            found[str(fact["id"])] = _begun(fact, len(found) + 1)
        elif fact["kind"] in FOLLOWS:
            thread = found.get(str(_mapping(fact["data"]).get("comment")))
            if thread is not None:
                found[thread.id] = _followed(thread, fact)
    return list(found.values())


def _begun(fact: Fact, number: int) -> Thread:
    about, data = _mapping(fact["about"]), _mapping(fact["data"])
    place = int(about["number"]), int(about["round"])
    return Thread(str(fact["id"]), number, place, data["path"], data["label"], data["quote"], _said(fact))


def _said(fact: Fact) -> Said:
    return Said(_mapping(fact["by"]), str(fact["at"]), str(_mapping(fact["data"]).get("text", "")))


def _mapping(value: object) -> Mapping:
    assert isinstance(value, Mapping), "facts are written so"
    return value


def _followed(thread: Thread, fact: Fact) -> Thread:
    return FOLLOWS[str(fact["kind"])](thread, _said(fact))


FOLLOWS = {
    REPLY: lambda thread, said: replace(thread, replies=(*thread.replies, said)),
    RESOLVED: lambda thread, said: replace(thread, resolved=said),
    REOPENED: lambda thread, said: replace(
        thread, resolved=None, replies=(*thread.replies, said) if said.text else thread.replies
    ),
}
"""What a fact does with the comment that it names."""


def unresolved(facts: Iterable[Fact]) -> list[Thread]:
    """List the comments that are open."""
    return [thread for thread in threads(facts) if thread.open]


def check_resolved(facts: Iterable[Fact]) -> None:
    """Refuse an approval while comments are open.

    Raises Refused.
    """
    left = unresolved(facts)
    if left:
        raise Refused("comments", blocking(left), threads=[thread.number for thread in left])


def blocking(left: list[Thread]) -> str:
    """Say that open comments stand in the way, and what to do."""
    numbers = listed([str(thread.number) for thread in left])
    if len(left) == 1:
        return f"Kommentar {numbers} er ikke løst. Løs den, eller send dokumentet tilbage med en note."
    return f"{len(left)} kommentarer er ikke løst: {numbers}. Løs dem, eller send dokumentet tilbage med en note."


def standing(quote: str, then: str | None, now: str | None) -> str:
    """Tell how the text under a comment stands: as it was written, changed since, or gone with its field."""
    if now is None:
        return GONE
    if quote:
        return AS_WRITTEN if one_line(quote) in one_line(now) else CHANGED
    return AS_WRITTEN if then is None or one_line(then) == one_line(now) else CHANGED


def one_line(text: str) -> str:
    """Write a text with single blanks, as a quotation is looked for."""
    return " ".join(text.split())


def words_in(quote: str, text: str) -> str:
    """Return the words of a quotation as the text has them, "" when they do not stand there.

    Who types them need not hit capitals, nor leave out the quotation marks that the page sets around them.
    """
    text = one_line(text)
    for wanted in filter(None, dict.fromkeys((one_line(quote), one_line(quote).strip(AROUND)))):
        found = re.search(re.escape(wanted), text) or re.search(re.escape(wanted), text, re.IGNORECASE)
        if found:
            return found.group()
    return ""


def check_text(text: str) -> str:
    """Return what was written, without blanks around it.

    Raises Refused.
    """
    text = text.strip()
    if not text:
        raise Refused("empty", "Skriv din kommentar, før du sender den.")
    if len(text) > LONGEST:
        raise Refused("too_long", f"Kommentaren er på {len(text)} tegn. Der er plads til {LONGEST}. Del den i to.")
    return text


def may_resolve(thread: Thread, user: str, *, state: str, writer: str, finishes_alone: bool) -> bool:
    """Tell who resolves a comment: who wrote it, and the reviewer while the document is in review.

    Where the author finishes a document without a reviewer, whoever may comment may also resolve.
    """
    return user == thread.said.by["user_id"] or finishes_alone or (state == IN_REVIEW and user != writer)


def check_resolver(allowed: bool) -> None:
    """Refuse somebody who neither wrote the comment nor reviews the document.

    Raises NotAllowed.
    """
    if not allowed:
        text = "Kun den, der skrev kommentaren, eller den, der læser dokumentet igennem, kan løse den. Svar i stedet."
        raise NotAllowed("resolver", text)


def check_open(thread: Thread) -> None:
    """Refuse to go on in a comment that somebody has resolved meanwhile.

    Raises Conflict.
    """
    if thread.resolved is not None:
        who = thread.resolved.by["name"]
        text = (
            f"Kommentar {thread.number} er allerede løst af {who}. Er der mere at sige, så åbn den igen, eller skriv "
            "en ny kommentar."
        )
        raise Conflict("resolved", text)


def check_done(thread: Thread) -> None:
    """Refuse to open again what is open.

    Raises Conflict.
    """
    if thread.resolved is None:
        raise Conflict("open", f"Kommentar {thread.number} er allerede åben.")
