"""Row ids of a file (D8): made from where a row stands, and the same for what is the same from paper to paper."""

from collections.abc import Mapping
from typing import Any

from ..domain.problems import Path
from ..domain.tasks import SAME_WORDS, overlap, same
from ..forms.nodes import Group, Rows
from ..forms.reading import id_from
from ..forms.types import ROW_ID
from .papers import mappings

SAME_TEXT = {
    "efforts": ("effort", "effort_title"),
    "prioritised_efforts": ("effort", "effort_title"),
    "sub_goals": ("sub_goal", "sub_goal_text"),
    "recipients": ("recipient", "department"),
    "given_by": ("giver", "name"),
    "external_parties": ("external", "organisation"),
    "education_history": ("history", "what"),
    "work_history": ("history", "what"),
    "followup_dates": ("followup", "date"),
}
"""Rows that are the same when their text is, from one version of a paper to the next and from minutes to plan."""
OPEN = ("open", "in_progress", None)


class Links:
    """The row ids of one case, paper by paper as they were written."""

    def __init__(self) -> None:
        self.known: dict[tuple, str] = {}
        self.tasks: dict[str, tuple[str, str]] = {}
        """Open tasks: row id -> text, responsible."""
        self.unlinked: list[Path] = []
        """Reports on tasks, in the paper that was named last, that no earlier paper holds."""

    def name(self, schema: Any, data: Mapping, external_id: str, meeting: str) -> dict:
        """Return a copy of a paper's data in which every row has its id."""
        self.fresh, self.meeting, self.unlinked = id_from(external_id), meeting, []
        return self._mapping(schema, data, (), ())

    def _mapping(self, node: Any, data: Mapping, path: Path, within: tuple) -> dict:
        fields = {field.name: field for field in node.fields}
        found = {}
        for name, value in data.items():
            field = fields.get(name)
            if isinstance(field, Rows) and not field.fact and isinstance(value, list):
                value = self._rows(field, value, (*path, name), within)
            elif isinstance(field, Group) and not field.fact and isinstance(value, Mapping):
                value = self._mapping(field.row, value, (*path, name), within)
            found[name] = value
        return found

    def _rows(self, node: Rows, rows: list, path: Path, within: tuple) -> list:
        taken: set[str] = set()
        found = []
        for number, row in enumerate(rows):
            if isinstance(row, Mapping) and any(value not in (None, "", [], {}) for value in row.values()):
                rid = self._row_id(node.name, row, (*path, number), within, taken)
                taken.add(rid)
                row = {"rid": rid} | self._mapping(node.row, row, (*path, number), (*within, rid)) | {"rid": rid}
            found.append(row)
        return found

    def _row_id(self, group: str, row: Mapping, path: Path, within: tuple, taken: set[str]) -> str:
        own, key = row.get("rid"), self._key(group, row, within)
        fresh = self.fresh(path)
        rid = own if isinstance(own, str) and ROW_ID.fullmatch(own) else self.known.get(key, "") if key else ""
        if group in ("task_progress", "who_does_what") and not rid:
            rid = self._task(group, row, path)
        rid = rid if rid and rid not in taken else fresh
        if key:
            self.known.setdefault(key, rid)
        if group == "who_does_what":
            self.tasks[rid] = str(row.get("task_text") or ""), _name(row.get("responsible"))
        elif group == "task_progress" and row.get("status") not in OPEN:
            self.tasks.pop(rid, None)
        return rid

    def _key(self, group: str, row: Mapping, within: tuple) -> tuple | None:
        if group in ("goals", "goal_progress"):
            return ("goal", str(row["goal_no"])) if row.get("goal_no") else None
        if group == "agenda_items":
            return ("item", self.meeting, str(row["item_no"])) if self.meeting and row.get("item_no") else None
        if group in SAME_TEXT:
            family, name = SAME_TEXT[group]
            return (family, within, same(_name(row[name]))) if row.get(name) else None
        return None

    def _task(self, group: str, row: Mapping, path: Path) -> str:
        """Find the open task that a row is about."""
        text, responsible = str(row.get("task_text") or ""), _name(row.get("responsible"))
        for rid, (known, _) in self.tasks.items():
            if same(known) == same(text):
                return rid
        near = [
            rid for rid, (known, who) in self.tasks.items() if who == responsible and overlap(known, text) >= SAME_WORDS
        ]
        if group == "task_progress" and not near:
            self.unlinked.append(path)
        return near[0] if near else ""


def _name(value: object) -> str:
    return str(value.get("text") or "") if isinstance(value, Mapping) else str(value or "")


def effort_row(content: Mapping, wanted: str) -> str | None:
    """Find the row id of ``effort/2`` or ``goal/1`` in a plan."""
    kind, _, number = wanted.partition("/")
    group, name = {"effort": ("efforts", "priority"), "goal": ("goals", "goal_no")}.get(kind, ("", ""))
    for row in mappings(content.get(group)):
        if str(row.get(name)) == number:
            return row.get("rid")
    return None
