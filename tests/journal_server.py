"""A journal for tests: a real HTTP server on this machine that keeps what it is given, and can be told to go wrong."""

import hashlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests import factories

HOST, TOKEN = "127.0.0.1", "hemmelig-noegle"
RECEIPT = """<?xml version="1.0" encoding="UTF-8"?>
<receipt xmlns="urn:kuidocs:journal:1"><id>{id}</id><key>{key}</key><sha256>{sha256}</sha256><at>{at}</at></receipt>"""


@dataclass
class Taken:
    """One delivery as it came."""

    key: str
    path: str
    record: bytes
    files: list[tuple[str, str, bytes]]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.files[0][2]).hexdigest()

    def receipt(self, **changed: str) -> bytes:
        """The receipt that is right, unless something in it is changed."""
        told = {"id": f"ESDH-{self.key}", "key": self.key, "sha256": self.sha256, "at": factories.NOW.isoformat()}
        return RECEIPT.format(**(told | changed)).encode()


Answer = tuple[int, bytes]


@dataclass
class JournalServer:
    """What came in, and how the next ones are answered."""

    address: str = ""
    taken: dict[str, Taken] = field(default_factory=dict)
    asked: int = 0
    answer: Callable[[Taken], Answer] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: Callable[[socket.socket], None] | None = None
    """Takes over the line before anything is read."""
    stopping: threading.Event = field(default_factory=threading.Event)

    def take(self, one: Taken) -> Answer:
        self.asked += 1
        if self.answer is not None:
            return self.answer(one)
        first = self.taken.setdefault(one.key, one)
        return (201 if first is one else 200), first.receipt()


def _read(handler: BaseHTTPRequestHandler) -> Taken:
    body, kind = handler.rfile.read(int(handler.headers["Content-Length"])), handler.headers["Content-Type"]
    mail = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP)
    parts = [(part.get_param("name", header="Content-Disposition"), part) for part in mail.iter_parts()]
    (record,) = [part.get_payload(decode=True) for name, part in parts if name == "record"]
    files = [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
        for name, part in parts
        if name == "file"
    ]
    return Taken(handler.headers["Idempotency-Key"], handler.path, record, files)


def _handler(journal: JournalServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def handle(self) -> None:
            if journal.raw is not None:
                journal.raw(self.connection)
            else:
                super().handle()

        def do_POST(self) -> None:
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                status, data = 401, b""
            else:
                status, data = journal.take(_read(self))
            self.send_response(status)
            for name, text in ({"Content-Length": str(len(data))} | journal.headers).items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    return Handler


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a client has gone."""


@contextmanager
def open_journal(trust: ssl.SSLContext | None = None) -> Iterator[JournalServer]:
    """Open a server, encrypted with a certificate where one is given."""
    journal = JournalServer()
    server = _Server((HOST, 0), _handler(journal))
    if trust is not None:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
    journal.address = f"http{'s' if trust else ''}://{HOST}:{server.server_port}/modtag?fra=kuidocs"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield journal
    finally:
        journal.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
