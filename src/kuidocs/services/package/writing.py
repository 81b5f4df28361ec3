"""Writing a package as a folder or as a zip file, a file at a time."""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from kuidocs.domain.packages import DECLARATION, INFO, MANIFEST, SIGNATURE, TAGMANIFEST, TAGS
from kuidocs.services.package.api import Bag, Sign

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ON_THE_DISK = 0o600
PRESSED = (".pdf", ".jpg", ".png", ".webp", ".tif")
"""What does not become smaller."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same bytes at any time: a file's own time says nothing here."""


class _Bag(Bag):
    """What folder and zip file have in common."""

    def finish(self, info: Mapping[str, str], sign: Sign) -> str:
        sizes = [length for _, length in self.files.values()]
        told = dict(info) | {"Payload-Oxum": f"{sum(sizes)}.{len(sizes)}"}
        lines = {f"data/{path}": digest for path, (digest, _) in self.files.items()}
        tags = {
            DECLARATION: BAGIT,
            INFO: "".join(f"{name}: {_one_line(text)}\n" for name, text in told.items()).encode(),
            MANIFEST: _listed(lines),
        }
        tagmanifest = _listed({name: hashlib.sha256(tags[name]).hexdigest() for name in TAGS})
        for name, data in (*tags.items(), (TAGMANIFEST, tagmanifest), (SIGNATURE, sign(tagmanifest))):
            self._write(name, data)
        self._settle()
        return hashlib.sha256(tagmanifest).hexdigest()

    def _settle(self) -> None:
        """Put it in its place, whole."""
        raise NotImplementedError


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _listed(lines: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(lines.items())).encode()


class FolderBag(_Bag):
    """A package as a folder: written beside its place, and moved there when it is whole."""

    def __init__(self, out: Path) -> None:
        super().__init__()
        out.parent.mkdir(parents=True, exist_ok=True)
        self._out = out
        self._aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))

    def _write(self, path: str, data: bytes) -> None:
        file = self._aside / path
        file.parent.mkdir(parents=True, exist_ok=True)
        _write_synced(file, data)

    def _settle(self) -> None:
        if self._out.exists():
            self._out.rmdir()
        self._aside.rename(self._out)

    def drop(self) -> None:
        shutil.rmtree(self._aside, ignore_errors=True)


class ZipBag(_Bag):
    """A package as one zip file, which holds the folder ``name``."""

    def __init__(self, out: Path, name: str) -> None:
        super().__init__()
        out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._out, self._name = out, name
        handle, aside = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        self._aside = Path(aside)
        self._file = os.fdopen(handle, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)

    def _write(self, path: str, data: bytes) -> None:
        told = zipfile.ZipInfo(f"{self._name}/{path}", EPOCH)
        told.compress_type = zipfile.ZIP_STORED if path.endswith(PRESSED) else zipfile.ZIP_DEFLATED
        told.create_system, told.external_attr = 3, (0o100000 | ON_THE_DISK) << 16
        self._zip.writestr(told, data)

    def _settle(self) -> None:
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._aside.replace(self._out)

    def drop(self) -> None:
        self._zip.close()
        self._file.close()
        self._aside.unlink(missing_ok=True)


def bag_at(out: Path, name: str) -> Bag:
    """Begin a package where a path says: a zip file when it is called one, else a folder."""
    return ZipBag(out, name) if out.suffix.lower() == ".zip" else FolderBag(out)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
