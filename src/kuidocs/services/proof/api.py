"""The contract of the proof store: the chain of events and the ledger of finished PDFs (D27, D28)."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

GENESIS = sha256(b"kuidocs proof 1").hexdigest()
"""What the first event names as the event before it."""
LEDGER = "ledger_row"
"""The kind of the event by which each row of the ledger stands in the chain."""

AT_ONCE = ":"
"""What stands in the id of every event that was written at once and lies nowhere but in the chain: a read, a search, a
refusal, a log-in, a row of the ledger. The ids of events of the object database are letters only."""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """Something that happened: facts, never sentences."""

    id: str
    """Unique for ever; appending an event whose id is known changes nothing."""
    at: datetime
    kind: str
    by: str
    """The user id of who did it."""
    case_no: str | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    """What it was done to; ``person_id`` makes the event findable by person."""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def person_id(self) -> str | None:
        """Return the person that the event is about."""
        person = self.about.get("person_id")
        return None if person is None else str(person)

    def canonical(self) -> str:
        """Write the event as the JSON that is hashed."""
        return canonical({**asdict(self), "at": self.at.isoformat()})

    @classmethod
    def read(cls, body: str) -> "AuditEvent":
        """Read an event from its JSON."""
        facts = json.loads(body)
        return cls(**{**facts, "at": datetime.fromisoformat(facts["at"])})


@dataclass(frozen=True, slots=True)
class ChainedEvent:
    """An event at its place in the chain."""

    number: int
    event: AuditEvent
    hash: str
    previous: str = ""
    """The hash of the event before it, with which its own was made."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A finished PDF as it left us."""

    sha256: str
    length: int
    unsigned_sha256: str
    """The hash of the part before the seal; rendering again from the stored version must give it (D17)."""
    unsigned_length: int
    document_id: str
    version: int
    round: int
    profile: str
    fingerprint: str
    """The tools, templates and fonts that rendered it."""
    signers: tuple[str, ...]
    """Who has signed or sealed the file, in order; a file with fewer signatures has been rolled back."""
    sealed_at: datetime
    case_no: str | None = None
    fields: tuple[str, ...] = ()
    """The signature fields of the file, in the order in which they were signed."""
    tools: Mapping[str, str] = field(default_factory=dict)
    """What made the file, with versions; the fingerprint is a hash of these and of the templates."""

    def facts(self) -> dict[str, Any]:
        """Return the row as plain data."""
        lists = {name: list(getattr(self, name)) for name in ("signers", "fields")}
        return asdict(self) | lists | {"sealed_at": self.sealed_at.isoformat()}

    def as_event(self) -> AuditEvent:
        """Return the event that ties the row to the chain."""
        about = {"document_id": self.document_id, "version": self.version}
        return AuditEvent(f"ledger:{self.sha256}", self.sealed_at, LEDGER, "system", self.case_no, about, self.facts())

    @classmethod
    def read(cls, body: str) -> "LedgerRow":
        """Read a row from its JSON."""
        facts = json.loads(body)
        at = datetime.fromisoformat(facts["sealed_at"])
        lists = {name: tuple(facts.get(name, ())) for name in ("signers", "fields")}
        return cls(**{**facts, **lists, "sealed_at": at})


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the store is not what was written."""

    number: int
    """The number of the event; a row of the ledger has that of its event."""
    kind: str
    """``changed``, ``removed``, ``inserted``, ``reordered`` or ``ledger``."""
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk through the whole chain found."""

    count: int
    head: str
    faults: tuple[Fault, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether everything is as it was written."""
        return not self.faults


class ProofService(ABC):
    """Keeps what happened and which PDFs were finished. Rows are added, never changed and never taken away."""

    @abstractmethod
    def append(self, events: Iterable[AuditEvent], *, tid: bytes | None = None) -> int:
        """Add events, all or none, and return how many were new.

        ``tid`` is the last transaction that the tailer has read; it is remembered in the same transaction.
        """

    def append_now(self, event: AuditEvent) -> None:
        """Add one event before the answer leaves (a read, a search, a refusal); what is raised refuses the answer."""
        self.append([event])

    @abstractmethod
    def last_tid(self) -> bytes | None:
        """Return the last transaction whose events are here."""

    @abstractmethod
    def head(self) -> str:
        """Return the hash of the last event, to be kept somewhere else too: no chain shows that all of it is new."""

    @abstractmethod
    def find(self, hash: str) -> ChainedEvent | None:
        """Return the event with a hash, or with the only hash that begins so; None when there is none."""

    @abstractmethod
    def count(self) -> int:
        """Count the events."""

    @abstractmethod
    def events(
        self,
        *,
        case_no: str | None = None,
        person_id: str | None = None,
        by: str | None = None,
        kinds: Sequence[str] = (),
        after: int = 0,
        limit: int = 1000,
    ) -> list[ChainedEvent]:
        """Return events in the order of the chain, from those after a number."""

    @abstractmethod
    def known(self, ids: Sequence[str]) -> frozenset[str]:
        """Return those of the ids that are in the chain."""

    @abstractmethod
    def verify(self) -> ChainReport:
        """Walk the whole chain and the ledger and say where something was changed, removed, inserted or reordered."""

    @abstractmethod
    def ledger_add(self, row: LedgerRow) -> None:
        """Add a finished PDF and its event; a file that is known changes nothing."""

    @abstractmethod
    def ledger_find(self, sha256: str) -> LedgerRow | None:
        """Return the row of a file."""

    @abstractmethod
    def ledger_find_unsigned(self, sha256: str) -> list[LedgerRow]:
        """Return the files that begin with these unsigned bytes."""

    @abstractmethod
    def ledger_rows(self, document_id: str | None = None) -> list[LedgerRow]:
        """Return every file, or those of a document, oldest first."""

    @abstractmethod
    def close(self) -> None:
        """Close the connections of every thread."""


def canonical(value: object) -> str:
    """Write JSON in the one way that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def linked(previous: str, body: str) -> str:
    """Hash an event together with the hash of the event before it."""
    return sha256(f"{previous}\n{body}".encode()).hexdigest()
