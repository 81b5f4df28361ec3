"""The contract of second factors: codes from an app, passkeys, and the box that their secrets are kept in."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


class NotProved(Exception):
    """An answer that does not prove what it should; the reason is for the log and never for the page."""


class CannotUnlock(Exception):
    """A secret that was locked with another key than the one that is here."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key that somebody's phone, computer or key fob holds the private half of. Texts are base64url."""

    credential_id: str
    public_key: str
    count: int


@dataclass(frozen=True, slots=True)
class Ceremony:
    """A question to a browser: the options as JSON, and the challenge that the answer must be about."""

    options: str
    challenge: str


class OneTimeCodes(ABC):
    """Six digits that change every half minute (RFC 6238)."""

    @abstractmethod
    def new_secret(self) -> str:
        """Make a secret for one person's app."""

    @abstractmethod
    def address(self, secret: str, user: str) -> str:
        """Return the otpauth address that an app reads from a picture."""

    @abstractmethod
    def step(self, secret: str, code: str, at: datetime) -> int | None:
        """Return the number of the half minute that a code belongs to, None when it is wrong or too old.

        Whoever asks remembers the number, and takes no code of that half minute or an earlier one again.
        """


class Passkeys(ABC):
    """Keys that a browser asks for (WebAuthn). They belong to the system's address and work nowhere else."""

    @property
    @abstractmethod
    def possible(self) -> bool:
        """Whether browsers offer passkeys at the system's address; at a bare IP address they do not."""

    @abstractmethod
    def invite(self, handle: bytes, user: str, known: Sequence[Passkey], challenge: str = "") -> Ceremony:
        """Ask a browser to make a passkey for somebody who has these already.

        ``challenge``: one that was asked before and not answered yet, so that two tabs ask the same.
        """

    @abstractmethod
    def accept(self, answer: str, challenge: str) -> Passkey:
        """Take a new passkey.

        Raises NotProved.
        """

    @abstractmethod
    def ask(self, known: Sequence[Passkey], challenge: str = "", *, alone: bool = False) -> Ceremony:
        """Ask a browser to prove that it has one of these; ``challenge`` as above.

        ``alone``: nothing else is asked for, so the key itself must ask who is there.
        """

    @abstractmethod
    def prove(self, answer: str, challenge: str, known: Sequence[Passkey], *, alone: bool = False) -> Passkey:
        """Return the passkey that was proved, with its new count.

        Raises NotProved.
        """


class Locker(ABC):
    """Locks small secrets, so that a copy of the database does not hold them in clear (D45)."""

    @abstractmethod
    def lock(self, text: str) -> str:
        """Return the text locked."""

    @abstractmethod
    def unlock(self, locked: str) -> str:
        """Return the text.

        Raises CannotUnlock.
        """


@dataclass(frozen=True, slots=True)
class Factors:
    """The three together."""

    codes: OneTimeCodes
    passkeys: Passkeys
    locker: Locker
