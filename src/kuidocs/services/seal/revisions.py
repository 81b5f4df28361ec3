"""What somebody added after the end of what was sealed.

The sealed part is ours and may be parsed; the added part may be anything. So every doubt is answered with CHANGED, and
the milder answers (the pages are as they were) are given only when each added object is accounted for.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from io import BytesIO

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject
from pyhanko.pdf_utils.reader import PdfFileReader

from kuidocs.services.seal.verdict import CHANGED, DATA_SWAPPED, TITLE_CHANGED, TRAILING

STRUCTURE = re.compile(rb"\bobj\b|xref|trailer|stream|/Root|/Prev")
OBJECTS = re.compile(rb"\d\s+\d+\s+obj\b")
OPAQUE = (b"/ObjStm", b"/XRef", b"/Encrypt")
"""Objects packed out of sight; none of the milder changes needs them."""
MOST_BYTES = 4_000_000
ABOUT_DATA = {"/AF", "/Names"}

Reference = tuple[int, int]


def added_after(pdf: bytes, end: int) -> str:
    """Return the code of the verdict on what lies after ``end``."""
    added = pdf[end:]
    if not STRUCTURE.search(added):
        return TRAILING
    if len(added) > MOST_BYTES or any(word in added for word in OPAQUE):
        return CHANGED
    try:
        return _worst(_Added(pdf, end).kinds())
    except Exception:
        # What cannot be read as one more revision of this very file is no harmless addition.
        return CHANGED


def _worst(kinds: set[str]) -> str:
    return next((kind for kind in (CHANGED, DATA_SWAPPED, TITLE_CHANGED) if kind in kinds), TRAILING)


class _Added:
    """The file as it was sealed, as it is now, and the objects that differ."""

    def __init__(self, pdf: bytes, end: int) -> None:
        self.then = PdfFileReader(BytesIO(pdf[:end]))
        self.now = PdfFileReader(BytesIO(pdf))
        self.added = pdf[end:]
        self.revisions = range(self.then.total_revisions, self.now.total_revisions)

    def kinds(self) -> set[str]:
        """Return what was touched: the codes of the verdicts on each object."""
        if not self._continues():
            return {CHANGED}
        touched = self._touched()
        if len(OBJECTS.findall(self.added)) != len(touched):
            # Objects that no table lists are shown by readers that repair files.
            return {CHANGED}
        return {self._kind(reference) for reference in touched & self._all_then()} | self._kinds_of_trailer()

    def _continues(self) -> bool:
        """Tell whether the added revisions stand on the sealed one and take nothing out."""
        last = self.revisions.start - 1
        joined = self.now.xrefs.get_startxref_for_revision(last) == self.then.last_startxref
        freed = {number for revision in self.revisions for number in self.now.xrefs.get_xref_data(revision).freed}
        return joined and not freed - {0} and _key(self.now.root_ref) == _key(self.then.root_ref)

    def _touched(self) -> set[Reference]:
        return {_key(ref) for revision in self.revisions for ref in self.now.xrefs.explicit_refs_in_revision(revision)}

    def _all_then(self) -> set[Reference]:
        xrefs = self.then.xrefs
        return {
            _key(ref) for revision in range(xrefs.total_revisions) for ref in xrefs.explicit_refs_in_revision(revision)
        }

    def _kind(self, reference: Reference) -> str:
        if reference == _key(self.then.root_ref):
            return self._kind_of_root()
        if reference in self._seen_on_pages:
            return CHANGED
        if reference in self._information:
            return TITLE_CHANGED
        return DATA_SWAPPED if reference in self._data else CHANGED

    def _kinds_of_trailer(self) -> set[str]:
        infos = [
            reader.trailer.raw_get("/Info") if "/Info" in reader.trailer else None for reader in (self.then, self.now)
        ]
        return set() if _written(infos[0]) == _written(infos[1]) else {TITLE_CHANGED}

    def _kind_of_root(self) -> str:
        then, now = self.then.root, self.now.root
        keys = {key for key in {*then, *now} if _written(_raw(then, key)) != _written(_raw(now, key))}
        if keys <= {"/Metadata"}:
            return TITLE_CHANGED
        others = [_written(DictionaryObject(_without(root, "/Names", "/EmbeddedFiles"))) for root in (then, now)]
        return DATA_SWAPPED if keys <= ABOUT_DATA | {"/Metadata"} and others[0] == others[1] else CHANGED

    @cached_property
    def _information(self) -> set[Reference]:
        return _reachable([_raw(self.then.root, "/Metadata"), _raw(self.then.trailer, "/Info")])

    @cached_property
    def _data(self) -> set[Reference]:
        names = self.then.root.get("/Names", DictionaryObject())
        return _reachable([_raw(names, "/EmbeddedFiles"), _raw(self.then.root, "/AF")])

    @cached_property
    def _seen_on_pages(self) -> set[Reference]:
        """Everything that the catalogue leads to, but for title and embedded data."""
        root = self.then.root
        starts = [_raw(root, key) for key in root if key not in {"/Metadata", *ABOUT_DATA}]
        names = _raw(root, "/Names")
        own = {_key(names.reference)} if isinstance(names, IndirectObject) else set()
        return _reachable([*starts, *_without(root, "/Names", "/EmbeddedFiles").values()]) | own


def _reachable(starts: Iterable[PdfObject | None]) -> set[Reference]:
    """Follow every reference. With a list of what is left to do, because a chain of objects may be long."""
    seen: set[Reference] = set()
    left = list(starts)
    while left:
        obj = left.pop()
        if isinstance(obj, IndirectObject):
            if _key(obj.reference) in seen:
                continue
            seen.add(_key(obj.reference))
            obj = obj.get_object()
        if isinstance(obj, DictionaryObject):
            left += obj.values()
        elif isinstance(obj, ArrayObject):
            left += list.__iter__(obj)
    return seen


def _key(reference: object) -> Reference:
    return reference.idnum, reference.generation  # type: ignore[attr-defined]


def _raw(container: object, key: str) -> PdfObject | None:
    return container.raw_get(key) if key in container else None  # type: ignore[attr-defined,operator]


def _without(root: DictionaryObject, inner: str, key: str) -> dict[str, PdfObject]:
    """Return the raw entries of an inner dictionary but one."""
    names = root.get(inner, DictionaryObject())
    return {name: names.raw_get(name) for name in names if name != key}


def _written(obj: PdfObject | None) -> bytes:
    output = BytesIO()
    if obj is not None:
        obj.write_to_stream(output)
    return output.getvalue()
