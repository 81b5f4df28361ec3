"""The contract of mail."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime


class MailError(Exception):
    """A message that could not be handed over, with the reason but without anything that it says."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along.

    ``calendar_method`` (REQUEST, CANCEL) makes it a meeting that mail programs offer to put into the calendar.
    """

    name: str
    content_type: str
    data: bytes
    calendar_method: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent to one person.

    ``key`` makes the message's id, so that one that is sent twice after a crash is known as the same.
    """

    to: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    key: str = ""
    at: datetime | None = None


class MailService(ABC):
    """Hands messages over. Called from jobs, never from a request (D37)."""

    @abstractmethod
    def send(self, message: Message) -> None:
        """Hand a message over; when this returns, somebody else answers for it.

        Raises MailError.
        """
