"""The journal as a server: one POST of a form with the record and the files, answered with a receipt.

Why not requests: it follows the machine's proxies and .netrc, and has no limit for the whole of an answer.
"""

import http.client
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from .api import RECORD, ArchiveError, ArchiveService, Delivery, Receipt
from .receipts import MOST_BYTES, read_receipt

SECONDS = 60.0
"""How long a delivery may take in all, however slowly something comes; a job may take five minutes."""
QUIET = 30.0
"""So many seconds nothing is sent after a server did not answer: other jobs need the threads that would wait for it."""
MOST_TO_SEND = 200_000_000
STATUSES: Mapping[int, str] = {
    401: "token",
    403: "token",
    407: "token",
    408: "busy",
    413: "too_large",
    425: "busy",
    429: "busy",
}
"""Answers that mean something of their own; the others are judged by their hundreds."""
HUNDREDS: Mapping[int, str] = {2: "broken_receipt", 3: "moved", 4: "not_taken"}


class HttpArchive(ArchiveService):
    """One address, and the token that it knows us by."""

    def __init__(
        self,
        address: str,
        token: str,
        *,
        seconds: float = SECONDS,
        quiet: float = QUIET,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        parts = urlsplit(address)
        self.name = f"{parts.scheme}://{parts.netloc}"
        self._encrypted, self._host, self._port = parts.scheme == "https", parts.hostname or "", parts.port
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._token, self._seconds, self._quiet = token, seconds, quiet
        self._silent: tuple[float, str] = (0.0, "")
        """Until when the server is taken not to answer, and how it did not."""
        self._trust = trust or ssl.create_default_context()

    def deliver(self, delivery: Delivery) -> Receipt:
        boundary = secrets.token_hex(24)
        body = _form(delivery, boundary)
        if len(body) > MOST_TO_SEND:
            raise ArchiveError("too_large")
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Idempotency-Key": delivery.key,
            "Accept": "application/xml",
            "Accept-Encoding": "identity",
            "User-Agent": "kuidocs",
        }
        status, answer = self._answered(body, headers)
        if status not in (200, 201):
            raise ArchiveError(_judged(status), str(status))
        return read_receipt(answer, delivery)

    def _answered(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        until, code = self._silent
        if time.monotonic() < until:
            raise ArchiveError(code, "a moment ago")
        try:
            return self._asked(body, headers)
        except ArchiveError as error:
            if error.code in ("slow", "no_answer"):
                self._silent = (time.monotonic() + self._quiet, error.code)
            raise

    def _asked(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        over = threading.Event()
        connection = self._connection()
        try:
            with _until(connection, self._seconds, over):
                self._send(connection, body, headers)
                answer = connection.getresponse()
                status, read = answer.status, answer.read(MOST_BYTES + 1)
        except (OSError, http.client.HTTPException) as error:
            raise ArchiveError(_reason(error, over.is_set()), type(error).__name__) from None
        finally:
            connection.close()
        if over.is_set():
            raise ArchiveError("slow")
        return status, read

    def _send(self, connection: http.client.HTTPConnection, body: bytes, headers: Mapping[str, str]) -> None:
        try:
            connection.request("POST", self._path, body, dict(headers))
        except (BrokenPipeError, ConnectionResetError):
            return  # It may have answered before it had read everything; if not, there is no answer to be had.

    def _connection(self) -> http.client.HTTPConnection:
        if self._encrypted:
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._seconds, context=self._trust)
        return http.client.HTTPConnection(self._host, self._port, timeout=self._seconds)


@contextmanager
def _until(connection: http.client.HTTPConnection, seconds: float, over: threading.Event) -> Iterator[None]:
    """End a connection when its time is over. A limit for each read alone lets one that drips go on for ever."""

    def end() -> None:
        over.set()
        if connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # It ended by itself at the same moment.

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _reason(error: Exception, over: bool) -> str:
    if over or isinstance(error, TimeoutError):
        return "slow"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "certificate"
    return "broken_receipt" if isinstance(error, http.client.IncompleteRead) else "no_answer"


def _judged(status: int) -> str:
    return STATUSES.get(status) or HUNDREDS.get(status // 100, "server")


def _form(delivery: Delivery, boundary: str) -> bytes:
    """Write the form (RFC 7578): the field ``record``, then each file as ``file``."""
    parts = [("record", RECORD, "application/xml", delivery.record)]
    parts += [("file", one.name, one.media_type, one.data) for one in delivery.files]
    found = bytearray()
    for field, name, media_type, data in parts:
        told = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {media_type}'
        found += f"--{boundary}\r\n{told}\r\n\r\n".encode("ascii") + data + b"\r\n"
    return bytes(found + f"--{boundary}--\r\n".encode("ascii"))
