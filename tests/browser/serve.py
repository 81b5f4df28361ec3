"""Serve an ini file on a free port, or a given one, and print it; ends on SIGTERM as the product does."""

import sys

import waitress
from pyramid.paster import get_app


def main(ini: str, port: str = "0") -> None:
    """Serve until asked to stop."""
    server = waitress.create_server(get_app(ini), listen=f"127.0.0.1:{port}", threads=4)
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
