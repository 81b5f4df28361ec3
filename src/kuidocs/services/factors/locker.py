"""A locker whose key lies in a file of its own, beside the database and not in it."""

import contextlib
import os
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from .api import CannotUnlock, Locker


class FileLocker(Locker):
    """Fernet with a key that is made the first time something is locked."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def lock(self, text: str) -> str:
        return Fernet(self._key()).encrypt(text.encode()).decode()

    def unlock(self, locked: str) -> str:
        try:
            return Fernet(self._path.read_bytes().strip()).decrypt(locked.encode()).decode()
        except (OSError, ValueError, InvalidToken) as error:
            raise CannotUnlock(f"{self._path} (kuidocs.factor_key)") from error

    def _key(self) -> bytes:
        """Return the key. Of two processes that make it at the same time both take the one that came first."""
        if not self._path.exists():
            self._make()
        return self._path.read_bytes().strip()

    def _make(self) -> None:
        # Under another name until it is whole, so that nobody reads half a key.
        with tempfile.NamedTemporaryFile(dir=self._path.parent, prefix=".key-") as made:
            made.write(Fernet.generate_key())
            made.flush()
            os.fsync(made.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(made.name, self._path)
