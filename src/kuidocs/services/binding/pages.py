"""Putting finished PDFs after one another in one file. Only pages go along: no data, no forms, no scripts."""

from collections.abc import Sequence
from io import BytesIO

import pikepdf

LEFT_BEHIND = ("/AA", "/StructParents", "/AF", "/Metadata", "/PieceInfo")
"""What a page may carry that belongs to the file it came from."""


def pages_of(pdf: bytes) -> int:
    """Count the pages of a PDF; 0 when it cannot be read."""
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            return len(opened.pages)
    except pikepdf.PdfError:
        return 0


def bound(parts: Sequence[tuple[str, bytes]], *, title: str, author: str) -> bytes:
    """Return the parts as one PDF, each with its title in the outline."""
    whole = pikepdf.Pdf.new()
    with whole.open_outline() as outline:
        for name, pdf in parts:
            with pikepdf.open(BytesIO(pdf)) as opened:
                outline.root.append(pikepdf.OutlineItem(name, len(whole.pages)))
                whole.pages.extend(opened.pages)
    for page in whole.pages:
        _bare(page)
    whole.Root.Lang = pikepdf.String("da")
    whole.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    whole.docinfo["/Title"], whole.docinfo["/Author"] = title, author
    out = BytesIO()
    whole.save(out, deterministic_id=True)
    return out.getvalue()


def _bare(page: pikepdf.Page) -> None:
    """Take away what a page could do, and what points at parts of its old file; links to addresses go too."""
    for name in LEFT_BEHIND:
        if name in page.obj:
            del page.obj[name]
    if "/Annots" in page.obj:
        del page.obj["/Annots"]
