"""A server that says what a test tells it, byte for byte, to whoever comes first."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def says(*pieces: bytes, drip: bool = False, first: bool = False) -> Iterator[str]:
    """Serve one connection with these bytes; with ``drip`` the last of them for ever, with ``first`` unasked."""
    ending = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def talk(line: socket.socket) -> None:
        if not first:
            line.recv(65536)
        for piece in pieces:
            line.sendall(piece)
        while drip and not ending.wait(0.02):
            line.sendall(pieces[-1])

    def serve() -> None:
        line, _ = listening.accept()
        with line:
            try:
                talk(line)
            except OSError:
                return  # Who asked has left.

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/x"
    finally:
        ending.set()
        thread.join(10)
        listening.close()
