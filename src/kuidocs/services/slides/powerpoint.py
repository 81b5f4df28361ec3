"""Presentations with python-pptx."""

from kuidocs.domain.slides import Deck
from kuidocs.services.slides.api import SlideService


class PowerPointSlides(SlideService):
    """Writes with python-pptx."""

    def make(self, deck: Deck) -> bytes:
        # Imported here: the library is loaded by those who make slides, not by every command.
        from kuidocs.services.slides.writing import written

        return written(deck)
