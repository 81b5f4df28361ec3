"""The contract of the label service."""

from abc import ABC, abstractmethod


class LabelService(ABC):
    """Allots labels. Gaps are allowed, the same label twice is not (D7)."""

    @abstractmethod
    def document(self, case_no: str) -> str:
        """Allot the next document label of a case, such as »FLK-2026-0117-D26«."""

    @abstractmethod
    def case(self, prefix: str, year: int) -> str:
        """Allot the next case number of a year, such as »FLK-2026-0117«; never one that a case has already."""
