"""What search knows of a case: what was approved, section by section; its tasks, meetings and people as they are now.

Drafts and papers in review are not searched: they are no answer to what was agreed, and fewer may read them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from ..domain import danish, workflow
from ..domain.id_masking import has_id_number, without_id_numbers
from ..domain.meetings import MEETING_TYPES, STATES
from ..forms.outline import Entry, Part, outline
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..resources.version import Damaged, Version
from ..services.index.api import DOCUMENT, MEETING, PERSON, TASK, TextRow, TextSource
from .case_reading import case_tasks
from .involvement import edition_of
from .people import user_id

SPOKEN = frozenset({"text", "line", "lines", "person"})
"""Kinds of answer that people wrote themselves; what was chosen from a list stands in every document."""
NOT_SPOKEN = frozenset({"meeting_ref", "consent_ref"})
SYSTEM = "system:"
"""How the user ids begin of what acts without a person: what a command read in was written by nobody known here."""
NOW = ""
"""The key of what is read anew each time."""


def sources(case: Case) -> Iterator[TextSource]:
    """Go through everything that can be searched in a case; a version is read only when search does not have it yet."""
    for document in case.dokumenter.in_order():
        numbers = workflow.approved_numbers(document.facts)
        for version in filter(None, map(document.version, numbers)):
            old = workflow.superseded_by(document.facts, version.number) is not None
            key = f"{document.id} {version.number} {version.sha256}"
            yield TextSource(key, partial(_masked, partial(_version, case, document, version)), old)
    yield TextSource(NOW, partial(_masked, partial(_now, case)))


def _masked(rows: Callable[[], Iterator[TextRow]]) -> Iterator[TextRow]:
    """An id number that somebody wrote stays in the paper: the read model holds no copy of it (D25)."""
    for row in rows():
        hides = has_id_number(row.text)
        yield replace(row, text=without_id_numbers(" ".join(row.text.split()))) if hides else row


def _now(case: Case) -> Iterator[TextRow]:
    yield from _tasks(case)
    for meeting in case.moeder.in_order():
        yield _meeting(case, meeting)
    yield from _people(case)


def _version(case: Case, document: Document, version: Version) -> Iterator[TextRow]:
    try:
        content, by = version.content(), version.author
    except Damaged:
        # What is damaged is told by whoever opens it and by »kuidocs check«; the lists must go on.
        return
    known = not by["user_id"].startswith(SYSTEM)
    day = _day(content.get("held_at")) or _day(document.facts_of("approved", version.number)[-1]["at"])
    for section in outline(edition_of(version).schema, content).sections:
        for anchor, heading, text in _texts(section):
            yield TextRow(
                case.case_no,
                DOCUMENT,
                document.label,
                version.number,
                anchor,
                heading,
                document.form_key,
                text,
                day,
                who_id=by["user_id"] if known else "",
                who=by["name"] if known else "",
            )


def _day(text: object) -> date | None:
    return date.fromisoformat(text[:10]) if isinstance(text, str) and text else None


def _texts(section: Part) -> Iterator[tuple[str, str, str]]:
    """Go through the texts of a section: anchor, heading, words. Each row that says something is one of its own."""
    together: list[str] = []
    for entry in section.entries:
        for row in entry.rows:
            words = " · ".join(_answers(row.entries))
            if not _stands_alone(row):
                together.append(words)
            elif words:
                yield row.id, section.title, words
        together += _answers([entry]) if not entry.rows else []
    if any(together):
        yield f"s-{section.id}", section.title, "\n".join(filter(None, together))


def _stands_alone(row: Part) -> bool:
    """Tell whether a row has a place of its own on the page and is about more than who somebody is."""
    return bool(row.id) and bool(row.entries) and row.entries[0].type != "person"


def _answers(entries: Iterable[Entry]) -> list[str]:
    """List what was answered, not what was asked: the questions stand in every document."""
    found = []
    for entry in entries:
        if entry.text and entry.type in SPOKEN and entry.id not in NOT_SPOKEN:
            found.append(entry.text)
        for row in entry.rows:
            found += _answers(row.entries)
    return found


def _tasks(case: Case) -> Iterator[TextRow]:
    for task in case_tasks(case):
        yield TextRow(
            case.case_no,
            TASK,
            task.rid,
            0,
            f"t-{task.rid}",
            task.status,
            "",
            task.text,
            task.deadline or task.agreed_at,
            task.deadline,
            task.is_open,
            user_id(case, {"actor_id": task.actor_id}),
            task.responsible,
        )


def _meeting(case: Case, meeting: Meeting) -> TextRow:
    day = _day(meeting.date)
    words = [MEETING_TYPES[meeting.meeting_type].label, f"nr. {meeting.meeting_no}", STATES[meeting.state]]
    words += [danish.weekday_date(day)] if day else []
    return TextRow(
        case.case_no,
        MEETING,
        str(meeting.number),
        meeting.number,
        "",
        "",
        "",
        " · ".join([*words, meeting.place] if meeting.place else words),
        day,
    )


def _people(case: Case) -> Iterator[TextRow]:
    """Go through the people of a case; the young person is found by the case itself."""
    for actor in case.register.values():
        if actor["kind"] != "young_person":
            told = (actor.get("title") or actor.get("relation", ""), actor.get("department", ""))
            heading = ", ".join(filter(None, told))
            yield TextRow(case.case_no, PERSON, actor["actor_id"], 0, "", heading, "", actor["name"])
