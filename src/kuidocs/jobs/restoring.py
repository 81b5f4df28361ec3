"""The job that takes the past of a case from a package into the own audit chain and ledger."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..services.proof import AuditEvent, LedgerRow
from ..services.proof.api import LEDGER, canonical
from ..usecases.restoring import KIND, proof_of
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System


@handler(KIND)
def restore_proof(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Append the events in the order in which they once happened, and the rows. Run again it adds nothing."""
    with system.reading() as root:
        lines = proof_of(root.sager[arguments["case_no"]])
    rows = [LedgerRow.read(canonical(line)) for line in lines if "event" not in line]
    by_id = {f"ledger:{row.sha256}": row for row in rows}
    events = [AuditEvent.read(canonical(line["event"])) for line in lines if "event" in line]
    for event in events:
        if event.kind == LEDGER and event.id in by_id:
            system.proof.ledger_add(by_id.pop(event.id))
        else:
            system.proof.append([event])
    return {"events": len(events), "rows": len(rows)}
