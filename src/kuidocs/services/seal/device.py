"""A device with keys, and the session with it that a process has."""

import threading
from asyncio import run
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any

import pkcs11
from asn1crypto import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import Certificate, load_der_x509_certificate
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from kuidocs.services.seal.api import SealError

_OPEN: dict[tuple[str, str, str], "Device"] = {}
_LOCK = threading.RLock()
"""One thing at a time: a session does not keep the signatures of two threads apart."""


def device(module: str, token: str, pin: str) -> "Device":
    """Return the device; a process logs in to a token once, so whoever asks for the same again gets the same."""
    key = (module, token, sha256(pin.encode()).hexdigest())
    with _LOCK:
        if key not in _OPEN:
            _OPEN[key] = Device(module, token, pin)
        return _OPEN[key]


class Device:
    """A token that somebody has logged in to."""

    errors = (PKCS11Error,)

    def __init__(self, module: str, token: str, pin: str) -> None:
        self.token, self._module, self._pin = token, module, pin
        self._session = self._opened()

    def _opened(self) -> pkcs11.Session:
        return open_pkcs11_session(self._module, token_criteria=TokenCriteria(label=self.token), user_pin=self._pin)

    def signer(self, label: str, chain: Sequence[x509.Certificate] = ()) -> "DeviceSigner":
        """Return what signs with a key, after it has shown that it does; the chain goes into each signature.

        Raises PKCS11Error, SealError.
        """
        with _LOCK:
            told: dict[str, Any] = {"cert_label": label, "key_label": label, "ca_chain": set(chain)}
            made = DeviceSigner(self._session, **told)
            if isinstance(made.certificate.public_key(), EllipticCurvePublicKey):
                # Every device signs a checksum with such a key; few make the checksum, too.
                made = DeviceSigner(self._session, **told, use_raw_mechanism=True)
            run(made.async_sign_raw(b"kuidocs", "sha256"))
            return made

    def opened_again(self, label: str, chain: Sequence[x509.Certificate] = ()) -> "DeviceSigner":
        """Leave the session that has come to an end and open another: the device was away for a while.

        Raises PKCS11Error, SealError.
        """
        with _LOCK:
            with suppress(PKCS11Error):
                self._session.close()
            pkcs11.lib(self._module).reinitialize()
            self._session = self._opened()
            return self.signer(label, chain)


class DeviceSigner(PKCS11Signer):
    """Signs with a key of the device, and believes no signature that its certificate does not confirm."""

    @property
    def certificate(self) -> Certificate:
        """The certificate beside the key."""
        return load_der_x509_certificate(self.signing_cert.dump())

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        with _LOCK:
            made: bytes = await super().async_sign_raw(data, digest_algorithm, dry_run)
        if not dry_run and not _confirmed(self.certificate, made, data, digest_algorithm):
            raise SealError(
                "seal_key_other",
                "Nøglen i enheden passer ikke til certifikatet ved siden af. Se efter, om begge har det navn, der står "
                "i kuidocs.pkcs11_label, og er lagt ind sammen. Intet er forseglet.",
            )
        return made


def _confirmed(certificate: Certificate, made: bytes, data: bytes, digest_algorithm: str) -> bool:
    key, algorithm = certificate.public_key(), get_pyca_cryptography_hash(digest_algorithm)
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(made, data, PKCS1v15(), algorithm)
        elif isinstance(key, EllipticCurvePublicKey):
            key.verify(made, data, ECDSA(algorithm))
        else:
            return False
    except InvalidSignature:
        return False
    return True
