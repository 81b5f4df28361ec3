"""What goes from one paper to the next, as pure functions over rows (R18, R28, R46, D8). Row ids are kept."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from .danish import long_date
from .meetings import MEETING_TYPES
from .tasks import Task

Row = Mapping[str, object]

ACTIVE_GOALS = ("not_started", "on_track", "stalled", "changed")
"""The goals that are still worked on."""
STAYS = ("primary",)
"""The relations that are proposed for the next meeting too; ad hoc ones are chosen anew each time (R55)."""
BY_PHONE_OR_MAIL = ("phone", "email")
NEXT_OF_CLARIFICATION = {"another_clarification": "clarification", "coordination": "coordination"}
CARRIED_PERSON = ("rid", "name", "profession", "department", "relation", "meeting_role", "invited_via")


def to_minutes(participants: Iterable[Row], came: Mapping[str, str] | None = None) -> list[dict]:
    """Carry those who were invited into the minutes; who came is still to be told, unless somebody has noted it.

    ``came``: the attendance that was noted when the meeting was held, by row id.
    """
    noted = came or {}
    return [
        {key: row[key] for key in CARRIED_PERSON if key in row}
        | ({"attendance": noted[str(row["rid"])]} if row["rid"] in noted else {})
        for row in participants
    ]


def stays(participants: Iterable[Row]) -> list[dict]:
    """Carry those of an earlier paper who are proposed for the next meeting."""
    return [row for row in to_minutes(participants) if row.get("relation") in STAYS]


def proposed(missing: Row) -> dict:
    """Propose a professional whom the last meeting missed (R18).

    One who is to be asked by phone or mail is a secondary one, and so is not sent an invitation (R27).
    """
    by_phone = missing.get("how") in BY_PHONE_OR_MAIL
    found: dict = {"rid": missing["rid"], "relation": "secondary" if by_phone else "ad_hoc"}
    if missing.get("name"):
        found["name"] = {"text": missing["name"]}
    if missing.get("profession"):
        found["profession"] = missing["profession"]
    return found | {"meeting_role": ["participant"]}


def progress_on_goals(goals: Iterable[Row]) -> list[dict]:
    """Make a line for each goal that is worked on; what is said of it is up to the meeting (R46)."""
    return [{"rid": goal["rid"], "goal_no": goal["goal_no"]} for goal in active(goals) if goal.get("goal_no")]


def active(goals: Iterable[Row]) -> list[Row]:
    """List the goals that are worked on."""
    return [goal for goal in goals if goal.get("status") in ACTIVE_GOALS]


def progress_on_tasks(tasks: Iterable[Task]) -> list[dict]:
    """Make a line for each open task, with the row id that it was agreed under (R46, D8)."""
    return [{"rid": task.rid, "task_text": task.text, "responsible": _person(task)} for task in tasks if task.is_open]


def _person(task: Task) -> dict[str, str]:
    return {"text": task.responsible} | ({"actor_id": task.actor_id} if task.actor_id else {})


def agreements_in_words(agreements: Iterable[Row]) -> Iterator[str]:
    """Write the agreements of the last meeting, a line each (R28)."""
    return (f"{number}) {row.get('agreement_text', '')}" for number, row in enumerate(agreements, 1))


def tasks_in_words(tasks: Iterable[Task]) -> Iterator[str]:
    """Write each open task: who, what, until when."""
    for task in tasks:
        if task.is_open:
            until = f", senest {long_date(task.deadline)}" if task.deadline else ""
            yield f"– {task.responsible}: {task.text.rstrip('.')}{until}."


def goals_in_words(goals: Iterable[Row]) -> Iterator[str]:
    """Write each goal that is worked on with its number."""
    return (f"Mål {goal['goal_no']}: {goal.get('goal_text', '')}" for goal in active(goals) if goal.get("goal_no"))


def own_items(items: Iterable[Row], defaults: Collection[str]) -> list[dict]:
    """Turn an agenda's own items into questions to be clarified, with their row ids.

    The items that every agenda begins with have a topic; those of a file have only their heading.
    """
    own = [row for row in items if row.get("heading") and not row.get("topic") and row["heading"] not in defaults]
    return [{"rid": row["rid"], "question": _asked(row)} for row in own]


def _asked(row: Row) -> str:
    return " – ".join(str(row[key]) for key in ("heading", "guiding_question") if row.get(key))


def next_day(minutes: Row, meeting_type: str, today: date) -> str:
    """Return the day that minutes named for the next meeting of a type, "" when it has passed or is for another."""
    day = str(minutes.get("next_meeting_date") or minutes.get("next_followup_date") or "")
    return day if next_type(minutes) == meeting_type and day > today.isoformat() else ""


def next_type(minutes: Row) -> str:
    """Return the kind of meeting that minutes say comes next, "" when they name none."""
    found = (
        NEXT_OF_CLARIFICATION.get(str(minutes.get("next_step")))
        or minutes.get("next_followup_type")
        or minutes.get("next_meeting_type")
    )
    return str(found or "")


def with_family(meeting_type: str) -> bool:
    """Tell whether the young person takes part in meetings of a type."""
    return MEETING_TYPES[meeting_type].with_young
