"""What shows that somebody has signed: a scan, or a file that was signed with MitID."""

import hashlib
from typing import Any

from .base import Resource, new_id
from .version import Damaged


class Artefact(Resource):
    """The proof of one answer. Write-once, never taken out; the bytes are a blob."""

    upkeep: dict = {}
    """As that of a sealed file."""
    renews = ""
    """The SHA-256 of the file that this one is, but for a newer time-stamp."""

    def __init__(self, blob: Any, data: bytes, *, number: int, sid: str, media_type: str, at: str) -> None:
        self.id = new_id()
        self.blob = blob
        self.sha256, self.length = hashlib.sha256(data).hexdigest(), len(data)
        self.number, self.sid, self.media_type, self.at = number, sid, media_type, at

    def bytes(self) -> bytes:
        """Read the file.

        Raises Damaged when it does not have the stored hash.
        """
        with self.blob.open("r") as opened:
            data = opened.read()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise Damaged(f"artefact {self.id}")
        return data


class ArtefactFolder:
    """``/underskriftsbilag`` of a document: scans and signed files by id."""

    __name__ = "underskriftsbilag"

    def __init__(self, document: Any) -> None:
        self.__parent__ = document

    def __getitem__(self, name: str) -> Artefact:
        for one in self.__parent__.artefacts:
            if one.id == name:
                return one
        raise KeyError(name)

    def newest(self, one: Artefact) -> Artefact:
        """Return the same file with the newest time-stamp."""
        for other in self.__parent__.artefacts:
            if other.renews == one.sha256:
                one = other
        return one
