"""Asking other servers: those that answer, and those that drip, cut, lead astray, or never come to an end."""

import socket
import ssl

import pytest

from kuidocs.services.asking import Answer, NoAnswer, ask
from tests.raw_server import says

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"


def asked(address, **more):
    return ask(address, **({"seconds": 5.0, "most": 1000} | more))


def test_a_whole_answer():
    with says(HEAD + b"Content-Length: 2\r\n\r\nok") as address:
        assert asked(address, data=b"hello", headers={"Accept": "text/plain"}) == Answer(200, "text/plain", b"ok")


@pytest.mark.parametrize("status", [404, 503, 302])
def test_an_error_is_told_and_not_read(status):
    head = f"HTTP/1.1 {status} No\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 5\r\n\r\nhello".encode()
    with says(head) as address:
        assert asked(address) == Answer(status, "", b"")


def test_a_redirect_is_followed_where_that_was_meant():
    with (
        says(HEAD + b"Content-Length: 2\r\n\r\nok") as address,
        says(f"HTTP/1.1 302 No\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n".encode()) as first,
    ):
        assert asked(first, redirects=True).body == b"ok"


@pytest.mark.parametrize(
    ("pieces", "reason"),
    [
        ([HEAD + b"Content-Length: 500\r\n\r\nok"], "cut in the middle"),
        ([HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel"], "IncompleteRead"),
        ([HEAD + b"Content-Length: 1001\r\n\r\n" + b"x" * 1001], "too long"),
        ([HEAD + b"\r\n" + b"x" * 5000], "too long"),
        ([b"SSH-2.0-OpenSSH_9.2\r\n"], "BadStatusLine"),
        ([b""], "RemoteDisconnected"),
        ([HEAD + b"x: y\r\n" * 500 + b"\r\n"], "HTTPException"),
    ],
)
def test_no_whole_answer(pieces, reason):
    with says(*pieces) as address, pytest.raises(NoAnswer, match=reason):
        asked(address)


@pytest.mark.parametrize("pieces", [[HEAD, b"x"], [HEAD + b"\r\n", b"x"], [HEAD, b"a: b\r\n"], [b"H"]])
def test_one_that_drips_is_left(pieces):
    with says(*pieces, drip=True) as address, pytest.raises(NoAnswer, match="too slow"):
        asked(address, seconds=0.3, most=10**9)


def test_one_that_says_nothing_is_left():
    listening = socket.create_server(("127.0.0.1", 0))
    with listening, pytest.raises(NoAnswer):
        asked(f"http://127.0.0.1:{listening.getsockname()[1]}/", seconds=0.3)


def test_one_that_drips_instead_of_beginning_to_encrypt_is_left():
    with says(b"\x16\x03\x03\x40\x00\x02", b"\x00", drip=True) as address, pytest.raises(NoAnswer, match="too slow"):
        asked(address.replace("http:", "https:"), seconds=0.3)


def test_one_that_does_not_encrypt():
    with says(HEAD) as address, pytest.raises(NoAnswer, match=r"URLError|SSL"):
        asked(address.replace("http:", "https:"))
    assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:,x", "http://127.0.0.1:9/", ""])
def test_what_cannot_be_asked(address):
    with pytest.raises(NoAnswer):
        asked(address)
