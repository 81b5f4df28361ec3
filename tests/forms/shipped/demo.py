"""The documents of the demonstration, each with the facts that its own file gives."""

import json
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import kuidocs
from kuidocs.domain.rules import Facts, LoggedDecision
from kuidocs.forms.reading import Reading, id_from, read, split_facts
from kuidocs.forms.registry import shipped_editions

FOLDER = Path(kuidocs.__file__).parent / "demo_data"
TODAY = date(2026, 11, 21)
OVER = ("achieved", "dropped")


@dataclass(frozen=True)
class Paper:
    """One document of a file."""

    file: dict
    document: dict

    @property
    def id(self) -> str:
        return self.document["document_id"]

    @property
    def status(self) -> str:
        return self.document["status"]

    @property
    def form_key(self) -> str:
        return self.document["form_key"]

    @property
    def data(self) -> dict:
        """The content, a fresh copy each time, without what happened after submission."""
        whole = json.loads(json.dumps(self.document["data"]))
        return split_facts(shipped_editions()[self.form_key].schema, whole)[0]

    def read(self, level: str, **changed: Any) -> Reading:
        """Read the document, with some of its fields changed; None takes a field away."""
        data = {name: value for name, value in (self.data | changed).items() if value is not None}
        schema = shipped_editions()[self.form_key].schema
        return read(schema, data, level=level, facts=self.facts, new_id=id_from(self.id))

    @property
    def facts(self) -> Facts:
        """What the file says beside the document."""
        young = self.file["young_person"]
        goals = self._goals()
        return Facts(
            today=TODAY,
            birth_date=date.fromisoformat(young["birth_date"]),
            **self._meeting(),
            consented_departments=self._consented(),
            goal_numbers=None if goals is None else frozenset(goals),
            active_goals=None if goals is None else frozenset(n for n, status in goals.items() if status not in OVER),
            custody_holders=tuple(holder["name"] for holder in young["custody"] if holder["custody"]),
            decision_log=tuple(
                LoggedDecision(date.fromisoformat(row["decided_at"]), row["meeting"], row["decision_text"])
                for row in self.document["data"].get("decision_log", ())
            ),
        )

    def _meeting(self) -> dict:
        ref = self.document.get("meeting_ref")
        meeting = next((m for m in self.file["meetings"] if m["meeting_id"] == ref), None)
        if meeting is None:
            return {}
        notice = (
            next(d["data"] for d in self._others("kui.notice") if d.get("meeting_ref") == ref) if ref != "M6" else {}
        )
        return {
            "meeting_date": date.fromisoformat(meeting["meeting_date"]),
            "meeting_no": meeting["meeting_no"],
            "meeting_start": time.fromisoformat(notice["start_time"]) if notice else None,
            "meeting_end": time.fromisoformat(notice["end_time"]) if notice else None,
        }

    def _consented(self) -> frozenset[str] | None:
        wanted = self.document["data"].get("consent_ref")
        consents = (d["data"] for d in self._others("kui.consent") if d["document_id"] == wanted)
        return next((frozenset(r["department"] for r in data["recipients"]) for data in consents), None)

    def _goals(self) -> dict[int, str] | None:
        before = [d for d in self._others("kui.education_plan") if d["created_at"] < self.document["created_at"]]
        return {g["goal_no"]: g["status"] for g in before[-1]["data"]["goals"]} if before else None

    def _others(self, form_key: str) -> list[dict]:
        return [d for d in self.file["documents"] if d["form_key"] == form_key]


@lru_cache(maxsize=1)
def papers() -> tuple[Paper, ...]:
    """List every document of the two young persons."""
    files = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("ung_*.json")))
    return tuple(Paper(file, document) for file in files for document in file["documents"])


def paper(document_id: str) -> Paper:
    """Find a document by its id."""
    return next(found for found in papers() if found.id == document_id)
