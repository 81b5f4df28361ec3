"""How pages ask what somebody may read, and how they show that something is left out (D23).

The rule is in ``security.reading``; a page asks the sight of who is here, and has no condition of its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from ..domain.errors import NotAllowed
from ..forms.outline import Entry, Outline, Part
from ..resources.attachments import Attachment
from ..resources.case import Case
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..resources.version import Version
from ..security.reading import EVERYTHING, TASKS, Reading, Sight
from ..usecases.acting import case_named
from ..usecases.agenda_reading import Agenda
from .layout import BaseView
from .reading import Block, Section

LEFT_OUT = "Dette afsnit er ikke med i samtykket for din afdeling."
PARTLY_LEFT_OUT = "Noget i dette afsnit er ikke med i samtykket for din afdeling og vises ikke."
NO_PDF = (
    "PDF-filen rummer noget, som samtykket ikke giver din afdeling lov til at læse. Læs dokumentet på siden, hvor det "
    "er udeladt, eller bed plankoordinatoren om et uddrag."
)


T = TypeVar("T", bound="InPaper")


class InPaper(Protocol):
    """A row that stands in a paper."""

    @property
    def rid(self) -> str:
        """Its row id."""

    @property
    def document(self) -> Document | None:
        """The paper."""


def sight(view: BaseView, case: Case) -> Sight:
    """Return what who is here may read of a case today."""
    return Sight(view.identity, case, view.clock.today())


def reading(view: BaseView, version: Version) -> Reading:
    """Say what of a version who is here may read."""
    return sight(view, case_named(version.__parent__)).version(version)


def own_tasks(found: Iterable[T], seen: Sight, own: Callable[[T], bool]) -> tuple[list[T], str]:
    """Sort out the tasks that may be read, the own ones always, and say how many are left out."""
    told = list(found)
    kept = [task for task in told if own(task) or seen.row(task.document, task.rid)]
    return kept, seen.told(len(told) - len(kept), noun=TASKS)


def demand(view: BaseView, version: Version, *, whole: bool = False) -> Reading:
    """Return what may be read; ``whole``: all of it, or nothing.

    Raises NotAllowed.
    """
    found = reading(view, version)
    if not found.allowed:
        raise NotAllowed("consent", found.reason)
    if whole and (found.hidden or _lists_a_hidden_file(view, version)):
        raise NotAllowed("consent", NO_PDF)
    return found


def _lists_a_hidden_file(view: BaseView, version: Version) -> bool:
    """Tell whether a paper lists a file that who is here may not read; its title may say what is in it."""
    case = case_named(version.__parent__)
    files = case.bilag.about(version.__parent__.label, version.number)
    return len(sight(view, case).files(files)[0]) < len(files)


def demand_paper(view: BaseView, document: Document) -> Reading:
    """The same of the version of a document that counts now; one that has none yet is not read but written."""
    version = document.in_force() or document.latest
    return demand(view, version) if version is not None else EVERYTHING


def draft_reading(view: BaseView, document: Document) -> Reading:
    """Say what of the draft of a document who is here may read."""
    draft = drafts_of(document).get(document.id)
    return sight(view, case_named(document)).standing(document, draft)


def agenda_shown(view: BaseView, agenda: Agenda | None) -> tuple[Agenda | None, Reading]:
    """Return the agenda of a meeting as far as it may be read, and what is said of the rest."""
    if agenda is None:
        return None, EVERYTHING
    seen, document = sight(view, case_named(agenda.document)), agenda.document
    draft = drafts_of(document).get(document.id) if agenda.version is None else None
    found = seen.version(agenda.version) if agenda.version else seen.standing(document, draft)
    return (replace(agenda, content=found.left(agenda.content)) if found.allowed else None), found


def demand_file(view: BaseView, case: Case, one: Attachment) -> None:
    """Refuse a file that the consent does not let who is here read.

    Raises NotAllowed.
    """
    found = sight(view, case).attachment(one)
    if not found.allowed:
        raise NotAllowed("consent", found.reason)


def together(*readings: Reading) -> Reading:
    """Leave out what one of several versions may not be read of from all, so that no difference tells of it.

    A row that is left out in one group is left out in whatever group it stands in another version.
    """
    hidden = frozenset().union(*(one.hidden for one in readings))
    return Reading(True, hidden | {f"*/{path.rpartition('/')[2]}" for path in hidden if "/" in path})


def shown(told: Outline, found: Reading) -> Outline:
    """Return a document without what is left out; a section keeps its heading."""
    return replace(told, sections=tuple(_part(part, found) for part in told.sections)) if found.hidden else told


def _part(part: Part, found: Reading) -> Part:
    kept = (_entry(entry, found) for entry in part.entries if entry.id not in found.hidden)
    return replace(part, entries=tuple(entry for entry in kept if entry is not None))


def _entry(entry: Entry, found: Reading) -> Entry | None:
    rows = tuple(row for row in entry.rows if not found.hidden & {f"{entry.id}/{row.id}", f"*/{row.id}"})
    return None if entry.rows and not rows else replace(entry, rows=rows)


def marked(sections: list[Section], whole: Outline, left: Outline) -> list[Section]:
    """Say in each section from which something is left out that it is."""
    found = []
    for section, before, after in zip(sections, whole.sections, left.sections, strict=True):
        line = "" if before == after else PARTLY_LEFT_OUT if after.entries else LEFT_OUT
        found.append(replace(section, blocks=(*section.blocks, Block("text", "", (line,)))) if line else section)
    return found
