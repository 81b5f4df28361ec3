"""What follows the object database: the audit chain and the read model (D28, D29)."""

from collections.abc import Iterable
from datetime import datetime

from ZODB import DB
from ZODB.POSException import POSKeyError
from ZODB.utils import z64

from ..resources.case import Case, case_of
from ..services.index.api import IndexService
from ..services.proof.api import AuditEvent, ProofService
from ..services.storage import EventRecord, Tailed, working
from ..usecases.read_model import snapshot

OURS = "kuidocs.resources."
ORGANISATION = f"{OURS}staff.Organisation"
WITHOUT_PLACE = (f"{OURS}events.",)
"""Records that lie in no place of the tree; whatever they belong to is written in the same transaction."""


class ChainFollower:
    """Takes each event that was committed into the audit chain, once."""

    def __init__(self, proof: ProofService) -> None:
        self.proof = proof

    def last_tid(self) -> bytes:
        """Return the transaction up to which the chain has everything."""
        return self.proof.last_tid() or z64

    def take(self, transaction: Tailed) -> None:
        """Append the events of one transaction."""
        self.proof.append([audited(event) for event in transaction.events], tid=transaction.tid)


def audited(event: EventRecord) -> AuditEvent:
    """Turn an event as it was stored into a link of the chain."""
    case_no = event.about.get("case_no")
    at = datetime.fromisoformat(event.at)
    return AuditEvent(event.id, at, event.kind, event.by["user_id"], case_no, event.about, event.data)


class IndexFollower:
    """Writes the rows of every case that a transaction touched, as the case is now."""

    def __init__(self, db: DB, index: IndexService) -> None:
        self.db = db
        self.index = index

    def last_tid(self) -> bytes:
        """Return the transaction up to which the read model is right."""
        return self.index.last_tid()

    def take(self, transaction: Tailed) -> None:
        """Replace the rows of the cases that were touched."""
        names = {t.oid: t.class_name for t in transaction.touched}
        placed = [oid for oid, n in names.items() if n.startswith(OURS) and not n.startswith(WITHOUT_PLACE)]
        with working(self.db) as connection:
            cases = self._cases(connection, placed)
            if ORGANISATION in names.values():
                # Its settings say when things are due, in every case.
                cases = list(connection.root()["kuidocs"].sager.values())
            self.index.apply({case.case_no: snapshot(case) for case in cases}, transaction.tid)

    def _cases(self, connection, oids: Iterable[bytes]) -> list[Case]:
        found = {}
        for oid in oids:
            try:
                case = case_of(connection.get(oid))
            except POSKeyError:
                continue  # It was removed by a later transaction, which is taken too.
            if case is not None:
                found[case.case_no] = case
        return list(found.values())
