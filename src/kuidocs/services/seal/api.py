"""The contract of the municipality's seal."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version

from kuidocs.domain.errors import KuiError

APPROVED = "Godkendt og forseglet"
SIGNED = "Underskrifter samlet og forseglet"
FIELD, STAMP = "segl", "tidsstempel"
"""The names of the fields: of the seal, and of the time-stamp over the whole file."""


class SealError(KuiError):
    """The seal cannot be opened or used; the sentence names the setting to look at."""

    status = 500


class SealService(ABC):
    """Puts the municipality's electronic seal on a finished PDF. Called from jobs, never from a request (D35)."""

    @abstractmethod
    def seal(self, pdf: bytes, *, at: datetime, reason: str = APPROVED) -> bytes:
        """Return the sealed file: the given bytes, unchanged, and after them one revision with the seal."""

    @abstractmethod
    def sign(self, data: bytes, *, at: datetime) -> bytes:
        """Return a signature (CMS, detached) of bytes that are no PDF: the list of a case-file package."""

    @abstractmethod
    def certificate(self) -> bytes:
        """Return the certificate (DER) that a reader needs to know the seal by."""

    @property
    @abstractmethod
    def name(self) -> str:
        """Return whose seal it is, as the certificate says."""

    @property
    def signers(self) -> Sequence[str]:
        """Return who signs the file when it is sealed, in order; one name for each field."""
        return (self.name,)

    @property
    def fields(self) -> Sequence[str]:
        """Return the names of the signature fields that sealing adds, in order."""
        return (FIELD,)

    def trusted(self) -> Sequence[bytes]:
        """Return the certificates (DER or PEM) under which the seal and its time-stamps are issued, where known."""
        return ()

    def renew(self, pdf: bytes) -> bytes:
        """Put a new time-stamp over a file whose last one grows old; the same bytes where seals carry none."""
        return pdf


def seal_tools() -> dict[str, str]:
    """Name what seals, with versions."""
    return {name.lower(): version(name) for name in ("pyHanko", "cryptography")}
