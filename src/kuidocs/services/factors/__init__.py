"""Second factors: codes from an app, passkeys, and the box that secrets are kept in."""

from pathlib import Path

from .api import CannotUnlock, Ceremony, Factors, NotProved, Passkey
from .locker import FileLocker
from .passkeys import BrowserPasskeys
from .totp import PyotpCodes

__all__ = ["CannotUnlock", "Ceremony", "Factors", "NotProved", "Passkey", "open_factors"]
NAME = "kuidocs"


def open_factors(base_url: str, key_file: Path) -> Factors:
    """Return the second factors of a system at an address, with the key of their locker in a file."""
    return Factors(PyotpCodes(NAME), BrowserPasskeys(base_url, NAME), FileLocker(key_file))
