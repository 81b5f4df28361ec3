"""Two versions of a document held side by side: which two, what they are called, and what differs.

Also an agenda beside the minutes of the same meeting, and the draft that is being written.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..domain import custody, danish, workflow
from ..domain.comparing import Area, Comparison, Named, emptied
from ..domain.documents import KINDS
from ..domain.errors import not_found
from ..domain.rules.plan import GROWN_UP, UNTIL_18
from ..forms.aligning import Side, align
from ..forms.beside import topics
from ..forms.edition import Edition
from ..forms.edition_changes import edition_changes
from ..forms.outline import Outline
from ..resources.document import Document
from ..resources.drafts import DraftFolder
from ..resources.version import Version
from ..services.words import two_sides
from .acting import case_named
from .involvement import edition_of
from .reviewing import approved_before, draft_edition

DRAFT, PLAN = "udkast", "kui.education_plan"
NAME = re.compile(r"(?:([^:/]{1,80}):)?(?:([0-9]{1,5})(?:-([0-9]{1,5}))?|udkast)")
BETWEEN = ".."


@dataclass(frozen=True, slots=True)
class Held:
    """One side: a version, or the draft of a document."""

    document: Document
    version: Version | None
    content: Mapping
    edition: Edition
    name: str
    """How addresses name it: »3«, »3-1«, »udkast«, with the document before it when that is another."""


def held(document: Document, drafts: DraftFolder, name: str) -> Held:
    """Find what a name in an address means.

    Raises NotFound.
    """
    found = NAME.fullmatch(name)
    if found is None:
        raise not_found()
    label, number, round_ = found.groups()
    other = _other(document, label) if label else document
    if number is None:
        return _draft(other, drafts, name)
    version = other.version(int(number), int(round_) if round_ else None)
    if version is None:
        raise not_found()
    return Held(other, version, version.content(), edition_of(version), name)


def _other(document: Document, label: str) -> Document:
    """Find another paper of the same meeting; nothing else is held beside a document."""
    case = case_named(document)
    other = case.dokumenter.get(label)
    if other is None or not (other is document or _of_one_meeting(document, other)):
        raise not_found()
    return other


def _of_one_meeting(document: Document, other: Document) -> bool:
    return bool(document.meeting_number) and document.meeting_number == other.meeting_number


def _draft(document: Document, drafts: DraftFolder, name: str) -> Held:
    draft = drafts.get(document.id)
    if draft is None or document.draft is None:
        raise not_found()
    return Held(document, None, draft.content(), draft_edition(document, drafts), name)


def version_name(document: Document, version: Version) -> str:
    """Name a version in addresses: its number, with the round when a later round has the same number."""
    last = document.version(version.number)
    return str(version.number) if last is version else f"{version.number}-{version.round}"


def choices(document: Document, *, drafts: bool) -> list[str]:
    """List what a document can be compared by, oldest first; the draft for who may write."""
    found = [version_name(document, version) for version in document.versions]
    return [*found, DRAFT] if drafts and document.draft is not None else found


def usual_pair(document: Document, *, drafts: bool) -> tuple[str, str] | None:
    """Return what is compared when nobody has chosen: the newest with what it came from, None when there is one only.

    That is the last approved version, or the round before.
    """
    latest = document.latest
    if latest is None:
        return None
    if drafts and document.draft is not None:
        return version_name(document, latest), DRAFT
    base = approved_before(document, latest) or (document.versions[-2] if len(document.versions) > 1 else None)
    return (version_name(document, base), version_name(document, latest)) if base else None


def papers_beside(document: Document) -> list[tuple[str, Document]]:
    """List the other papers of the meeting that have a version: the agenda beside the minutes, and the other way."""
    case = case_named(document)
    return [
        (f"{other.label}:{other.latest.number}", other)
        for other in case.dokumenter.in_order()
        if other is not document
        and other.latest is not None
        and _of_one_meeting(document, other)
        and {kind_of(document), kind_of(other)} == {"agenda", "minutes"}
    ]


def kind_of(document: Document) -> str:
    """Return »agenda« or »minutes«, else the form."""
    parts = document.form_key.split(".")
    return parts[1] if len(parts) > 1 else document.form_key


def compare(old: Held, new: Held, outlines: tuple[Outline, Outline], today: date, *, left_out: bool) -> Comparison:
    """Hold two versions against each other, as far as the outlines show them."""
    sides = (
        Side(outlines[0], old.edition.schema, topics(old.content)),
        Side(outlines[1], new.edition.schema, topics(new.content)),
    )
    one_form = old.document.form_key == new.document.form_key
    other_edition = one_form and old.edition != new.edition
    return Comparison(
        named(old, new, today),
        named(new, old, today),
        _emptied(align(*sides, two_sides), new, today),
        edition_changes(sides[0].schema, sides[1].schema) if other_edition else (),
        _editions(old, new) if other_edition else "",
        left_out,
    )


def _emptied(areas: tuple[Area, ...], new: Held, today: date) -> tuple[Area, ...]:
    """Say why fields of a plan stand empty when the young person had turned 18."""
    birth = date.fromisoformat(case_named(new.document).person.birth_date)
    day = datetime.fromisoformat(new.version.at).date() if new.version else today
    if new.document.form_key != PLAN or custody.lasts(birth, day):
        return areas
    return emptied(areas, UNTIL_18, GROWN_UP)


def _editions(old: Held, new: Held) -> str:
    since = new.edition.head.get("effective")
    counts = f" (gælder fra {danish.long_date(date.fromisoformat(since))})" if since else ""
    return (
        f"{named(old, new).name} er skrevet i udgave {old.edition.number} af formularen, {named(new, old).inside} i "
        f"udgave {new.edition.number}{counts}. Der er ikke gået tekst tabt."
    )


def named(side: Held, other: Held, today: date | None = None) -> Named:
    """Name a side as its column does."""
    kind = f"{KINDS[side.document.form_key].label}, " if side.document is not other.document else ""
    version = side.version
    if version is None:
        number = side.document.number
        return Named(_upper(f"{kind}udkast til version {number}"), "Der skrives på det nu")
    rounds = other.version is not version and _same_number(side, other)
    said = f"version {version.number}" + (f", {version.round}. gennemsyn" if rounds else "")
    state = workflow.LABELS[side.document.shown_state(version.number)]
    if side.document.version(version.number) is not version:
        state = "Sendt tilbage"
    day = danish.long_date(datetime.fromisoformat(version.at).date())
    return Named(_upper(f"{kind}{said}"), f"{day} · {state}")


def _same_number(side: Held, other: Held) -> bool:
    mine, its = side.version, other.version
    return bool(side.document is other.document and mine and its and mine.number == its.number)


def is_backwards(old: Held, new: Held) -> bool:
    """Tell whether the newer text of one document stands on the old side."""
    if old.document is not new.document:
        return False
    order = [*old.document.versions, None]
    return order.index(old.version) > order.index(new.version)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
