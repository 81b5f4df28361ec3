"""The documents of a file, each read in the edition that it was written in (D10)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ..domain import workflow
from ..domain.problems import Path, Problem
from ..domain.rules import computed
from ..forms.edition import Edition
from ..forms.envelopes import read_field
from ..forms.reading import DRAFT, SUBMIT, Reading, node_at, read, split_facts
from ..resources.skabeloner import TemplateFolder
from .importing_links import Links
from .papers import CasePapers, MeetingPaper, Paper, facts_of
from .printable import unprintable

UNFINISHED = (workflow.DRAFT, workflow.IN_REVIEW, workflow.ANNULLED)


@dataclass(slots=True)
class Incoming:
    """One version of a document on its way in. ``data`` is as the file has it, with the row ids put in."""

    position: int
    head: Mapping[str, Any]
    edition: Edition | None = None
    data: dict = field(default_factory=dict)
    content: dict = field(default_factory=dict)
    facts: list[tuple[Path, Any]] = field(default_factory=list)
    """What happened after it was finished: the path in ``data`` and the value (D1)."""
    reading: Reading | None = None
    before: "Incoming | None" = None
    after: "Incoming | None" = None

    @property
    def id(self) -> str:
        return self.head.get("document_id", "")

    @property
    def number(self) -> int:
        return self.head.get("version_no", 0)

    @property
    def form_key(self) -> str:
        return self.head.get("form_key", "")

    @property
    def status(self) -> str:
        """The status; a version that has a successor is superseded whatever the file says (D4)."""
        return workflow.SUPERSEDED if self.after else self.head.get("status", "")

    @property
    def finished(self) -> bool:
        return self.status not in UNFINISHED

    @property
    def path(self) -> Path:
        return "documents", self.position

    def problem(self, name: str, text: str, *, warning: bool = False) -> Problem:
        """Make a problem with one field of the envelope, or with the data when ``name`` is a path behind »data«."""
        return Problem((*self.path, *name.split(".")), "import", text, warning)


def gathered(heads: Sequence[Mapping[str, Any]], templates: TemplateFolder) -> tuple[list[Incoming], list[Problem]]:
    """Find the edition of every document, oldest first, and give every row its id."""
    papers = [Incoming(position, head) for position, head in enumerate(heads)]
    problems = [problem for paper in papers if (problem := _find_edition(paper, templates))]
    links = Links()
    for paper in sorted(papers, key=lambda paper: (paper.head.get("created_at", ""), paper.position)):
        _name_rows(paper, links)
        problems += [_unlinked(paper, path) for path in links.unlinked]
    return papers, problems


def _find_edition(paper: Incoming, templates: TemplateFolder) -> Problem | None:
    form, number = paper.head.get("form_key"), paper.head.get("template_version")
    if form is None:
        return None
    if form not in templates:
        if form.startswith("klynge."):
            return paper.problem("form_key", "Klyngemødernes papirer hører ikke til i et forløb.")
        return paper.problem("form_key", f"Formularen »{form}« findes ikke.")
    paper.edition = templates.edition(form, number) if number else None
    if number and paper.edition is None:
        return paper.problem("template_version", f"Formularen »{form}« har ingen udgave {number}.")
    return None


def _name_rows(paper: Incoming, links: Links) -> None:
    data = paper.head.get("data")
    links.unlinked = []
    if paper.edition is None or not isinstance(data, dict):
        return
    shown = _without_hidden(paper.edition.schema, data)
    paper.data = links.name(paper.edition.schema, shown, paper.id, str(paper.head.get("meeting_ref") or ""))
    paper.content, paper.facts = split_facts(paper.edition.schema, paper.data)


def _without_hidden(node: Any, data: Mapping) -> dict:
    """Leave out what an edition only describes; the system knows it by itself."""
    hidden = {field.name for field in node.fields if field.hidden} - {child.name for child in node.children}
    return {name: value for name, value in data.items() if name not in hidden}


def _unlinked(paper: Incoming, path: Path) -> Problem:
    text = "Opgaven findes ikke i et tidligere referat, så den følges ikke."
    return Problem((*paper.path, "data", *path), "unlinked", text, warning=True)


def case_papers(person: Mapping[str, Any], meetings: Sequence[MeetingPaper], papers: Sequence[Incoming]) -> CasePapers:
    """Lay the file's papers out for the rules."""
    holders = tuple(h["name"] for h in person.get("custody", ()) if h.get("custody") and "name" in h)
    known = (person.get("full_name"), person.get("preferred_name"), *(h.get("name") for h in person.get("custody", ())))
    family = frozenset(name for name in known if name)
    return CasePapers(person.get("birth_date", ""), holders, meetings, [as_paper(paper) for paper in papers], family)


def as_paper(paper: Incoming) -> Paper:
    """Show a document of the file as the rules' facts want it."""
    single = {str(path[0]): value for path, value in paper.facts if len(path) == 1}
    day, meeting = paper.head.get("created_at", "")[:10], str(paper.head.get("meeting_ref") or "")
    return Paper((paper.id,), paper.form_key, day, paper.finished, meeting, paper.content, single)


def read_all(papers: Sequence[Incoming], case: CasePapers, today: date) -> Iterator[Problem]:
    """Read every document at the level that its status demands; what is wrong comes out with its path."""
    for paper, shown in zip(papers, case.papers, strict=True):
        if paper.edition is not None:
            yield from _read(paper, shown, case, today)


def _read(paper: Incoming, shown: Paper, case: CasePapers, today: date) -> Iterator[Problem]:
    assert paper.edition is not None
    level = DRAFT if paper.status in (workflow.DRAFT, workflow.ANNULLED) else SUBMIT
    facts, schema = facts_of(case, shown, today), paper.edition.schema
    paper.reading = read(schema, paper.content, level=level, facts=facts)
    found = [*paper.reading.problems, *unprintable(schema, paper.reading.content, warning=level == DRAFT)]
    found += [*_wrong_facts(paper), *_differing(paper, computed(paper.reading.typed, facts))]
    for problem in found:
        yield replace(problem, path=(*paper.path, "data", *_as_written(paper, problem.path)))


def _as_written(paper: Incoming, path: Path) -> Path:
    """Give a path the row numbers of the file; reading leaves out empty rows and counts without them."""
    assert paper.reading is not None
    read: Any = paper.reading.content
    written: Any = paper.content
    found = list(path)
    for place, step in enumerate(path):
        try:
            read = read[step]
            if isinstance(step, int):
                found[place] = _place_of(read["rid"], written)
            written = written[found[place]]
        except (LookupError, TypeError):
            break
    return tuple(found)


def _place_of(rid: str, rows: list) -> int:
    """Find the row with an id; an empty row has none."""
    ids = [row.get("rid") if isinstance(row, Mapping) else None for row in rows]
    return ids.index(rid) if rid in ids else len(rows)


def _wrong_facts(paper: Incoming) -> Iterator[Problem]:
    """Check the types of what the edition calls facts; they are no part of the content."""
    assert paper.edition is not None
    for number, (path, value) in enumerate(paper.facts):
        node = fact_node(paper.edition.schema, path)
        found, problems = read_field(node, value, path)
        paper.facts[number] = path, found
        yield from problems


def fact_node(schema: Any, path: Path) -> Any:
    """Find the node of a fact, which is described by the edition but not among the children."""
    above = node_at(schema, path[:-1]) if path[:-1] else schema
    fields = getattr(above, "row", above).fields
    return next(field for field in fields if field.name == path[-1])


def _differing(paper: Incoming, computed: Mapping[str, object]) -> Iterator[Problem]:
    """Compare what the system computes with what the file says, and fill in what the file leaves out."""
    assert paper.reading is not None
    assert paper.edition is not None
    names = {child.name for child in paper.edition.schema.children}
    for name in sorted(names & set(computed)):
        given, right = paper.reading.typed.get(name), computed[name]
        if given is None:
            paper.reading.content[name] = str(right).lower()
        elif given != right:
            shown = {True: "ja", False: "nej"}.get(right, right) if isinstance(right, bool) else right
            yield Problem((name,), "computed", f"Filen siger noget andet end det, der følger af resten: {shown}.")
