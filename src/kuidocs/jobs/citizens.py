"""The job that seals what a citizen has signed with MitID: MitID first, our seal after (D16)."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..domain.identity import Identity
from ..domain.signing import MITID, RECEIVED
from ..resources.root import Root
from ..services.pdf.api import SIGNING
from ..services.proof.api import LedgerRow
from ..services.seal.api import SIGNED, seal_tools
from ..usecases import finished_files, signing
from ..usecases.acting import Act
from .outbox import handler
from .sealing import wanted

if TYPE_CHECKING:
    from ..system import System

PERSON = "MitID"
"""What the ledger calls a citizen's signature: names do not lie in it, because it is never cleared."""
FIELDS = ("mitid",)


@handler("seal_citizen")
def seal_citizen(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Seal the file, write the answer, and the row of the ledger. Run again it finishes what is missing."""
    with system.reading() as root:
        received, pdf = _received(root, arguments)
        done = _answer(root, arguments, received)
    if done is None:
        at = system.clock.now()
        sealed = system.seal.seal(pdf, at=at, reason=SIGNED)
        system.change(f"sealed {arguments['label']}", lambda root: _answered(system, root, arguments, received, sealed))
    with system.reading() as root:
        done = _answer(root, arguments, received)
        assert done is not None, "it was written above"
        row = _row(system, root, arguments, received, done)
    if system.proof.ledger_find(row.sha256) is None:
        system.proof.ledger_add(row)
    return {"sha256": row.sha256, "length": row.length}


def _received(root: Root, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    document, version = wanted(root, arguments)
    found = [f for f in document.facts_of(RECEIVED, version.number) if f["data"]["artefact"] == arguments["artefact"]]
    artefact = document["underskriftsbilag"][arguments["artefact"]]
    return found[-1], artefact.bytes()


def _answer(root: Root, arguments: Mapping[str, Any], received: dict[str, Any]) -> dict[str, Any] | None:
    document, version = wanted(root, arguments)
    found = document.facts_of("signature", version.number)
    return next((f for f in found if f["data"].get("received") == received["data"]["artefact"]), None)


def _answered(
    system: "System", root: Root, arguments: Mapping[str, Any], received: dict[str, Any], sealed: bytes
) -> None:
    if _answer(root, arguments, received) is not None:
        return
    document, version = wanted(root, arguments)
    act = Act(Identity("system:mitid", received["data"]["name"]), system.clock)
    told = received["data"]
    more = {"received": told["artefact"], "subject": told["subject"], "signed_at": received["at"]}
    signing.take_signed(document, version, act, sid=told["sid"], pdf=sealed, method=MITID, more=more)
    finished_files.ask(root, document, document.artefacts[-1], system.clock.now())


def _row(
    system: "System", root: Root, arguments: Mapping[str, Any], received: dict[str, Any], answer: dict[str, Any]
) -> LedgerRow:
    document, _ = wanted(root, arguments)
    artefact, told = document["underskriftsbilag"][answer["data"]["artefact"]["id"]], received["data"]
    pdf = artefact.bytes()
    offered = pdf[: told["length"]]
    if hashlib.sha256(offered).hexdigest() != told["offered"]:
        raise ValueError("the sealed file does not begin with what was offered")
    return LedgerRow(
        sha256=artefact.sha256,
        length=artefact.length,
        unsigned_sha256=told["offered"],
        unsigned_length=told["length"],
        document_id=arguments["label"],
        version=arguments["number"],
        round=arguments["round"],
        profile=SIGNING,
        fingerprint=system.pdf.fingerprint(),
        signers=(PERSON, *system.seal.signers),
        sealed_at=datetime.fromisoformat(answer["at"]),
        case_no=arguments["case_no"],
        fields=(*FIELDS, *system.seal.fields),
        tools=system.pdf.tools() | seal_tools(),
    )
