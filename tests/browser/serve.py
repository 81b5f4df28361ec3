"""Serve an ini file on a free port and print the port; ends on SIGTERM as the product does. For live_server."""

import sys

import waitress
from pyramid.paster import get_app


def main(ini: str) -> None:
    """Serve until asked to stop."""
    server = waitress.create_server(get_app(ini), listen="127.0.0.1:0", threads=4)
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main(sys.argv[1])
