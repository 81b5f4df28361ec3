"""The key of the seal: a PKCS#12 file and the file with its password."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from kuidocs.services.seal.api import SealError

SEAL_KEY = "kuidocs.seal_key"
PASSWORD_FILE = "kuidocs.seal_password_file"  # noqa: S105 - the name of a setting
LOCAL_YEARS = 5

PrivateKey = rsa.RSAPrivateKey | EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class SealKey:
    """A private key with the certificate that belongs to it."""

    private: PrivateKey
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...] = ()
    """The certificates between ours and the issuer's root."""


def read_key(key_file: Path, password_file: Path) -> SealKey:
    """Open the key, or say which setting is wrong. It is done once, at start: opening an RSA key takes 0.1 s."""
    password = _read(password_file, PASSWORD_FILE, "Filen med adgangskoden til seglets nøgle").strip(b"\r\n")
    archive = _read(key_file, SEAL_KEY, "Filen med seglets nøgle")
    try:
        private, certificate, others = pkcs12.load_key_and_certificates(archive, password)
    except ValueError as error:
        raise SealError(
            "seal_key_closed",
            f"Seglets nøgle kan ikke åbnes. Enten passer adgangskoden i {password_file} ({PASSWORD_FILE}) ikke, "
            f"eller {key_file} ({SEAL_KEY}) er ikke en hel PKCS#12-fil. Ret indstillingen, eller hent filen fra "
            "sikkerhedskopien.",
        ) from error
    return SealKey(*_fitting(private, certificate, key_file), tuple(others))


def _read(path: Path, setting: str, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SealError(
            "seal_file_missing",
            f"{what} kan ikke læses: {path} ({error.strerror}). Ret indstillingen {setting}, "
            "eller giv kuidocs lov til at læse filen.",
        ) from error


def _fitting(private: object, certificate: x509.Certificate | None, path: Path) -> tuple[PrivateKey, x509.Certificate]:
    if not isinstance(private, PrivateKey) or certificate is None:
        raise SealError(
            "seal_key_unfit",
            f"{path} ({SEAL_KEY}) skal indeholde en RSA- eller EC-nøgle og nøglens certifikat. "
            "Bestil eller dan en ny nøgle, og ret indstillingen.",
        )
    return private, certificate


def create_local_key(path: Path, password: str, name: str, now: datetime) -> None:
    """Make a key and a certificate that only this system vouches for: enough to see changes, not to be known by others.

    An existing file is never overwritten, because what it sealed could then not be checked.
    """
    private = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    archive = pkcs12.serialize_key_and_certificates(
        name.encode(), private, self_signed(private, name, now), None, BestAvailableEncryption(password.encode())
    )
    _write_private(path, archive)


def self_signed(private: PrivateKey, name: str, now: datetime) -> x509.Certificate:
    """Make the certificate of a local key. It begins a day early, for clocks that do not quite agree."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DK"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        ]
    )
    start = now.astimezone(UTC).replace(microsecond=0)
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=subject, public_key=private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - timedelta(days=1))
        .not_valid_after(start + timedelta(days=365 * LOCAL_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, SHA256())
    )


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, from its first moment on, and wait until the disk has it."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise SealError(
            "seal_key_exists",
            f"{path} findes allerede og bliver ikke overskrevet. Flyt filen, hvis der skal dannes en ny nøgle.",
        ) from error
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
