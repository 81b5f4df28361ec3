"""Binding finished PDFs together."""

from kuidocs.services.binding.pages import bound, pages_of

__all__ = ["bound", "pages_of"]
