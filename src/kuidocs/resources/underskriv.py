"""``/underskriv``: links with which citizens come to sign. Only hashes of their secrets are kept."""

import hashlib
from typing import Any

from BTrees.OOBTree import OOBTree

from .base import Resource

DOOR = "underskriv"


def hashed(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class SigningLinks(Resource):
    """What is known of links, visits and offers, each plain data by the hash of its secret.

    A link leads to one signer's request; a visit is a browser that came by one; an offer is a PDF that the signing
    server may fetch once.
    """

    def __init__(self) -> None:
        self.links: Any = OOBTree()
        self.visits: Any = OOBTree()
        self.offers: Any = OOBTree()


class SigningDoor:
    """``/underskriv``. Whatever stands under it is taken for a secret."""

    __name__ = DOOR

    def __init__(self, parent: Any) -> None:
        self.__parent__ = parent

    def __getitem__(self, name: str) -> "SigningVisit":
        if name == "retur":
            raise KeyError(name)
        return SigningVisit(self, name)


class SigningVisit:
    """``/underskriv/<secret>``, whether there is such a link or not."""

    def __init__(self, door: SigningDoor, secret: str) -> None:
        self.__parent__, self.__name__, self.secret = door, secret, secret

    @property
    def hash(self) -> str:
        """What is kept of the secret."""
        return hashed(self.secret)
