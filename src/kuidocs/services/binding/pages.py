"""Putting finished PDFs after one another in one file.

Only pages and the tags of our own papers go along: no data, no forms, no scripts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from .tags import Tags

LEFT_BEHIND = ("/AA", "/AF", "/Metadata", "/PieceInfo")
"""What a page may carry that belongs to the file it came from."""


@dataclass(frozen=True, slots=True)
class Bindable:
    """A file that is bound, and what it is called in the outline."""

    name: str
    pdf: bytes
    own: bool = True
    """Whether we made it; of a file from outside only the pages are taken."""


def pages_of(pdf: bytes) -> int:
    """Count the pages of a PDF; 0 when it cannot be read."""
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            return len(opened.pages)
    except pikepdf.PdfError:
        return 0


def bound(parts: Sequence[Bindable], *, title: str, author: str) -> bytes:
    """Return the parts as one PDF, each with its title in the outline, and readable aloud as far as we made them."""
    whole = pikepdf.Pdf.new()
    tags = Tags(whole)
    with whole.open_outline() as outline:
        for part in parts:
            with pikepdf.open(BytesIO(part.pdf)) as opened:
                first = len(whole.pages)
                outline.root.append(pikepdf.OutlineItem(part.name, first))
                whole.pages.extend(opened.pages)
                pages = list(whole.pages)[first:]
                if part.own:
                    tags.take(opened, pages, part.name)
                else:
                    tags.leave(pages)
    for page in whole.pages:
        _bare(page)
    tags.write()
    _named(whole, title, author)
    whole.Root.Lang = pikepdf.String("da")
    whole.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    whole.docinfo["/Title"], whole.docinfo["/Author"] = title, author
    out = BytesIO()
    whole.save(out, deterministic_id=True)
    return out.getvalue()


def _named(whole: pikepdf.Pdf, title: str, author: str) -> None:
    """Say what the file is, and that it is made to be read aloud (PDF/UA)."""
    with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"], metadata["dc:creator"], metadata["pdfuaid:part"] = title, [author], "1"


def _bare(page: pikepdf.Page) -> None:
    """Take away what a page could do, and what points at parts of its old file; links to addresses go too."""
    for name in LEFT_BEHIND:
        if name in page.obj:
            del page.obj[name]
    if "/Annots" in page.obj:
        del page.obj["/Annots"]
