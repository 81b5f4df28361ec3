"""A real SMTP server for tests, on this machine, that keeps what it is given."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import factories

HOST = "127.0.0.1"
PASSWORD = "post-adgang"


@dataclass
class PostOffice:
    """What came in, and whom no mail is taken for."""

    port: int = 0
    refused: set[str] = field(default_factory=set)
    envelopes: list[Any] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    users: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.envelopes.append(envelope)
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    def authenticate(self, server, session, envelope, mechanism, login):
        self.users.append(login.login.decode())
        return AuthResult(success=login.password.decode() == PASSWORD)

    @property
    def mails(self) -> list[EmailMessage]:
        """The mails, as a mail program reads them."""
        return [read(envelope.original_content) for envelope in self.envelopes]


def read(raw: bytes) -> EmailMessage:
    """Read a mail as a mail program does."""
    return message_from_bytes(raw, policy=default)


def calendar_of(mail: EmailMessage) -> bytes:
    """The calendar file that a mail carries."""
    (part,) = mail.iter_attachments()
    assert part.get_filename() == "moede.ics"
    return part.get_payload(decode=True)


def everything(mail: EmailMessage) -> str:
    """All that a mail says, decoded: headers, text, and files; for searching it for what must not be there."""
    headers = [f"{name}: {value}" for name, value in mail.items()]
    parts = [part.get_payload(decode=True).decode() for part in mail.walk() if not part.is_multipart()]
    return "\n".join([*headers, *parts]).replace("\r\n ", "")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return found.getsockname()[1]


@contextmanager
def open_office(**options: Any) -> Iterator[PostOffice]:
    """Open a server; ``options`` are aiosmtpd's."""
    office = PostOffice(free_port())
    if options.pop("asks_for_password", False):
        options |= {"authenticator": office.authenticate}
    controller = Controller(office, hostname=HOST, port=office.port, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def make_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a server's certificate for this machine; the file is what a client must trust."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post")])
    alone = x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))])
    # TLS asks the machine's own clock, so the certificate is valid on any day of the tests.
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(factories.NOW - timedelta(days=18000))
        .not_valid_after(factories.NOW + timedelta(days=18000))
        .add_extension(alone, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, private = folder / "post.pem", folder / "post.key"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, private)
    return context, file
