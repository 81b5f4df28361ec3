"""What the history of a document tells of how it was written: what was put together, and what was not chosen.

Only who may write in the document, and may read all of it, is told: these words were never submitted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..domain import danish
from ..domain.document_history import Names, Step
from ..forms.nodes import Form, Rows
from ..forms.outline import show
from ..forms.places import node_of
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..resources.version import Version
from ..usecases import written
from ..usecases.acting import case_named
from ..usecases.involvement import edition_of
from ..usecases.reviewing import draft_edition
from .conditions import COMPARED, MOST_EVENTS, OPENED
from .layout import BaseView
from .people import by_name
from .written_lines import Line, Telling, named


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the texts that somebody chose between."""

    who: str
    when: str
    text: str


class Writing:
    """Tells of one document to one reader."""

    def __init__(self, view: BaseView, document: Document) -> None:
        self.view, self.document = view, document

    @property
    def _schema(self) -> Form | None:
        document = self.document
        if document.draft is not None:
            return draft_edition(document, drafts_of(document)).schema
        return edition_of(document.latest).schema if document.latest is not None else None

    def names(self) -> Names:
        """Say how fields and people are called."""
        schema = self._schema

        def field(path: str) -> str:
            return field_name(schema, path) if schema is not None and path else "et felt"

        def user(user_id: str) -> str:
            person = self.view.root.medarbejdere.get(user_id)
            return str(person.name) if person is not None else "en anden"

        return Names(field, user)

    def texts(self, step: Step) -> list[Chosen]:
        """List the texts that somebody chose between."""
        schema = self._schema
        node = node_of(schema, step.path) if schema is not None and step.path else None
        return [Chosen(by_name(one["by"]), self._clock(one["at"]), show(node, one["value"])) for one in step.texts]

    def openings(self) -> list[dict[str, Any]]:
        """List who has opened a version or its comparison, each once with the last time: an approval rests on it."""
        view, document = self.view, self.document
        case_no = case_named(document).case_no
        found = view.system.proof.events(case_no=case_no, kinds=(OPENED, COMPARED), limit=MOST_EVENTS)
        told: dict[tuple, dict[str, Any]] = {}
        for event in (one.event for one in found):
            about = event.about
            if about.get("document_id") != document.id or "from_label" in about or not about.get("round"):
                continue
            data = {"from": about.get("from_number"), "from_round": about.get("from_round") or 1}
            place = {"number": about["number"], "round": about["round"]}
            one = {"kind": event.kind.removeprefix("document."), "about": place, "data": data}
            by = {"user_id": event.by, "name": self.names().user(event.by)}
            told[(event.kind, event.by, *place.values(), *data.values())] = one | {
                "by": by,
                "at": event.at.isoformat(),
            }
        return list(told.values())

    def of_version(self, version: Version) -> list[Line]:
        """Tell what each of several wrote in the fields of a version, as far as it was put together."""
        found = [written.read(kept) for kept in version.merges]
        return self._lines(edition_of(version).schema, version.content(), found)

    def of_draft(self) -> list[Line]:
        """Tell the same of the draft that is being written."""
        drafts = drafts_of(self.document)
        draft = drafts.get(self.document.id)
        if draft is None or self.document.draft is None:
            return []
        found = written.shared(draft, str(self.document.draft["at"]))
        return self._lines(draft_edition(self.document, drafts).schema, draft.content(), found)

    def _lines(self, schema: Form, content: dict, found: Iterable[written.Written]) -> list[Line]:
        telling = Telling(schema, content, self._name)
        lines = (line for one in found for line in telling.by_hand(one))
        return [replace(line, at=self._clock(line.at)) for line in lines]

    def _name(self, by: Mapping[str, Any]) -> str:
        return named("")(by)

    def _clock(self, at: str) -> str:
        return f"kl.\u00a0{danish.clock(self.view.moment(at))}"


def field_name(schema: Form, path: str) -> str:
    """Name the field of a draft path: »Hvad er aftalt?« under »Mål«; the rows are not numbered, for they have moved."""
    first, node = node_of(schema, path.split("/")[0]), node_of(schema, path)
    group = f"»{first.title}«" if first is not None else "et felt"
    if node is first or first is None:
        return group
    if node is None:
        return f"en række under {group}"
    return f"»{node.title}« under {group}" if isinstance(first, Rows) else f"»{node.title}«"
