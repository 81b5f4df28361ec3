"""The contract of the journal: it takes a record with its files, and answers with a receipt."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ...domain.filing import failure

RECORD, RECEIPT = "record.xml", "receipt.xml"
"""What the record and the receipt are called where they lie as files."""


class ArchiveError(Exception):
    """What the journal did not take. ``code`` names the failure (domain.filing); nothing of the paper is told."""

    def __init__(self, code: str, more: str = "") -> None:
        super().__init__(f"{code} {more}".strip())
        self.code = code

    @property
    def permanent(self) -> bool:
        """Whether trying again cannot help before somebody has done something."""
        return failure(self.code).permanent


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A file that goes along. Its name says nothing of a person."""

    name: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is delivered: the record, and what it describes, the paper itself first.

    The same ``key`` is the same delivery: one that has been taken is answered with the receipt of the first time.
    """

    key: str
    record: bytes
    files: Sequence[ArchiveFile]

    @property
    def paper(self) -> ArchiveFile:
        """The paper itself."""
        return self.files[0]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the journal says that it has: its own id, and when it took it."""

    id: str
    at: datetime


class ArchiveService(ABC):
    """The journal. Called from jobs, never from a request."""

    name: str
    """What it is, for pages of the administrator."""

    @abstractmethod
    def deliver(self, delivery: Delivery) -> Receipt:
        """Hand something over; when this returns, the journal has it whole.

        Raises ArchiveError.
        """
