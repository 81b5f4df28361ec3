"""Words of a text, and how two texts differ word by word."""

from kuidocs.services.words.api import Piece, Sides, differences, tokens, two_sides

__all__ = ["Piece", "Sides", "differences", "tokens", "two_sides"]
