"""The seal with a key in a PKCS#12 file."""

from pathlib import Path

from kuidocs.services.seal.held import HeldKeySigner
from kuidocs.services.seal.key import SEAL_KEY, SealKey, read_key
from kuidocs.services.seal.lasting import Lasting
from kuidocs.services.seal.pades import PadesSeal


class Pkcs12Seal(PadesSeal):
    """Seals with a key that is held in memory."""

    def __init__(self, key: SealKey, help: Lasting | None = None) -> None:
        super().__init__(HeldKeySigner(key), key.certificate, SEAL_KEY, help)
        self._key = key

    @classmethod
    def open(cls, key_file: Path, password_file: Path, help: Lasting | None = None) -> "Pkcs12Seal":
        """Open the key at start-up; whatever is wrong stops the start with a sentence that names the setting."""
        return cls(read_key(key_file, password_file), help)
