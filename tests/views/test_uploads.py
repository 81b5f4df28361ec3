"""Bodies that are longer than a page takes: no more of them is read, and nothing that was typed is lost."""

import dataclasses

import pytest
from transaction.interfaces import TransientError
from webob import Request

from kuidocs.usecases import attaching
from kuidocs.views.uploads import typed_fields
from tests.views.attaching import DRAWING, PAGE, fill, kept, text
from tests.web import CASE


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


def test_a_file_whose_request_lost_a_conflict_is_whole_when_it_is_made_again(jonas, monkeypatch):
    tries, stored = [], attaching._stored

    def loses_once(*args):
        tries.append(args)
        if len(tries) == 1:
            raise TransientError
        return stored(*args)

    monkeypatch.setattr(attaching, "_stored", loses_once)

    fill(jonas.browser, ("a.txt", "Kære Freja".encode())).submit(status=303)

    with jonas.system.reading() as root:
        (one,) = root.sager[CASE.rpartition("/")[2]].bilag.values()
        assert one.bytes() == "Kære Freja".encode()
    assert len(tries) == 2


class TestTooLong:
    @pytest.fixture
    def small(self, jonas, monkeypatch):
        jonas.system.settings = dataclasses.replace(jonas.system.settings, attachment_mb=1)
        return jonas

    def test_one_file_is_too_large(self, small):
        page = fill(small.browser, ("a.txt", b"x" * 1_000_001)).submit(status=422)

        assert "Filen fylder 1 MB. En fil må højst fylde 1 MB." in text(page)

    def test_of_a_body_that_is_too_long_the_typed_fields_are_kept(self, small):
        page = fill(small.browser, ("a.txt", b"x" * 7_000_000), titel="Brevet ✉").submit(status=413)

        assert "Det, du sendte, er for stort." in text(page)
        assert page.forms["laeg-ind"]["titel"].value == "Brevet ✉"
        assert page.forms["laeg-ind"]["slags"].value == "young_work"
        assert kept(small) == []

    def test_also_when_its_length_was_not_told(self, small):
        body, kind = _body(small.browser.token(), b"x" * 7_000_000)
        read = Pieces(body)

        answer = _send(small.browser, read, kind)

        assert answer.status_int == 413
        assert "Det, du sendte, er for stort." in answer.text
        assert 'value="Brevet"' in answer.text
        assert read.given < 6_100_000, "what is too long is not read to its end"

    def test_what_is_short_enough_may_come_in_pieces(self, small):
        body, kind = _body(small.browser.token(), b"hej")

        assert _send(small.browser, Pieces(body), kind).status_int == 303
        assert len(kept(small)) == 1

    def test_who_is_not_logged_in_gets_the_typed_fields_back(self, site):
        answer = site.browser.post(
            PAGE, {"titel": "Brevet"}, upload_files=[("fil", "a.txt", b"x" * 45_000_000)], status=403
        )

        assert answer.html.find("input", {"name": "titel"})["value"] == "Brevet"

    def test_other_pages_take_no_files(self, small):
        token = small.browser.token()
        files = [("fil", "a.txt", b"x" * 4_100_000)]

        small.browser.post(f"{CASE}/opgaver", {"csrf_token": token}, upload_files=files, status=413)

    def test_a_script_is_answered_in_its_own_way(self, small):
        form = fill(small.browser, ("a.txt", b"x" * 7_000_000))

        answer = form.submit(headers={"Accept": "application/json"}, status=422)

        assert "for stort" in answer.json["text"]


class Pieces:
    """A body that says of itself only when it ends."""

    def __init__(self, body):
        self.body, self.given = body, 0

    def read(self, most=-1):
        assert most > 0
        piece = self.body[self.given : self.given + min(most, 50_000)]
        self.given += len(piece)
        return piece


def _body(token, data):
    fields = {"csrf_token": token, "titel": "Brevet"} | DRAWING
    parts = [f'--zz\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    head = '--zz\r\nContent-Disposition: form-data; name="fil"; filename="a.txt"\r\n\r\n'
    return "".join([*parts, head]).encode() + data + b"\r\n--zz--\r\n", "multipart/form-data; boundary=zz"


def _send(browser, stream, kind):
    request = Request.blank(PAGE, method="POST", headers={"Content-Type": kind})
    request.environ |= {"wsgi.input": stream, "wsgi.input_terminated": True, "REMOTE_ADDR": "127.0.0.1"}
    request.environ.pop("CONTENT_LENGTH", None)
    request.environ["webob.is_body_seekable"] = False
    request.environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return request.get_response(browser.app)


@pytest.mark.parametrize(
    ("body", "kind", "found"),
    [
        (b"a=1", "application/x-www-form-urlencoded", []),
        (b"--zz", "multipart/form-data", []),
        (
            b'--zz\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--zz',
            'multipart/form-data; boundary="zz"',
            [("a", "1")],
        ),
        (
            b'--zz\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--zz',
            "multipart/form-data; boundary=zz",
            [],
        ),
        (b'--zz\r\nContent-Disposition: form-data; name="a"\r\n\r\ncut off', "multipart/form-data; boundary=zz", []),
        (
            b'--zz\r\nContent-Disposition: form-data; name="a"; filename*=x\r\n\r\n1\r\n--zz',
            "multipart/form-data; boundary=zz",
            [],
        ),
        (b"--zz\r\nContent-Disposition: form-data\r\n\r\n1\r\n--zz", "multipart/form-data; boundary=zz", []),
        (b"--zz no end of its head --zz", "multipart/form-data; boundary=zz", []),
    ],
)
def test_what_was_typed_is_taken_out_of_the_beginning(body, kind, found):
    assert typed_fields(body, kind) == found
