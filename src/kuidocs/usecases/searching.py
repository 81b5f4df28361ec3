"""Searching everything that one may read (DOMAIN 8 no. 17): asked of the read model, checked again on what is there.

What is counted is what is shown. An id number is no word: it is looked for alone, and kept as a keyed hash (D25).
"""

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..domain import workflow
from ..domain.errors import Refused
from ..domain.id_masking import has_id_number, plain
from ..domain.identity import Identity
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..resources.root import Root
from ..resources.version import Version
from ..security.permissions import Permission
from ..security.questions import Question
from ..security.reading import may_read
from ..security.rules import permits
from ..services.index import Asked, IndexService, NameHit, TextRow
from ..services.index.api import DOCUMENT, MEETING, TASK, InCase
from . import persons
from .case_reading import case_tasks
from .involvement import edition_of


@dataclass(frozen=True, slots=True)
class FoundName:
    """A case that was found by the name of the young person, or by that of somebody in it."""

    case: Case
    person: str = ""
    what: str = ""
    near: bool = False


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A version of a document with the places in it that were found."""

    case: Case
    document: Document
    version: Version
    rows: tuple[TextRow, ...]


@dataclass(frozen=True, slots=True)
class FoundTask:
    """A task."""

    case: Case
    row: TextRow


@dataclass(frozen=True, slots=True)
class FoundMeeting:
    """A meeting."""

    case: Case
    meeting: Meeting


Hit = FoundName | FoundPaper | FoundTask | FoundMeeting


@dataclass(frozen=True, slots=True)
class Found:
    """What a search may show."""

    names: tuple[FoundName, ...] = ()
    papers: tuple[FoundPaper, ...] = ()
    tasks: tuple[FoundTask, ...] = ()
    meetings: tuple[FoundMeeting, ...] = ()
    more: bool = False
    """Whether there may be more than a search looks at."""

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(len, (self.names, self.papers, self.tasks, self.meetings)))

    @property
    def meant(self) -> str:
        """The name of a case that was nearly written, "" when what was written is a name."""
        return next((hit.person or hit.case.person.full_name for hit in self.names if hit.near), "")


class Search:
    """One search by one person on one day."""

    def __init__(self, root: Root, index: IndexService, who: Identity, today: date) -> None:
        self._root, self._index, self._who, self._today = root, index, who, today

    def find(self, asked: Asked, *, names: bool = True) -> Found:
        """Find cases and people by name, and texts by their words. What may not be opened is not there.

        Raises Refused when the text holds an id number.
        """
        if has_id_number(asked.text):
            raise Refused(
                "id_number",
                "Et personnummer må ikke stå i søgefeltet, for det kan blive gemt i adressen. Vi har ikke søgt efter "
                "det. Skriv det i feltet »Søg på personnummer« i stedet.",
            )
        hits = self._index.find_names(self._who.user_id, self._today, asked.text) if names else []
        texts = self._index.find_texts(self._who.user_id, self._today, asked)
        return Found(
            tuple(self._names(hits)),
            tuple(self._papers(texts)),
            tuple(self._tasks(texts)),
            tuple(self._meetings(texts)),
            len(texts) >= asked.most,
        )

    def responsible(self) -> list[tuple[str, str]]:
        """List the staff whom a search can be narrowed to."""
        if not any(self._opened(one.case.case_no) for one in self._overviews()):
            return []
        return self._index.responsible(self._who.user_id, self._today)

    def by_id_number(self, text: str) -> Found:
        """Find the own cases of the person with exactly this id number.

        Raises Refused for what is no ten digits.
        """
        wanted = digits(text)
        cases = [case for one in self._overviews() if (case := self._opened(one.case.case_no))]
        same = [case for case in cases if hmac.compare_digest(_digits(case.person.id_number), wanted.encode())]
        return Found(tuple(map(FoundName, same)))

    def _overviews(self) -> Iterator[Any]:
        for finished in (False, True):
            yield from self._index.my_cases(self._who.user_id, self._today, finished=finished)

    def _may(self, permission: str, context: Any) -> bool:
        return permits(permission, Question(self._who, context, self._today))

    def _opened(self, case_no: str) -> Case | None:
        case = self._root.sager.get(case_no)
        return case if case is not None and self._may(Permission.Case.VIEW, case) else None

    def _names(self, hits: list[NameHit]) -> Iterator[FoundName]:
        for hit in hits:
            case = self._opened(hit.case.case_no)
            if case is not None and hit.person is None:
                yield FoundName(case, near=hit.near)
            elif case is not None and hit.person is not None and hit.person.label in case.register:
                yield FoundName(case, hit.person.text, hit.person.heading, hit.near)

    def _papers(self, hits: list[InCase[TextRow]]) -> Iterator[FoundPaper]:
        """Gather the places by version, in the order of the best place of each."""
        places: dict[tuple[str, str, int], list[TextRow]] = {}
        for hit in hits:
            if hit.row.kind == DOCUMENT:
                places.setdefault((hit.row.case_no, hit.row.label, hit.row.number), []).append(hit.row)
        for (case_no, label, number), rows in places.items():
            case = self._opened(case_no)
            document = case.dokumenter.get(label) if case is not None else None
            version = document.version(number) if document is not None else None
            if case is None or document is None or version is None:
                continue
            left = tuple(self._shown(version, rows))
            if left and self._reads(document, number):
                yield FoundPaper(case, document, version, left)

    def _shown(self, version: Version, rows: list[TextRow]) -> Iterator[TextRow]:
        """Go through the places that the consent lets one read; a section is left out when anything in it is (D23)."""
        found = may_read(Question(self._who, version, self._today), version)
        groups = {path.partition("/")[0] for path in found.hidden}
        sections = edition_of(version).schema.sections if groups else ()
        closed = {f"s-{one.name}" for one in sections if groups & {child.name for child in one.children}}
        return (row for row in rows if found.shows(row.anchor) and row.anchor not in closed)

    def _reads(self, document: Document, number: int) -> bool:
        approved = workflow.state(document.facts, number) == workflow.APPROVED
        return approved and self._may(Permission.Document.READ, document)

    def _tasks(self, hits: list[InCase[TextRow]]) -> Iterator[FoundTask]:
        for hit in hits:
            case = self._opened(hit.row.case_no) if hit.row.kind == TASK else None
            if case is not None and self._may(Permission.Task.REPORT, case) and self._sees(case, hit.row):
                yield FoundTask(case, hit.row)

    def _sees(self, case: Case, row: TextRow) -> bool:
        """Tell whether a task may be read: an own one, or one in a paper that the consent lets one read."""
        task = next((one for one in case_tasks(case) if one.rid == row.label), None)
        document = case.dokumenter.get(task.label) if task is not None else None
        version = document.in_force() if document is not None else None
        if task is None or version is None or row.who_id == self._who.user_id:
            return task is not None
        return may_read(Question(self._who, version, self._today), version).shows(task.rid)

    def _meetings(self, hits: list[InCase[TextRow]]) -> Iterator[FoundMeeting]:
        for hit in hits:
            case = self._opened(hit.row.case_no) if hit.row.kind == MEETING else None
            meeting = case.moeder.get(hit.row.label) if case is not None else None
            if case is not None and meeting is not None:
                yield FoundMeeting(case, meeting)


def digits(text: str) -> str:
    """Return the ten digits of an id number.

    Raises Refused for anything else.
    """
    found = re.sub(r"[\s\-\u2010-\u2015]", "", plain(text))
    if not re.fullmatch("[0-9]{10}", found):
        raise Refused(
            "digits", "Et personnummer har ti cifre, fx DDMMÅÅ-XXXX. Se efter, om der mangler eller er for mange."
        )
    return found


def _digits(number: str) -> bytes:
    return re.sub("[^0-9]", "", number).encode()


def keyed(root: Root, number: str) -> str:
    """Return what the log keeps of an id number; another text than the register's, so that the two do not meet."""
    return persons.keyed(root.sager, f"search {number}")
