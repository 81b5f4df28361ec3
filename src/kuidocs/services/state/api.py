"""The contract of the disposable store: sessions, throttle, progress, leases and presence.

Everything in it may be lost: people log in again, counters begin anew, jobs are claimed again.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in, or a visit before it (then ``user_id`` is empty)."""

    handle: str
    """Names the session in lists; it does not open it."""
    user_id: str
    created_at: datetime
    seen_at: datetime
    """To the minute: a session is not written at every request."""
    data: Mapping[str, Any] = field(default_factory=dict)


class Sessions(ABC):
    """Sessions that the server can end. Only a hash of the secret id is stored."""

    @abstractmethod
    def create(self, user_id: str, data: Mapping[str, Any] | None = None) -> str:
        """Begin a session and return its secret id."""

    @abstractmethod
    def get(self, secret: str) -> Session | None:
        """Return a session that has neither ended nor expired, and note that it is in use."""

    @abstractmethod
    def save(self, secret: str, data: Mapping[str, Any]) -> None:
        """Replace the data of a session; does nothing when it has ended."""

    @abstractmethod
    def end(self, secret: str) -> None:
        """End a session."""

    @abstractmethod
    def end_listed(self, user_id: str, handle: str) -> bool:
        """End one of a user's sessions by its handle; tells whether there was one."""

    @abstractmethod
    def end_all(self, user_id: str, but: str = "") -> int:
        """End all sessions of a user, but perhaps the one with this secret id, and return how many."""

    @abstractmethod
    def of_user(self, user_id: str) -> list[Session]:
        """List the sessions of a user that have not expired, the newest first."""

    @abstractmethod
    def expire(self) -> int:
        """Remove sessions that were idle or lasted too long and return how many."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many attempts are allowed in a window that opens with the first of them."""

    attempts: int
    window: timedelta


class Throttle(ABC):
    """Counts attempts by key (an account, an address). Keys are stored hashed: people type passwords as names."""

    @abstractmethod
    def attempt(self, key: str, limit: Limit) -> timedelta:
        """Count an attempt and return how long to wait; zero when it may be made.

        Counting comes before checking a password, so that many attempts at once cannot slip through.
        """

    @abstractmethod
    def wait(self, key: str, limit: Limit) -> timedelta:
        """Return how long to wait, without counting."""

    @abstractmethod
    def forget(self, key: str) -> None:
        """Begin anew, after an attempt that succeeded."""

    @abstractmethod
    def take_back(self, key: str) -> None:
        """Count one attempt less: it succeeded, and many work behind one address."""

    @abstractmethod
    def expire(self, older: timedelta) -> int:
        """Remove counters whose window opened longer ago than that and return how many."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job is."""

    done: int
    total: int
    note: str = ""


class ProgressBoard(ABC):
    """Where long jobs tell how far they are."""

    @abstractmethod
    def tell(self, job_id: str, progress: Progress) -> None:
        """Say how far a job is."""

    @abstractmethod
    def of(self, job_id: str) -> Progress | None:
        """Return how far a job is, None when it has said nothing or is over."""

    @abstractmethod
    def end(self, job_id: str) -> None:
        """Forget a job that is over."""


class Leases(ABC):
    """Rights that one holder has for a while: a job, being the tailer. Whoever dies loses them by time."""

    @abstractmethod
    def claim(self, name: str, holder: str, lasting: timedelta) -> bool:
        """Take or renew a lease; False when another holds it."""

    @abstractmethod
    def release(self, name: str, holder: str) -> None:
        """Give a lease back; does nothing when another holds it by now."""

    @abstractmethod
    def holder(self, name: str) -> str | None:
        """Tell who holds a lease now."""


@dataclass(frozen=True, slots=True)
class Present:
    """An open page of a document: whose it is, and where in it he or she is."""

    page: str
    user_id: str
    name: str
    where: str


class Presence(ABC):
    """Who has which document open. A page that has said nothing for a while is no longer there."""

    @abstractmethod
    def tell(self, document_id: str, present: Present) -> bool:
        """Say that a page is open, and where; tells whether it was known to be."""

    @abstractmethod
    def leave(self, document_id: str, page: str) -> None:
        """Say that a page was left."""

    @abstractmethod
    def of(self, document_id: str, lasting: timedelta) -> list[Present]:
        """List the pages of a document that have said something lately, by name."""


class StateService(ABC):
    """The disposable store."""

    presence: Presence
    sessions: Sessions
    throttle: Throttle
    progress: ProgressBoard
    leases: Leases

    @abstractmethod
    def scrub(self) -> None:
        """Leave nothing of what was deleted in any file."""

    @abstractmethod
    def close(self) -> None:
        """Close the store."""
