"""Commenting on a version, replying, resolving. Comments are facts; none of them is in what is sealed (D1)."""

from dataclasses import dataclass, replace

from ..domain import comments
from ..domain.comments import COMMENT, REOPENED, REPLY, RESOLVED, Thread
from ..domain.documents import AUTHOR, KINDS
from ..domain.errors import Refused, not_found
from ..forms.anchors import Anchor, anchors, is_hidden, tells_of_hidden
from ..forms.types import clean
from ..resources.document import Document
from ..resources.version import Version
from ..security.reading import Reading
from .acting import Act, done_before, fact
from .involvement import edition_of

WHICH_FIELD = "Vælg det felt, som kommentaren gælder, eller skriv nogle ord derfra."
SEVERAL = "Ordene »{quote}« står flere steder. Vælg det felt, som kommentaren gælder."
NOWHERE = "Ordene »{quote}« står ikke i teksten. Ret dem, eller vælg det felt, som kommentaren gælder."
NOT_THERE = (
    "Ordene »{quote}« står ikke i feltet »{label}«. Ret dem, eller slet dem, hvis kommentaren gælder hele feltet."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A comment as it stands beside a text: where, and whether that text is what it was written to."""

    thread: Thread
    state: str
    label: str
    """What the field is called now, or was called then when it is gone."""
    now: str = ""
    """What the field says now, when the words that were quoted are gone."""


def places(version: Version, reading: Reading) -> dict[str, Anchor]:
    """List what somebody can comment on in a version: what may be read of it.

    What may not is left out before the rest is put into words, since a group is told with all its rows.
    """
    found = anchors(edition_of(version).schema, reading.left(version.content()))
    return {path: anchor for path, anchor in found.items() if not is_hidden(path, reading.hidden)}


def comment(
    document: Document, version: Version, act: Act, reading: Reading, *, path: str, quote: str, text: str
) -> None:
    """Write a comment to a field or row of a version, or to words in it.

    Raises Refused, also when the words do not stand there.
    """
    said = comments.check_text(clean(text))
    act = _new(document, act, said)
    if done_before(document, act):
        return
    quote = comments.one_line(clean(quote))[: comments.LONGEST_QUOTE]
    anchor = _anchor(places(version, reading), path, quote)
    kept = comments.words_in(quote, anchor.text)
    if quote and not kept:
        raise Refused("quote", NOT_THERE.format(quote=quote, label=anchor.label))
    data = {"path": anchor.path, "label": anchor.label, "quote": kept, "text": said}
    fact(document, COMMENT, act, number=version.number, round=version.round, data=data)


def _new(document: Document, act: Act, said: str) -> Act:
    """Let the token of a page go when other words came from it: who went back and wrote again says something new."""
    before = next((one for one in document.facts if act.token and one["id"] == act.token), None)
    return act if before is None or before["data"].get("text") == said else replace(act, token="")


def _anchor(known: dict[str, Anchor], path: str, quote: str) -> Anchor:
    """Find the field that is meant: the one that was chosen, else the innermost one that holds the quotation."""
    if path:
        if path not in known:
            raise Refused("field", "Feltet findes ikke længere. " + WHICH_FIELD)
        return known[path]
    if not quote:
        raise Refused("field", WHICH_FIELD)
    holding = [one for one in known.values() if comments.words_in(quote, one.text)]
    inner = [one for one in holding if not any(two.path.startswith(f"{one.path}/") for two in holding)]
    if not inner:
        raise Refused("quote", NOWHERE.format(quote=quote))
    if len(inner) > 1:
        raise Refused("field", SEVERAL.format(quote=quote))
    return inner[0]


def reply(document: Document, act: Act, *, number: int, text: str) -> None:
    """Reply to a comment.

    Raises NotFound, Refused, and Conflict when it is resolved.
    """
    thread = thread_of(document, number)
    said = comments.check_text(clean(text))
    act = _new(document, act, said)
    if done_before(document, act):
        return
    comments.check_open(thread)
    _go_on_in(document, REPLY, act, thread, said)


def resolve(document: Document, act: Act, *, number: int, text: str = "") -> None:
    """Resolve a comment, with a last word if one likes.

    Raises NotFound, NotAllowed, Conflict.
    """
    if done_before(document, act):
        return
    thread = thread_of(document, number)
    comments.check_resolver(may_resolve(document, thread, act.who.user_id))
    comments.check_open(thread)
    _go_on_in(document, RESOLVED, act, thread, _last_word(text))


def reopen(document: Document, act: Act, *, number: int, text: str = "") -> None:
    """Open a comment again that was resolved.

    Raises NotFound, NotAllowed, Conflict.
    """
    if done_before(document, act):
        return
    thread = thread_of(document, number)
    comments.check_resolver(may_resolve(document, thread, act.who.user_id))
    comments.check_done(thread)
    _go_on_in(document, REOPENED, act, thread, _last_word(text))


def _last_word(text: str) -> str:
    return comments.check_text(clean(text)) if text.strip() else ""


def thread_of(document: Document, number: int) -> Thread:
    """Find a comment by its number.

    Raises NotFound.
    """
    found = comments.threads(document.facts)
    if not 1 <= number <= len(found):
        raise not_found()
    return found[number - 1]


def readable(document: Document, number: int, hidden: frozenset[str]) -> bool:
    """Tell whether a comment is about something that may be read."""
    return not tells_of_hidden(thread_of(document, number).path, hidden)


def _go_on_in(document: Document, kind: str, act: Act, thread: Thread, text: str) -> None:
    latest = document.latest
    number, round_ = (latest.number, latest.round) if latest else thread.about
    told = {"comment": thread.id} | ({"text": text} if text else {})
    fact(document, kind, act, number=number, round=round_, data=told)


def may_resolve(document: Document, thread: Thread, user: str) -> bool:
    """Tell whether somebody who may comment may also resolve a comment."""
    latest = document.latest
    return comments.may_resolve(
        thread,
        user,
        state=document.state,
        writer=latest.author["user_id"] if latest else "",
        finishes_alone=KINDS[document.form_key].approver == AUTHOR,
    )


def standings(document: Document, now: dict[str, Anchor], hidden: frozenset[str]) -> list[Standing]:
    """Hold the comments of a document against a text, without those to what may not be read."""
    then: dict[tuple[int, int], dict[str, Anchor]] = {}
    found = []
    for thread in comments.threads(document.facts):
        if tells_of_hidden(thread.path, hidden):
            continue
        if thread.about not in then:
            version = document.version(*thread.about)
            then[thread.about] = anchors(edition_of(version).schema, version.content()) if version else {}
        found.append(_standing(thread, then[thread.about].get(thread.path), now.get(thread.path)))
    return found


def _standing(thread: Thread, then: Anchor | None, now: Anchor | None) -> Standing:
    state = comments.standing(thread.quote, then.text if then else None, now.text if now else None)
    if now is None:
        return Standing(thread, state, thread.label)
    return Standing(thread, state, now.label, now.text if state == comments.CHANGED else "")
