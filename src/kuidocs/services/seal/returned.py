"""Judging a PDF that came back from a signing server: is it what was offered, and has the right person signed it?

The server is another's. What it sends is taken for hostile until each byte of the offered file is found again and the
only thing that was added is one signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from kuidocs.services.seal.signatures import is_stamp, placed_signatures
from kuidocs.services.seal.trust import certificates, check

SIGNED, OTHER_FILE, NOT_SIGNED, MORE, NOT_KNOWN, BROKEN = (
    "signed",
    "other_file",
    "not_signed",
    "more",
    "not_known",
    "broken",
)


@dataclass(frozen=True, slots=True)
class Offered:
    """The file that was offered."""

    sha256: str
    length: int


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back: one of the words above, and who has signed when it is the first."""

    code: str
    name: str = ""
    at: datetime | None = None


def returned(pdf: bytes, offered: Offered, trusted: Sequence[bytes]) -> Returned:
    """Judge a file; whatever it is, the answer is one of the words."""
    if len(pdf) < offered.length or sha256(pdf[: offered.length]).hexdigest() != offered.sha256:
        return Returned(OTHER_FILE)
    placed, misplaced = placed_signatures(pdf)
    if misplaced or not placed or placed[0].hole.start < offered.length or not _ends(pdf, placed[0].end):
        return Returned(NOT_SIGNED)
    if not all(is_stamp(one) for one in placed[1:]):
        return Returned(NOT_SIGNED)
    found = check(pdf, placed[0], certificates(trusted))
    if not found.intact:
        return Returned(NOT_SIGNED)
    if not found.trusted:
        return Returned(NOT_KNOWN)
    if not only_signed(pdf):
        return Returned(MORE)
    return Returned(SIGNED, found.signer, found.at)


def _ends(pdf: bytes, signed: int) -> bool:
    """Tell whether the file ends with what was signed, or with whole revisions that let it be checked for long."""
    return signed == len(pdf) or pdf.rstrip(b"\r\n").endswith(b"%%EOF")


ROOT_MAY = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"})
"""What a signature may add to or change in the catalogue."""
INFO_MAY = frozenset({"/ModDate", "/Producer"})
MOST_REVISIONS = 8
"""The signature, what is needed to check it for long, time-stamps, and some more."""
HIDDEN = 2
"""The bit of a widget's flags that hides it."""


def only_signed(pdf: bytes) -> bool:
    """Tell whether nothing was added to the first revision but a signature that is not seen on any page.

    A signature covers its own revision, so a page that was overlaid in the same breath has a valid signature too.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        return 2 <= reader.total_revisions <= MOST_REVISIONS and _Compared(reader).only_signed()
    except Exception:
        # What the parser cannot read is not what we offered with a signature on it.
        return False


class _Compared:
    """The file as it was offered, and as it came back."""

    def __init__(self, reader: PdfFileReader) -> None:
        self.now, self.then = reader, reader.get_historical_resolver(0)
        xrefs = reader.xrefs
        self.old = {_key(ref) for ref in xrefs.explicit_refs_in_revision(0)}
        added = range(1, reader.total_revisions)
        self.touched = [ref for n in added for ref in xrefs.explicit_refs_in_revision(n) if _key(ref) in self.old]
        self.freed = {number for n in added for number in xrefs.get_xref_data(n).freed} - {0}
        self.root = _key(reader.root_ref)
        self.information = {_key(ref) for ref in (self._reference("/Metadata"), _info(self.then)) if ref is not None}

    def only_signed(self) -> bool:
        """Compare every object that was there before."""
        if self.freed or _key(self.then.root_ref) != self.root or not self._same_title():
            return False
        return all(self._may(ref) for ref in self.touched)

    def _same_title(self) -> bool:
        """Compare title, author and what else tells of the file, but for the program and the day of the last change."""
        then, now = _info(self.then), _info(self.now)
        if then is None or now is None:
            return then is now
        return _same_but(then.get_object(), now.get_object(), INFO_MAY)

    def _reference(self, name: str) -> Any:
        root = self.then.root
        return root.raw_get(name) if name in root else None

    def _may(self, ref: Any) -> bool:
        then, now = self.then.get_object(ref), self.now.get_object(ref)
        if _key(ref) == self.root:
            return _same_but(then, now, ROOT_MAY)
        if _key(ref) in self.information:
            return True
        if isinstance(then, DictionaryObject) and then.get("/Type") == "/Page":
            return _same_but(then, now, frozenset({"/Annots"})) and self._annotations(then, now)
        return _written(then) == _written(now)

    def _annotations(self, then: DictionaryObject, now: DictionaryObject) -> bool:
        """Allow widgets of signatures that are not seen, after what was there."""
        before, after = list.__iter__(then.get("/Annots", ArrayObject())), now.get("/Annots", ArrayObject())
        kept, given = [_written(one) for one in before], list(list.__iter__(after))
        if [_written(one) for one in given[: len(kept)]] != kept:
            return False
        return all(_unseen(one.get_object(), now) for one in given[len(kept) :])


def _unseen(widget: DictionaryObject, page: DictionaryObject) -> bool:
    """Tell whether an annotation is a signature's and takes no room on the page."""
    if widget.get("/Subtype") != "/Widget" or widget.get("/FT") != "/Sig" or "/A" in widget or "/AA" in widget:
        return False
    left, bottom, right, top = (float(number) for number in widget["/Rect"])
    outside = right <= 0 or top <= 0
    return left == right or bottom == top or outside or bool(int(widget.get("/F", 0)) & HIDDEN)


def _info(resolver: Any) -> Any:
    trailer = resolver.trailer_view
    return trailer.raw_get("/Info") if "/Info" in trailer else None


def _same_but(then: Any, now: Any, may: frozenset[str]) -> bool:
    keys = {*then, *now} - may
    return all(key in then and key in now and _written(then.raw_get(key)) == _written(now.raw_get(key)) for key in keys)


def _key(reference: Any) -> tuple[int, int]:
    return reference.idnum, reference.generation


def _written(obj: Any) -> bytes:
    output = BytesIO()
    obj.write_to_stream(output)
    return output.getvalue()
