"""Where a case came from that was taken in from a package."""

from collections.abc import Mapping
from typing import Any

from .base import Resource


class Origin(Resource):
    """The audit extract and the ledger of the package, as they were sealed there. Write-once; the bytes are a blob."""

    def __init__(self, blob: Any, told: Mapping[str, Any]) -> None:
        self.blob = blob
        self.told = dict(told)
        """Plain data: whose seal the package had, when it was made, its digest, the head of the chain there."""

    def bytes(self) -> bytes:
        """Read the events and rows, one a line, as JSON."""
        with self.blob.open("r") as opened:
            return opened.read()
