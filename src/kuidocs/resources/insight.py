"""Requests for access to the papers of a case, and the bundles that were given."""

import hashlib
from datetime import date
from typing import Any

from ..domain import insight
from .base import Folder, Resource
from .events import EventLog


class BundleFile(Resource):
    """One file of a bundle, as it was given. Write-once; the bytes are a blob."""

    def __init__(self, blob: Any, data: bytes, *, name: str, media_type: str, at: str) -> None:
        self.blob = blob
        self.name, self.media_type, self.made_at = name, media_type, at
        self.sha256, self.length = hashlib.sha256(data).hexdigest(), len(data)

    def bytes(self) -> bytes:
        """Read the file."""
        with self.blob.open("r") as opened:
            return opened.read()


class InsightRequest(Resource):
    """One request. ``facts`` are plain data, only ever appended; where it is, is computed from them."""

    files: tuple[BundleFile, ...] = ()
    copies: tuple[BundleFile, ...] = ()
    """Files that are given in the place of attachments: what must be left out is left out of them."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.facts: tuple[dict, ...] = ()
        self.log = EventLog()

    def __getitem__(self, name: str) -> Any:
        if name == "papir":
            return PaperFolder(self)
        for file in self.files:
            if file.name == name:
                return GivenFile(self, file)
        raise KeyError(name)

    @property
    def told(self) -> dict:
        """What was asked, by whom and when."""
        return self.facts[0]["data"]

    @property
    def state(self) -> str:
        """Where it is."""
        return insight.state(self.facts)

    @property
    def received(self) -> date:
        """The day on which it came."""
        return date.fromisoformat(self.told["received"])

    @property
    def due(self) -> date:
        """The last day for an answer."""
        return insight.due(self.received)

    @property
    def is_running(self) -> bool:
        """Whether it waits for an answer."""
        return self.state in insight.RUNNING

    def last(self, kind: str) -> dict | None:
        """Return the last fact of a kind."""
        return next((fact for fact in reversed(self.facts) if fact["kind"] == kind), None)

    def copy(self, sha256: str) -> BundleFile | None:
        """Return one of the copies by its checksum."""
        return next((one for one in self.copies if one.sha256 == sha256), None)

    def decisions(self) -> dict[str, dict]:
        """Return what was decided last about each paper, by its key."""
        return {fact["data"]["key"]: fact["data"] for fact in self.facts if fact["kind"] == "decided"}


class InsightFolder(Folder):
    """``/aktindsigt``: requests by number."""

    def in_order(self) -> list[InsightRequest]:
        """List all as they were registered."""
        return sorted(self.values(), key=lambda one: one.number)


class PaperFolder:
    """``/papir``: what a request is about, each by its key."""

    __name__ = "papir"

    def __init__(self, request: InsightRequest) -> None:
        self.__parent__ = request

    def __getitem__(self, name: str) -> "RequestedPaper":
        return RequestedPaper(self, name)


class RequestedPaper:
    """``/papir/<key>``: one paper of a request; whether there is such a paper, the use case says."""

    def __init__(self, folder: PaperFolder, key: str) -> None:
        self.__parent__ = folder
        self.__name__ = self.key = key

    @property
    def asked(self) -> InsightRequest:
        """The request."""
        return self.__parent__.__parent__


class GivenFile:
    """One file of the bundle by its name."""

    def __init__(self, request: InsightRequest, file: BundleFile) -> None:
        self.__parent__ = request
        self.__name__ = file.name
        self.file = file
