"""The client of a signing server before the simulator over real HTTP, and before servers that answer otherwise."""

import threading
from urllib.error import HTTPError
from urllib.request import urlopen
from wsgiref.simple_server import make_server

import pytest

from kuidocs.config import SettingsError
from kuidocs.services.signing import Citizen, HttpSigningServer, NotFinished, SigningUnavailable, http
from kuidocs.services.signing import simulator as sim
from tests import web
from tests.hostile_files import pdf
from tests.services.seal.authority import Quiet

SECRET = b"hemmelig"


@pytest.fixture
def serving():
    """Serve WSGI applications; each gets an address."""
    servers = []

    def serve(application):
        servers.append(make_server("127.0.0.1", 0, application, handler_class=Quiet))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/sign"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def answering(status, body=b"", **headers):
    def application(environ, start):
        start(status, [("Content-Length", str(len(body))), *headers.items()])
        return [body]

    return application


def cut(body):
    """Say that there is more than comes."""

    def application(environ, start):
        start("200 OK", [("Content-Length", str(len(body) + 100))])
        return [body]

    return application


def test_a_signed_file_that_is_cut_in_the_middle_is_no_file(serving):
    """Neither taken nor kept; the citizen is told that MitID does not answer, not that it is signed wrongly."""
    server = HttpSigningServer(serving(cut(pdf()[:200])), SECRET)

    for _ in range(2):
        with pytest.raises(SigningUnavailable, match="Intet er gået tabt"):
            server.signed("0123456789abcdef")


def post(address, **fields):
    from urllib.parse import urlencode

    try:
        with urlopen(address, urlencode(fields).encode()) as answer:
            return answer.url
    except HTTPError as error:
        error.close()
        return error.url


def test_identity_and_signature_by_the_simulator(serving):
    address = serving(sim.Simulator(SECRET))
    server, another = HttpSigningServer(address, SECRET), HttpSigningServer(address, SECRET)
    offered = serving(answering("200 OK", pdf(), Content_Type="application/pdf"))
    back = serving(answering("204 No Content"))

    errand = server.begin()
    with pytest.raises(NotFinished):
        server.citizen(errand)
    post(server.identify_address(errand, back), navn="Ida Holm", dag="1980-01-01")
    assert server.citizen(errand) == Citizen("Ida Holm", "1980-01-01", "simuleret")
    with pytest.raises(NotFinished):
        another.citizen(errand)

    second = server.begin()
    # Who says no name is asked once more.
    post(server.sign_address(second, offered, back), navn=" ")
    with pytest.raises(NotFinished):
        server.signed(second)
    post(server.sign_address(second, offered, back), navn="Ida Holm")
    assert server.signed(second).startswith(pdf())
    with pytest.raises(NotFinished):
        another.signed(second)


def test_what_was_handed_over_once_is_there_when_the_request_is_made_again(serving):
    address = serving(sim.Simulator(SECRET))
    server, offered = HttpSigningServer(address, SECRET), serving(answering("200 OK", pdf()))
    errand = server.begin()
    post(server.identify_address(errand, offered), navn="Ida Holm", dag="1980-01-01")
    post(server.sign_address(errand, offered, offered), navn="Ida Holm")

    assert server.citizen(errand) == server.citizen(errand)
    assert server.signed(errand) == server.signed(errand)


def test_not_more_is_kept_than_there_is_room_for():
    kept = http._Kept(most=10)
    for number in range(4):
        kept.put("download", str(number), b"12345")

    assert [kept.get("download", str(number)) for number in range(4)] == [None, None, b"12345", b"12345"]
    assert kept.put("download", "large", b"x" * 11) == b"x" * 11
    assert kept.get("download", "large") is None


def test_who_does_not_know_the_secret_orders_nothing(serving):
    address = serving(sim.Simulator(SECRET))

    with pytest.raises(SigningUnavailable):
        HttpSigningServer(address, b"another").begin()
    with pytest.raises(SigningUnavailable):
        HttpSigningServer(address, SECRET).citizen("0" * 32)


@pytest.mark.parametrize(
    "application",
    [
        answering("500 Internal Server Error"),
        answering("200 OK", b"no json"),
        answering("200 OK", b"[]"),
        answering("200 OK", b'{"cid": 7}'),
        answering("200 OK", b"<!doctype html><title>Log ind</title>", Content_Type="text/html"),
        answering("200 OK", b"[" * 90_000),
        answering("200 OK", b'{"cid": ' + b"7" * 5_000 + b"}"),
        answering("200 OK", b'{"cid": "' + b"x" * 200_000 + b'"}'),
        cut(b'{"cid": "0123456789abcdef"}'),
        cut(b'{"cid": "012345'),
        answering("200 OK", b'{"cid": "../../etc/passwd"}'),
        answering("200 OK", b'{"cid": ""}'),
        answering("200 OK", b"\xff\xfe"),
        answering("302 Found", b"", Location="http://127.0.0.1:9/"),
    ],
)
def test_a_server_that_does_not_answer_as_agreed(serving, application):
    with pytest.raises(SigningUnavailable, match="Intet er gået tabt"):
        HttpSigningServer(serving(application), SECRET).begin()


@pytest.mark.parametrize("body", [b"{}", b'{"name": ""}', b'{"name": ["x"]}', b'{"name": "' + b"x" * 500 + b'"}'])
def test_an_identity_that_is_none(serving, body):
    with pytest.raises(SigningUnavailable):
        HttpSigningServer(serving(answering("200 OK", body)), SECRET).citizen("x")


def test_a_server_that_is_not_there():
    with pytest.raises(SigningUnavailable):
        HttpSigningServer("http://127.0.0.1:9/sign", SECRET, seconds=2).begin()


def test_the_simulator_is_not_for_real_people(tmp_path):
    for given in ({"signing_server": "http://example.com:80/x"}, {"signing_server": "http://127.0.0.1/x"}):
        with pytest.raises(SettingsError):
            sim.serve(web.settings(tmp_path, **given))


def test_what_was_signed_under_an_older_root_is_still_known(tmp_path):
    secret, trust = tmp_path / "new" / "secret", tmp_path / "trust.pem"
    first, second = sim.prepare(secret, trust), sim.prepare(secret, trust)

    assert first.secret == second.secret
    assert trust.read_bytes() == first.root.pem() + second.root.pem()
    assert secret.stat().st_mode & 0o077 == 0
