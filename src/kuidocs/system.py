"""The whole system in one process: settings, databases and services. The web, the command line, jobs and tests use it."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import transaction
from transaction.interfaces import TransientError
from ZODB import DB

from .config import Settings
from .resources.root import Root
from .services.clock import Clock, FixedClock, SystemClock
from .services.index.api import IndexService
from .services.labels.api import LabelService
from .services.labels.zodb import ZodbLabels
from .services.pdf.api import PdfService
from .services.proof.api import ProofService
from .services.seal.api import SealService
from .services.state.api import StateService
from .services.storage.open import open_database

Result = TypeVar("Result")
TRIES = 5


@dataclass
class System:
    """Everything that outlives a request. Made by ``open_system``; ``close`` gives it all back."""

    settings: Settings
    clock: Clock
    db: DB
    drafts_db: DB
    proof: ProofService
    index: IndexService
    state: StateService
    labels: LabelService
    pdf: PdfService
    seal: SealService
    wake: threading.Event = field(default_factory=threading.Event)
    """Set when there may be a job to run."""

    @contextlib.contextmanager
    def reading(self) -> Iterator[Root]:
        """Open the tree for reading, outside any request."""
        with self._connection(commit="") as root:
            yield root

    @contextlib.contextmanager
    def writing(self, note: str) -> Iterator[Root]:
        """Open the tree for one transaction, once; a conflict is raised to the caller."""
        with self._connection(commit=note) as root:
            yield root

    @contextlib.contextmanager
    def _connection(self, commit: str) -> Iterator[Root]:
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self.db.open(manager)
        try:
            yield connection.root()["kuidocs"]
            if commit:
                manager.get().note(commit)
                manager.commit()
        finally:
            manager.abort()
            connection.close()

    def change(self, note: str, act: Callable[[Root], Result]) -> Result:
        """Do something to the tree in a transaction of its own, again when another writer was first."""
        for _ in range(TRIES - 1):
            try:
                with self.writing(note) as root:
                    return act(root)
            except TransientError:
                continue
        with self.writing(note) as root:
            return act(root)

    def close(self) -> None:
        """Give back processes, connections and locks."""
        for service in (self.pdf, self.index, self.state, self.proof):
            service.close()
        for db in (self.db, self.drafts_db):
            db.close()


def make_clock(settings: Settings) -> Clock:
    """Return the clock that the settings ask for."""
    return FixedClock(settings.clock) if settings.clock else SystemClock()


def open_databases(settings: Settings, *, read_only: bool = False) -> tuple[DB, DB]:
    """Open the two object databases as one family, so that one transaction covers both."""
    family: dict[str, DB] = {}
    main = open_database(settings.zodb, name="main", databases=family, read_only=read_only)
    drafts = open_database(settings.zodb_drafts, name="drafts", databases=family, read_only=read_only)
    return main, drafts


__all__ = ["System", "ZodbLabels", "make_clock", "open_databases"]
