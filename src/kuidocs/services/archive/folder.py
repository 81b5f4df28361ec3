"""The journal as a folder: a folder of its own for each delivery, whole with its receipt or not there at all."""

import hashlib
import os
import secrets
import shutil
from pathlib import Path

from ..clock.api import Clock
from .api import RECEIPT, RECORD, ArchiveError, ArchiveService, Delivery, Receipt
from .receipts import read_receipt, write_receipt

UNFINISHED = ".unfinished"


class FolderArchive(ArchiveService):
    """Keeps deliveries for whoever takes them on, and writes over nothing."""

    name = "en mappe på serveren"

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self.clock = folder, clock

    def deliver(self, delivery: Delivery) -> Receipt:
        place = self.folder / delivery.key
        try:
            return self._there(place, delivery) or self._put(place, delivery)
        except OSError as error:
            raise ArchiveError("folder", type(error).__name__) from error

    def _there(self, place: Path, delivery: Delivery) -> Receipt | None:
        """Return the receipt of the first time, None when there was none.

        Raises ArchiveError when something else lies there.
        """
        if not os.path.lexists(place):
            return None
        try:
            receipt = read_receipt((place / RECEIPT).read_bytes(), delivery)
            kept = (place / delivery.paper.name).read_bytes()
        except (OSError, ArchiveError) as error:
            raise ArchiveError("occupied", type(error).__name__) from error
        if hashlib.sha256(kept).hexdigest() != delivery.paper.sha256:
            raise ArchiveError("occupied", "changed")
        return receipt

    def _put(self, place: Path, delivery: Delivery) -> Receipt:
        """Write everything aside, and move it in place at once."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in self.folder.glob(f".{delivery.key}.*{UNFINISHED}"):
            shutil.rmtree(old)
        receipt = Receipt(f"mappe-{secrets.token_hex(8)}", self.clock.now())
        aside = self.folder / f".{delivery.key}.{secrets.token_hex(4)}{UNFINISHED}"
        aside.mkdir(mode=0o700)
        try:
            for one in delivery.files:
                _write(aside / one.name, one.data)
            _write(aside / RECORD, delivery.record)
            _write(aside / RECEIPT, write_receipt(delivery, receipt))
            _sync(aside)
            os.rename(aside, place)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        _sync(self.folder)
        return receipt


def _write(path: Path, data: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
