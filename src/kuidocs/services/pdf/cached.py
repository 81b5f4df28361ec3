"""PDFs that were made before, given again as they are: the same job with the same tools gives the same bytes (D35)."""

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import fields, is_dataclass
from datetime import date
from threading import Lock
from typing import Any

from cachetools import TTLCache

from kuidocs.services.pdf.api import Job, PdfService

SECONDS = 3600.0
"""So long a PDF is remembered at most, also in a process that hears nothing of what is deleted."""


class CachedPdfService(PdfService):
    """Remembers what another service has made. Safe to use from threads.

    It remembers in memory only. A rendered PDF holds what is most sensitive about children; on a disk it would lie
    beside the database unencrypted, outlive the deletion of its case, and get into backups. Bounded in bytes, because
    one document may have a page and another three hundred.
    """

    def __init__(self, inner: PdfService, most: int, *, seconds: float = SECONDS, **how: Any) -> None:
        self._inner = inner
        self._kept: TTLCache[str, bytes] = TTLCache(most, seconds, getsizeof=len, **how)
        self._under_way: dict[str, Future[bytes]] = {}
        self._lock = Lock()
        self._forgotten = 0

    def render(self, job: Job) -> bytes:
        key = name_of(job, self._inner.fingerprint())
        with self._lock:
            self._kept.expire()
            if key in self._kept:
                return self._kept[key]
            waiting = self._under_way.get(key)
            if waiting is None:
                mine, begun = Future[bytes](), self._forgotten
                self._under_way[key] = mine
        # Who asks for the same meanwhile gets the same answer, a failure too: asked again it would take as long.
        return waiting.result() if waiting is not None else self._make(job, key, mine, begun)

    def made_anew(self, job: Job) -> bytes:
        return self._inner.made_anew(job)

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()
            # What is being made may be of the very case that was deleted: it is handed over, and not kept.
            self._forgotten += 1

    def fingerprint(self) -> str:
        return self._inner.fingerprint()

    def tools(self) -> dict[str, str]:
        return self._inner.tools()

    def close(self) -> None:
        self.forget()
        self._inner.close()

    def _make(self, job: Job, key: str, mine: "Future[bytes]", begun: int) -> bytes:
        try:
            made = self._inner.render(job)
        except BaseException as failure:
            with self._lock:
                del self._under_way[key]
            mine.set_exception(failure)
            raise
        with self._lock:
            del self._under_way[key]
            if begun == self._forgotten and len(made) <= self._kept.maxsize:
                self._kept[key] = made
        mine.set_result(made)
        return made


def name_of(job: Job, fingerprint: str) -> str:
    """Name what a job makes: the SHA-256 of the whole job, and of tools, templates, styles and fonts.

    Two jobs have one name only when they are equal in every value and its type. Keys keep their order: two orders of
    the same may print the same, but then it is only made once too often.
    """
    text = json.dumps([fingerprint, _plain(job)], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Turn a value into what JSON can hold, so that no two different values become the same."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    if is_dataclass(value):
        return [kind, *([one.name, _plain(getattr(value, one.name))] for one in fields(value))]
    if isinstance(value, Mapping):
        return [kind, *([_plain(key), _plain(one)] for key, one in value.items())]
    if isinstance(value, list | tuple):
        return [kind, *map(_plain, value)]
    if isinstance(value, date):
        return [kind, value.isoformat()]
    raise TypeError(f"{kind} cannot be told in a job")
