"""What is mended inside WeasyPrint 70, where it has no hook.

Running heads and feet become artifacts: a screen reader must not read them on every page, and WeasyPrint marks them as
text outside the tag tree. The colour profile's file is closed after use.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from weasyprint import document, pdf
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import stream, tags

_installed = False


def install() -> None:
    """Wrap the functions, once in a process."""
    global _installed
    if not _installed:
        document.Page.__init__ = _remember_margins(document.Page.__init__)
        stream.Stream.marked = _mark_as_artifact(stream.Stream.marked)
        tags._build_box_tree = _leave_out_margins(tags._build_box_tree)
        pdf.ColorProfile = _close_file(pdf.ColorProfile)
        _installed = True


def _remember_margins(init: Any) -> Any:
    def page_init(self: Any, page_box: Any) -> None:
        init(self, page_box)
        for child in page_box.children:
            if isinstance(child, boxes.MarginBox):
                for box in child.descendants():
                    box.in_margin = True

    return page_init


def _mark_as_artifact(marked: Any) -> Any:
    def marked_or_artifact(self: Any, box: Any, tag: str) -> AbstractContextManager[None]:
        return self.artifact() if getattr(box, "in_margin", False) else marked(self, box, tag)

    return marked_or_artifact


def _leave_out_margins(build: Any) -> Any:
    def build_box_tree(box: Any, *rest: Any) -> Iterator[Any]:
        if not isinstance(box, boxes.MarginBox):
            yield from build(box, *rest)

    return build_box_tree


def _close_file(profile: Any) -> Any:
    def color_profile(file: Any, *rest: Any) -> Any:
        with file:
            return profile(file, *rest)

    return color_profile
