"""The contract of the word tools: pure functions over texts, the same answer every time."""

from kuidocs.domain.comparing import Piece, Sides
from kuidocs.services.words.diffing import differences, two_sides
from kuidocs.services.words.tokens import tokens

__all__ = ["Piece", "Sides", "differences", "tokens", "two_sides"]
