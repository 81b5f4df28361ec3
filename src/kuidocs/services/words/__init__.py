"""Words of a text, and how two texts that grew from one are put together."""

from kuidocs.services.words.api import Span, changes, merge_words, spans, tokens

__all__ = ["Span", "changes", "merge_words", "spans", "tokens"]
