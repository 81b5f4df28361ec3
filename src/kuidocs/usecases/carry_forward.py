"""Carry-forward: what a new paper begins with from those before it (R18, R28, R46). All of it may be changed.

Nothing is carried that the consent does not let the writer's department read: a new paper would be its own (D23).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..domain import carrying, meetings
from ..domain.tasks import Task
from ..forms.defaults import AGENDAS
from ..forms.edition import Edition
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..resources.staff import StaffFolder
from ..resources.version import Version
from ..security.reading import Sight
from . import proposals
from .case_reading import approved_minutes, case_tasks, in_force
from .meeting_reading import brought_up
from .opening import begun_with
from .people import reference

NOTICE, PLAN, CONSENT = "kui.notice", "kui.education_plan", "kui.consent"
SOON = "status"
"""The topic of the agenda item under which goals and tasks are looked at."""
WISHES, WISH_MINUTES = "Det, I gerne vil have med", 5
"""The heading of the item for what people want to bring up, and how long it takes at first."""


def carried(case: Case, staff: StaffFolder, meeting: Meeting, edition: Edition, seen: Sight) -> dict[str, Any]:
    """Return what a new paper of a meeting begins with, as far as its edition has a place for it."""
    found = _Carrier(case, staff, meeting, seen).carried(edition.data["form"])
    places = {field.name for field in edition.schema.fields}
    return {name: value for name, value in found.items() if name in places}


class _Carrier:
    """What is carried into the papers of one meeting."""

    def __init__(self, case: Case, staff: StaffFolder, meeting: Meeting, seen: Sight) -> None:
        self.case, self.staff, self.meeting, self.seen, self.today = case, staff, meeting, seen, seen.today

    def _read(self, version: Version | None) -> dict:
        """Return a text as far as the writer may read it; who comes to a meeting is told in every case."""
        found = self.seen.version(version).left(version.content()) if version else {}
        return found or (_about_people(version.content()) if version else {})

    def _tasks(self) -> list[Task]:
        """List the tasks of the case that the writer may read."""
        found = ((task, self.case.dokumenter.get(task.label)) for task in case_tasks(self.case))
        return [task for task, paper in found if self.seen.row(paper, task.rid)]

    def carried(self, form_key: str) -> dict[str, Any]:
        """Gather what a paper of the meeting begins with; nothing that is empty."""
        kind = meetings.MEETING_TYPES[self.meeting.meeting_type]
        if form_key == NOTICE:
            found = self._notice()
        elif form_key == kind.minutes:
            found = self._minutes()
        else:
            found = self._agenda() if form_key == kind.agenda else {}
        return {name: value for name, value in found.items() if value}

    # The notice

    def _notice(self) -> dict[str, Any]:
        last = self._last_minutes()
        day = carrying.next_day(last, self.meeting.meeting_type, self.today) if last else ""
        participants = [*self._family(day), *carrying.stays(self._last_people()), *self._missing(last)]
        return {"meeting_date": day, "participants": participants, "consent_ref": self._consent()} | self._begun(last)

    def _begun(self, last: dict) -> dict[str, Any]:
        """Give the first notice what the opener told: the own task, and why the model should begin now (R23)."""
        begun = {} if last else begun_with(self.case)
        return {"convener_task": begun.get("task"), "reason": begun.get("why")}

    def _last_minutes(self) -> dict:
        found = approved_minutes(self.case)
        return self._read(found[-1].version) if found else {}

    def _last_people(self) -> list[dict]:
        """Return who is on the newest paper of another meeting that names people."""
        last = self._last_minutes()
        if last:
            return last.get("participants", [])
        earlier = [d for d in self.case.dokumenter.of_form(NOTICE) if d.meeting_number != self.meeting.number]
        papers = [self._read(version) for document in earlier if (version := document.in_force())]
        return papers[-1].get("participants", []) if papers else []

    def _missing(self, last: dict) -> Iterator[dict]:
        """Propose the professionals whom the last meeting missed, with the department of those who are staff here."""
        for row in last.get("missing_professionals", ()):
            found = carrying.proposed(row)
            if name := row.get("name"):
                found["name"] = reference(self.case, self.staff, name)
                person = self.staff.named(name)
                found |= {"department": person.department} if person and person.department else {}
            yield found

    def _family(self, day: str) -> Iterator[dict]:
        """Propose the young person and, under 18 on the day, those who have custody."""
        if not carrying.with_family(self.meeting.meeting_type):
            return
        person = self.case.person
        known = {row["name"]["text"]: row for row in self._earlier_people() if "name" in row}
        yield self._member(known, person.full_name, "young_person")
        for holder in person.custody_on(date.fromisoformat(day) if day else self.today):
            yield self._member(known, holder["name"], "custody_holder")

    def _earlier_people(self) -> Iterator[dict]:
        return (row for minutes in approved_minutes(self.case) for row in minutes.content.get("participants", ()))

    def _member(self, known: dict[str, dict], name: str, relation: str) -> dict:
        """Make the row of somebody in the family, with the row id of earlier meetings."""
        row = {"name": reference(self.case, self.staff, name), "relation": relation, "meeting_role": ["participant"]}
        return ({"rid": known[name]["rid"]} if name in known else {}) | row

    def _consent(self) -> str:
        found = in_force(self.case, CONSENT)
        return (found.version.external_id or found.document.label) if found else ""

    # The agenda

    def _agenda(self) -> dict[str, Any]:
        return {"previous_agreements": "\n".join(self._agreed()), "agenda_items": self._items()}

    def _items(self) -> list[dict[str, Any]]:
        """Give the item about how it goes the goals and the tasks that it is about."""
        status = "\n".join([*carrying.goals_in_words(self._goals()), *self._agreed()])
        rows = [item.row(number) for number, item in enumerate(AGENDAS[self.meeting.meeting_type], 1)]
        told = [row | ({"preparation": status} if status and row["topic"] == SOON else {}) for row in rows]
        return self._with_wishes(told)

    def _with_wishes(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give what people want to bring up an item before the last one, with time from the longest (R52)."""
        wishes = "\n".join(
            f"{one['data']['text']} ({one['by']['name']})"
            for one in brought_up(self.case, self.meeting)
            if self.seen.words(one["by"])
        )
        if not wishes:
            return rows
        longest = max(rows, key=lambda row: int(row["minutes"]))
        longest["minutes"] = str(int(longest["minutes"]) - WISH_MINUTES)
        item = {"heading": WISHES, "item_type": "dialogue", "minutes": str(WISH_MINUTES), "preparation": wishes}
        told = [*rows[:-1], item, rows[-1]]
        return [row | {"item_no": str(number)} for number, row in enumerate(told, 1)]

    def _agreed(self) -> Iterator[str]:
        """What professionals agree among themselves is not put on the young person's agenda; tasks are."""
        if not carrying.with_family(self.meeting.meeting_type):
            yield from carrying.agreements_in_words(self._last_minutes().get("agreements", ()))
        yield from carrying.tasks_in_words(self._tasks())

    def _goals(self) -> list[dict]:
        plan = in_force(self.case, PLAN)
        return self._read(plan.version).get("goals", []) if plan else []

    # The minutes

    def _minutes(self) -> dict[str, Any]:
        notice, agenda = self._paper(NOTICE), self._paper(meetings.MEETING_TYPES[self.meeting.meeting_type].agenda)
        people = carrying.to_minutes(notice.get("participants", ()), self._came())
        headings = {item.heading for item in AGENDAS[self.meeting.meeting_type]}
        return {
            "participants": people,
            "chair": _with_role(people, "chair"),
            "minute_taker": _with_role(people, "minute_taker"),
            "consent_ref": notice.get("consent_ref"),
            "requested_by": notice.get("requested_by"),
            "why_without_young": agenda.get("why_without_young"),
            "clarified_questions": carrying.own_items(agenda.get("agenda_items", ()), headings),
            "goals": self._goals(),
            "goal_progress": carrying.progress_on_goals(self._goals()),
            "task_progress": carrying.progress_on_tasks(self._tasks()),
            "decisions": proposals.for_the_next(self.case, self.meeting.number, self.seen) if self._decides() else [],
            "contact_person": self._contact(),
            "plan_coordinator": dict(self.case.plan_coordinator),
        }

    def _came(self) -> dict[str, str]:
        """Return who came, where that was noted when the meeting was held; an answer to the notice is no such fact."""
        held = [fact for fact in self.meeting.facts if fact["kind"] == "held"]
        rows = held[-1]["data"]["attendance"] if held else ()
        return {row["rid"]: row["attendance"] for row in rows if row.get("attendance")}

    def _decides(self) -> bool:
        return meetings.MEETING_TYPES[self.meeting.meeting_type].decides

    def _paper(self, form_key: str) -> dict:
        """Return what the newest paper of a kind says about this meeting: what is approved, else what is written."""
        own = [d for d in self.case.dokumenter.of_form(form_key) if self._is_of_the_meeting(d)]
        version = (own[-1].in_force() or own[-1].latest) if own else None
        return self._read(version)

    def _is_of_the_meeting(self, document: Document) -> bool:
        return document.meeting_number == self.meeting.number and document.state != "annulled"

    def _contact(self) -> dict:
        plan = in_force(self.case, PLAN)
        said = [plan.content] if plan else []
        said += [one.content for one in reversed(approved_minutes(self.case))]
        return next((one["contact_person"] for one in said if one.get("contact_person")), {})


def _about_people(content: dict) -> dict:
    """Return what a paper says of who meets, and nothing else."""
    return {name: content[name] for name in ("participants", "consent_ref", "requested_by") if name in content}


def _with_role(people: list[dict], role: str) -> dict | None:
    return next((row.get("name") for row in people if role in row.get("meeting_role", ())), None)
