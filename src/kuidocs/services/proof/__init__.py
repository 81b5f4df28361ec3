"""What happened and which PDFs left us, so that nobody can say otherwise."""

from kuidocs.services.proof.api import (
    AT_ONCE,
    GENESIS,
    AuditEvent,
    ChainedEvent,
    ChainReport,
    Fault,
    LedgerRow,
    ProofService,
)
from kuidocs.services.proof.store import open_proof

__all__ = [
    "AT_ONCE",
    "GENESIS",
    "AuditEvent",
    "ChainReport",
    "ChainedEvent",
    "Fault",
    "LedgerRow",
    "ProofService",
    "open_proof",
]
