"""What our own files said by themselves, by the hash of their bytes, so that each is examined once a day."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from threading import Lock

from kuidocs.services.seal.verify import Examined

MOST = 1000


class Remembered:
    """The findings of the files that were examined last, in memory only.

    It is for files that the ledger knows; of others nothing is kept. A finding holds for the certificates that were
    trusted and for the day, since certificates end.
    """

    def __init__(self, most: int = MOST) -> None:
        self._found: OrderedDict[str, Examined] = OrderedDict()
        self._most, self._lock = most, Lock()

    def examined(self, pdf: bytes, trusted: Sequence[bytes], day: date, examine: Callable[[], Examined]) -> Examined:
        """Return what is remembered of a file, else what examining it says now."""
        key = "-".join(sha256(part).hexdigest() for part in (pdf, *trusted)) + day.isoformat()
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        # Examining takes long and may fail; others are not kept waiting, and a failure is not remembered.
        found = examine()
        with self._lock:
            self._found[key] = found
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return found
