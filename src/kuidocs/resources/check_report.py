"""Reports that somebody has sent of a file that is not genuine: what was found, and nothing of the file."""

from collections.abc import Mapping
from typing import Any

from .base import Folder, Resource
from .events import EventLog


class CheckReport(Resource):
    """One report. Write-once; that it was mailed and read are facts.

    ``found`` is plain: code, status (of a verdict), heading, text, where, checks (ok, text), sha256, length, at.
    ``about`` is {} or {"case_no", "label", "number"} of the paper of ours that the file began as; only the auditors see
    it.
    """

    def __init__(self, id: str, found: Mapping[str, Any], about: Mapping[str, Any], by: Mapping[str, str]) -> None:
        self.id = id
        self.found: dict = dict(found)
        self.about: dict = dict(about)
        self.by: dict = dict(by)
        self.facts: tuple[dict, ...] = ()
        self.log = EventLog()

    def last(self, kind: str) -> dict | None:
        """Return the last fact of a kind."""
        return next((fact for fact in reversed(self.facts) if fact["kind"] == kind), None)

    @property
    def sent_at(self) -> str:
        """When it was sent."""
        return str(self.facts[0]["at"])


class CheckReportFolder(Folder):
    """``/kontrolrapporter``: reports by id."""

    def in_order(self) -> list[CheckReport]:
        """List all, the newest first."""
        return sorted(self.values(), key=lambda one: one.sent_at, reverse=True)
