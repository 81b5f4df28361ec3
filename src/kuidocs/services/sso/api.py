"""The contract of single sign-on: the municipality's own log-in says who somebody is."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass


class SsoError(Exception):
    """An answer that cannot be trusted, or none; the reason is for the log and never for the page."""


class SsoRefused(SsoError):
    """The provider says that the person was not let in, or turned back."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser was sent away with: where to, and three secrets that its answer must match."""

    address: str
    state: str
    nonce: str
    verifier: str

    def kept(self) -> dict[str, str]:
        """Return what the session keeps until the browser is back."""
        return {"state": self.state, "nonce": self.nonce, "verifier": self.verifier}


@dataclass(frozen=True, slots=True)
class Told:
    """Who somebody is, as the provider says: the user's name there, and the groups that he or she is in."""

    user: str
    groups: frozenset[str]


class SsoService(ABC):
    """Asks a provider, and checks what it answers."""

    @abstractmethod
    def ask(self) -> Asked:
        """Return where to send the browser.

        Raises SsoError.
        """

    @abstractmethod
    def answer(self, address: str, kept: Mapping[str, str]) -> Told:
        """Check the address that the browser came back to against what the session kept.

        Raises SsoError, SsoRefused.
        """
