"""Finished files."""

import hashlib
from collections.abc import Mapping
from typing import Any

from .base import Resource


class SealedFile(Resource):
    """A sealed PDF of one version, as it was delivered. Write-once; the bytes are a blob."""

    answers = ""
    """Of a signed file: which answers it is made of."""
    renews = ""
    """The SHA-256 of the file that this one is, but for a newer time-stamp."""
    upkeep: dict = {}
    """What examining it in the background has shown: not of the file but of this system, and not in a package."""

    def __init__(self, blob: Any, pdf: bytes, *, number: int, round: int, profile: str, at: str, facts: dict) -> None:
        self.blob = blob
        self.sha256 = hashlib.sha256(pdf).hexdigest()
        self.length = len(pdf)
        self.number, self.round, self.profile = number, round, profile
        self.sealed_at = at
        self.render_facts = facts
        """What the renderer was given beside the content (D17), so that the same bytes can be made again."""

    def bytes(self) -> bytes:
        """Read the file."""
        with self.blob.open("r") as opened:
            return opened.read()


class Presentation(Resource):
    """The slides of a cluster meeting, as they were made once. Write-once; the bytes are a blob."""

    def __init__(self, blob: Any, data: bytes, *, number: int, at: str, by: Mapping[str, str], told: Mapping) -> None:
        self.blob = blob
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.length = len(data)
        self.number, self.made_at, self.by = number, at, dict(by)
        self.told = dict(told)
        """Plain data: the versions of the papers that it was made of, and how many slides it has."""

    def bytes(self) -> bytes:
        """Read the file."""
        with self.blob.open("r") as opened:
            return opened.read()


class Extract(Resource):
    """An extract of a plan, as it was given to somebody. Write-once; the bytes are a blob."""

    def __init__(self, blob: Any, pdf: bytes, *, number: int, version: int, at: str, told: Mapping[str, Any]) -> None:
        self.blob = blob
        self.sha256 = hashlib.sha256(pdf).hexdigest()
        self.length = len(pdf)
        self.number, self.version, self.made_at = number, version, at
        self.told = dict(told)
        """Plain data: receiver, purpose, what was chosen, consent."""

    def bytes(self) -> bytes:
        """Read the file."""
        with self.blob.open("r") as opened:
            return opened.read()
