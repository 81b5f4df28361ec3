"""The agenda of a meeting as it is shown in the room: what is finished, else what is being written (R29)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..domain import workflow
from ..domain.meetings import type_of_form
from ..resources.case import Case
from ..resources.document import Document
from ..resources.drafts import DraftFolder
from ..resources.meeting import Meeting
from ..resources.version import Version

AGENDA = "kui.agenda."
TOGETHER = ("decisions", "agreements")
"""The topics of the items in which one says who does what."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda, the text of it that is shown, and how far along that text is."""

    document: Document
    version: Version | None
    """None for a draft."""
    content: Mapping
    state: str

    @property
    def items(self) -> tuple[Mapping, ...]:
        """The items that have a heading."""
        return tuple(row for row in self.content.get("agenda_items", ()) if row.get("heading"))

    def place_of_tasks(self) -> int:
        """Return the number of the item in which one says who does what, 0 when there is none."""
        return next((n for n, row in enumerate(self.items, 1) if row.get("topic") in TOGETHER), 0)


def agenda_of(case: Case, drafts: DraftFolder, meeting: Meeting, *, drafts_too: bool) -> Agenda | None:
    """Return the agenda to show: the approved text, else what is in review, else the draft for those who may see it."""
    own = [d for d in case.dokumenter.in_order() if _belongs(d, meeting)]
    if not own:
        return None
    document = own[-1]
    version = document.in_force() or document.latest
    if version is not None:
        return Agenda(document, version, version.content(), workflow.state(document.facts, version.number))
    draft = drafts.get(document.id) if drafts_too else None
    return Agenda(document, None, draft.content(), workflow.DRAFT) if draft is not None else None


def _belongs(document: Document, meeting: Meeting) -> bool:
    """A meeting that was converted keeps the agenda of its former kind."""
    is_agenda = document.form_key.startswith(AGENDA) and type_of_form(document.form_key) is not None
    return is_agenda and document.meeting_number == meeting.number and document.state != workflow.ANNULLED
