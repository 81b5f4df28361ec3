"""Words of a text, how two texts differ word by word, and how two that grew from one are put together."""

from kuidocs.services.words.api import (
    Piece,
    Sides,
    Span,
    differences,
    merge_words,
    spans,
    tokens,
    two_sides,
)

__all__ = ["Piece", "Sides", "Span", "differences", "merge_words", "spans", "tokens", "two_sides"]
