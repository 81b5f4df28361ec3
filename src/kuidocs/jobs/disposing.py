"""The jobs of disposal: the package for the archive, and then the deletion of every trace in the files (D34)."""

import hashlib
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..domain.identity import SYSTEM
from ..domain.retention import PROPOSED, REMOVED
from ..resources.attachments import Attachment
from ..resources.disposal import Disposal
from ..resources.drafts import drafts_of
from ..resources.root import Root
from ..services.storage import pack, write_blob
from ..usecases import disposal, exporting
from ..usecases.acting import Act
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System

BEHIND = "the chain or the read model has not taken everything; nothing may be packed away yet"


@handler(disposal.PACKAGE)
def package(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make the package of a case for the archive. Run again it makes nothing twice."""
    with system.reading() as root:
        one = _wanted(root, arguments)
        if one.state != PROPOSED:
            return {"made": False}
        data = _packed(system, root, one.case_no)
    told = {"sha256": hashlib.sha256(data).hexdigest(), "length": len(data)}
    act = Act(SYSTEM, system.clock)

    def keep(root: Root) -> bool:
        return disposal.packaged(_wanted(root, arguments), act, write_blob(data), told)

    return {"made": system.change("disposal package", keep)} | told


def _wanted(root: Root, arguments: Mapping[str, Any]) -> Disposal:
    return root.kassation[arguments["disposal"]]


def _packed(system: "System", root: Root, case_no: str) -> bytes:
    """Gather everything of a case, also drafts, what was given at access, and its part of the log."""
    case = exporting.case_named(root, case_no)
    certificate = system.seal.certificate() if system.seal else b""
    files = exporting.package(case, system.pdf, certificate, system.clock, drafts=True)
    told = {path: one.bytes() if isinstance(one, Attachment) else one for path, one in files.items()}
    told |= dict(disposal.bundles(case)) | {"log.json": exporting.as_json(_log(system, case_no))}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(told.items()))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, data in sorted(told.items()):
            packed.writestr(path, data)
        packed.writestr("manifest-sha256.txt", sums)
    return out.getvalue()


def _log(system: "System", case_no: str) -> list[dict[str, Any]]:
    found, after = [], 0
    while some := system.proof.events(case_no=case_no, after=after):
        found += [{"number": one.number, "hash": one.hash, "event": one.event.canonical()} for one in some]
        after = some[-1].number
    return found


@handler(disposal.DELETE)
def delete(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Delete a case and every trace of it in the files. Run again after a crash it does what is left."""
    act = Act(SYSTEM, system.clock)
    system.change("disposal", lambda root: disposal.remove(root, drafts_of(root), _wanted(root, arguments), act))
    with system.reading() as root:
        if _wanted(root, arguments).state != REMOVED:
            return {"done": False}
    scrub(system)
    done = system.change("disposal done", lambda root: disposal.finished(root, _wanted(root, arguments), act))
    system.tailer.catch_up()
    return {"done": done}


def scrub(system: "System") -> None:
    """Leave nothing of what was deleted: older states, what packing lays aside, lists and search, what is disposable.

    The chain keeps what was done, never what a case said.
    """
    system.tailer.catch_up()
    if system.tailer.lag():
        raise RuntimeError(BEHIND)
    for database in (system.db, system.drafts_db):
        pack(database, 0, keep_old=False)
        database.cacheMinimize()
    system.index.scrub()
    system.tailer.catch_up()
    system.state.scrub()
