"""What information is about, as a consent names it, and which questions and rows of a document are about what (D14).

A field that stands in no table, such as one that a municipality has added itself, is about everything: it is never
covered by half.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .danish import listed
from .hiding import is_rows

LABELS = {
    "education": "Skole og uddannelse",
    "employment": "Job og praktik",
    "economy": "Økonomi og forsørgelse",
    "housing": "Bolig",
    "wellbeing": "Trivsel og hverdag",
    "health": "Helbred og behandling",
    "substance_use": "Rusmidler",
    "family": "Familie og netværk",
    "crime_prevention": "Kriminalitetsforebyggelse (SSP)",
    "efforts": "Indsatser fra kommunen",
}
EVERYTHING = frozenset(LABELS)
NOTHING: frozenset[str] = frozenset()
EFFORTS = frozenset({"efforts"})
WELLBEING = frozenset({"wellbeing"})
EDUCATION = frozenset({"education"})
EMPLOYMENT = frozenset({"employment"})
FAMILY = frozenset({"family"})
AREAS = {
    "education": EDUCATION,
    "employment": EMPLOYMENT,
    "social": WELLBEING,
    "health": frozenset({"health"}),
    "leisure": WELLBEING,
    "housing": frozenset({"housing"}),
    "economy": frozenset({"economy"}),
}
"""The types of information that a goal or an effort of an area is about."""
ANY_AREA = frozenset().union(*AREAS.values())
"""A row whose area nobody knows is about every area."""
FIELDS: Mapping[str, frozenset[str]] = {
    # The young person's own words and what the professionals see of the everyday life.
    "youth_important": WELLBEING,
    "youth_words": WELLBEING,
    "youth_experience": WELLBEING,
    "youth_perspective": WELLBEING,
    "youth_wishes": WELLBEING,
    "youth_comment": WELLBEING,
    "youth_since_last": WELLBEING,
    "voice_note": WELLBEING,
    "items_from_young": WELLBEING,
    "message_to_young": WELLBEING,
    "successes": WELLBEING,
    "difficulties": WELLBEING,
    "known_challenges": WELLBEING,
    "strengths": WELLBEING,
    "interests": WELLBEING,
    "what_works": WELLBEING,
    "parents_perspective": FAMILY,
    "parents_comment": FAMILY,
    "custody_holder_remarks": FAMILY,
    "network": FAMILY,
    "barriers": WELLBEING | {"health"},
    "support_needs": WELLBEING | {"health"},
    "others_should_know": WELLBEING | {"health"},
    # School, education and work.
    "wishes": EDUCATION,
    "education_goal": EDUCATION,
    "education_wish": EDUCATION,
    "grade_10_aim": EDUCATION,
    "education_history": EDUCATION,
    "duty_description": EDUCATION,
    "duty_information_given": EDUCATION,
    "duty_exemption": EDUCATION,
    "current_activity": EDUCATION | EMPLOYMENT,
    "current_note": EDUCATION | EMPLOYMENT,
    "work_history": EMPLOYMENT,
    # What the municipality does.
    "current_efforts": EFFORTS,
    "shared_knowledge": EFFORTS | WELLBEING,
    "wonderings": EFFORTS | WELLBEING,
    "alternative_views": EFFORTS | WELLBEING,
    "absent_input": EFFORTS | WELLBEING,
    "contact": EFFORTS | WELLBEING,
    "shared": EFFORTS | WELLBEING,
    "learned": EFFORTS | WELLBEING,
    "reason": EFFORTS,
    "missing_professionals": EFFORTS,
    "known_goals": EFFORTS,
    "desired_outcome": EFFORTS,
    "previous_agreements": EFFORTS,
    "to_agenda": EFFORTS,
    "possibilities": EFFORTS,
    "grants_to_clarify": EFFORTS,
    "missing_knowledge": EFFORTS,
    "no_efforts_reason": EFFORTS,
    "parked_topics": EFFORTS,
    "clarified_questions": EFFORTS,
    "open_questions": EFFORTS,
    "matters_for_young": EFFORTS,
    "topics_for_young": EFFORTS,
    "agreements": EFFORTS,
    "decision_log": EFFORTS,
}
"""The questions that are about something, in whatever document they stand."""
BY_AREA = {"goals": NOTHING, "new_or_changed_goals": NOTHING, "efforts": EFFORTS, "prioritised_efforts": EFFORTS}
"""Groups whose rows name their area, and what each row is about besides."""
BY_GOAL = {"decisions", "who_does_what", "goal_progress"}
"""Groups whose rows name the goal that they belong to; one without a goal is about what the municipality does."""
BY_TASK = frozenset({"task_progress"})
"""Groups whose rows say how tasks go, and have the row ids of those."""
BY_TOPIC = {"agenda_items": "status"}
"""Groups in which one row tells of goals and tasks, in its preparation, and the others of what is talked of when."""
BY_ROW = frozenset({*BY_AREA, *BY_GOAL, *BY_TASK, *BY_TOPIC})
"""The groups whose rows are about different things."""
NEUTRAL_NAMES = """
meeting_no held_at chair minute_taker participants consent_ref requested_by why_without_young
voice_source contact_person plan_coordinator young_informed_by informed_about_contact
consonance consonance_note next_step next_meeting_date next_meeting_type no_decisions_confirmed youth_present
not_decided_note plan_updated_by plan_update_deadline next_followup_date next_followup_type read_through
preferred_name plan_reason last_reviewed next_review followup_dates shared_extracts plan_current
plan_note meeting_type meeting_date start_time end_time place convener purpose meeting_ref
online_link convener_task secondary_contacts support_person practical_needs reply_by preparation welcome_text
when_to_contact acute_help shares_personal_data requested_at wants_young_present urgency_date coordinator_answer
contact_still_right course_ends
"""
SKIPPED = "not_relevant_"
"""How the names of the questions begin that ask why a section is not relevant."""
NEUTRAL = frozenset(NEUTRAL_NAMES.split())
"""Who meets when, who can be reached, which steps come next: about nothing but that there is a case."""


def areas_of_goals(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the area of each goal that a plan or minutes name, by its number."""
    rows = [row for name in ("goals", "new_or_changed_goals") for row in content.get(name) or ()]
    return {str(row.get("goal_no")): str(row.get("area", "")) for row in rows}


def areas_of_tasks(content: Mapping[str, Any], areas: Mapping[str, str]) -> dict[str, str]:
    """Return the area of each task of a text by its row id, "" for one without a goal; ``areas``: of the goals."""
    known = dict(areas) | areas_of_goals(content)
    rows = (row for row in content.get("who_does_what") or () if "rid" in row)
    return {row["rid"]: _area(str(row.get("goal_no") or ""), known) for row in rows}


def _area(number: str, areas: Mapping[str, str]) -> str:
    return areas.get(number, "?") if number else ""


def of_row(group: str, row: Mapping[str, Any], areas: Mapping[str, str]) -> frozenset[str]:
    """Tell what a row is about; ``areas``: those of the goals, by number, and of the tasks, by row id."""
    if group in BY_TOPIC:
        return ANY_AREA | EFFORTS if row.get("topic") == BY_TOPIC[group] and row.get("preparation") else NOTHING
    if group in BY_AREA:
        return AREAS.get(str(row.get("area")), ANY_AREA) | BY_AREA[group]
    if group in BY_TASK and row.get("rid") not in areas:
        return ANY_AREA | EFFORTS
    if group in BY_TASK:
        return AREAS.get(areas[row["rid"]], ANY_AREA) if areas[row["rid"]] else EFFORTS
    number = str(row.get("goal_no") or "")
    return AREAS.get(areas.get(number, ""), ANY_AREA) if number else EFFORTS


def of_field(name: str) -> frozenset[str]:
    """Tell what a question is about; one that nobody knows is about everything."""
    return FIELDS.get(name, NOTHING if name in NEUTRAL or name.startswith(SKIPPED) else EVERYTHING)


def points(content: Mapping[str, Any], areas: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Tell what each point of a paper is about: a question by its name, a row as ``goals/<row id>``."""
    known = areas_of_goals(content) | dict(areas)
    found: dict[str, frozenset[str]] = {}
    for name, value in content.items():
        if is_rows(value):
            found |= {f"{name}/{row['rid']}": _of_point(name, row, known) for row in value}
        elif name not in BY_ROW:
            found[name] = of_field(name)
    return found


def _of_point(name: str, row: Mapping[str, Any], areas: Mapping[str, str]) -> frozenset[str]:
    return of_row(name, row, areas) if name in BY_ROW else of_field(name)


def paths(content: Mapping[str, Any], left_out: Iterable[str]) -> frozenset[str]:
    """List the points with the rows inside them; a question none of whose rows is left is one of them."""
    gone, found = frozenset(left_out), set(left_out)
    for name, value in content.items():
        if is_rows(value):
            rows = [row for row in value if f"{name}/{row['rid']}" in gone]
            found |= {path for row in rows for path in _row(name, row)}
            found |= {name} if len(rows) == len(value) and name not in BY_ROW else set()
    return frozenset(found)


def hidden(content: Mapping[str, Any], covered: frozenset[str], areas: Mapping[str, str]) -> frozenset[str]:
    """List the paths of what is about something that is not covered: questions, and rows as ``goals/<row id>``."""
    return paths(content, [path for path, types in points(content, areas).items() if not types <= covered])


def _rows(name: str, value: object) -> Iterator[str]:
    """Go through the paths of all rows of an answer, also of those inside rows."""
    for row in value if isinstance(value, list | tuple) else ():
        if isinstance(row, Mapping) and "rid" in row:
            yield from _row(name, row)


def _row(name: str, row: Mapping[str, Any]) -> Iterator[str]:
    path = f"{name}/{row['rid']}"
    yield path
    for inner, value in row.items():
        yield from _rows(f"{path}/{inner}", value)


def in_words(types: frozenset[str]) -> str:
    """Name types inside a sentence: »skole og uddannelse og rusmidler«."""
    named = [LABELS[one] for one in LABELS if one in types] + sorted(types - EVERYTHING)
    return listed([f"{label[:1].lower()}{label[1:]}" for label in named])
