"""From what a file says to the case in the tree. Nothing is checked here; importing has done that."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ..domain import workflow
from ..domain.documents import KINDS
from ..domain.identity import Identity
from ..domain.problems import Path, Problem
from ..resources.base import new_id
from ..resources.case import Case, YoungPerson
from ..resources.document import Document
from ..resources.drafts import DraftFolder
from ..resources.meeting import Meeting
from ..resources.root import Root
from ..resources.version import Stamp, Version
from ..services.clock import COPENHAGEN, FixedClock
from . import drafting, people, printing, reviewing
from .acting import Act, event, subject
from .importing_checks import UNCHANGED, References
from .importing_papers import Incoming
from .importing_people import unknown
from .papers import MeetingPaper

WRITERS = ("minute_taker", "convener", "obtained_by", "plan_coordinator", "chair")
"""Who has written a paper of a file, which does not say so: the first of these that it names."""
RESPONSIBLE = ("opened_by", "plan_coordinator", "contact_person")
APPROVERS = ("chair", "department_leader", "plan_coordinator")
SIGNED_OR_LATER = (workflow.SIGNED, workflow.ARCHIVED, workflow.SUPERSEDED)
FILED_OR_LATER = (workflow.ARCHIVED, workflow.SUPERSEDED)
SOURCE = {"source": "import"}


def moment(text: str) -> str:
    """Give a time of the file its zone; a bare day begins at midnight."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=COPENHAGEN)).isoformat(timespec="seconds")


def build_case(root: Root, head: Mapping[str, Any], person: Mapping[str, Any], act: Act) -> Case:
    """Add a case with its young person and the people around."""
    case = Case(head["case_no"], _young_person(person))
    case.title = head.get("title") or f"KUI-forløb, {person['full_name']}"
    case.state, case.opened_at = head["state"], head["opened_at"]
    case.target_group_reason = head.get("target_group_reason", "")
    root.sager[case.case_no] = case
    people.add_young_person(case)
    for name in RESPONSIBLE:
        if head.get(name):
            setattr(case, name, _person(case, root, head[name]))
    event(case, "case.imported", act, data={"state": case.state})
    return case


def strangers(case: Case) -> Iterator[Problem]:
    """Warn of those in charge of a case whom nobody knows."""
    for name in RESPONSIBLE:
        person = getattr(case, name)
        if person and case.register[person["actor_id"]]["kind"] == "external":
            yield Problem(("case", name), "person", unknown(person["text"]), warning=True)


def _young_person(person: Mapping[str, Any]) -> YoungPerson:
    found = YoungPerson(person["full_name"], person["birth_date"])
    for name, value in person.items():
        if name != "custody":
            setattr(found, name, value)
    found.custody = tuple(dict(holder) for holder in person.get("custody", ()))
    return found


def _person(case: Case, root: Root, name: str) -> dict[str, str]:
    found = people.reference(case, root.medarbejdere, name)
    return found if "actor_id" in found else found | {"actor_id": people.add(case, "external", name)}


def build_meetings(
    case: Case, rows: Sequence[Mapping[str, Any]], numbered: Sequence[MeetingPaper]
) -> dict[str, Meeting]:
    """Add the meetings in the order of the file; they keep the numbers that follow from their dates."""
    found = {}
    for row, paper in zip(rows, numbered, strict=True):
        meeting = case.moeder.add(row["meeting_type"])
        meeting.external_id, meeting.meeting_no = row["meeting_id"], paper.no
        meeting.date, meeting.state = paper.day, row.get("state", "planned")
        found[meeting.external_id] = meeting
    return found


def chains(papers: Sequence[Incoming]) -> Iterator[list[Incoming]]:
    """Fold the versions into documents, each oldest first (D2)."""
    for paper in papers:
        if paper.before is None:
            chain = [paper]
            while chain[-1].after is not None:
                chain.append(chain[-1].after)
            yield chain


def label_of(chain: Sequence[Incoming], taken: Iterable[str]) -> str:
    """Name a document after its first version; »PLAN-0117-v1« is version 1 of »PLAN-0117«."""
    first = chain[0].id
    short = first.removesuffix(f"-v{chain[0].number}")
    return first if short in taken or not short else short


class Builder:
    """Builds the documents of one case."""

    def __init__(
        self, case: Case, root: Root, meetings: Mapping[str, Meeting], references: References, act: Act
    ) -> None:
        self.case, self.root, self.meetings, self.references, self.act = case, root, meetings, references, act
        self.labels: dict[str, str] = {}
        """The document label of each id of the file."""

    def add(self, chain: Sequence[Incoming], drafts: DraftFolder) -> Document:
        """Add one document with all its versions."""
        first = chain[0]
        taken = {*self.case.dokumenter, *(p.id for p in self.references.papers if p is not first)}
        label, author = label_of(chain, taken), self._author(first)
        document = Document(label, first.form_key, author.as_data(), moment(first.head["created_at"]))
        document.external_id = first.id
        meeting = self.meetings.get(first.head.get("meeting_ref") or first.data.get("meeting_ref", ""))
        document.meeting_number = meeting.number if meeting else 0
        self.case.dokumenter[label] = document
        self.root.sager.names[label] = self.case.case_no
        for paper in chain:
            self._version(document, paper, drafts)
        event(document, "document.imported", self.act, subject(document), {"versions": len(chain)})
        return document

    def _version(self, document: Document, paper: Incoming, drafts: DraftFolder) -> None:
        assert paper.reading is not None
        assert paper.edition is not None
        self.root.sager.names[paper.id] = self.case.case_no
        self.labels[paper.id] = document.label
        if paper.status == workflow.DRAFT:
            self._draft(document, paper, drafts)
            return
        version = reviewing.add_version(document, paper.reading.content, self._stamp(paper))
        for kind, at, by, data in self._history(document, paper, version):
            _add_fact(document, kind, at, by, data, paper.number)
        if paper.finished:
            reviewing.ask_for_seal(document, version, self.act)

    def _stamp(self, paper: Incoming) -> Stamp:
        assert paper.edition is not None
        at, note = moment(paper.head["created_at"]), paper.head.get("version_note", "")
        author = self._author(paper).as_data()
        head = paper.edition.data
        return Stamp(paper.number, 1, head["number"], paper.edition.sha256, author, at, note, external_id=paper.id)

    def _draft(self, document: Document, paper: Incoming, drafts: DraftFolder) -> None:
        assert paper.reading is not None
        assert paper.edition is not None
        written = FixedClock(datetime.fromisoformat(moment(paper.head["created_at"])))
        act, note = Act(self._author(paper), written), paper.head.get("version_note", "")
        drafting.begin(document, drafts, paper.reading.content, paper.edition.data["number"], act, note=note)
        assert document.draft is not None
        document.draft = document.draft | {"number": paper.number, "round": 1}

    def _author(self, paper: Incoming) -> Identity:
        """Return who wrote a paper, as far as it says; else whoever imports it."""
        content = paper.reading.content if paper.reading else {}
        for name in WRITERS:
            person = content.get(name)
            user = people.user_id(self.case, person)
            if user:
                return Identity(user, self.root.medarbejdere[user].name)
        return self.act.who

    def _history(
        self, document: Document, paper: Incoming, version: Version
    ) -> Iterator[tuple[str, str, Mapping[str, str], dict]]:
        """Tell what happened to a version, in order: kind, when, by whom, data."""
        author, written = self._author(paper).as_data(), moment(paper.head["created_at"])
        if paper.status == workflow.ANNULLED:
            yield "annulled", written, author, dict(SOURCE)
            return
        waiting = [] if paper.finished else sorted(workflow.candidates(reviewing.approval(document, version)))
        yield "submitted", written, author, {"waiting_for": waiting} | SOURCE
        if not paper.finished:
            return
        at, by = self._approval(paper)
        head = self.act.log_head
        facts = printing.at_approval(document, version, by["name"], at, head, _signatures(paper), imported=True)
        yield "approved", at, by, {"audit_head": head, "render_facts": facts.plain()} | SOURCE
        signatures = [self._signature(row, at) for row in paper.head.get("signatures", ())]
        yield from signatures
        last = max([at, *(when for _, when, _, _ in signatures)])
        if paper.status in SIGNED_OR_LATER and KINDS[paper.form_key].signed:
            yield "signing_complete", last, by, dict(SOURCE)
        if paper.status in FILED_OR_LATER:
            yield "filed", last, self.act.by, dict(SOURCE)

    def _approval(self, paper: Incoming) -> tuple[str, dict[str, str]]:
        """Take the log-in signature of the chair, leader or coordinator for the approval; else the author's."""
        rows = [
            row for row in paper.head.get("signatures", ()) if row.get("method") == "login" and row.get("signed_at")
        ]
        for role in APPROVERS:
            for row in rows:
                user = people.user_id(
                    self.case, people.reference(self.case, self.root.medarbejdere, row["signer_name"])
                )
                if row["signer_role"] == role and user:
                    return moment(row["signed_at"]), {"user_id": user, "name": row["signer_name"]}
        return moment(paper.head["created_at"]), self._author(paper).as_data()

    def _signature(self, row: Mapping[str, Any], at: str) -> tuple[str, str, Mapping[str, str], dict]:
        signer = _person(self.case, self.root, row["signer_name"])
        data = {
            "signer": signer,
            "role": row["signer_role"],
            "method": row.get("method", ""),
            "outcome": row.get("outcome", "signed"),
            "words": row.get("words", ""),
        }
        return "signature", moment(row["signed_at"]) if row.get("signed_at") else at, self.act.by, data | SOURCE

    def add_facts(self, document: Document, paper: Incoming) -> None:
        """Add what the file holds among the content though it happened later (D1)."""
        for path, value in paper.facts:
            if value in (None, "", [], {}):
                continue
            at = moment(paper.head["created_at"])
            data = {"value": value} | SOURCE | self._target(paper, str(path[-1]), value)
            _add_fact(document, str(path[-1]), at, self.act.by, data, paper.number, _row_id(paper.data, path))

    def _target(self, paper: Incoming, name: str, value: Any) -> dict[str, Any]:
        """Say where in a plan a decision stands, by the plan's label and version and the row's id (D2)."""
        found = self.references.plan_item(paper, value) if name == "plan_item_ref" and value != UNCHANGED else None
        if found is None:
            return {}
        plan, row = found
        return {"document": self.labels[plan.id], "number": plan.number, "row": row}


def _signatures(paper: Incoming) -> tuple[printing.SignatureFacts, ...]:
    return tuple(
        printing.SignatureFacts(
            row["signer_name"],
            row["signer_role"],
            row.get("method", ""),
            moment(row["signed_at"]) if row.get("signed_at") else "",
            row.get("outcome", "signed"),
            row.get("words", ""),
        )
        for row in paper.head.get("signatures", ())
    )


def _row_id(data: Any, path: Path) -> str:
    """Return the id of the innermost row that a path leads through."""
    found = ""
    for step in path[:-1]:
        data = data[step]
        found = data.get("rid", found) if isinstance(data, dict) else found
    return found


def _add_fact(
    document: Document, kind: str, at: str, by: Mapping[str, str], data: Mapping, number: int, rid: str = ""
) -> None:
    about = {"number": number, "round": 1} | ({"rid": rid} if rid else {})
    fact = {"id": new_id(), "kind": kind, "about": about, "by": dict(by), "at": at, "data": dict(data)}
    document.facts = (*document.facts, fact)


def set_meeting_times(case: Case) -> None:
    """Give each meeting the time and place of its newest finished notice (D38)."""
    for document in case.dokumenter.of_form("kui.notice"):
        version, meeting = document.in_force(), case.moeder.get(str(document.meeting_number))
        if version is None or meeting is None:
            continue
        content = version.content()
        meeting.start, meeting.end = content.get("start_time", ""), content.get("end_time", "")
        meeting.place, meeting.online_link = content.get("place", ""), content.get("online_link", "")
        meeting.date = meeting.date or content.get("meeting_date", "")
