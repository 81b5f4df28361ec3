"""The seal with a key in a device that never lets it out (PKCS#11)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kuidocs.services.seal.api import APPROVED, SealError, SealService
from kuidocs.services.seal.key import PASSWORD_FILE
from kuidocs.services.seal.lasting import Lasting
from kuidocs.services.seal.pades import PadesSeal

if TYPE_CHECKING:
    from kuidocs.services.seal.device import Device

MODULE = "kuidocs.pkcs11_module"
T = TypeVar("T")


def open_device(module: str, token: str, label: str, pin_file: Path, help: Lasting | None = None) -> SealService:
    """Open the device at start-up; whatever is wrong stops the start with a sentence that names the settings.

    The session stays open for the life of the process: opening one takes longer than sealing.
    """
    with _told(token):
        # Imported here: it loads the library of the device, which most systems do not have.
        from kuidocs.services.seal.device import device

        return _DeviceSeal(device(module, token, pin_file.read_text(encoding="utf-8").strip()), label, help)


@contextmanager
def _told(token: str) -> Iterator[None]:
    """Turn whatever a device says into our sentence; its library's errors have no common base that is always there."""
    try:
        yield
    except SealError:
        raise
    except Exception as wrong:
        raise SealError(
            "seal_device_closed",
            f"Seglets nøgle i enheden »{token}« kan ikke bruges ({type(wrong).__name__}). Se efter, om {MODULE}, "
            f"kuidocs.pkcs11_token, kuidocs.pkcs11_label og koden i {PASSWORD_FILE} passer, og om enheden "
            "er tilsluttet.",
        ) from wrong


class _DeviceSeal(PadesSeal):
    """Seals with the device. One that was away is opened again; one that fails is told of, and the job comes back."""

    def __init__(self, device: "Device", label: str, help: Lasting | None) -> None:
        self._device, self._label = device, label
        # What lies between the seal and the root: a device seldom has it, and a reader needs it.
        self._chain = [one for one in (help.roots if help else ()) if one.subject != one.issuer]
        signer = device.signer(label, self._chain)
        super().__init__(signer, signer.certificate, MODULE, help)

    def seal(self, pdf: bytes, *, at: datetime, reason: str = APPROVED) -> bytes:
        return self._tried(lambda: super(_DeviceSeal, self).seal(pdf, at=at, reason=reason))

    def sign(self, data: bytes, *, at: datetime) -> bytes:
        return self._tried(lambda: super(_DeviceSeal, self).sign(data, at=at))

    def _tried(self, act: Callable[[], T]) -> T:
        """Do something, and once more with a new session when the one that is open has come to an end."""
        with _told(self._device.token):
            try:
                return act()
            except self._device.errors:
                signer = self._device.opened_again(self._label, self._chain)
                self._signer, self._certificate = signer, signer.certificate
                return act()
