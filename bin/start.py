"""Answer what bin/run asks: is the port free, what is the demo password, who can log in."""

import json
import os
import socket
import sys
from pathlib import Path

import plaster

HERE = Path(__file__).parents[1]
STAFF = HERE / "src/kuidocs/demo_data/organisation.json"
IN_USE = """
kuidocs: {host}:{port} is in use by another program, perhaps by kuidocs itself.
Stop that one, or write another port in development.ini (listen, and kuidocs.base_url to match)."""


def settings(section: str) -> dict[str, str]:
    """Read one section of development.ini."""
    return plaster.get_settings(str(HERE / "development.ini"), section)


def address() -> tuple[str, int]:
    """Where the server will listen."""
    host, _, port = settings("server:main")["listen"].rpartition(":")
    return host, int(port)


def port() -> None:
    """Stop with a sentence when something else listens there."""
    host, number = address()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError:
            sys.exit(IN_USE.format(host=host, port=number))


def password() -> None:
    """Print the password that all demo users have."""
    print(_password())


def _password() -> str:
    return os.environ.get("KUIDOCS_DEMO_PASSWORD") or settings("app:main")["kuidocs.demo_password"]


def users() -> None:
    """Print the address, the users of the demonstration municipality and their password."""
    host, number = address()
    print("\nLog in as one of these:")
    for person in json.loads(STAFF.read_text(encoding="utf-8"))["staff"]:
        print(f"  {person['user_id']:<12} {person['name']}, {person['title']}, {person['department']}")
    print("  signe.lykke@klynge  Signe Overgaard Lykke, coordinator of a cluster of general practitioners")
    print(f"\nThe password of all of them: {_password()}\nOpen http://{host}:{number} (Ctrl-C stops)\n", flush=True)


if __name__ == "__main__":
    {"port": port, "password": password, "users": users}[sys.argv[1]]()
