"""The contract of a package: files go in one at a time, and come out only as they went in."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Sign = Callable[[bytes], bytes]
"""Returns a detached CMS signature of what it is given."""


class Bag(ABC):
    """A package that is being written. What was put in is forgotten at once, but for its name, hash and length."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, int]] = {}
        """Path in the payload -> SHA-256 and length."""

    def put(self, path: str, data: bytes) -> None:
        """Put one file into the payload; the same path with other bytes is an error of the program."""
        told = (hashlib.sha256(data).hexdigest(), len(data))
        if path in self.files:
            if self.files[path] != told:
                raise ValueError(f"{path} is put into the package twice")
            return
        self.files[path] = told
        self._write(f"data/{path}", data)

    @abstractmethod
    def finish(self, info: Mapping[str, str], sign: Sign) -> str:
        """Write what makes it a package, sign it, and put it in its place; the SHA-256 of the list that was signed."""

    @abstractmethod
    def drop(self) -> None:
        """Take away what was written, after a failure."""

    @abstractmethod
    def _write(self, path: str, data: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose seal a package has."""

    name: str
    known: bool
    """Whether it is one that was said to be trusted."""
    certificate: bytes
    digest: str
    """SHA-256 of the list that was signed: it stands for the whole package."""


class OpenBag(ABC):
    """A package whose every byte has been checked. Reading checks once more: somebody might change it meanwhile."""

    signed: Signed
    info: Mapping[str, str]

    @abstractmethod
    def read(self, path: str) -> bytes:
        """Return one file of the payload.

        Raises PackageRefused when it is not there, or no longer what it was.
        """

    @abstractmethod
    def paths(self) -> frozenset[str]:
        """List the paths of the payload."""
