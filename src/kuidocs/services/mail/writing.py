"""A message as it travels (RFC 5322, 2045, 6047)."""

import hashlib
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ...domain.ids import in_letters
from .api import MailError, Message

SENDER_NAME = "kuidocs"


def compose(message: Message, sender: str) -> EmailMessage:
    """Write a message with everything that it carries.

    Raises MailError for an address that is none; that is also where a line break meant to smuggle in headers ends.
    """
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = Address(SENDER_NAME, addr_spec=sender)
        mail["To"] = Address(addr_spec=message.to)
        mail["Subject"] = message.subject
    except (ValueError, IndexError, HeaderParseError):
        raise MailError("this is no address that mail can be sent to") from None
    if message.at:
        mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = message_id(message, sender)
    mail["Auto-Submitted"] = "auto-generated"  # so that no answering machine answers (RFC 3834)
    mail["Content-Language"] = "da"
    mail.set_content(message.text, cte="quoted-printable")
    _attach(mail, message)
    return mail


def message_id(message: Message, sender: str) -> str:
    """Make the id of a message from its key: the same each time, and it tells nothing."""
    digest = hashlib.sha256(f"{message.key}\n{message.to}".encode()).hexdigest()
    return f"<{in_letters(digest[:32])}@{sender.rpartition('@')[2]}>"


def _attach(mail: EmailMessage, message: Message) -> None:
    """Put a calendar file beside the text too: there Outlook and Gmail look for an invitation."""
    for file in message.attachments:
        if file.calendar_method:
            named = {"method": file.calendar_method, "charset": "utf-8"}
            mail.add_alternative(file.data, maintype="text", subtype="calendar", params=named)
    for file in message.attachments:
        main, _, sub = file.content_type.partition("/")
        mail.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)
