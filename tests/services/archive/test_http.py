"""The journal as a server, against a real one that goes wrong in every way."""

import ssl
import time

import pytest

from kuidocs.services.archive import ArchiveError, HttpArchive, open_archive
from kuidocs.services.archive.http import MOST_TO_SEND
from tests import factories
from tests.contracts.archive_contract import PDF, ArchiveContract, delivery
from tests.journal_server import HOST, TOKEN, open_journal
from tests.post_office import free_port, make_certificate


@pytest.fixture
def journal():
    with open_journal() as opened:
        yield opened


@pytest.fixture
def archive(journal):
    return open_archive(journal.address, TOKEN, factories.clock())


def refusal(archive, one=None):
    with pytest.raises(ArchiveError) as refused:
        archive.deliver(one or delivery())
    assert TOKEN not in str(refused.value)
    return refused.value.code, refused.value.permanent


class TestHttp(ArchiveContract):
    @pytest.fixture
    def archive(self, archive):
        return archive

    @pytest.fixture
    def arrived(self, journal):
        return lambda: {
            key: {name: data for name, _, data in one.files} | {"record.xml": one.record}
            for key, one in journal.taken.items()
        }


def test_what_is_sent(archive, journal):
    receipt = archive.deliver(delivery())

    (one,) = journal.taken.values()
    assert (one.path, receipt.id, receipt.at) == ("/modtag?fra=kuidocs", "ESDH-abcd-1-1", factories.NOW)
    assert [(name, kind) for name, kind, _ in one.files] == [
        ("FLK-2026-0001-D01-v1.pdf", "application/pdf"),
        ("FLK-2026-0001-D01-v1-1-brev.png", "image/png"),
    ]


def test_on_an_encrypted_line_to_a_server_that_is_known(tmp_path):
    context, file = make_certificate(tmp_path)
    with open_journal(context) as journal:
        trusting = HttpArchive(journal.address, TOKEN, trust=ssl.create_default_context(cafile=file))
        assert trusting.deliver(delivery()).id == "ESDH-abcd-1-1"
        assert refusal(HttpArchive(journal.address, TOKEN)) == ("certificate", False)
        assert len(journal.taken) == 1


@pytest.mark.parametrize(
    ("status", "code", "permanent"),
    [
        (500, "server", False),
        (503, "server", False),
        (599, "server", False),
        (429, "busy", False),
        (408, "busy", False),
        (403, "token", True),
        (413, "too_large", True),
        (400, "not_taken", True),
        (404, "not_taken", True),
        (409, "not_taken", True),
        (202, "broken_receipt", False),
        (204, "broken_receipt", False),
    ],
)
def test_each_answer_is_judged(archive, journal, status, code, permanent):
    journal.answer = lambda one: (status, b"" if status == 204 else one.receipt())

    assert refusal(archive) == (code, permanent)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_is_sent_to_another_address(archive, journal, status):
    with open_journal() as other:
        journal.headers = {"Location": other.address}
        journal.answer = lambda one: (status, b"")

        assert refusal(archive) == ("moved", True)
        assert (journal.asked, other.asked) == (1, 0)


def test_a_wrong_token(journal):
    assert refusal(HttpArchive(journal.address, "forkert")) == ("token", True)
    assert journal.taken == {}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"key": "anden-1-1"}, "wrong_receipt"),
        ({"sha256": "0" * 64}, "wrong_receipt"),
        ({"id": ""}, "broken_receipt"),
        ({"at": "i går"}, "broken_receipt"),
    ],
)
def test_a_receipt_for_something_else_is_none(archive, journal, changed, code):
    journal.answer = lambda one: (200, one.receipt(**changed))

    assert refusal(archive)[0] == code


@pytest.mark.parametrize("answer", [b"", b"OK", b"<html><body>Log ind</body></html>", b"\xff\xfe\x00", b"<receipt"])
def test_an_answer_that_is_no_receipt(archive, journal, answer):
    journal.answer = lambda one: (200, answer)

    assert refusal(archive) == ("broken_receipt", False)


def test_an_answer_without_end_is_cut_off(archive, journal):
    journal.answer = lambda one: (200, one.receipt() + b" " * 1_000_000)

    assert refusal(archive) == ("broken_receipt", False)


def test_an_answer_that_is_cut_off(archive, journal):
    journal.headers = {"Content-Length": "4000"}
    journal.answer = lambda one: (200, one.receipt()[:100])

    assert refusal(archive)[0] == "broken_receipt"


def test_nobody_is_there():
    assert refusal(HttpArchive(f"http://{HOST}:{free_port()}/", TOKEN)) == ("no_answer", False)


def test_a_line_that_is_put_down(archive, journal):
    journal.raw = lambda line: line.close()

    assert refusal(archive) == ("no_answer", False)


def test_something_that_does_not_speak_http(archive, journal):
    journal.raw = lambda line: line.sendall(b"220 smtp.example ESMTP\r\n" * 10)

    assert refusal(archive)[0] == "no_answer"


def silent(journal):
    journal.raw = lambda line: journal.stopping.wait()


def drips_headers(journal):
    def drip(line):
        line.recv(1_000_000)
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        while not journal.stopping.wait(0.02):
            line.sendall(b"X: y\r\n")

    journal.raw = drip


def drips_the_answer(journal):
    def drip(line):
        line.recv(1_000_000)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")
        while not journal.stopping.wait(0.02):
            line.sendall(b" ")

    journal.raw = drip


@pytest.mark.parametrize("slow", [silent, drips_the_answer])
def test_a_server_that_is_slow_is_left_when_the_time_is_over(journal, slow):
    slow(journal)

    assert refusal(HttpArchive(journal.address, TOKEN, seconds=0.3)) == ("slow", False)


def test_headers_without_end(journal):
    drips_headers(journal)

    assert refusal(HttpArchive(journal.address, TOKEN, seconds=0.3))[0] in ("slow", "no_answer")


def test_a_server_that_did_not_answer_is_left_alone_for_a_while(journal):
    journal.raw = lambda line: line.close()
    archive = HttpArchive(journal.address, TOKEN, quiet=3600)
    assert refusal(archive)[0] == "no_answer"
    journal.raw = None

    assert refusal(archive)[0] == "no_answer"
    assert journal.asked == 0


def test_and_is_asked_again_after_it(journal):
    journal.raw = lambda line: line.close()
    archive = HttpArchive(journal.address, TOKEN, quiet=0)
    assert refusal(archive)[0] == "no_answer"
    journal.raw = None

    assert archive.deliver(delivery()).id


def test_a_refusal_is_an_answer_and_makes_no_pause(journal):
    archive = HttpArchive(journal.address, TOKEN, quiet=3600)
    journal.answer = lambda one: (500, b"")
    assert refusal(archive)[0] == "server"
    journal.answer = None

    assert archive.deliver(delivery()).id


def test_what_is_too_large_is_not_sent(archive, journal):
    assert refusal(archive, delivery(pdf=bytes(MOST_TO_SEND))) == ("too_large", True)
    assert journal.asked == 0


def test_an_answer_before_everything_was_read(archive, journal):
    def full(line):
        line.sendall(b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        line.shutdown(1)
        while line.recv(65536):
            pass

    journal.raw = full

    assert refusal(archive, delivery(pdf=PDF * 500)) == ("too_large", True)


def test_proxies_and_passwords_of_the_machine_are_not_followed(archive, journal, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text(f"machine {HOST} login ond password ond")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://{HOST}:{free_port()}")

    assert archive.deliver(delivery()).id


def test_the_time_is_not_waited_out_when_all_goes_well(archive):
    before = time.monotonic()

    archive.deliver(delivery())

    assert time.monotonic() - before < 30
