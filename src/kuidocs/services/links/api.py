"""The contract of the one who looks whether a link still leads somewhere."""

from abc import ABC, abstractmethod

GOOD, GONE, UNREACHABLE, REFUSED = "good", "gone", "unreachable", "refused"
STATES = {
    GOOD: "Virker",
    GONE: "Siden findes ikke mere",
    UNREACHABLE: "Kunne ikke nås",
    REFUSED: "Må ikke åbnes herfra",
}
"""What was found, with its Danish word."""


class LinkChecker(ABC):
    """Asks for addresses on the open web, and for no others."""

    @abstractmethod
    def look(self, url: str) -> str:
        """Say what an address answers: one of STATES. It never raises, and it never reaches into our own network."""
