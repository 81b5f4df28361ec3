"""The contract of the inspection of files: what a file from outside is, and a copy that is safe to keep."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

STRIPPED = "stripped"
"""Place, camera and whatever else a picture carried beside its points was taken out."""
TURNED = "turned"
"""The picture was turned upright, because what said how to hold it was taken out."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: its type by content, the bytes to keep, and what was done to them."""

    media_type: str
    data: bytes
    notes: tuple[str, ...] = ()


class InspectionService(ABC):
    """Looks into files that somebody sends us."""

    @abstractmethod
    def inspect(self, data: bytes, name: str) -> Inspected:
        """Say what a file is by its content, and clean it.

        Raises FileRefused for what is not taken (domain.attachments), whatever its name says.
        """
