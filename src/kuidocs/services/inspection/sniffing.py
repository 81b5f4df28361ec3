"""What a file is, by its first bytes; a table says who looks further into it."""

import re
from collections.abc import Callable

import filetype

from ...domain import attachments
from ...domain.attachments import JPEG, PDF, PNG, TEXT, TIFF, WEBP, FileRefused
from . import pdfs, pictures
from .api import Inspected

MARK_UP = re.compile(r"\s*(<|#!|%!|MZ|\{\\rtf)")
"""How text begins that is a page, a program or a paper of a writing program."""
ALIKE = {"image/apng": PNG}
"""Types that the library tells apart and we do not: the reader of pictures says what is wrong with them."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def look(data: bytes, name: str) -> Inspected:
    """Judge a file by its content and clean it.

    Raises FileRefused.
    """
    if not data:
        raise FileRefused("empty")
    kind = attachments.judge(sniffed(data, name), name)
    return LOOKERS[kind.media_type](data)


def sniffed(data: bytes, name: str) -> str:
    """Return the type that the content says; what has no mark of its own is text when it can be read as such."""
    found = filetype.guess_mime(data)
    if found is not None:
        return ALIKE.get(found, found)
    # The name only chooses what a file that might be text is called in the refusal.
    named = attachments.extension_of(name)
    return TEXT if named in ("", "txt") else ""


def _text(data: bytes) -> Inspected:
    """Take what is Unicode without control characters, and is no page or program by the name of a text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused("no_text") from None
    if CONTROL.search(text):
        raise FileRefused("no_text")
    if MARK_UP.match(text):
        raise FileRefused("page")
    return Inspected(TEXT, data)


LOOKERS: dict[str, Callable[[bytes], Inspected]] = {
    PDF: pdfs.look,
    JPEG: pictures.look,
    PNG: pictures.look,
    WEBP: pictures.look,
    TIFF: pictures.look,
    TEXT: _text,
}
