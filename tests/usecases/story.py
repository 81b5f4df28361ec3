"""Playing a person's story through the use cases that the pages call, in order, from an empty case.

The words are those of a demonstration file; how a user gets them into the system is what is played: a paper begins
with what is carried into it, and is written on from there; decisions are written into the plan one by one.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from kuidocs.domain import next_fora, plan_writing, tasks
from kuidocs.domain.identity import Identity
from kuidocs.forms.reading import read, split_facts
from kuidocs.resources.case import Case, YoungPerson
from kuidocs.resources.document import Document
from kuidocs.resources.meeting import Meeting
from kuidocs.usecases import (
    case_reading,
    cases,
    documents,
    drafting,
    involvement,
    meetings,
    notices,
    people,
    plan_links,
    reviewing,
    task_acts,
)
from kuidocs.usecases.acting import Act
from kuidocs.usecases.meeting_reading import fora_facts, minutes_of, papers, roles
from kuidocs.usecases.plan_links import Wanted
from tests import factories

KEYS = ("goal_no", "name", "effort_title", "item_no", "task_text", "sub_goal_text", "date", "decision_text")
"""What a row is known by, for finding the one that was carried into a paper already."""
PERSON = ("person_id", "preferred_name", "id_number", "id_number_type", "address", "municipality", "school", "language")


class Story:
    """A case on its way, and the words that are written in it."""

    def __init__(self, world: Any, name: str) -> None:
        self.world, self.told = world, factories.demo(name)
        self.words = {paper["document_id"]: paper for paper in self.told["documents"]}
        self.meetings = {one["meeting_id"]: one for one in self.told["meetings"]}
        self.case = self._opened()
        self.plan_label = f"{self.case.case_no}-P01"

    def _opened(self) -> Case:
        told, root = self.told["young_person"], self.world.root
        person = YoungPerson(told["full_name"], told["birth_date"])
        person.custody = tuple(told["custody"])
        for name in PERSON:
            setattr(person, name, told[name])
        case = Case(self.told["case"]["case_no"], person)
        case.opened_at = self.told["case"]["opened_at"]
        root.sager[case.case_no] = case
        people.add_young_person(case)
        case.opened_by = people.reference(case, root.medarbejdere, self.told["case"]["opened_by"])
        involvement.refresh(case)
        self.world.connection.transaction_manager.commit()
        return case

    # Who and when

    def on(self, day: str, hour: int = 10) -> None:
        """Let it be a day."""
        self.world.clock.set(datetime.fromisoformat(f"{day}T{hour:02d}:00"))

    @property
    def today(self):
        return self.world.clock.today()

    def who(self, name: str) -> Identity:
        """Return the identity of a member of staff by name or by user id."""
        staff = self.world.root.medarbejdere
        return (staff[name] if name in staff else staff.named(name)).identity()

    def act(self, name: str) -> Act:
        return Act(self.who(name), self.world.clock)

    # Papers

    def write(self, paper: str, by: str, meeting: Meeting | None = None, **changed: Any) -> Document:
        """Begin a paper, or the next version of the one consent or plan, and fill in what the file says."""
        told = self.words[paper]
        found = self._begun(told, by, meeting)
        self.fill(found, told["data"] | changed, by)
        return found

    def _begun(self, told: Mapping, by: str, meeting: Meeting | None) -> Document:
        there = [d for d in self.case.dokumenter.of_form(told["form_key"]) if d.external_id == "" and not meeting]
        if there and told["form_key"] in ("kui.consent", "kui.education_plan"):
            if there[-1].draft is None:
                documents.new_version(
                    there[-1], self.world.drafts, self.act(by), note=told.get("version_note") or "Ny version."
                )
            return there[-1]
        return documents.create(
            self.case,
            self.world.root,
            self.world.drafts,
            self.act(by),
            form_key=told["form_key"],
            label=self._free(told["document_id"]),
            meeting=meeting,
        )

    def _free(self, label: str) -> str:
        return label if label not in self.case.dokumenter.children else f"{label}B"

    def fill(self, document: Document, data: Mapping, by: str) -> None:
        """Write what the file says over what the draft holds; rows that are there already keep their ids."""
        drafts = self.world.drafts
        schema, draft = reviewing.draft_edition(document, drafts).schema, drafting.open_draft(document, drafts)
        hidden = {field.name for field in schema.fields if field.hidden} - {child.name for child in schema.children}
        content, _ = split_facts(schema, {name: value for name, value in data.items() if name not in hidden})
        new = merged(draft.content(), read(schema, content).content)
        if "task_progress" in new:
            new["task_progress"] = [*self._progress(draft.content(), new["task_progress"])]
        assert drafting.save(document, drafts, draft.content() | new, draft.revisions(), self.act(by)) == []

    def _progress(self, carried: Mapping, told: list[dict]) -> Iterator[dict]:
        """Give every task that is carried into the minutes the status of the line that is most like it."""
        for row in carried.get("task_progress", ()):
            best = max(told, key=lambda one: tasks.overlap(one.get("task_text", ""), row["task_text"]), default={})
            alike = tasks.overlap(best.get("task_text", ""), row["task_text"]) >= tasks.SAME_WORDS
            yield row | ({"status": best["status"]} if alike else {"status": "in_progress"}) | {"note": "Talt om."}

    def finish(self, document: Document, by: str) -> Document:
        """Finish a paper that its author finishes."""
        _told(reviewing.finish, document, self.world.drafts, self.act(by), audit_head="h" * 64)
        return document

    def submit(self, document: Document, by: str) -> Document:
        _told(reviewing.submit, document, self.world.drafts, self.act(by))
        return document

    def approve(self, document: Document, by: str = "") -> Document:
        """Approve as the first of those whom the paper waits for, or as somebody."""
        waiting = document.facts_of("submitted")[-1]["data"]["waiting_for"]
        last = document.latest
        given = {"number": last.number, "round_": last.round, "opened": True, "audit_head": "h" * 64}
        reviewing.approve(document, self.act(by or waiting[0]), **given)
        return document

    # Meetings

    def plan(self, meeting_id: str, by: str) -> Meeting:
        """Plan the meeting of the file as what it is."""
        return meetings.plan(self.case, self.act(by), self.meetings[meeting_id]["meeting_type"])

    def convene(self, meeting: Meeting, by: str) -> int:
        """Send the notice, which convenes; ad hoc ones are asked for what they know."""
        (notice,) = papers(self.case, meeting, "kui.notice")
        asked = {
            one.recipient.rid: one.proposal or "Hvad du ved om den unges hverdag." for one in notices.invited(notice)
        }
        return notices.send(notice, self.act(by), knowledge=asked, rooms=())

    def hold(self, meeting: Meeting, minutes: str, by: str) -> None:
        """Say who came, as the minutes of the file will."""
        came = {row["name"]: row["attendance"] for row in self.words[minutes]["data"]["participants"]}
        (notice,) = papers(self.case, meeting, "kui.notice")
        rows = notice.in_force().content()["participants"]
        meetings.hold(meeting, self.act(by), {row["rid"]: came.get(row["name"]["text"], "absent") for row in rows})

    def minute(self, meeting: Meeting, minutes: str, *, approved_on: str = "", **changed: Any) -> Document:
        """Write minutes, send them to review and approve them."""
        told = self.words[minutes]["data"]
        found = self.write(minutes, told["minute_taker"], meeting, **changed)
        self.submit(found, told["minute_taker"])
        if approved_on:
            self.on(approved_on)
        return self.approve(found)

    def close(self, meeting: Meeting, by: str) -> None:
        meetings.close(meeting, self.act(by))

    # Decisions and plan

    def decide(self, meeting: Meeting, plan: str, by: str) -> list[str]:
        """Write each decision of a meeting into the plan as the file says, and tell in which ways."""
        minutes, told = minutes_of(self.case, meeting), self.words[plan]["data"]
        refs = self._references(minutes)
        return [self._decided(minutes, row, refs[row["decision_text"]], told, by) for row in self._decisions(minutes)]

    def _decisions(self, minutes: Document) -> list[dict]:
        return minutes.in_force().content()["decisions"]

    def _references(self, minutes: Document) -> dict[str, int]:
        rows = self.words[minutes.label]["data"]["decisions"]
        return {row["decision_text"]: int(row["plan_item_ref"].rsplit("/", 1)[1]) for row in rows}

    def _decided(self, minutes: Document, row: dict, number: int, told: Mapping, by: str) -> str:
        effort = told["efforts"][number - 1]
        found = plan_links.source(minutes, row["rid"])
        there = [one for one in found.plan.get("efforts", ()) if one["effort_title"] == effort["effort_title"]]
        answers = {name: typed(value) for name, value in effort.items() if value not in (None, "")}
        kind, place = plan_writing.NEW_EFFORT, ""
        if there:
            place = there[0]["rid"]
            fields = plan_writing.CHANGEABLE["efforts"]
            same = all(typed(there[0].get(name) or "") == answers.get(name, "") for name in fields)
            kind = plan_writing.ALREADY if same else plan_writing.CHANGE
        wanted = Wanted(row["rid"], kind, place, answers)
        plan_links.write(minutes, self.world.drafts, self.act(by), wanted, label=self.plan_label)
        return kind

    # What stands

    def offered(self, name: str) -> list[str]:
        """List the fora that somebody is offered now."""
        found = next_fora.offers(fora_facts(self.case), roles(self.case, self.who(name), self.today))
        return [offer.forum.meeting_type for offer in found if not offer.why_not]

    def relations(self, user_id: str) -> frozenset[str]:
        """Return what somebody is in the case today."""
        return roles(self.case, self.who(user_id), self.today)

    def open_tasks(self) -> list[str]:
        """List who has an open task, and the first words of it."""
        found = [task for task in case_reading.case_tasks(self.case) if task.is_open]
        return [f"{task.responsible}: {task.text}" for task in found]

    def report(self, beginning: str, by: str, status: str, **more: str) -> None:
        """Say how the task goes whose text begins so."""
        (task,) = [one for one in case_reading.case_tasks(self.case) if one.text.startswith(beginning)]
        task_acts.report(self.case, self.act(by), rid=task.rid, status=status, **more)

    def lamp(self) -> tuple[str, str]:
        found = case_reading.lamp(self.case, self.today)
        return found.state, found.reason

    def move(self, act: str, by: str, **more: Any) -> None:
        cases.move(self.case, self.act(by), act, **more)

    def mails(self) -> str:
        """Return everything that the jobs of mail hold, for reading what goes out."""
        return json.dumps([dict(job.arguments) for job in self.world.root.job.open_jobs()], ensure_ascii=False)


def _told(act: Any, document: Document, *given: Any, **more: Any) -> None:
    """Do an act on a paper, and name what is missing when it is refused."""
    try:
        act(document, *given, **more)
    except reviewing.Incomplete as lacking:
        raise AssertionError(f"{document.label}: {[str(one) for one in lacking.problems]}") from lacking


def merged(carried: Mapping, told: Mapping) -> dict:
    """Give the rows of what was told the ids of the rows that are there already."""
    return {name: _rows(carried.get(name), value) if _are_rows(value) else value for name, value in told.items()}


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _rows(carried: Any, told: list[dict]) -> list[dict]:
    known = {_key(row): row for row in carried or ()}
    return [_row(known.get(_key(row), {}), row) for row in told]


def _row(before: Mapping, row: Mapping) -> dict:
    rid = {"rid": before["rid"]} if before else {}
    return dict(row) | rid | {k: _rows(before.get(k), v) for k, v in row.items() if _are_rows(v)}


def _key(row: Mapping) -> str:
    return next((typed(row[name]) for name in KEYS if row.get(name)), row.get("rid", ""))


def typed(value: Any) -> str:
    """Write a value as somebody types it into a form."""
    if isinstance(value, Mapping):
        return str(value["text"])
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
