"""An agenda beside the minutes of its meeting: which section of the minutes each item belongs to.

An item that every agenda begins with has a topic, whatever it is called now. Those of a file have only their heading.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..domain.meetings import type_of_form
from .defaults import AGENDAS
from .outline import Entry, Outline, Part

ITEMS = "agenda_items"
ELSEWHERE = {
    "clarification": {"welcome": "meeting", "consent": "meeting", "wonderings": "knowledge", "next": "harmony"},
    "coordination": {
        "welcome": "meeting",
        "perspective": "voice",
        "knowledge": "voice",
        "overview": "efforts",
        "priorities": "efforts",
        "plan": "followup",
    },
    "followup_without_young": {"welcome": "meeting", "for_young": "young"},
    "followup_with_young": {"welcome": "meeting", "perspective": "voice"},
}
"""The sections of the minutes that are called otherwise than the topic."""


def is_agenda(key: str) -> bool:
    """Tell whether a form is that of an agenda."""
    return key.startswith("kui.agenda.")


def topics(content: Mapping) -> dict[str, str]:
    """Give the topic of each item of an agenda, by its row id."""
    rows = content.get(ITEMS) or ()
    return {str(row.get("rid")): str(row["topic"]) for row in rows if isinstance(row, dict) and row.get("topic")}


def set_beside(agenda: Outline, form_key: str, told: Mapping[str, str], minutes: Outline) -> Outline:
    """Put each item of an agenda into the section of the minutes that it is about; the others stay where they are.

    ``told`` has the topics that are known by row id.
    """
    entry, kind = agenda.entry(ITEMS), type_of_form(form_key)
    if entry is None or kind is None:
        return agenda
    known = {item.heading: item.topic for item in AGENDAS[kind]}
    about = {row.id: told.get(row.id) or known.get(_heading(row), "") for row in entry.rows}
    placed = {rid: ELSEWHERE[kind].get(topic, topic) for rid, topic in about.items()}
    there = {section.id for section in minutes.sections}
    stay = [row for row in entry.rows if placed[row.id] not in there]
    own = [_without(section, stay) for section in agenda.sections]
    own += [
        _about(section, entry, [row for row in entry.rows if placed[row.id] == section.id])
        for section in minutes.sections
    ]
    return replace(agenda, sections=tuple(section for section in own if section.entries))


def _heading(row: Part) -> str:
    found = row.entry("heading")
    return found.text if found else ""


def _without(section: Part, stay: Iterable[Part]) -> Part:
    kept = tuple(stay)
    entries = (replace(e, rows=kept) if e.id == ITEMS else e for e in section.entries)
    return replace(section, entries=tuple(e for e in entries if e.id != ITEMS or e.rows))


def _about(section: Part, entry: Entry, rows: Iterable[Part]) -> Part:
    found = tuple(rows)
    return replace(section, entries=(replace(entry, rows=found),) if found else ())
