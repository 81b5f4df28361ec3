"""Tasks as they follow from approved minutes: agreed in one, reported on in a later one (D8)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

OPEN, IN_PROGRESS, DONE, CANCELLED = "open", "in_progress", "done", "cancelled"
LABELS = {OPEN: "Aftalt", IN_PROGRESS: "I gang", DONE: "Udført", CANCELLED: "Bortfaldet"}
SAME_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Task:
    """One agreed piece of work."""

    rid: str
    text: str
    responsible: str
    actor_id: str
    deadline: date | None
    status: str
    label: str
    """The label of the minutes that it was agreed in."""
    agreed_at: date | None
    goal_no: str = ""
    meeting_type: str = ""
    informs: str = ""
    """Who wants to know when it is done."""
    closed_at: date | None = None
    """When it was told to be done or dropped; None while it is open, and for what only closed with its series."""
    told_at: date | None = None
    """The day on which somebody last said how it goes."""

    @property
    def is_open(self) -> bool:
        """Whether anybody still waits for it."""
        return self.status in (OPEN, IN_PROGRESS)

    def is_late(self, today: date) -> bool:
        """Whether it is open and its day has passed."""
        return self.is_open and self.deadline is not None and self.deadline < today


@dataclass(frozen=True, slots=True)
class Minutes:
    """What one approved document says of tasks, with content as it is stored; also one report between meetings.

    A line of progress may name who has the task from then on: "handed_to".
    """

    label: str
    held_at: date | None
    meeting_type: str
    agreed: Sequence[Mapping]
    progress: Sequence[Mapping]


def follow(all_minutes: Iterable[Minutes]) -> list[Task]:
    """Go through the minutes in order and return every task with the status that was last reported.

    Tasks from clarification meetings close with their series: when a coordination meeting has been held.
    """
    tasks: dict[str, Task] = {}
    for minutes in all_minutes:
        if minutes.meeting_type == "coordination":
            tasks = {rid: _closed(task) for rid, task in tasks.items()}
        for row in minutes.progress:
            if found := _reported_on(row, tasks):
                tasks[found] = _moved(tasks[found], row, minutes.held_at)
        for row in minutes.agreed:
            tasks[row["rid"]] = _task(row, minutes)
    return list(tasks.values())


def follow_ups(minutes: Mapping) -> Iterator[dict]:
    """Make tasks of the professionals whom a meeting missed, and of the grants to be clarified (R18, R19).

    One that stands under »hvem gør hvad« too is not made twice. A meeting says until when by its next day.
    """
    until = {"deadline": minutes["next_meeting_date"]} if minutes.get("next_meeting_date") else {}
    for row in minutes.get("missing_professionals", ()):
        named = [row[key] for key in ("profession", "name") if row.get(key)]
        if named and not _agreed(minutes, named):
            why = {"purpose": row["why"]} if row.get("why") else {}
            yield _errand(row, f"Tager kontakt til {', '.join(named)}") | until | why
    for row in minutes.get("grants_to_clarify", ()):
        if row.get("grant") and not _agreed(minutes, [row["grant"]]):
            yield _errand(row, f"Får afklaret: {row['grant']}") | until | _only(row, "deadline")


def _errand(row: Mapping, text: str) -> dict:
    return {"rid": row["rid"], "task_text": text} | _only(row, "responsible")


def _only(row: Mapping, key: str) -> dict:
    return {key: row[key]} if row.get(key) else {}


def _agreed(minutes: Mapping, words: Iterable[str]) -> bool:
    """Tell whether one of these words stands among what the meeting agreed that somebody does."""
    texts = [row.get("task_text", "") for row in minutes.get("who_does_what", ())]
    return any(overlap(word, text) > SAME_WORDS for word in words for text in texts)


def _moved(task: Task, row: Mapping, day: date | None) -> Task:
    owner = row.get("handed_to") or {"text": task.responsible, "actor_id": task.actor_id}
    status, told = row.get("status") or task.status, day if row.get("status") else task.told_at
    person = {"responsible": owner["text"], "actor_id": owner.get("actor_id", "")}
    moved = replace(task, status=status, told_at=told, **person)
    if moved.is_open:
        return replace(moved, closed_at=None)
    return moved if status == task.status else replace(moved, closed_at=day)


def _closed(task: Task) -> Task:
    return replace(task, status=DONE) if task.meeting_type == "clarification" and task.is_open else task


def _task(row: Mapping, minutes: Minutes) -> Task:
    person = row.get("responsible") or {}
    deadline = row.get("deadline")
    return Task(
        row["rid"],
        row.get("task_text", ""),
        person.get("text", ""),
        person.get("actor_id", ""),
        date.fromisoformat(deadline) if deadline else None,
        OPEN,
        minutes.label,
        minutes.held_at,
        row.get("goal_no", ""),
        minutes.meeting_type,
        _name(row.get("informs")),
    )


def _reported_on(row: Mapping, tasks: Mapping[str, Task]) -> str | None:
    """Return the id of the task that a line of progress is about: by row id, equal text, else responsible and words."""
    if row.get("rid") in tasks:
        return row["rid"]
    waiting = [task for task in tasks.values() if task.is_open]
    text = row.get("task_text", "")
    for task in waiting:
        if same(task.text) == same(text):
            return task.rid
    who = _name(row.get("responsible"))
    alike = [(overlap(task.text, text), task.rid) for task in waiting if task.responsible == who]
    best = max(alike, default=(0.0, ""))
    return best[1] if best[0] >= SAME_WORDS else None


def _name(person: object) -> str:
    return str(person.get("text", "")) if isinstance(person, Mapping) else str(person or "")


def same(text: str) -> str:
    """Return what must be equal for two texts to be the same."""
    return " ".join(text.casefold().split()).rstrip(".")


def overlap(one: str, other: str) -> float:
    """Tell how much of the shorter text's words the two share, from 0 to 1."""
    first, second = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0
