"""What was found, as lines of the search page: where it is, when it was, and the words around it."""

from dataclasses import dataclass
from datetime import date

from ..domain import danish
from ..domain.meetings import CASE_STATES, STATES
from ..domain.tasks import LABELS
from ..resources.case import Case
from ..services.index import Piece, TextRow, snippet
from ..usecases.searching import FoundMeeting, FoundName, FoundPaper, FoundTask
from .dues import Due, due
from .layout import BaseView
from .presenting import Chip, chip, document_title, meeting_time, meeting_title

MOST_PLACES = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document: its heading, the words, and where they stand."""

    href: str
    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One hit."""

    case: Case
    href: str
    title: tuple[Piece, ...]
    about: str
    """What it is, and when."""
    places: tuple[Place, ...] = ()
    more: int = 0
    """In how many more places of the document."""
    chip: Chip | None = None
    due: Due | None = None
    of_case: bool = True
    """Whether the case is to be named beside it."""


class Items:
    """Makes the lines of one search."""

    def __init__(self, view: BaseView, text: str) -> None:
        self._path, self._today, self._text = view.request.resource_path, view.clock.today(), text

    def name(self, hit: FoundName) -> Item:
        """Show a case, or a person with the case."""
        person = hit.case.person
        if hit.person:
            return Item(hit.case, self._path(hit.case), self._marked(hit.person), hit.what)
        age = danish.age_on(date.fromisoformat(person.birth_date), self._today)
        about = f"{age} år · {CASE_STATES[hit.case.state]} · {hit.case.case_no}"
        return Item(hit.case, self._path(hit.case), self._marked(person.full_name), about, of_case=False)

    def paper(self, hit: FoundPaper) -> Item:
        """Show a document with the places in it."""
        page = self._path(hit.document, "versioner", str(hit.version.number))
        places = tuple(self._place(page, row) for row in hit.rows[: MOST_PLACES if self._text else 1])
        day = danish.near_date(hit.rows[0].day, self._today) if hit.rows[0].day else ""
        number = f"version {hit.version.number}" if hit.rows[0].old else ""
        return Item(
            hit.case,
            places[0].href,
            (Piece(document_title(hit.document, hit.version.number)),),
            " · ".join(filter(None, (day, number, hit.rows[0].who))),
            places,
            len(hit.rows) - len(places) if self._text else 0,
            chip(hit.document.shown_state(hit.version.number)),
        )

    def task(self, hit: FoundTask) -> Item:
        """Show a task with who has it and by when."""
        row = hit.row
        about = f"{row.who or 'Ingen valgt'} · {LABELS[row.heading]}"
        told = due(row.deadline, self._today) if row.open else None
        return Item(
            hit.case, f"{self._path(hit.case, 'opgaver')}#{row.anchor}", self._marked(row.text), about, due=told
        )

    def meeting(self, hit: FoundMeeting) -> Item:
        """Show a meeting with its time."""
        where = f" · {hit.meeting.place}" if hit.meeting.place else ""
        about = f"{meeting_time(hit.meeting)}{where} · {STATES[hit.meeting.state]}"
        return Item(hit.case, self._path(hit.meeting), self._marked(meeting_title(hit.case, hit.meeting)), about)

    def _place(self, page: str, row: TextRow) -> Place:
        return Place(f"{page}#{row.anchor}", row.heading, tuple(snippet(row.text, self._text)))

    def _marked(self, text: str) -> tuple[Piece, ...]:
        return tuple(snippet(text, self._text))
