"""Writing: drafts, saved field by field (D30)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from ..domain import fields
from ..domain.errors import Conflict
from ..domain.hands import hand_of
from ..resources.document import Document
from ..resources.drafts import Draft, DraftFolder, Revision
from ..resources.version import Version
from .acting import Act, event, fact, root_of, subject
from .merging import kind_of
from .writing import Change, Collision, Hand

__all__ = [
    "Change",
    "Collision",
    "begin",
    "bring_back",
    "is_new_turn",
    "last_turn",
    "name_of",
    "new_draft",
    "open_draft",
    "save",
    "save_fields",
    "settle",
    "unsettled",
]


A_WHILE = timedelta(minutes=1)


def begin(
    document: Document,
    drafts: DraftFolder,
    content: Mapping,
    edition_number: int,
    act: Act,
    note: str = "",
    source: Version | None = None,
) -> Draft:
    """Begin a draft of the document's next round or version; ``source``: the text comes from there, not the newest."""
    base = document.latest
    source = source or base
    number, round_ = _next(document)
    document.draft = {"number": number, "round": round_, "by": act.by, "at": act.at, "note": note}
    made = Draft(document.id, document.form_key, edition_number, _base(base))
    found = fields.flatten(content)
    before, rows = fields.flatten(source.content()) if source else {}, fields.groups(found)
    for path, value in found.items():
        # What comes from an earlier version stays in the hand that wrote it there (domain.hands).
        carried = source is not None and before.get(path) == value
        made.put(
            path, value, hand_of(path, rows, source.hands, source.author) if source and carried else act.by, act.at
        )
    return drafts.add(made)


def name_of(document: Document) -> str:
    """Name the draft that is being written among all of the document: each counts its revisions from one."""
    begun = document.draft or {}
    return f"{begun.get('number')}/{begun.get('round')}/{begun.get('at')}"


def new_draft() -> Conflict:
    """Make the refusal of what a page of an earlier draft says: its revisions mean other words here."""
    return Conflict("new_draft", "Der er begyndt et nyt udkast, efter at siden blev åbnet.")


def _next(document: Document) -> tuple[int, int]:
    """The number rises only after approval; a return begins the next round of the same number (D5)."""
    last = document.latest
    if last is None:
        return 1, 1
    if any(f["about"]["number"] == last.number for f in document.facts_of("approved")):
        return last.number + 1, 1
    return last.number, last.round + 1


def _base(version: Version | None) -> dict | None:
    return {"number": version.number, "round": version.round, "sha256": version.sha256} if version else None


def open_draft(document: Document, drafts: DraftFolder) -> Draft:
    """Return the draft that is being written.

    Raises Conflict when somebody has submitted or annulled it meanwhile.
    """
    draft = drafts.get(document.id)
    if draft is None or document.draft is None:
        raise Conflict(
            "no_draft",
            "Der skrives ikke længere på dokumentet: Det er sendt til gennemsyn eller annulleret, mens du skrev.",
        )
    return draft


def save(
    document: Document,
    drafts: DraftFolder,
    content: Mapping,
    shown: Mapping[str, int],
    act: Act,
    *,
    client: str = "",
) -> list[Collision]:
    """Save what a whole form says, given the revision of each field that the form was made from.

    A field that somebody else has written since is left alone when the form did not touch it, and what both wrote in
    different places is put together. Words for the same place are kept as a proposal, and the collision is returned.
    Raises Conflict when there is no draft.
    """
    draft = open_draft(document, drafts)
    if act.token and act.token in draft.tokens:
        return []
    mine = fields.flatten(content)
    hand = _hand(document, draft, act, client)
    for path in [*mine, *_gone(draft, mine)]:
        hand.write(Change(path, mine.get(path), shown.get(path, 0), seen=shown))
    if act.token and not hand.collisions:
        draft.tokens[act.token] = act.at
    _tell(document, act, hand)
    return hand.collisions


def _gone(draft: Draft, mine: Mapping) -> list[str]:
    """List the fields that were emptied. Those of a row that was taken out stay with it, for it may come back."""
    gone = (path for path, field in draft.all() if path not in mine and field.value is not None)
    return [path for path in gone if not _in_lost_row(draft, mine, path)]


def _in_lost_row(draft: Draft, mine: Mapping, path: str) -> bool:
    groups = ((draft.field(group), rid, fields.order(mine.get(group))) for group, rid in fields.rows_of(path))
    return any(
        found is not None and (fields.is_order(found.value) or found.removed) and rid not in there
        for found, rid, there in groups
    )


def is_new_turn(draft: Draft, client: str, turn: int) -> bool:
    """Note a turn of a page; tell whether it is one to do.

    One that comes twice, or after a later one, is not done: each turn of a page holds all that it has not yet been
    told is saved. Who is told of a later one than its own sends the same again with a number above that.
    """
    if turn <= last_turn(draft, client):
        return False
    draft.tokens[f"page:{client}"] = turn
    return True


def last_turn(draft: Draft, client: str) -> int:
    """Return the number of the last turn of a page that was done."""
    return int(draft.tokens.get(f"page:{client}", 0))


def save_fields(
    document: Document, drafts: DraftFolder, changes: Iterable[Change], act: Act, *, client: str
) -> list[Collision]:
    """Save the fields that a page says have changed.

    Raises Conflict when there is no draft.
    """
    hand = _hand(document, open_draft(document, drafts), act, client)
    # Rows first: what is written in a row must find it there.
    for change in sorted(changes, key=lambda one: not fields.is_order(one.value)):
        hand.write(change)
    _tell(document, act, hand)
    return hand.collisions


def _hand(document: Document, draft: Draft, act: Act, client: str) -> Hand:
    edition = root_of(document).skabeloner.edition(document.form_key, draft.edition_number)
    assert edition is not None, "editions are never removed"
    return Hand(draft, act, kind_of(edition), client)


def _tell(document: Document, act: Act, hand: Hand) -> None:
    """Write into the history what was put together; who types on in the same place is told of once a minute."""
    since = (act.clock.now() - A_WHILE).isoformat()
    near = [one for one in document.log.events.values(since) if one.kind == "document.merged"]
    told = {(one.by["user_id"], one.about["path"], one.data["how"], one.data["other"]) for one in near}
    for path, how, other in dict.fromkeys((one.path, one.how, one.other) for one in hand.merges):
        if (act.who.user_id, path, how, other) not in told:
            event(document, "document.merged", act, subject(document) | {"path": path}, {"how": how, "other": other})


def settle(
    document: Document,
    drafts: DraftFolder,
    change: Change,
    keys: Collection[str],
    act: Act,
    *,
    client: str = "",
    unsent: object = None,
) -> None:
    """Choose what a field says, where there were two proposals. What was not chosen stays in the history.

    ``change``: what was chosen, given what stood in the field then. ``keys``: the proposals that who chose has seen;
    one that came since stays, as do words that came into the field. ``unsent``: words of who chose that stood in the
    field until then and were not saved yet. Raises Conflict.
    """
    hand = _hand(document, open_draft(document, drafts), act, client)
    now = hand.draft.field(change.path)
    before = now.now if now else None
    seen = hand.choose(change, keys)
    if before and seen:
        _told_of(document, change, before, seen, act, unsent)
    _tell(document, act, hand)


def _told_of(
    document: Document, change: Change, before: Revision, seen: list[Mapping], act: Act, unsent: object
) -> None:
    """Write into the history what was chosen, and what it was chosen from."""
    number, round_ = document.number, (document.draft or {}).get("round", 1)
    texts = [_told(before.value, before.by, before.at), *(_told(o["value"], o["by"], o["at"]) for o in seen)]
    if fields.filled(unsent) not in (None, change.value, *(one["value"] for one in texts)):
        texts.append(_told(unsent, act.by, act.at))
    fact(
        document,
        "settled",
        act,
        number=number,
        round=round_,
        data={"path": change.path, "chosen": change.value, "texts": texts},
    )


def _told(value: object, by: Mapping, at: str) -> dict:
    return {"value": value, "by": dict(by), "at": at}


def unsettled(draft: Draft) -> list[str]:
    """List the fields in which two proposals stand."""
    return [path for path, field in draft.all() if field.proposals and draft.is_there(path)]


def bring_back(document: Document, drafts: DraftFolder, group: str, rid: str, act: Act, *, client: str = "") -> bool:
    """Put a row back that was taken out, with the words it had, where it stood; tell whether there was one.

    Raises Conflict.
    """
    draft = open_draft(document, drafts)
    field = draft.field(group)
    if field is None or rid not in field.removed:
        return False
    draft.put(group, draft.restored(group, rid), act.by, act.at, client)
    return True
