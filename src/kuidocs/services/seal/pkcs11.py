"""The seal with a key in a device that never lets it out (PKCS#11)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.x509 import Certificate, load_der_x509_certificate

from kuidocs.services.seal.api import APPROVED, SealError, SealService
from kuidocs.services.seal.key import PASSWORD_FILE
from kuidocs.services.seal.lasting import Lasting
from kuidocs.services.seal.pades import PadesSeal

MODULE = "kuidocs.pkcs11_module"
_OPEN: dict[tuple[str, str, str, str], tuple[Any, Certificate]] = {}


def open_device(module: str, token: str, label: str, pin_file: Path, help: Lasting | None = None) -> SealService:
    """Open the device at start-up; whatever is wrong stops the start with a sentence that names the settings.

    The session stays open for the life of the process: opening one takes longer than sealing.
    """
    # Imported here: it loads the library of the device, which most systems do not have.
    from pkcs11.exceptions import PKCS11Error
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    # A process logs in to a token once; whoever opens the same again gets the session that there is.
    with _told(token, PKCS11Error):
        pin = pin_file.read_text(encoding="utf-8").strip()
        # A process logs in to a token once; whoever opens the same again gets the session that there is.
        key = (module, token, label, sha256(pin.encode()).hexdigest())
        if key in _OPEN:
            return _DeviceSeal(*_OPEN[key], MODULE, help)
        session = open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin)
        signer = PKCS11Signer(session, cert_label=label, key_label=label)
        certificate = load_der_x509_certificate(signer.signing_cert.dump())
    _OPEN[key] = signer, certificate
    return _DeviceSeal(signer, certificate, MODULE, help)


@contextmanager
def _told(token: str, error: type[Exception]) -> Iterator[None]:
    """Turn whatever a device says into our sentence."""
    try:
        yield
    except (error, OSError, RuntimeError, ValueError, LookupError, AttributeError) as wrong:
        raise SealError(
            "seal_device_closed",
            f"Seglets nøgle i enheden »{token}« kan ikke bruges ({type(wrong).__name__}). Se efter, om {MODULE}, "
            f"kuidocs.pkcs11_token, kuidocs.pkcs11_label og koden i {PASSWORD_FILE} passer, og om enheden "
            "er tilsluttet.",
        ) from wrong


class _DeviceSeal(PadesSeal):
    """Seals with the device; one that fails is told of, and the job comes back."""

    def seal(self, pdf: bytes, *, at: datetime, reason: str = APPROVED) -> bytes:
        from pkcs11.exceptions import PKCS11Error

        with _told("segl", PKCS11Error):
            return super().seal(pdf, at=at, reason=reason)
