"""The municipality's journal: a server that is configured, or a folder."""

from pathlib import Path

from ..clock.api import Clock
from .api import ArchiveError, ArchiveFile, ArchiveService, Delivery, Receipt
from .folder import FolderArchive
from .http import HttpArchive
from .record import AttachmentRecord, CaseTold, Described, Party, Record, write_attachment_record, write_record

__all__ = [
    "ArchiveError",
    "ArchiveFile",
    "ArchiveService",
    "AttachmentRecord",
    "CaseTold",
    "Delivery",
    "Described",
    "FolderArchive",
    "HttpArchive",
    "Party",
    "Receipt",
    "Record",
    "open_archive",
    "write_attachment_record",
    "write_record",
]


def open_archive(where: str, token: str, clock: Clock) -> ArchiveService:
    """Return the journal that a setting names: an address or a folder."""
    return HttpArchive(where, token) if "://" in where else FolderArchive(Path(where), clock)
