"""Copies of the four stores that fit together, made beside a running server, and taken back."""

from .files import Busy, Files, alone, files_of
from .restoring import Restoring
from .snapshots import Snapshot, back_up, expire, snapshots

__all__ = ["Busy", "Files", "Restoring", "Snapshot", "alone", "back_up", "expire", "files_of", "snapshots"]
