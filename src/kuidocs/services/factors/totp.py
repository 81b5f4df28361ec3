"""One-time codes by pyotp."""

from datetime import datetime

import pyotp
from pyotp.exceptions import OTPVerificationError

from .api import OneTimeCodes

WINDOW = 1
"""A code of the half minute before or after is taken too: clocks differ, and people type slowly."""


class PyotpCodes(OneTimeCodes):
    """Codes as every authenticator app makes them: SHA-1, six digits, thirty seconds."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer

    def new_secret(self) -> str:
        return pyotp.random_base32()

    def address(self, secret: str, user: str) -> str:
        return pyotp.TOTP(secret).provisioning_uri(name=user, issuer_name=self._issuer)

    def step(self, secret: str, code: str, at: datetime) -> int | None:
        digits = "".join(code.split())
        try:
            return pyotp.TOTP(secret).verify_and_get_timecode(digits, for_time=at, valid_window=WINDOW)
        except OTPVerificationError:
            return None
