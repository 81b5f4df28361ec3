"""Holding the log against what others know of it (D28).

A chain shows what was changed inside it, but whoever can compute hashes can make a new one from any place on. Two
others know how it was: the object database, which holds every act itself, and each approval, which holds the end of the
chain as it was at that moment and prints it in the sealed file.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from ..resources.case import case_of
from ..resources.document import Document
from ..resources.root import Root
from ..services.proof import AT_ONCE, GENESIS, ChainedEvent
from ..services.proof.api import canonical
from ..services.storage import EventRecord, tail
from ..usecases.disposal import disposed
from ..usecases.exporting import every_document
from ..usecases.restoring import proof_of
from .tailing import audited

if TYPE_CHECKING:
    from ..system import System

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Noted:
    """The end of the chain as an approval noted it."""

    where: str
    at: str
    head: str


@dataclass(slots=True)
class Acts:
    """The events of the object database that the chain should have, by id; those that it has are taken out."""

    digests: dict[str, bytes] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)
    """Those that the chain need not have yet."""
    gone: Set[str] = frozenset()
    """The numbers of the cases that were disposed of: the chain alone still tells of them (D34)."""
    brought: dict[str, bytes] = field(default_factory=dict)
    """The events that came with packages. Some tell of drafts that were left out, so no document here has them."""

    def add(self, event: EventRecord, *, later: bool) -> None:
        """Take an event as it was stored."""
        self.digests[event.id] = _digest(audited(event).canonical())
        self.told[event.id] = f"Hændelsen {event.kind} fra {event.at}"
        if later:
            self.later.add(event.id)

    def against(self, one: ChainedEvent) -> Iterator[str]:
        """Compare a link of the chain with what it tells of."""
        digest = self.digests.pop(one.event.id, None) or self.brought.get(one.event.id)
        which = f"Hændelse nr. {one.number} ({one.event.kind} fra {one.event.at.isoformat()})"
        if digest is None:
            if AT_ONCE not in one.event.id and one.event.case_no not in self.gone:
                yield f"{which} er i loggen, men ikke i databasen: Den er lagt ind bagefter."
        elif digest != _digest(one.event.canonical()):
            yield f"{which} siger noget andet i loggen end i databasen."

    def lacking(self) -> Iterator[str]:
        """Name what no link of the chain was about."""
        for event_id in self.digests:
            if event_id not in self.later:
                yield f"{self.told[event_id]} er i databasen, men ikke i loggen."


def _digest(body: str) -> bytes:
    return sha256(body.encode()).digest()


def disagreements(system: "System") -> Iterator[str]:
    """Find every place where the log does not say what the database says, in the order of the chain."""
    acts, hashes = _acts(system), {GENESIS: 0}
    with system.reading() as root:
        noted = sorted(_noted(root), key=lambda one: one.at)
        acts.gone, acts.brought = disposed(root), dict(_brought(root))
    wanted, last = {one.head for one in noted}, 0
    try:
        for one in _chain(system):
            yield from acts.against(one)
            last = one.number
            if one.hash in wanted:
                hashes[one.hash] = last
    except (ValueError, TypeError, LookupError):
        # The walk through the chain itself has named the row that is no event any more.
        yield f"Loggen kan ikke læses efter hændelse nr. {last}, så resten er ikke holdt op mod databasen."
        return
    yield from acts.lacking()
    yield from _heads(noted, hashes)


def _acts(system: "System") -> Acts:
    found, taken = Acts(), system.proof.last_tid() or b""
    for transaction in tail(system.db):
        for event in transaction.events:
            # The server has not come further than »taken« yet.
            found.add(event, later=transaction.tid > taken)
    return found


def _brought(root: Root) -> Iterator[tuple[str, bytes]]:
    """Go through the past of every case that came in a package, as its file tells it."""
    for case in root.sager.values():
        for line in proof_of(case):
            if "event" in line:
                yield line["event"]["id"], _digest(canonical(line["event"]))


def _chain(system: "System") -> Iterator[ChainedEvent]:
    after = -(2**62)
    while page := system.proof.events(after=after, limit=PAGE):
        yield from page
        after = page[-1].number


def _noted(root: Root) -> Iterator[Noted]:
    """Go through the ends that approvals have noted; what was imported has none."""
    for document in every_document(root):
        for fact in document.facts_of("approved"):
            # What was approved in another system notes the end of the chain there.
            if (head := fact["data"].get("audit_head", "")) and _approved_here(document, fact["at"]):
                yield Noted(f"{document.label}, version {fact['about']['number']}", fact["at"], head)


def _approved_here(document: Document, at: str) -> bool:
    case = case_of(document)
    if case is None or case.origin is None:
        return True
    return datetime.fromisoformat(at) > datetime.fromisoformat(case.origin.told["made_at"])


def _heads(noted: list[Noted], hashes: dict[str, int]) -> Iterator[str]:
    """Say between which approvals the chain is another than it was; with one place made anew, all after it is."""
    last = 0
    for one in noted:
        if one.head in hashes:
            last = max(last, hashes[one.head])
            continue
        since = f"efter hændelse nr. {last}" if last else "fra begyndelsen"
        yield (
            f"Loggen er lavet om {since}: {one.where} blev godkendt {one.at} og har trykt, at loggen da sluttede med "
            f"kontrolsummen {one.head[:16]}. Den findes ikke i loggen."
        )
        return
