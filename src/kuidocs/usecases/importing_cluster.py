"""Loading a cluster with one meeting: everything is checked first (D10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..domain import tally, workflow
from ..domain.clusters import (
    BOARD,
    BY_NUMBER,
    CLOSED,
    COORDINATOR,
    DONE,
    FOLLOWING_UP,
    HELD,
    MEMBER,
    PREPARING,
    READY,
    STATES,
)
from ..domain.problems import Path, Problem
from ..domain.questionnaires import Answers, questions_of, read_answers
from ..domain.rules import Facts
from ..forms.edition import Edition
from ..forms.envelopes import ClusterFile, read_envelope
from ..forms.reading import DRAFT, SUBMIT, id_from, read, split_facts
from ..forms.shipped.vocabularies import STEP_STATUS, TASK_STATUS
from ..resources.base import new_id
from ..resources.klynger import Cluster, ClusterFolder, ClusterMeeting, Paper
from ..resources.root import Root
from . import cluster_papers, cluster_people
from .acting import Act, event
from .cluster_meetings import LONGEST, add_meeting, share
from .importing_text import ImportRefused

ONE_EACH = ("klynge.plan", "klynge.programme", "klynge.questionnaire", "klynge.minutes")
FACT_WORDS = {("steps", "status"): STEP_STATUS.labels, ("agreements", "status"): TASK_STATUS.labels}
"""What a step and an agreement can be said to be."""
ORDER = (PREPARING, READY, HELD, FOLLOWING_UP, CLOSED)


@dataclass(slots=True)
class Incoming:
    """One paper of the file, as far as it could be read."""

    head: Mapping[str, Any]
    path: Path
    edition: Edition | None = None
    content: dict[str, Any] = field(default_factory=dict)
    facts: list[tuple[Path, Any]] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.head.get("document_id", ""))

    @property
    def form_key(self) -> str:
        return str(self.head.get("form_key", ""))

    @property
    def finished(self) -> bool:
        return self.head.get("status") not in (workflow.DRAFT, workflow.IN_REVIEW, workflow.ANNULLED)


def import_cluster(root: Root, data: Mapping[str, Any], act: Act) -> tuple[str, int, list[Problem]]:
    """Load a cluster: its name, how many papers it has, and what the file should be looked over for.

    Raises ImportRefused with every problem.
    """
    reading = ClusterReading(root, data, act)
    errors = [one for one in reading.problems if not one.warning]
    if errors:
        raise ImportRefused(errors)
    cluster = reading.build()
    return cluster.name, len(reading.papers), [one for one in reading.problems if one.warning]


class ClusterReading:
    """A cluster's file with every problem in it."""

    def __init__(self, root: Root, data: Mapping[str, Any], act: Act) -> None:
        self.root, self.act = root, act
        self.clusters: ClusterFolder = cluster_people.folder(root)
        envelope, self.problems = read_envelope(ClusterFile(), data)
        self.head: dict[str, Any] = envelope.get("cluster", {})
        rows = envelope.get("documents", [])
        self.papers = [Incoming(row, ("documents", number)) for number, row in enumerate(rows)]
        self.responses: list[dict] = envelope.get("questionnaire_responses", [])
        self.told: list[dict] = envelope.get("questionnaire_tally", [])
        self.answers: list[Answers] = []
        self.problems += [*self._papers(), *self._answers(), *self._tally()]

    def of_form(self, form_key: str) -> Incoming | None:
        """Return the paper of a form, None when the file has none."""
        return next((one for one in self.papers if one.form_key == form_key), None)

    def _papers(self) -> Iterator[Problem]:
        seen: set[str] = set()
        if self.of_form("klynge.plan") is None:
            yield Problem(("documents",), "plan", "Filen mangler drejebogen (klynge.plan).")
        for paper in self.papers:
            if paper.id in seen or paper.id in self.clusters.names:
                yield _wrong(paper, "document_id", f"Dokumentet {paper.id} er der allerede.")
            seen.add(paper.id)
            yield from self._paper(paper)
        yield from self._twice()

    def _paper(self, paper: Incoming) -> Iterator[Problem]:
        forms = self.clusters.forms
        if paper.form_key and paper.form_key not in forms:
            yield _wrong(paper, "form_key", f"Formularen »{paper.form_key}« hører ikke til et klyngemøde.")
            return
        number = paper.head.get("template_version")
        paper.edition = forms.edition(paper.form_key, number) if number else None
        if paper.edition is None:
            yield _wrong(paper, "template_version", f"Formularen har ingen udgave {number}.")
            return
        schema = paper.edition.schema
        paper.content, paper.facts = split_facts(schema, paper.head.get("data", {}))
        level = SUBMIT if paper.finished else DRAFT
        facts = Facts(today=self.act.clock.today(), meeting_date=self._day())
        found = read(schema, paper.content, level=level, facts=facts, new_id=id_from(paper.id))
        paper.content = found.content
        for one in found.problems:
            yield replace(one, path=(*paper.path, "data", *one.path))
        for path, value in paper.facts:
            if not (_is_fact(path, value) and _is_numbered(paper.content, path)):
                yield Problem((*paper.path, "data", *path), "fact", "Vi kan ikke læse det, der står her.")

    def _day(self):
        plan = self.of_form("klynge.plan")
        return cluster_papers.as_day((plan.head.get("data") or {}).get("meeting_date")) if plan else None

    def _twice(self) -> Iterator[Problem]:
        for form_key in ONE_EACH:
            for paper in [one for one in self.papers if one.form_key == form_key][1:]:
                yield _wrong(paper, "form_key", "Et klyngemøde har kun ét af dette papir.")
        numbers: set[str] = set()
        for paper in self.papers:
            number = str(paper.content.get("case_no", "")) if paper.form_key == "klynge.case" else ""
            if number in numbers:
                yield _wrong(paper, "data", f"Der er to cases med nr. {number}.")
            numbers |= {number} - {""}

    def _answers(self) -> Iterator[Problem]:
        paper = self.of_form("klynge.questionnaire")
        questions = questions_of(paper.content) if paper else ()
        by_number = {str(one.number): one.rid for one in questions}
        for number, row in enumerate(self.responses):
            given = row.get("answers") or {}
            path = ("questionnaire_responses", number, "answers")
            unknown = sorted(set(map(str, given)) - set(by_number))
            if unknown:
                yield Problem((*path, unknown[0]), "unknown", "Spørgsmålet findes ikke i spørgeskemaet.")
            typed = {by_number[n]: _listed(value) for n, value in given.items() if n in by_number}
            answers, wrong = read_answers(questions, typed)
            yield from (Problem(path, "answer", text) for text in wrong.values())
            self.answers.append(answers)

    def _tally(self) -> Iterator[Problem]:
        paper = self.of_form("klynge.questionnaire")
        questions = {one.number: one for one in questions_of(paper.content)} if paper else {}
        for number, row in enumerate(self.told):
            question = questions.get(row.get("question_no", 0))
            if question is None or not tally.same(tally.count(question, self.answers), row):
                text = "Opgørelsen siger noget andet end svarene. Ret den, eller udelad den; den tælles op igen."
                yield Problem(("questionnaire_tally", number), "differs", text)

    # Building

    def build(self) -> Cluster:
        """Put the cluster and its meeting into the tree."""
        cluster = next((c for c in self.clusters.values() if c.name == self.head["cluster_name"]), None)
        if cluster is None:
            cluster = cluster_people.add_cluster(self.root, self.head["cluster_name"], self.act)
        cluster.members_total = self.head.get("members_total", 0)
        self._members(cluster)
        meeting = add_meeting(cluster, self.act)
        for paper in self.papers:
            self._add(meeting, paper)
        self._survey(meeting)
        self._shared(meeting)
        self._state(meeting)
        event(meeting, "cluster.imported", self.act, cluster_papers.about(meeting), {"papers": len(self.papers)})
        return cluster

    def _members(self, cluster: Cluster) -> None:
        minutes = self.of_form("klynge.minutes")
        rows = {one["name"]: one for one in self.head.get("members", ())}
        board, coordinator = list(self.head.get("board", ())), self.head["coordinator"]
        present = minutes.content.get("members_present", []) if minutes else []
        known = {self.clusters.users[user].name for user in cluster.members}
        for name in dict.fromkeys((coordinator, *board, *rows, *present)):
            if name not in known:
                role = COORDINATOR if name == coordinator else BOARD if name in board else MEMBER
                told = rows.get(name, {})
                cluster_people.add_member(
                    cluster, name, told.get("email", ""), role, self.act, clinic=told.get("clinic", "")
                )

    def _add(self, meeting: ClusterMeeting, paper: Incoming) -> None:
        place = _place(meeting, paper)
        created = str(paper.head["created_at"])
        at = created if "T" in created else f"{created}T12:00:00+00:00"
        cluster_papers.add_version(place, paper.content, self.act, external_id=paper.id, at=at)
        self.clusters.names[paper.id] = meeting.id
        for path, value in paper.facts:
            self._fact(meeting, place, paper, path, value)
        if paper.form_key == "klynge.case" and paper.finished:
            found = {"sha256": place.versions[-1].sha256, "found": [], "why": "Oplyst ved import, ikke kontrolleret."}
            cluster_papers.keep_fact(place, "confirmed", self._fresh(), found)

    def _fact(self, meeting: ClusterMeeting, place: Paper, paper: Incoming, path: Path, value: Any) -> None:
        """Keep what happened after a paper was written: the state of steps and agreements, what guests offered."""
        if path[0] == "guest_contributions" and isinstance(value, list):
            for row in value:
                told = {"case": place.label, "rid": "", "guest": row["guest"], "text": row["contribution"]}
                cluster_papers.keep_fact(meeting, "offer", self._fresh(), told)
        elif path[0] in ("steps", "agreements") and len(path) == 3:
            rid = paper.content[path[0]][path[1]]["rid"]
            kind = "step" if path[0] == "steps" else "agreement"
            key = int(paper.content["steps"][path[1]]["step_no"]) if kind == "step" else rid
            before = cluster_papers.latest(meeting.facts_of(kind), "key").get(key, {}).get("data", {})
            told = {"key": key, "status": "", "note": ""} | before | {str(path[2]): value}
            cluster_papers.keep_fact(meeting, kind, self._fresh(), told)

    def _fresh(self) -> Act:
        return replace(self.act, token=new_id())

    def _survey(self, meeting: ClusterMeeting) -> None:
        survey, content = meeting.survey, meeting.survey.content()
        if not self.answers:
            return
        survey.opened_at, survey.closed_at = str(content.get("opens_at", "")), str(content.get("closes_at", ""))
        survey.asked, survey.answered = self.head.get("members_total", len(self.answers)), len(self.answers)
        survey.final = tuple(self.answers)

    def _shared(self, meeting: ClusterMeeting) -> None:
        plan = meeting.plan.content()
        for what, name in (("results", "results_shared_at"), ("cases", "cases_shared_at")):
            if plan.get(name):
                share(meeting, what, plan.get("meeting_date", plan[name]), self._fresh())

    def _state(self, meeting: ClusterMeeting) -> None:
        plan, minutes = self.of_form("klynge.plan"), self.of_form("klynge.minutes")
        reached = PREPARING
        if minutes is not None and minutes.finished:
            reached = FOLLOWING_UP
        elif plan is not None and plan.finished:
            steps = cluster_papers.latest(meeting.facts_of("step"), "key")
            right = all(n in steps and steps[n]["data"]["status"] in (DONE, "not_relevant") for n in range(1, 10))
            reached = READY if right else PREPARING
        for state in ORDER[1 : ORDER.index(reached) + 1]:
            assert state in STATES
            cluster_papers.keep_fact(meeting, "state", self._fresh(), {"to": state, "version": meeting.plan.number})


def _is_fact(path: Path, value: Any) -> bool:
    """Tell whether what happened after a paper was written can be kept: no page could show anything else."""
    if path[0] == "guest_contributions":
        rows = value if isinstance(value, list) else [None]
        return all(
            isinstance(row, dict) and all(isinstance(row.get(name), str) for name in ("guest", "contribution"))
            for row in rows
        )
    words = FACT_WORDS.get((str(path[0]), str(path[-1])))
    return isinstance(value, str) and (value in words if words else len(value) <= LONGEST)


def _is_numbered(content: Mapping[str, Any], path: Path) -> bool:
    """Tell whether a step says which of the ten it is."""
    if path[0] != "steps":
        return True
    rows = {number: row for number, row in enumerate(content.get("steps") or ()) if isinstance(row, dict)}
    return str(rows.get(int(path[1]), {}).get("step_no", "")) in {str(n) for n in BY_NUMBER}


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _wrong(paper: Incoming, name: str, text: str) -> Problem:
    return Problem((*paper.path, name), "wrong", text)


def _place(meeting: ClusterMeeting, paper: Incoming) -> Paper:
    if paper.form_key == "klynge.case":
        return meeting.cases[int(paper.content["case_no"]) - 1]
    places = {one.form_key: one for one in meeting.papers()}
    return places[paper.form_key]
