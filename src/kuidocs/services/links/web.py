"""Looking at links over HTTP, without being led into the own network.

Every name is resolved here, once; every address that it has must be on the open internet; and the connection goes to
the address that was looked at, not to the name again, so a name that changes its mind (DNS rebinding) changes nothing.
Redirects are followed by hand, and each goes the same way.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urljoin, urlsplit

from .api import GONE, GOOD, REFUSED, UNREACHABLE, LinkChecker

PORTS = {"http": 80, "https": 443}
SECONDS, MOST_REDIRECTS, LONGEST = 5.0, 4, 2000
WHOLE = 15.0
"""How long one page may take in all: a limit for each read alone lets a server that drips hold us for ever."""
TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
"""IPv6 addresses that a translator turns into IPv4 ones."""
AGENT = "kuidocs-linkcheck"
Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
Fetch = Callable[[SplitResult, str, int], tuple[int, str]]


class WebLinks(LinkChecker):
    """Asks the web. ``resolve`` and ``fetch`` stand for the network."""

    def __init__(self, resolve: Resolve | None = None, fetch: Fetch | None = None) -> None:
        self.resolve, self.fetch = resolve or addresses, fetch or ask

    def look(self, url: str) -> str:
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._once(url)
            if isinstance(answer, str):
                return answer
            status, url = answer
            if not url:
                return GOOD if status < 400 or status in (401, 403, 405, 429) else GONE
        return UNREACHABLE

    def _once(self, url: str) -> str | tuple[int, str]:
        """Ask once: what is found, or the status with where to go on."""
        parts = split(url)
        if parts is None:
            return REFUSED
        port = PORTS[parts.scheme]
        try:
            found = self.resolve(parts.hostname or "", port)
        except (OSError, UnicodeError):
            return UNREACHABLE
        if not found or not all(map(is_public, found)):
            return REFUSED
        try:
            status, location = self.fetch(parts, found[0], port)
        except (OSError, http.client.HTTPException, ValueError):
            return UNREACHABLE
        return status, urljoin(url, location) if location and status in (301, 302, 303, 307, 308) else ""


def split(url: str) -> SplitResult | None:
    """Take an address apart; None for what is not plain http or https on its own port, without a user."""
    if len(url) > LONGEST or any(ord(letter) < 33 or ord(letter) == 127 for letter in url):
        return None
    try:
        parts = urlsplit(url)
        plain = parts.scheme in PORTS and bool(parts.hostname) and "@" not in parts.netloc
        return parts if plain and parts.port in (None, PORTS[parts.scheme]) else None
    except ValueError:
        return None


def is_public(text: str) -> bool:
    """Tell whether an address is on the open internet, also when it wraps another one."""
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_open(one) for one in _unwrapped(found))


def _open(found: Address) -> bool:
    return found.is_global and not found.is_multicast and not found.is_reserved


def _unwrapped(found: Address) -> list[Address]:
    """List an address and the IPv4 addresses inside it: mapped, 6to4, Teredo, translated."""
    if isinstance(found, IPv4Address):
        return [found]
    if found.ipv4_mapped is not None:
        return [found.ipv4_mapped]
    inside: list[Address] = [found]
    if found.sixtofour is not None:
        inside.append(found.sixtofour)
    if found.teredo is not None:
        inside += found.teredo
    if any(found in network for network in TRANSLATED) or int(found) >> 32 == 0:
        inside.append(IPv4Address(int(found) & 0xFFFFFFFF))
    return inside


def addresses(host: str, port: int) -> list[str]:
    """Resolve a name: every address that it has."""
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def ask(parts: SplitResult, address: str, port: int) -> tuple[int, str]:
    """Ask one address for one page: status, and where it sends us. The certificate must be that of the name."""
    host = parts.hostname or ""
    connection = _Pinned(host, address, port, secure=parts.scheme == "https")
    timer = threading.Timer(WHOLE, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": AGENT, "Accept": "text/html,*/*", "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""
    finally:
        timer.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection for a name that goes to one address."""

    def __init__(self, host: str, address: str, port: int, *, secure: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.address, self.secure = address, secure

    def connect(self) -> None:
        """Connect to the address; a proxy of the environment is not asked."""
        plain = socket.create_connection((self.address, self.port), SECONDS)
        self.sock = plain
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """End it, whatever it waits for; one that has ended by itself meanwhile cannot be ended again."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
