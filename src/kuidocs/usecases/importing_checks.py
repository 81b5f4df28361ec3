"""What must hold between the parts of a person's file: unique ids, and references that lead somewhere (D2, D10)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..domain.documents import KINDS
from ..domain.meetings import MEETING_TYPES
from ..domain.problems import Path, Problem
from ..resources.root import Root
from .importing_links import effort_row
from .importing_papers import Incoming
from .papers import MeetingPaper

UNCHANGED = "indgår uden ændring"
"""The target of a decision that changes nothing in the plan (D39)."""


PLAN = "kui.education_plan"


def _wrong(path: Path, text: str, *, warning: bool = False) -> Problem:
    return Problem(path, "import", text, warning)


def check_case(case: Mapping[str, Any], person: Mapping[str, Any], root: Root, today: str) -> Iterator[Problem]:
    """Check the case and the young person against the system and the day."""
    if case.get("case_no") in root.sager:
        text = f"Forløbet {case['case_no']} findes allerede. Et forløb kan kun læses ind én gang."
        yield _wrong(("case", "case_no"), text)
    if person.get("birth_date", "") > today:
        yield _wrong(("young_person", "birth_date"), "Fødselsdatoen kan ikke ligge efter i dag.")


def numbered(rows: Sequence[Mapping[str, Any]]) -> list[MeetingPaper]:
    """Number the meetings within their type by date; one without a date comes last."""
    counts: dict[str, int] = {}
    numbers: dict[int, int] = {}
    for position in sorted(range(len(rows)), key=lambda n: (rows[n].get("meeting_date") or "9999", n)):
        kind = rows[position].get("meeting_type", "")
        numbers[position] = counts[kind] = counts.get(kind, 0) + 1
    return [
        MeetingPaper(row.get("meeting_id", ""), row.get("meeting_date") or "", numbers[n]) for n, row in enumerate(rows)
    ]


def check_meetings(rows: Sequence[Mapping[str, Any]], meetings: Sequence[MeetingPaper]) -> Iterator[Problem]:
    """Check that ids are unique and numbers are what they must be."""
    seen: set[str] = set()
    for position, (row, meeting) in enumerate(zip(rows, meetings, strict=True)):
        if meeting.name and meeting.name in seen:
            yield _wrong(("meetings", position, "meeting_id"), f"Der er to møder med id {meeting.name}.")
        seen.add(meeting.name)
        if row.get("meeting_no") not in (None, meeting.no):
            text = f"Mødet er nr. {meeting.no} af sin slags, når de står efter dato."
            yield _wrong(("meetings", position, "meeting_no"), text)


def check_ids(papers: Sequence[Incoming], root: Root) -> Iterator[Problem]:
    """Check that every version is there once, in the file and in the system."""
    seen: set[tuple[str, int]] = set()
    for paper in papers:
        if (paper.id, paper.number) in seen:
            text = f"Filen har allerede et dokument med id {paper.id} og version {paper.number}."
            yield paper.problem("document_id", text)
        elif paper.id and root.sager.names.get(paper.id):
            yield paper.problem("document_id", f"Der findes allerede et dokument med id {paper.id} i systemet.")
        if paper.id and paper.number:
            seen.add((paper.id, paper.number))


def chain(papers: Sequence[Incoming]) -> Iterator[Problem]:
    """Tie every version to the one that it supersedes; yield what does not fit."""
    for paper in papers:
        wanted = paper.head.get("supersedes") or ""
        earlier = _earlier(papers, paper, wanted)
        if wanted and earlier is None:
            yield paper.problem("supersedes", f"Der er ikke noget dokument med id {wanted} i filen at erstatte.")
        elif earlier is not None:
            problem = _unfit(paper, earlier)
            if problem is None:
                paper.before, earlier.after = earlier, paper
            else:
                yield problem


def _earlier(papers: Sequence[Incoming], paper: Incoming, wanted: str) -> Incoming | None:
    """Find the version before; one document id with several version numbers is a chain of its own."""
    named = [p for p in papers if p.id and p.id == (wanted or paper.id) and p is not paper]
    if paper.id and wanted in ("", paper.id):
        named = [p for p in named if p.number < paper.number]
    return max(named, key=lambda p: p.number, default=None)


def _unfit(paper: Incoming, earlier: Incoming) -> Problem | None:
    if paper.form_key != earlier.form_key:
        return paper.problem("supersedes", f"{earlier.id} er en anden slags dokument og kan ikke erstattes af dette.")
    if paper.number <= earlier.number:
        text = f"Versionsnummeret skal være højere end {earlier.number}, som det har i {earlier.id}."
        return paper.problem("version_no", text)
    if earlier.after is not None:
        return paper.problem("supersedes", f"{earlier.id} er allerede erstattet af {earlier.after.id}.")
    return None


def check_one_per_case(papers: Sequence[Incoming]) -> Iterator[Problem]:
    """Warn of two consents of which neither supersedes the other, and refuse two such plans: at most one is in force
    (DOMAIN 4.6)."""
    first: dict[str, Incoming] = {}
    for paper in papers:
        kind = KINDS.get(paper.form_key)
        if kind is None or not kind.one_per_case or paper.before or paper.status == "annulled":
            continue
        other = first.setdefault(paper.form_key, paper)
        if other is not paper:
            text = f"Forløbet har også {other.id} af samme slags, og ingen af dem erstatter den anden."
            said_already = bool(paper.head.get("supersedes"))
            yield paper.problem("supersedes", text, warning=paper.form_key != PLAN or said_already)


def check_superseded(papers: Sequence[Incoming]) -> Iterator[Problem]:
    """Warn of a version that is said to be superseded though nothing supersedes it."""
    for paper in papers:
        if paper.head.get("status") == "superseded" and paper.after is None:
            text = "Filen har ingen nyere version, så dokumentet læses ind som journaliseret."
            yield paper.problem("status", text, warning=True)


@dataclass(frozen=True, slots=True)
class References:
    """What the references of a file may lead to."""

    meetings: Mapping[str, str]
    """Meeting id -> meeting type."""
    papers: Sequence[Incoming]
    root: Root

    def check(self, paper: Incoming) -> Iterator[Problem]:
        """Check every reference of one document."""
        yield from self._meeting(paper)
        for path, wanted in _texts(paper, "consent_ref"):
            if not self.consent(wanted):
                yield _wrong((*paper.path, "data", *path), f"Der er ikke noget samtykke med id {wanted}.")
        for path, wanted in _texts(paper, "plan_item_ref"):
            if wanted != UNCHANGED and self.plan_item(paper, wanted) is None:
                text = f"»{wanted}« findes ikke i den første plan efter mødet."
                yield _wrong((*paper.path, "data", *path), text)

    def _meeting(self, paper: Incoming) -> Iterator[Problem]:
        outside, inside = paper.head.get("meeting_ref") or "", paper.data.get("meeting_ref") or ""
        inside = inside.strip() if isinstance(inside, str) else ""
        for path, wanted in ((("meeting_ref",), outside), (("data", "meeting_ref"), inside)):
            if wanted and wanted not in self.meetings:
                yield _wrong((*paper.path, *path), f"Der er ikke noget møde med id {wanted[:60]} i filen.")
        if outside and inside and outside != inside:
            yield paper.problem("data.meeting_ref", f"Dokumentet hører til mødet {outside}.")
        expected, kind = _meeting_type(paper), self.meetings.get(outside)
        if expected and kind and expected != kind:
            label = MEETING_TYPES[kind].label.lower()
            yield paper.problem(
                "meeting_ref", f"Mødet {outside} er et {label}; dokumentet hører til en anden slags møde."
            )

    def consent(self, wanted: str) -> bool:
        """Tell whether an id leads to a version of a consent, in the file or in the system."""
        if any(p.id == wanted and p.form_key == "kui.consent" for p in self.papers):
            return True
        case_no = self.root.sager.names.get(wanted)
        return bool(case_no) and self.root.sager[case_no].dokumenter[wanted].form_key == "kui.consent"

    def plan_item(self, paper: Incoming, wanted: str) -> tuple[Incoming, str] | None:
        """Find the first version of a plan after the meeting, and the row in it (D2)."""
        name, _, item = wanted.partition("/")
        held = str(paper.content.get("held_at") or paper.head.get("created_at", ""))[:10]
        plans = [
            p
            for p in self.papers
            if p.form_key == "kui.education_plan"
            and (p.id == name or p.id.startswith(f"{name}-"))
            and p.head.get("created_at", "")[:10] >= held
        ]
        for plan in sorted(plans, key=lambda p: (p.head.get("created_at", ""), p.number))[:1]:
            row = effort_row(plan.data, item)
            return (plan, row) if row else None
        return None


def _meeting_type(paper: Incoming) -> str | None:
    """Return the type of meeting that a document belongs to; None for those of any type or of none."""
    kind = KINDS.get(paper.form_key)
    if kind is not None and kind.meeting in MEETING_TYPES:
        return kind.meeting
    return paper.data.get("meeting_type") if paper.form_key == "kui.notice" else None


def _texts(paper: Incoming, name: str) -> Iterator[tuple[Path, str]]:
    """Go through the references of a name in the data of a document, wherever they stand."""
    waiting: list[tuple[Path, Any]] = [((), paper.data)]
    while waiting:
        path, value = waiting.pop(0)
        if isinstance(value, Mapping):
            waiting += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, number), inner) for number, inner in enumerate(value)]
        elif path and path[-1] == name and isinstance(value, str) and value.strip():
            yield path, value.strip()
