"""Mail through an SMTP server. Why not repoze.sendmail: docs/decisions/012."""

import smtplib
import ssl
from email.message import EmailMessage

from .api import MailError, MailService, Message
from .writing import compose

SECONDS = 30
"""How long a server may keep us waiting."""


class SmtpMail(MailService):
    """Speaks to one server; a connection for each message, as they are few."""

    def __init__(
        self, host: str, port: int, sender: str, *, encrypted: bool = False, user: str = "", password: str = ""
    ) -> None:
        self.host, self.port, self.sender = host, port, sender
        self.encrypted = encrypted
        self.user, self.password = user, password

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
        with self._connection(trust) as server:
            if not self.encrypted:
                server.ehlo()
                if server.has_extn("starttls"):
                    server.starttls(context=trust)
            if self.user:
                self._log_in(server)
            server.send_message(mail, self.sender, [to])

    def _connection(self, trust: ssl.SSLContext) -> smtplib.SMTP:
        if self.encrypted:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=trust)
        return smtplib.SMTP(self.host, self.port, timeout=SECONDS)

    def _log_in(self, server: smtplib.SMTP) -> None:
        """Give the password, but never to whoever listens on the line."""
        if not isinstance(server.sock, ssl.SSLSocket):
            raise smtplib.SMTPException("no encryption, so no password is given")
        server.login(self.user, self.password)
