"""The package of a case with a thousand documents: time against writing the same bytes into a zip file, and memory."""

import gc
import hashlib
import os
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
COUNTS = (100, 1_000)
PDF_BYTES = 60_000
AT = "2026-11-21T10:00:00+01:00"
BY = {"user_id": "jonas", "name": "Jonas Ravnsborg"}


def fill(system: Any, count: int) -> str:
    """Make a case with so many approved and sealed contact notes; its number."""
    from kuidocs.services.proof import LedgerRow
    from tests import factories
    from tests.usecases.conftest import add_case, fill

    def begin(root: Any) -> None:
        if "jonas" not in root.medarbejdere:
            for folder in (root.skabeloner, root.klynger.forms):
                for name in list(folder):
                    del folder.children[name]
            fill(root)
        root.sager.children.pop("FLK-2026-0001", None)
        add_case(root)

    system.change("begin", begin)
    for start in range(0, count, 50):
        rows = system.change("fill", lambda root, start=start: [note(root, n) for n in range(start, start + 50)])
        for label, digest in rows:
            row = LedgerRow(
                digest, PDF_BYTES, digest, PDF_BYTES, label, 1, 1, "arkiv", "x", ("segl",), factories.NOW, CASE
            )
            system.proof.ledger_add(row)
    return CASE


CASE = "FLK-2026-0001"


def note(root: Any, number: int) -> tuple[str, str]:
    """Add one document with its file."""
    from kuidocs.resources.base import place
    from kuidocs.resources.document import Document
    from kuidocs.resources.files import SealedFile
    from kuidocs.resources.version import Stamp
    from kuidocs.services.storage import write_blob
    from kuidocs.usecases.reviewing import add_version

    case = root.sager[CASE]
    document = Document(f"{CASE}-D{number:04d}", "kui.contact_note", BY, AT)
    case.dokumenter[document.label] = document
    edition = root.skabeloner["kui.contact_note"].newest()
    text = f"Samtale nr. {number}. " + "Vi aftalte at ses igen i næste uge. " * 60
    stamp = Stamp(1, 1, edition.data["number"], edition.sha256, BY, AT)
    add_version(document, {"note": text}, stamp)
    about = {"number": 1, "round": 1}
    told = {"id": f"f{number}", "kind": "approved", "about": about, "by": BY, "at": AT, "data": {}}
    document.facts = (told,)
    pdf = hashlib.sha256(str(number).encode()).digest() * (PDF_BYTES // 32)
    made = SealedFile(write_blob(pdf), pdf, number=1, round=1, profile="arkiv", at=AT, facts={})
    document.files = (place(made, document, "1.pdf"),)
    return document.label, made.sha256


def bare(source: Path, target: Path) -> float:
    """Write the files of a package into a zip file as quickly as it goes."""
    with zipfile.ZipFile(source) as read:
        data = [(name, read.read(name)) for name in read.namelist()]
    begun = time.perf_counter()
    with target.open("wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as write:
        for name, content in data:
            how = zipfile.ZIP_STORED if name.endswith(".pdf") else zipfile.ZIP_DEFLATED
            write.writestr(name, content, how)
        file.flush()
        os.fsync(file.fileno())
    return time.perf_counter() - begun


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(folder: Path, count: int) -> dict[str, Any]:
    """Export once, after the case has left the memory."""
    from kuidocs.services.package import ZipBag, open_bag
    from kuidocs.usecases.exporting import Kit, export

    system = made(folder)
    try:
        case_no = fill(system, count)
        system.db.cacheMinimize()
        gc.collect()
        kit, before = Kit(system.pdf, system.seal, system.proof, system.clock), peak()
        begun = time.perf_counter()
        with system.reading() as root:
            export(root.sager[case_no], ZipBag(folder / "out.zip", case_no), kit)
        took, grown = time.perf_counter() - begun, peak() - before
        begun = time.perf_counter()
        with open_bag(folder / "out.zip"):
            checked = time.perf_counter() - begun
    finally:
        system.close()
    base = bare(folder / "out.zip", folder / "bare.zip")
    size = (folder / "out.zip").stat().st_size / 1e6
    told = {"seconds": took, "ratio to a bare zip": took / base, "checking s": checked}
    return told | {"package MB": size, "memory grew MB": grown}


def made(folder: Path) -> Any:
    """Make an empty system."""
    from kuidocs.cli.opening import settings_of
    from kuidocs.system import open_system
    from tests.cli.conftest import done, write_ini

    ini = write_ini(folder)
    done("init", ini)
    return open_system(settings_of(ini))


def main() -> dict[str, dict[str, Any]]:
    """Measure a small case, then a large one: the memory of the second is what streaming is about."""
    rows = {}
    for count in COUNTS:
        with tempfile.TemporaryDirectory() as name:
            rows[f"export, {count} documents"] = measured(Path(name), count)
    return rows
