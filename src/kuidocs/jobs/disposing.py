"""The jobs of disposal: the package for the archive, and then the deletion of every trace in the files (D34)."""

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..domain.identity import SYSTEM
from ..domain.packages import safe
from ..domain.retention import PROPOSED, REMOVED
from ..resources.disposal import Disposal
from ..resources.drafts import drafts_of
from ..resources.root import Root
from ..services.package import ZipBag
from ..services.storage import pack, write_blob
from ..usecases import disposal, exporting
from ..usecases.acting import Act
from .outbox import handler
from .packaging import expire

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
    """Gather everything of a case, also drafts and what was given to those who asked for access."""
    case = exporting.case_named(root, case_no)
    kit = exporting.Kit(system.pdf, system.seal, system.proof, system.clock)
    system.settings.packages.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=system.settings.packages) as aside:
        path = Path(aside) / "package.zip"
        exporting.export(case, ZipBag(path, safe(case.case_no, case.id)), kit, drafts=True)
        return path.read_bytes()


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
    system.pdf.forget()
    # A package of the case that somebody had made lies there without its job now.
    expire(system)
    system.index.scrub()
    system.tailer.catch_up()
    system.state.scrub()
