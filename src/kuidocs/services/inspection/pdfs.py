"""PDFs: locked ones, those that do something, and those that carry other files are not taken.

The bytes of a PDF are kept as they came, or a signature in it would break; therefore nothing is cleaned away.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from ...domain.attachments import PDF, FileRefused
from .api import Inspected

BEGINNING, END = b"%PDF-", b"%%EOF"
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"})
ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound"}
)
ACTIVE_NOTES = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
CARRYING_KEYS = frozenset({"/EmbeddedFiles", "/EF"})
CARRYING_NOTES = frozenset({"/FileAttachment"})
DEEPEST = 40


def look(data: bytes) -> Inspected:
    """Take a PDF that only shows pages.

    Raises FileRefused.
    """
    if not data.startswith(BEGINNING):
        raise FileRefused("broken")
    if data[data.rfind(END) + len(END) :].strip(b"\r\n\t \x00") and END in data:
        raise FileRefused("hidden")
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            _check(pdf)
    except pikepdf.PasswordError:
        raise FileRefused("encrypted") from None
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise FileRefused("broken") from error
    return Inspected(PDF, data)


def _check(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise FileRefused("encrypted")
    if not len(pdf.pages):
        raise FileRefused("broken")
    # The trailer itself is no object of the file, but what it leads to is.
    for found in pdf.objects:
        for told in _dictionaries(found, 0):
            _judge(told)


def _dictionaries(found: Any, depth: int) -> Iterator[Any]:
    """Go through an object and what is written inside it; what it refers to comes by itself."""
    if depth > DEEPEST:
        raise FileRefused("broken")
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        told = found.stream_dict if isinstance(found, pikepdf.Stream) else found
        yield told
        inside = list(told.values())
    elif isinstance(found, pikepdf.Array):
        inside = list(found)
    else:
        return
    for one in inside:
        if isinstance(one, pikepdf.Object) and not one.is_indirect:
            yield from _dictionaries(one, depth + 1)


def _judge(told: Any) -> None:
    keys = set(told.keys())
    kind, action = (str(told.get(key, "")) for key in ("/Subtype", "/S"))
    if keys & CARRYING_KEYS or kind in CARRYING_NOTES:
        raise FileRefused("carries")
    if keys & ACTIVE_KEYS or action in ACTIVE_ACTIONS or (kind in ACTIVE_NOTES and "/Rect" in keys):
        raise FileRefused("active")
