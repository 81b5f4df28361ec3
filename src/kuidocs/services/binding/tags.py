"""Keeping what a screen reader needs, the tags, when PDFs are bound together.

Only those of files that we made are kept: a file from outside may hide anything in its tags.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String


class Tags:
    """The tree of tags of a bound file, which grows part by part."""

    def __init__(self, whole: pikepdf.Pdf) -> None:
        self._whole = whole
        self._root = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._top = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, K=Array()))
        self._numbers: list[Any] = []
        self._next = 0
        self._whole_tagged = True

    def take(self, source: pikepdf.Pdf, pages: Sequence[pikepdf.Page], name: str) -> None:
        """Take over the tags of a file whose pages were put in."""
        tree = source.Root.get("/StructTreeRoot")
        if tree is None:
            self.leave(pages)
            return
        _forget_objects(tree)
        copied = self._whole.copy_foreign(tree)
        for kid in _kids(copied):
            kid.P, kid.S, kid.T = self._top, Name.Part, String(name)
            self._top.K.append(kid)
        parents = _numbered(copied)
        for page in pages:
            found = parents.get(int(page.obj.get("/StructParents", -1)))
            if found is not None:
                page.obj.StructParents = self._next
                self._numbers += [self._next, found]
                self._next += 1

    def leave(self, pages: Sequence[pikepdf.Page]) -> None:
        """Leave the tags of a file out."""
        self._whole_tagged = False
        for page in pages:
            if "/StructParents" in page.obj:
                del page.obj["/StructParents"]

    def write(self) -> None:
        """Put the tree into the file."""
        self._root.K = self._top
        self._root.ParentTree = self._whole.make_indirect(Dictionary(Nums=Array(self._numbers)))
        self._root.ParentTreeNextKey = self._next
        self._whole.Root.StructTreeRoot = self._root
        self._whole.Root.MarkInfo = Dictionary(Marked=True, Suspects=not self._whole_tagged)


def _kids(element: Any) -> list[Any]:
    found = element.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def _numbered(tree: Any) -> dict[int, Any]:
    """Return which elements each page has, by the number that the page names."""
    numbers = list(tree.ParentTree.Nums)
    return {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def _forget_objects(tree: Any) -> None:
    """Take out what points at links, which do not go along, and at files that lie with a part."""
    for element in _elements(tree):
        if "/AF" in element:
            del element["/AF"]
        kept = [kid for kid in _kids(element) if not _is_object(kid)]
        if len(kept) != len(_kids(element)):
            element.K = Array(kept)


def _is_object(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR


def _elements(tree: Any) -> Iterator[Any]:
    waiting = _kids(tree)
    while waiting:
        element = waiting.pop()
        if isinstance(element, Dictionary) and "/S" in element:
            yield element
            waiting += _kids(element)
