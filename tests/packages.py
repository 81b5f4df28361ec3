"""Case-file packages for tests: one in memory, and what a person with bad intentions does to one on the disk."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from kuidocs.domain.packages import MANIFEST, SIGNATURE, TAGMANIFEST, TAGS
from kuidocs.services.package import Bag
from kuidocs.services.seal.key import SealKey, self_signed
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from kuidocs.usecases.exporting import Kit, export
from tests import factories


class MemoryBag(Bag):
    """A package in memory."""

    def __init__(self):
        super().__init__()
        self.data, self.dropped = {}, False

    def _write(self, path, data):
        self.data[path] = data

    def finish(self, info, sign):
        self.info = dict(info)
        return hashlib.sha256(sign(b"")).hexdigest()

    def drop(self):
        self.dropped = True


class NoProof:
    """A chain and a ledger without anything in them."""

    def ledger_rows(self, document_id=None):
        return []

    def events(self, **asked):
        return []

    def count(self):
        return 0

    def head(self):
        return "0" * 64


def a_seal(name: str = "En anden kommune") -> Pkcs12Seal:
    """Make a seal that nobody knows."""
    private = ec.generate_private_key(ec.SECP256R1())
    return Pkcs12Seal(SealKey(private, self_signed(private, name, factories.NOW)))


def kit(pdf=None) -> Kit:
    """Make what a package is made with, without any proof."""
    return Kit(pdf, a_seal(), NoProof(), factories.clock())


def package(case, pdf=None, **how) -> dict[str, bytes]:
    """Make the package of a case: path in the payload -> bytes."""
    bag = MemoryBag()
    export(case, bag, kit(pdf), **how)
    return {path.removeprefix("data/"): data for path, data in bag.data.items()}


def listed(folder: Path, paths) -> bytes:
    """Write a list of files as a package has it."""
    lines = [f"{hashlib.sha256((folder / path).read_bytes()).hexdigest()}  {path}\n" for path in sorted(paths)]
    return "".join(lines).encode()


def payload(folder: Path) -> list[str]:
    """List the files of the payload."""
    return [p.relative_to(folder).as_posix() for p in (folder / "data").rglob("*") if p.is_file()]


def relist(folder: Path) -> None:
    """Write all lists of a package anew, as whoever changed it would; the seal is still the old one."""
    paths = payload(folder)
    size = sum((folder / path).stat().st_size for path in paths)
    info = [line for line in (folder / "bag-info.txt").read_text().splitlines() if not line.startswith("Payload-Oxum")]
    (folder / "bag-info.txt").write_text("\n".join([*info, f"Payload-Oxum: {size}.{len(paths)}", ""]))
    (folder / MANIFEST).write_bytes(listed(folder, paths))
    (folder / TAGMANIFEST).write_bytes(listed(folder, TAGS))


def reseal(folder: Path, name: str = "En anden kommune") -> Pkcs12Seal:
    """Write all lists anew and seal them with a seal of one's own: the best that can be done without the real key."""
    relist(folder)
    seal = a_seal(name)
    (folder / SIGNATURE).write_bytes(seal.sign((folder / TAGMANIFEST).read_bytes(), at=factories.NOW))
    return seal


def edit(path: Path, change: Callable[[dict], object]) -> None:
    """Change a JSON file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def reseal_lists_only(folder: Path) -> None:
    """Seal the list of lists as it is."""
    (folder / TAGMANIFEST).write_bytes(listed(folder, TAGS))
    sealed = a_seal().sign((folder / TAGMANIFEST).read_bytes(), at=factories.NOW)
    (folder / SIGNATURE).write_bytes(sealed)
