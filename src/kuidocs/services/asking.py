"""Asking another server over HTTP, for no longer and for no more than was meant.

Why not requests, or urllib alone: their limit is one for each read, so a server that sends a byte now and then holds a
thread for ever; and both take an answer that was cut in the middle for the whole of it.
"""

import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from types import TracebackType
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener


class NoAnswer(OSError):
    """There is no whole answer: not reached, too slow, too long, cut in the middle, or not HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. An error has no body: it is not read."""

    status: int
    kind: str
    """The media type, without what may follow it."""
    body: bytes


def ask(
    address: str,
    data: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    seconds: float,
    most: int,
    redirects: bool = False,
) -> Answer:
    """Ask, and return the whole answer.

    Raises NoAnswer.
    """
    if urlsplit(address).scheme not in ("http", "https"):
        raise NoAnswer("not an address of the web")
    limit = Deadline(seconds)
    opener = build_opener(_Http(limit), _Https(limit), *([] if redirects else [_NoRedirect]))
    try:
        with limit, opener.open(Request(address, data, dict(headers or {})), timeout=seconds) as answer:  # noqa: S310
            found = _whole(answer, most)
    except NoAnswer:
        raise
    except HTTPError as error:
        error.close()
        return Answer(error.code, "", b"")
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer("too slow" if limit.over else type(error).__name__) from error
    if limit.over:
        # An answer that says no length ends where its connection ends, and that was our doing.
        raise NoAnswer("too slow")
    return found


def _whole(answer: HTTPResponse, most: int) -> Answer:
    body = answer.read(most + 1)
    if len(body) > most:
        raise NoAnswer("too long")
    if answer.length:
        raise NoAnswer("cut in the middle")
    return Answer(answer.status, answer.headers.get_content_type(), body)


class Deadline:
    """Ends connections when their time is over, whatever they are doing."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._lines: list[socket.socket] = []

    def holds(self, line: socket.socket) -> None:
        """Take a connection in. A second handle is kept, because encryption takes the first one over."""
        if self.over:
            raise TimeoutError
        self._lines.append(line.dup())

    def _end(self) -> None:
        self.over = True
        for line in list(self._lines):
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # It ended by itself at the same moment.

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        for line in self._lines:
            line.close()


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect: what we ask for is answered where we ask."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


class _Http(HTTPHandler):
    def __init__(self, limit: Deadline) -> None:
        super().__init__()
        self._limit = limit

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_held(_Connection, self._limit), req)


class _Https(HTTPSHandler):
    def __init__(self, limit: Deadline) -> None:
        super().__init__()
        self._limit = limit

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_held(_Encrypted, self._limit), req)


class _Connection(HTTPConnection):
    limit: Deadline

    def connect(self) -> None:
        super().connect()
        self.limit.holds(self.sock)


class _Encrypted(HTTPSConnection, _Connection):
    """Encryption begins after the connection is held, so that its first words are within the limit too."""


def _held(kind: type[_Connection], limit: Deadline) -> type[_Connection]:
    return type(kind.__name__, (kind,), {"limit": limit})
