"""Loading a file: everything is checked first, and only a file without problems changes anything (D10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.problems import Problem
from ..domain.whole_numbers import whole
from ..forms.envelopes import PersonFile, read_envelope
from ..resources.drafts import DraftFolder
from ..resources.root import Root
from . import importing_build as build
from . import importing_checks as checks
from . import involvement, persons
from .acting import Act
from .importing_cluster import import_cluster
from .importing_organisation import import_organisation
from .importing_papers import Incoming, case_papers, gathered, read_all
from .importing_people import resolve
from .importing_text import MOST_BYTES, ImportRefused, parse, refused, too_large
from .papers import MeetingPaper

__all__ = ["MOST_BYTES", "ImportRefused", "Imported", "import_data", "import_person", "parse", "too_large"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file has brought."""

    kind: str
    """»organisation«, »person« or »cluster«."""
    name: str
    """The municipality, the number of the case, or the cluster."""
    count: int
    """How many members of staff, or versions of documents."""
    warnings: tuple[Problem, ...] = ()


def import_data(root: Root, drafts: DraftFolder, data: Any, act: Act) -> Imported:
    """Load whatever a file holds.

    Raises ImportRefused with every problem; the caller must then abort the transaction.
    """
    if not isinstance(data, dict):
        raise refused((), "Filen skal indeholde ét JSON-objekt.")
    if "young_person" in data or "case" in data:
        return import_person(root, drafts, data, act)
    if "staff" in data or "departments" in data:
        count = import_organisation(root, data, act)
        return Imported("organisation", root.organisation.municipality, count)
    if "cluster" in data:
        name, count, warnings = import_cluster(root, data, act)
        return Imported("cluster", name, count, tuple(sorted(warnings, key=_place)))
    text = (
        "Filen er hverken en organisation (departments, staff), en ung (young_person, case) eller en klynge (cluster)."
    )
    raise refused((), text)


def import_person(root: Root, drafts: DraftFolder, data: Mapping[str, Any], act: Act) -> Imported:
    """Load a young person with case, meetings and documents.

    Raises ImportRefused with every problem.
    """
    file = PersonReading(root, data, act)
    errors = [problem for problem in file.problems if not problem.warning]
    if errors:
        raise ImportRefused(sorted(errors, key=_place))
    warnings = file.build(drafts)
    return Imported("person", file.case_no, len(file.papers), tuple(sorted(warnings, key=_place)))


def _place(problem: Problem) -> list[tuple[bool, int, str]]:
    """Sort as the file is read; row 10 comes after row 9."""
    return [(isinstance(step, str), step if isinstance(step, int) else 0, str(step)) for step in problem.path]


class PersonReading:
    """A person's file, read as far as it can be, with every problem in it."""

    def __init__(self, root: Root, data: Mapping[str, Any], act: Act) -> None:
        self.root, self.act = root, act
        self.envelope, self.problems = read_envelope(PersonFile(), data)
        self.person: dict[str, Any] = self.envelope.get("young_person", {})
        self.case: dict[str, Any] = self.envelope.get("case", {})
        self.rows: list[dict[str, Any]] = self.envelope.get("meetings", [])
        self.meetings: list[MeetingPaper] = checks.numbered(self.rows)
        self.papers, found = gathered(self.envelope.get("documents", []), root.skabeloner)
        kinds = {row.get("meeting_id", ""): row.get("meeting_type", "") for row in self.rows}
        self.references = checks.References(kinds, self.papers, root)
        self.problems += [*found, *self._checked()]

    @property
    def case_no(self) -> str:
        return self.case["case_no"]

    def _checked(self):
        today = self.act.clock.today()
        yield from checks.check_case(self.case, self.person, self.root, today.isoformat())
        yield from checks.check_meetings(self.rows, self.meetings)
        if self.case.get("case_no") not in self.root.sager:
            yield from checks.check_ids(self.papers, self.root)
        yield from checks.chain(self.papers)
        yield from checks.check_one_per_case(self.papers)
        yield from checks.check_superseded(self.papers)
        for paper in self.papers:
            yield from self.references.check(paper)
        yield from read_all(self.papers, case_papers(self.person, self.meetings, self.papers), today)

    def build(self, drafts: DraftFolder) -> list[Problem]:
        """Put the case into the tree; the warnings."""
        case = build.build_case(self.root, self.case, self.person, self.act)
        warnings = [problem for problem in self.problems if problem.warning]
        warnings += build.strangers(case)
        for paper in self.papers:
            warnings += resolve(case, self.root.medarbejdere, paper)
        meetings = build.build_meetings(case, self.rows, self.meetings)
        builder = build.Builder(case, self.root, meetings, self.references, self.act)
        chains = [(chain, builder.add(chain, drafts)) for chain in build.chains(self.papers)]
        for chain, document in chains:
            for paper in chain:
                builder.add_facts(document, paper)
        build.set_meeting_times(case)
        counters = self.root._p_jar.root()["labels"]
        counters[self.case_no] = max(counters.get(self.case_no, 0), highest_label(self.case_no, self.papers))
        involvement.refresh(case)
        persons.remember(case)
        return warnings


def highest_label(case_no: str, papers: list[Incoming]) -> int:
    """Return the highest document number of a file, so that the next document gets the one after."""
    ends = [paper.id.removeprefix(f"{case_no}-D") for paper in papers]
    return max([len(papers), *(whole(end, 5) or 0 for end in ends)])
