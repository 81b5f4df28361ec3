"""The contract of the word tools: pure functions over texts."""

from kuidocs.services.words.merging import Span, changes, merge_words, spans
from kuidocs.services.words.tokens import tokens

__all__ = ["Span", "changes", "merge_words", "spans", "tokens"]
