"""Binding finished PDFs together."""

from kuidocs.services.binding.pages import Bindable, bound, pages_of

__all__ = ["Bindable", "bound", "pages_of"]
