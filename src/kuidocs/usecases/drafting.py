"""Writing: drafts, saved field by field (D30)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..domain import fields
from ..domain.errors import Conflict
from ..domain.hands import hand_of
from ..resources.document import Document
from ..resources.drafts import Draft, DraftFolder
from ..resources.version import Version
from .acting import Act


@dataclass(frozen=True, slots=True)
class Collision:
    """Two people wrote different words in one field; both are kept for the author to choose from."""

    path: str
    mine: object
    theirs: object
    by: str
    at: str


def begin(document: Document, drafts: DraftFolder, content: Mapping, edition_number: int, act: Act, note="") -> Draft:
    """Begin a draft of the document's next round or version."""
    base = document.latest
    number, round_ = _next(document)
    document.draft = {"number": number, "round": round_, "by": act.by, "at": act.at, "note": note}
    made = Draft(document.id, document.form_key, edition_number, _base(base))
    found = fields.flatten(content)
    before, rows = fields.flatten(base.content()) if base else {}, fields.groups(found)
    for path, value in found.items():
        # What comes from the version before stays in the hand that wrote it there (domain.hands).
        carried = base is not None and before.get(path) == value
        made.put(path, value, hand_of(path, rows, base.hands, base.author) if base and carried else act.by, act.at)
    return drafts.add(made)


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
    document: Document, drafts: DraftFolder, content: Mapping, shown: Mapping[str, int], act: Act
) -> list[Collision]:
    """Save what a whole form says, given the revision of each field that the form was made from.

    A field that somebody else has written since is left alone when the form did not touch it; when both did, nothing
    is overwritten and the collision is returned. Raises Conflict when there is no draft.
    """
    draft = open_draft(document, drafts)
    if act.token and act.token in draft.tokens:
        return []
    mine = fields.flatten(content)
    found = [_save_field(draft, path, mine.get(path), shown.get(path, 0), act) for path in [*mine, *_gone(draft, mine)]]
    collisions = [collision for collision in found if collision]
    if act.token and not collisions:
        draft.tokens[act.token] = act.at
    return collisions


def _gone(draft: Draft, mine: Mapping) -> list[str]:
    return [path for path, field in draft.fields.items() if path not in mine and field["value"] is not None]


def _save_field(draft: Draft, path: str, mine: object, shown: int, act: Act) -> Collision | None:
    field = draft.fields.get(path, {"value": None, "rev": 0})
    if mine == field["value"]:
        return None
    if shown != field["rev"]:
        base = draft.value_at(path, shown)
        if mine == base:
            return None
        if fields.is_order(mine, field["value"]):
            mine = fields.merged_order(base, mine, field["value"])
        else:
            return Collision(path, mine, field["value"], field["by"]["name"], field["at"])
    draft.put(path, mine, act.by, act.at)
    return None
