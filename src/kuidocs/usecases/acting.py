"""What every act has in common: who acts, when, and what is written of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.identity import Identity
from ..resources.attachments import Attachment
from ..resources.base import lineage, new_id
from ..resources.case import Case, case_of
from ..resources.document import Document
from ..resources.events import Event
from ..resources.root import Root
from ..services.clock.api import Clock


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, by which clock, and the token of the page that asked for it.

    The token makes an act idempotent: a commit may be durable though the browser never heard of it, and then the same
    form comes again (ARCHITECTURE 5).
    """

    who: Identity
    clock: Clock
    token: str = ""
    reason: str = ""
    log_head: str = ""
    """The hash of the last event of the chain, where what is made now is to name it."""

    @property
    def at(self) -> str:
        """The moment as ISO text with zone."""
        return self.clock.now().isoformat(timespec="seconds")

    @property
    def by(self) -> dict[str, str]:
        """The person as facts keep it."""
        return self.who.as_data()


def event(resource, kind: str, act: Act, about: Mapping | None = None, data: Mapping | None = None) -> Event:
    """Write an event into the log of a resource, in the transaction of what it tells of (D28)."""
    case = case_of(resource)
    subject = ({"case_no": case.case_no} if case else {}) | dict(about or {})
    reason = {"reason": act.reason} if act.reason else {}
    found = Event(kind, act.by, act.clock.now(), subject, dict(data or {}) | reason)
    resource.log.add(found)
    return found


def fact(
    document: Document,
    kind: str,
    act: Act,
    *,
    number: int,
    round: int,
    data: Mapping | None = None,
    rid: str = "",
    told: Mapping | None = None,
) -> dict:
    """Append a fact to a document, or to one row of it, and the event that tells of it, with ``told``."""
    about = {"number": number, "round": round} | ({"rid": rid} if rid else {})
    found = {
        "id": act.token or new_id(),
        "kind": kind,
        "about": about,
        "by": act.by,
        "at": act.at,
        "data": dict(data or {}),
    }
    document.facts = (*document.facts, found)
    event(document, f"document.{kind}", act, subject(document) | about, told)
    return found


def moved(resource: Any, kind: str, name: str, act: Act, about: Mapping, data: Mapping) -> dict:
    """Append a fact to a case or a meeting, and the event ``name`` that tells of it.

    What was written in words stays with the fact; an event keeps where from and where to.
    """
    found = {"id": act.token or new_id(), "kind": kind, "by": act.by, "at": act.at, "data": dict(data)}
    resource.facts = (*resource.facts, found)
    event(resource, name, act, about, {key: data[key] for key in ("from", "to", "meeting_type") if key in data})
    return found


def subject(document: Document) -> dict[str, str]:
    """Return what an event says of the document that it is about."""
    return {"document_id": document.id, "label": document.label, "form_key": document.form_key}


def file_subject(one: Attachment) -> dict[str, Any]:
    """Return what an event says of the attachment that it is about: no title, which may name somebody."""
    return {"attachment_id": one.id} | one.about


def done_before(resource: Any, act: Act) -> bool:
    """Tell whether the same page has already had its act done on a document, a meeting or a case."""
    return bool(act.token) and any(found["id"] == act.token for found in resource.facts)


def case_named(document: Document) -> Case:
    """Return the case of a document."""
    case = case_of(document)
    assert case is not None, "a document always lies in a case"
    return case


def root_of(resource) -> Root:
    """Return the root that a resource lies under."""
    *_, root = lineage(resource)
    return root
