"""A link is looked at on the open web, and never in our own network, whatever name or redirect leads there."""

import http.client
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import pytest

from kuidocs.services.links import GONE, GOOD, REFUSED, UNREACHABLE, WebLinks, web
from kuidocs.services.links.web import addresses, ask, is_public, split

PUBLIC = "93.184.215.14"


def checker(names=None, pages=None):
    """A web of these names and pages; asks are kept."""
    asked = []

    def resolve(host, port):
        found = (names or {}).get(host, [PUBLIC])
        if isinstance(found, Exception):
            raise found
        return found

    def fetch(parts, address, port):
        asked.append((parts.geturl(), address, port))
        found = (pages or {}).get(parts.geturl(), (200, ""))
        if isinstance(found, Exception):
            raise found
        return found

    return WebLinks(resolve, fetch), asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "::7f00:1", "2001:db8::1", "not an address", "",
        "2001:0:0:0:0:0:f5ff:fffe",
    ],
)  # fmt: skip
def test_addresses_that_are_not_on_the_open_web(address):
    assert not is_public(address)
    found, asked = checker({"inde.example": [address]})
    assert found.look("https://inde.example/") == REFUSED
    assert asked == []


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_addresses_that_are(address):
    assert is_public(address)


def test_one_inner_address_among_several_is_enough_to_refuse():
    found, asked = checker({"blandet.example": [PUBLIC, "10.0.0.1"]})

    assert found.look("https://blandet.example/") == REFUSED
    assert asked == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/", "file:///etc/passwd", "javascript:alert(1)", "//a.example/", "https://", "https:///x",
        "http://a.example:8080/", "https://user@a.example/", "https://user:pass@a.example/", "http://a.example:x/",
        "http://a.example/ b", "http://a.example/\r\nHost: b", "http://[::1", "https://a.example/" + "x" * 3000,
        "gopher://a.example/", "http://a.example:443/",
    ],
)  # fmt: skip
def test_addresses_that_are_not_asked(url):
    found, asked = checker()

    assert split(url) is None
    assert found.look(url) == REFUSED
    assert asked == []


@pytest.mark.parametrize("status", [200, 204, 403, 405, 429])
def test_a_page_that_answers_is_good(status):
    found, asked = checker(pages={"https://a.example/": (status, "")})

    assert found.look("https://a.example/") == GOOD
    assert asked == [("https://a.example/", PUBLIC, 443)]


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_page_that_does_not_is_gone(status):
    assert checker(pages={"https://a.example/": (status, "")})[0].look("https://a.example/") == GONE


def test_redirects_are_followed_by_hand_and_asked_the_same():
    pages = {"https://a.example/": (301, "/b"), "https://a.example/b": (302, "https://inde.example/")}
    found, asked = checker({"inde.example": ["127.0.0.1"]}, pages)

    assert found.look("https://a.example/") == REFUSED
    assert [url for url, *_ in asked] == ["https://a.example/", "https://a.example/b"]


@pytest.mark.parametrize("goal", ["http://127.0.0.1/", "http://[::1]/", "file:///etc/passwd", "http://a.example:22/"])
def test_a_redirect_inward_is_refused(goal):
    names = {"127.0.0.1": ["127.0.0.1"], "::1": ["::1"]}
    found, _ = checker(names, {"https://a.example/": (302, goal)})

    assert found.look("https://a.example/") == REFUSED


def test_a_circle_ends():
    found, asked = checker(pages={"https://a.example/": (302, "https://a.example/")})

    assert found.look("https://a.example/") == UNREACHABLE
    assert len(asked) == 5


@pytest.mark.parametrize("error", [OSError("x"), UnicodeError("x")])
def test_a_name_that_is_nobodys(error):
    assert checker({"a.example": error})[0].look("https://a.example/") == UNREACHABLE


@pytest.mark.parametrize("error", [OSError("x"), TimeoutError("x"), ValueError("x")])
def test_a_server_that_does_not_answer(error):
    assert checker(pages={"https://a.example/": error})[0].look("https://a.example/") == UNREACHABLE


def test_a_name_that_changes_its_mind_changes_nothing():
    """The connection goes to the address that was looked at (DNS rebinding)."""
    told = iter([[PUBLIC], ["127.0.0.1"]])
    asked = []
    found = WebLinks(lambda host, port: next(told), lambda parts, address, port: asked.append(address) or (200, ""))

    assert found.look("https://a.example/") == GOOD
    assert asked == [PUBLIC]


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.hosts.append(self.headers["Host"])
        self.send_response(302)
        self.send_header("Location", "/næste")
        self.end_headers()

    def log_message(self, *args):
        pass


def test_one_page_is_asked_for_at_the_address_and_by_its_name():
    server = HTTPServer(("127.0.0.1", 0), Page)
    server.hosts = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        parts = urlsplit("http://navn.example/side?q=1")
        status, location = ask(parts, "127.0.0.1", server.server_port)
    finally:
        server.shutdown()
        server.server_close()

    assert (status, bool(location)) == (302, True)
    assert server.hosts[0].startswith("navn.example")


def test_a_wrong_certificate_is_no_answer(tmp_path):
    server = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=lambda: server.accept()[0].close(), daemon=True).start()

    with pytest.raises(OSError, match=r".*"):
        ask(urlsplit("https://navn.example/"), "127.0.0.1", server.getsockname()[1])
    server.close()


def test_our_own_machine_has_an_address():
    assert "127.0.0.1" in addresses("localhost", 80)
    assert WebLinks().look("http://localhost/") == REFUSED


@pytest.mark.parametrize(
    "host",
    [
        "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[fe80::1]", "[fd00:ec2::254]", "169.254.169.254", "100.100.100.200", "localhost.", "LOCALHOST",
        "\u2460\u2461\u2466.0.0.1", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    ],
)  # fmt: skip
def test_no_way_of_writing_an_inner_address_gets_through(host):
    asked = []

    def fetch(parts, address, port):
        asked.append(address)
        return 200, ""

    assert WebLinks(fetch=fetch).look(f"http://{host}/") in (REFUSED, UNREACHABLE)
    assert asked == []


def test_a_server_that_drips_is_left(monkeypatch):
    monkeypatch.setattr(web, "WHOLE", 0.2)
    server = socket.create_server(("127.0.0.1", 0))
    left = threading.Event()

    def drip():
        line, _ = server.accept()
        with line:
            line.recv(1000)
            line.sendall(b"HTTP/1.")
            # It reads nothing more until we have gone.
            while line.recv(1000):
                continue
            left.set()

    threading.Thread(target=drip, daemon=True).start()
    try:
        with pytest.raises((OSError, http.client.HTTPException)):
            ask(urlsplit("http://a.example/"), "127.0.0.1", server.getsockname()[1])
        assert left.wait(10)
    finally:
        server.close()


def test_what_has_ended_is_not_ended_again():
    connection = web._Pinned("a.example", "127.0.0.1", 80, secure=False)
    connection.cut()
    with socket.socket() as unconnected:
        connection.sock = unconnected
        connection.cut()
    connection.sock = None
