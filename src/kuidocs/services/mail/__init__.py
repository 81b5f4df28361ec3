"""Mail that leaves the system: through the municipality's SMTP server, or into a folder for development."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from .api import Attachment, MailError, MailService, Message
from .folder import FolderMail
from .smtp import SmtpMail

__all__ = ["Attachment", "FolderMail", "MailError", "MailService", "Message", "SmtpMail", "open_mail"]


def open_mail(where: str, sender: str) -> MailService:
    """Return the way out that a setting names: smtp://host:port, smtps://user:password@host or a folder."""
    parts = urlsplit(where)
    if parts.scheme not in ("smtp", "smtps"):
        return FolderMail(Path(where), sender)
    return SmtpMail(
        parts.hostname or "",
        parts.port or 0,
        sender,
        encrypted=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
