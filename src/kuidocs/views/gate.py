"""How pages ask what somebody may read, and how they show that something is left out (D23)."""

from dataclasses import replace

from ..domain.errors import NotAllowed
from ..forms.outline import Entry, Outline, Part
from ..resources.document import Document
from ..resources.version import Version
from ..security.reading import Reading, may_read
from ..security.rules import Question
from .layout import BaseView
from .reading import Block, Section

LEFT_OUT = "Dette afsnit er ikke med i samtykket for din afdeling."
PARTLY_LEFT_OUT = "Noget i dette afsnit er ikke med i samtykket for din afdeling og vises ikke."
NO_PDF = (
    "PDF-filen rummer noget, som samtykket ikke giver din afdeling lov til at læse. Læs dokumentet på siden, hvor det "
    "er udeladt, eller bed plankoordinatoren om et uddrag."
)


def reading(view: BaseView, version: Version) -> Reading:
    """Say what of a version who is here may read."""
    return may_read(Question(view.identity, version, view.clock.today()), version)


def reading_of(view: BaseView, document: Document | None) -> Reading:
    """The same of the version of a document that counts now; of one that is not there nothing."""
    version = document.in_force() or document.latest if document is not None else None
    return reading(view, version) if version is not None else Reading(document is not None)


def demand(view: BaseView, version: Version, *, whole: bool = False) -> Reading:
    """Return what may be read; ``whole``: all of it, or nothing.

    Raises NotAllowed.
    """
    found = reading(view, version)
    if not found.allowed:
        raise NotAllowed("consent", found.reason)
    if whole and found.hidden:
        raise NotAllowed("consent", NO_PDF)
    return found


def shown(told: Outline, found: Reading) -> Outline:
    """Return a document without what is left out; a section keeps its heading."""
    return replace(told, sections=tuple(_part(part, found) for part in told.sections)) if found.hidden else told


def _part(part: Part, found: Reading) -> Part:
    kept = (_entry(entry, found) for entry in part.entries if entry.id not in found.hidden)
    return replace(part, entries=tuple(entry for entry in kept if entry is not None))


def _entry(entry: Entry, found: Reading) -> Entry | None:
    rows = tuple(row for row in entry.rows if f"{entry.id}/{row.id}" not in found.hidden)
    return None if entry.rows and not rows else replace(entry, rows=rows)


def marked(sections: list[Section], whole: Outline, left: Outline) -> list[Section]:
    """Say in each section from which something is left out that it is."""
    found = []
    for section, before, after in zip(sections, whole.sections, left.sections, strict=True):
        line = "" if before == after else PARTLY_LEFT_OUT if after.entries else LEFT_OUT
        found.append(replace(section, blocks=(*section.blocks, Block("text", "", (line,)))) if line else section)
    return found
