"""The contract of the word tools: pure functions over texts, the same answer every time."""

from kuidocs.domain.comparing import Piece, Sides
from kuidocs.services.words.diffing import differences, two_sides
from kuidocs.services.words.merging import Span, merge_words, spans
from kuidocs.services.words.tokens import tokens

__all__ = ["Piece", "Sides", "Span", "differences", "merge_words", "spans", "tokens", "two_sides"]
