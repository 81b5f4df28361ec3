"""The job that makes a case-file package, and the daily end of those that are old."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..domain.identity import SYSTEM
from ..domain.packages import safe
from ..resources.consent import consent_mark
from ..resources.root import Root
from ..services.package import ZipBag
from ..services.state.api import Progress
from ..usecases import exporting
from ..usecases.acting import Act, event
from ..usecases.packages import KIND, until_of
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System

EVERY = 10
"""How far it is, is told after so many documents."""


def path_of(system: "System", package_id: str) -> Path:
    """Say where a package lies. Its name is random and says nothing."""
    return system.settings.packages / f"{safe(package_id, 'ingen')}.zip"


@handler(KIND)
def make(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write the package. Run again it is written anew and takes the place of the old one."""
    job, path = arguments["id"], path_of(system, arguments["id"])

    def tell(done: int, total: int) -> None:
        if done % EVERY == 0 or done == total:
            system.state.progress.tell(job, Progress(done, max(total, 1)))

    with system.reading() as root:
        case = root.sager[arguments["case_no"]]
        kit = exporting.Kit(system.pdf, system.seal, system.proof, system.clock)
        bag = ZipBag(path, safe(case.case_no, case.id))
        count = exporting.export(case, bag, kit, drafts=arguments["drafts"], tell=tell)
    system.state.progress.end(job)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    told = {"sha256": digest, "length": path.stat().st_size, "files": count}
    system.change("package", lambda root: _note(root, arguments, told, Act(SYSTEM, system.clock)))
    return told


def _note(root: Root, arguments: Mapping[str, Any], told: Mapping[str, Any], act: Act) -> None:
    case = root.sager[arguments["case_no"]]
    about = {"package": arguments["id"]} | consent_mark(case, act.clock.today())
    event(case, exporting.EXPORTED, act, about, {"sha256": told["sha256"]})


def expire(system: "System") -> int:
    """Delete the packages that may be fetched no longer, and what a broken-off one has left; how many."""
    folder, gone = system.settings.packages, 0
    if not folder.is_dir():
        return 0
    with system.reading() as root:
        for path in sorted(folder.iterdir()):
            if path.is_file() and _is_over(system, root, path):
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def _is_over(system: "System", root: Root, path: Path) -> bool:
    job = root.job.get(path.name.lstrip(".").split(".")[0])
    if job is None:
        return True
    until = until_of(root, job)
    if path.name.startswith("."):
        return until is not None
    return until is not None and until <= system.clock.now()
