"""Judging a PDF that came back from a signing server: is it what was offered, and has the right person signed it?

The server is another's. What it sends is taken for hostile until each byte of the offered file is found again and the
only thing that was added is one signature.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader

from kuidocs.services.seal.proofs import belong
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
    now: datetime | None = None
    """When it came back. Whoever signs says at what time, so a certificate that has run out could be dated back."""


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
    found = check(pdf, placed[0], certificates(trusted), offered.now)
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


PROOFS_MAY = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Version"})
"""What a revision that lets a seal be checked for longer may add to or change in the catalogue."""
SIGNATURE_MAY = PROOFS_MAY | {"/Perms"}
"""A signature may also promise what may come after it."""
OBJECTS = re.compile(rb"\d\s+\d+\s+obj\b")
CHANGES_ALWAYS = frozenset({"about", "ModifyDate", "MetadataDate", "Producer", "xmptk", "parseType", "lang"})
FORM_MAY = frozenset({"/Fields", "/SigFlags"})
"""What is changed in the catalogue's form by a signature, which adds its field there."""
FORM_MAY_BRING = frozenset({"/DA", "/DR"})
"""What else comes with a form where there was none. Anything more could show other words or run a script."""
NO_FIELD = frozenset({"/A", "/AA", "/Kids"})
INFO_MAY = frozenset({"/ModDate", "/Producer"})
MOST_REVISIONS = 8
"""The signature, what is needed to check it for long, time-stamps, and some more."""
MOST_PROOFS = 64
"""Each renewal adds two revisions; they come years apart."""
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


def only_proofs_after(pdf: bytes, end: int) -> bool:
    """Tell whether what was added after a seal is nothing but what lets it be checked for longer."""
    try:
        base = PdfFileReader(BytesIO(pdf[:end])).total_revisions - 1
        reader = PdfFileReader(BytesIO(pdf))
        if reader.total_revisions - base > MOST_PROOFS:
            return False
        compared = _Compared(reader, base, PROOFS_MAY)
        # Objects that no table lists are shown by readers that repair files.
        listed = len(OBJECTS.findall(pdf[end:])) == compared.listed
        signatures = [one.cms or b"" for one in placed_signatures(pdf)[0]]
        return listed and compared.proofs_came(signatures) and compared.only_signed()
    except Exception:
        return False


class _Compared:
    """The file as it was at the end of a revision, and as it is now."""

    def __init__(self, reader: PdfFileReader, base: int = 0, may: frozenset[str] = SIGNATURE_MAY) -> None:
        self.now, self.then, self.root_may = reader, reader.get_historical_resolver(base), may
        xrefs = reader.xrefs
        self.old = {_key(ref) for n in range(base + 1) for ref in xrefs.explicit_refs_in_revision(n)}
        self.base, self.added = base, range(base + 1, reader.total_revisions)
        added = self.added
        self.touched = [ref for n in added for ref in xrefs.explicit_refs_in_revision(n) if _key(ref) in self.old]
        self.listed = sum(len(set(map(_key, xrefs.explicit_refs_in_revision(n)))) for n in added)
        self.freed = {number for n in added for number in xrefs.get_xref_data(n).freed} - {0}
        self.root = _key(reader.root_ref)
        told = self._reference("/Metadata")
        self.metadata = _key(told) if told is not None else None
        self.form = _form_references(self.then.root)
        self.information = {_key(_info(self.then))} if _info(self.then) is not None else set()

    def only_signed(self) -> bool:
        """Compare every object that was there before."""
        if self.freed or _key(self.then.root_ref) != self.root or not self._same_title() or not self._same_file():
            return False
        return self._form_grew() and all(self._may(ref) for ref in self.touched)

    def _same_file(self) -> bool:
        """Tell whether the file still calls itself the same, and is not locked."""
        then, now = self.then.trailer_view, self.now.trailer
        own = [next(iter(told["/ID"])) if "/ID" in told else None for told in (then, now)]
        return own[0] == own[1] and "/Encrypt" not in now

    def _form_grew(self) -> bool:
        """Tell whether nothing came to the catalogue's form but the fields of signatures, or of time-stamps alone."""
        then, now = _form_of(self.then.root), _form_of(self.now.root)
        may = FORM_MAY | FORM_MAY_BRING if "/AcroForm" not in self.then.root else FORM_MAY
        kept, given = [_written(one) for one in _fields_of(then)], _fields_of(now)
        if not _same_but(then, now, may) or [_written(one) for one in given[: len(kept)]] != kept:
            return False
        return all(self._signs(one.get_object()) for one in given[len(kept) :])

    def _signs(self, field: Any) -> bool:
        if field.get("/FT") != "/Sig" or not NO_FIELD.isdisjoint(field) or "/V" not in field:
            return False
        new = _key(field.raw_get("/V").reference) not in self.old
        return new and (self.root_may is SIGNATURE_MAY or field["/V"].get("/Type") == "/DocTimeStamp")

    def proofs_came(self, signatures: Sequence[bytes]) -> bool:
        """Tell whether every revision brought a proof or a time-stamp, and all proofs are about these signatures."""
        brought = [self._brought(number) for number in (self.base, *self.added)]
        there = "/DSS" in self.now.root and any(self.now.root["/DSS"].get(kind) for kind in ("/OCSPs", "/CRLs"))
        came = len(brought) > 1 and all(before != after for before, after in pairwise(brought))
        return there and came and belong(self.now.root["/DSS"], signatures)

    def _brought(self, revision: int) -> tuple[bytes, int]:
        """Return the proofs of a revision, and how many signatures and time-stamps it has."""
        root = self.now.get_historical_resolver(revision).root
        proofs = _written(root.raw_get("/DSS")) + _written(root["/DSS"]) if "/DSS" in root else b""
        return proofs, len(_fields_of(_form_of(root)))

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
            return _same_but(then, now, self.root_may) and {*now.get("/Perms", {})} <= {"/DocMDP"}
        if _key(ref) == self.metadata:
            return told_by(then.data) == told_by(now.data)
        if _key(ref) in self.information:
            return True
        if _key(ref) in self.form:
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


def _form_of(root: Any) -> Any:
    """Return the catalogue's form, empty where there is none."""
    return root.raw_get("/AcroForm").get_object() if "/AcroForm" in root else DictionaryObject()


def _fields_of(form: Any) -> list[Any]:
    """Return the references to a form's fields."""
    return list(list.__iter__(form.raw_get("/Fields").get_object())) if "/Fields" in form else []


def _form_references(root: Any) -> set[tuple[int, int]]:
    """Return which objects are the catalogue's form and its list of fields; what is in them is compared apart."""
    form = _form_of(root)
    raw = [one.raw_get(name) for one, name in ((root, "/AcroForm"), (form, "/Fields")) if name in one]
    return {_key(one.reference) for one in raw if isinstance(one, IndirectObject)}


def _unseen(widget: DictionaryObject, page: DictionaryObject) -> bool:
    """Tell whether an annotation is a signature's and takes no room on the page."""
    if widget.get("/Subtype") != "/Widget" or widget.get("/FT") != "/Sig" or "/A" in widget or "/AA" in widget:
        return False
    left, bottom, right, top = (float(number) for number in widget["/Rect"])
    outside = right <= 0 or top <= 0
    return left == right or bottom == top or outside or bool(int(widget.get("/F", 0)) & HIDDEN)


def told_by(metadata: bytes) -> list[str]:
    """Return every word of a file's metadata but the program and the moment of the last change.

    Without the names of the elements: a program that writes metadata anew may put the same word into another form.
    """
    found: set[tuple[str, str]] = set()
    for node in ElementTree.fromstring(metadata).iter():  # noqa: S314 - in a process of its own, and expat has limits
        pairs = [(node.tag, node.text or ""), *node.attrib.items()]
        found |= {(_local(name), text.strip()) for name, text in pairs if text.strip()}
    return sorted(text for name, text in found if name not in CHANGES_ALWAYS)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


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
