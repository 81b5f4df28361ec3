"""The contract of a signing server: a citizen shows who he or she is, is offered a PDF, and signs it.

The server never gets a name, a case or a link of ours: only a number for the errand, an address from which the PDF can
be fetched once, and where to send the citizen back.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from kuidocs.domain.errors import Conflict, KuiError


@dataclass(frozen=True, slots=True)
class Citizen:
    """Who somebody has shown to be, as the server tells it."""

    name: str
    birth_date: str = ""
    """ISO, where the server tells it."""
    subject: str = ""
    """The server's own id of the person, which is no personal number."""


class SigningUnavailable(KuiError):
    """The server does not answer, or not as agreed; nothing is lost by it."""

    status = 503

    def __init__(self, reason: str = "") -> None:
        text = (
            "MitID svarer ikke lige nu. Intet er gået tabt. Prøv igen om lidt med det samme link, "
            "eller bed kommunen om at få dokumentet på papir."
        )
        super().__init__("signing_unavailable", text, reason=reason)


class NotFinished(Conflict):
    """The citizen came back without having finished."""

    def __init__(self) -> None:
        super().__init__("not_finished", "Du nåede ikke at blive færdig hos MitID. Intet er ændret. Prøv igen.")


class SigningServer(ABC):
    """A server that speaks with MitID for us."""

    @abstractmethod
    def begin(self) -> str:
        """Begin an errand and return its number.

        Raises SigningUnavailable.
        """

    @abstractmethod
    def identify_address(self, errand: str, back: str) -> str:
        """Return where to send a citizen to show who he or she is."""

    @abstractmethod
    def citizen(self, errand: str) -> Citizen:
        """Return who somebody has shown to be.

        Raises NotFinished, SigningUnavailable.
        """

    @abstractmethod
    def sign_address(self, errand: str, pdf: str, back: str) -> str:
        """Return where to send a citizen to sign the PDF that lies at an address."""

    @abstractmethod
    def signed(self, errand: str) -> bytes:
        """Return the signed PDF.

        Raises NotFinished, SigningUnavailable.
        """
