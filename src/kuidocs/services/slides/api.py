"""The contract of the one who writes presentations."""

from abc import ABC, abstractmethod

from kuidocs.domain.slides import Deck

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


class SlideService(ABC):
    """Writes a presentation that can be edited. Same deck, same bytes; nothing is told of who made it."""

    @abstractmethod
    def make(self, deck: Deck) -> bytes:
        """Write a .pptx with native charts, notes, alternative texts and an order of reading."""
