"""Attachments of a case: papers, drawings and letters as files."""

import hashlib
from collections.abc import Mapping
from typing import Any

from .base import Folder, Resource, new_id
from .events import EventLog
from .version import Damaged


class Attachment(Resource):
    """One file and what is known of it. Write-once; the bytes are a blob; later titles and its withdrawal are facts.

    ``about`` is {} for the case, {"meeting": number}, or {"document": label, "number": version number}.
    ``original_sha256`` is that of the file as it came: a picture is kept without the place where it was taken.
    """

    information_type = ""
    replaces = ""
    """The id of the one whose place it took."""

    def __init__(self, blob: Any, data: bytes, told: Mapping[str, Any]) -> None:
        self.id = new_id()
        self.blob = blob
        self.sha256, self.length = hashlib.sha256(data).hexdigest(), len(data)
        self.media_type: str = told["media_type"]
        self.original_sha256: str = told["original_sha256"]
        self.notes: tuple[str, ...] = tuple(told["notes"])
        self.name: str = told["name"]
        self.first_title: str = told["title"]
        self.kind: str = told["kind"]
        self.given_by: str = told["given_by"]
        self.received: str = told["received"]
        self.about: dict = dict(told["about"])
        self.information_type = told["information_type"]
        self.replaces = told["replaces"]
        self.by: dict = dict(told["by"])
        self.at: str = told["at"]
        self.token: str = told["token"]
        self.facts: tuple[dict, ...] = ()
        self.log = EventLog()

    @property
    def title(self) -> str:
        """What it is called now."""
        return str(next((f["data"]["title"] for f in reversed(self.facts) if f["kind"] == "renamed"), self.first_title))

    @property
    def withdrawn(self) -> dict | None:
        """The fact that it was taken out, None while it counts."""
        return next((fact for fact in self.facts if fact["kind"] == "withdrawn"), None)

    def bytes(self) -> bytes:
        """Read the file.

        Raises Damaged when it does not have the stored hash.
        """
        with self.blob.open("r") as opened:
            data = opened.read()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise Damaged(f"attachment {self.id}")
        return data


class AttachmentFolder(Folder):
    """``/bilag``: attachments by id."""

    def in_order(self) -> list[Attachment]:
        """List all as they came; the tokens of files that were sent together end in their order."""
        return sorted(self.values(), key=lambda one: (one.at, one.token, one.id))

    def about(self, document: str, number: int) -> list[Attachment]:
        """List those that count and belong to one version of a document, as they came."""
        wanted = {"document": document, "number": number}
        return [one for one in self.in_order() if one.about == wanted and not one.withdrawn]
