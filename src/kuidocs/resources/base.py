"""What all resources share: a place in the tree and a random id."""

import secrets
from collections.abc import Iterator
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from ..domain.ids import in_letters


def new_id() -> str:
    """Make an id that says nothing and that two writers never both make (D7)."""
    return in_letters(secrets.token_hex(8))


class Resource(Persistent):
    """A place in the tree. ``__name__`` is the word in the URL."""

    __parent__: Any = None
    __name__ = ""


class Folder(Resource):
    """Resources by name. Inserting different names from two transactions does not conflict."""

    def __init__(self) -> None:
        self.children: Any = OOBTree()

    def __getitem__(self, name: str) -> Any:
        return self.children[name]

    def __setitem__(self, name: str, child: Any) -> None:
        child.__parent__, child.__name__ = self, name
        self.children[name] = child

    def __contains__(self, name: str) -> bool:
        return name in self.children

    def __iter__(self) -> Iterator[str]:
        return iter(self.children)

    def __len__(self) -> int:
        return len(self.children)

    def get(self, name: str, default: Any = None) -> Any:
        """Return the child of a name, or the default."""
        return self.children.get(name, default)

    def values(self) -> Iterator[Any]:
        """Go through the children in the order of their names."""
        return iter(self.children.values())


def place(child: Any, parent: Any, name: str) -> Any:
    """Give a child that is an attribute of its parent a place in the tree."""
    child.__parent__, child.__name__ = parent, name
    return child


def lineage(resource: Any) -> Iterator[Any]:
    """Go from a resource up to the root."""
    while resource is not None:
        yield resource
        resource = resource.__parent__
