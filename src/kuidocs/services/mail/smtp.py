"""Mail through an SMTP server. Why not repoze.sendmail: docs/decisions/012."""

import smtplib
import socket
import ssl
from email.message import EmailMessage
from typing import TypeVar

from ..asking import Deadline
from .api import MailError, MailService, Message
from .writing import compose

SECONDS = 30
"""How long a server may keep us waiting for its next word."""
IN_ALL = 120.0
"""How long it may take with one message, however many words it says."""


class SmtpMail(MailService):
    """Speaks to one server; a connection for each message, as they are few."""

    def __init__(
        self, host: str, port: int, sender: str, *, encrypted: bool = False, user: str = "", password: str = ""
    ) -> None:
        self.host, self.port, self.sender = host, port, sender
        self.encrypted = encrypted
        self.user, self.password = user, password
        self.in_all = IN_ALL

    def send(self, message: Message) -> None:
        """Hand a message to the server, encrypted whenever the server can."""
        mail = compose(message, self.sender)
        try:
            self._hand_over(mail, message.to)
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, _),) = refused.recipients.values()
            raise MailError(f"the server does not take mail for this address ({code})") from None
        except (OSError, smtplib.SMTPException) as error:
            told = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
            raise MailError(f"the server did not take the message ({told})") from None

    def _hand_over(self, mail: EmailMessage, to: str) -> None:
        trust = ssl.create_default_context()
        with Deadline(self.in_all) as limit, self._connection(trust, limit) as server:
            if not self.encrypted:
                server.ehlo()
                if server.has_extn("starttls"):
                    server.starttls(context=trust)
            if self.user:
                self._log_in(server)
            server.send_message(mail, self.sender, [to])

    def _connection(self, trust: ssl.SSLContext, limit: Deadline) -> smtplib.SMTP:
        if self.encrypted:
            return _held(_Encrypted, limit)(self.host, self.port, timeout=SECONDS, context=trust)
        return _held(_Connection, limit)(self.host, self.port, timeout=SECONDS)

    def _log_in(self, server: smtplib.SMTP) -> None:
        """Give the password, but never to whoever listens on the line."""
        if not isinstance(server.sock, ssl.SSLSocket):
            raise smtplib.SMTPException("no encryption, so no password is given")
        server.login(self.user, self.password)


class _Connection(smtplib.SMTP):
    limit: Deadline

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        found: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        self.limit.holds(found)
        return found


class _Encrypted(smtplib.SMTP_SSL, _Connection):
    """The connection is held before it is encrypted."""


Kind = TypeVar("Kind", bound=_Connection)


def _held(kind: type[Kind], limit: Deadline) -> type[Kind]:
    return type(kind.__name__, (kind,), {"limit": limit})
