"""Opening the object database."""

from .blobs import write_blob
from .closing import close_all, close_at_exit, exit_on_sigterm
from .connections import connection_for, give_back, working
from .errors import BadAddress, CannotOpen, DatabaseDamaged, DatabaseInUse, DatabaseMissing, DatabaseUnreachable
from .open import last_change, open_database
from .packing import pack
from .tailer import DamagedEvent, EventRecord, Tailed, Tailer, Touched, tail

__all__ = [
    "BadAddress",
    "CannotOpen",
    "DamagedEvent",
    "DatabaseDamaged",
    "DatabaseInUse",
    "DatabaseMissing",
    "DatabaseUnreachable",
    "EventRecord",
    "Tailed",
    "Tailer",
    "Touched",
    "close_all",
    "close_at_exit",
    "connection_for",
    "exit_on_sigterm",
    "give_back",
    "last_change",
    "open_database",
    "pack",
    "tail",
    "working",
    "write_blob",
]
