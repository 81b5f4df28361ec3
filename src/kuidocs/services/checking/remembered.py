"""What our own files said by themselves, by the hash of their bytes, so that nobody waits for it again."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from threading import Lock

from cachetools import LRUCache

from kuidocs.services.seal.api import seal_tools
from kuidocs.services.seal.verify import Examined

MOST = 1000


def grounds(trusted: Sequence[bytes]) -> str:
    """Name what a finding rests on beside the file: the certificates that were trusted, and the tools that looked.

    The day is not among them. A certificate is judged by the time of the signature and asked nobody about, so a file
    says the same on every day.
    """
    tools = "\n".join(f"{name}={version}" for name, version in sorted(seal_tools().items()))
    parts = [sha256(one).hexdigest() for one in (*trusted, tools.encode())]
    return sha256("\n".join(parts).encode()).hexdigest()


class Remembered:
    """The findings of the files that were examined last, in memory only.

    It is for files that the ledger knows; of others nothing is kept.
    """

    def __init__(self, most: int = MOST) -> None:
        self._found: LRUCache[tuple[str, str], Examined] = LRUCache(most)
        self._lock = Lock()

    def examined(self, pdf: bytes, trusted: Sequence[bytes], examine: Callable[[], Examined]) -> Examined:
        """Return what is remembered of a file, else what examining it says now."""
        key = sha256(pdf).hexdigest(), grounds(trusted)
        with self._lock:
            if key in self._found:
                return self._found[key]
        # Examining takes long and may fail; others are not kept waiting, and a failure is not remembered.
        found = examine()
        with self._lock:
            self._found[key] = found
        return found
