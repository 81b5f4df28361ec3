"""The shipped editions, and the demonstration documents that were written in them."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import kuidocs
from kuidocs.forms.edition import Edition
from kuidocs.forms.reading import Facts, id_from, read, split_facts
from kuidocs.forms.registry import shipped_editions

DEMO = Path(kuidocs.__file__).parent / "demo_data"
FINISHED = {"approved", "signed", "archived", "superseded"}
TODAY = date(2026, 11, 21)
EDITIONS = shipped_editions()


@dataclass(frozen=True)
class Sample:
    """One document of the demonstration files."""

    id: str
    edition: Edition
    status: str
    everything: dict
    birth_date: date

    @property
    def data(self) -> dict:
        """The content, without what happened after submission; a fresh copy each time."""
        return split_facts(self.edition.schema, json.loads(json.dumps(self.everything)))[0]

    @property
    def content(self) -> dict:
        """The content as it is stored."""
        return read(self.edition.schema, self.data, new_id=id_from(self.id)).content

    @property
    def facts(self) -> Facts:
        return Facts(today=TODAY, birth_date=self.birth_date)


@lru_cache(maxsize=1)
def samples() -> list[Sample]:
    """List all documents of the demonstration whose form is shipped."""
    return [sample for path in sorted(DEMO.glob("ung_*.json")) for sample in _samples(json.loads(path.read_text()))]


def _samples(file: dict) -> list[Sample]:
    born = date.fromisoformat(file["young_person"]["birth_date"])
    return [
        Sample(d["document_id"], EDITIONS[d["form_key"]], d["status"], d["data"], born)
        for d in file["documents"]
        if d["form_key"] in EDITIONS
    ]


def finished() -> list[Sample]:
    """List those that have been approved."""
    return [s for s in samples() if s.status in FINISHED]


def first(form_key: str) -> Sample:
    """Find the first document of a form."""
    return next(s for s in samples() if s.edition.form == form_key)
