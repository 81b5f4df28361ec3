"""Reaching for other people's papers by every way but the door: addresses that nobody links to, tricks of paths and
methods, searches, feeds and what browsers keep. Who may not know of the case learns nothing by any of them."""

import re
from urllib.parse import quote

import pytest

from kuidocs.security.sessions import CSRF
from tests import web
from tests.security.matrix import town
from tests.security.matrix.cast import BY_WORD
from tests.security.matrix.test_permissions import things
from tests.security.matrix.test_views import READS, TOKEN, address, words  # noqa: F401 - pytest finds the fixture here
from tests.views.asking import ask, calm

STRANGERS = ("coordinator-elsewhere", "covered-not-involved", "kept-out", "administrator")
SAID = (*town.SECRETS, "Freja", "Lundsgaard", "Ida Holm", "Hesten")
"""What no stranger may read anywhere."""


def enter(system, word):
    """Begin a session without the form."""
    browser = web.serve(system)
    browser.reset()
    browser.set_cookie("kuidocs", system.state.sessions.create(BY_WORD[word].user_id, {CSRF: TOKEN}))
    return browser


def nothing_said(answer, *more):
    """Demand that an answer has no word of the case."""
    calm(answer)
    body = answer.text if answer.content_type.startswith("text") else answer.body.decode("latin-1")
    assert not [word for word in (*SAID, *more) if word in body], (
        answer.request.path if hasattr(answer, "request") else ""
    )
    assert answer.content_type != "application/pdf"
    assert town.SEALED not in answer.body


@pytest.fixture
def papers(system):
    """The ids and labels of everything in Freja's case."""
    with system.reading() as root:
        case = root.sager[town.CASE]
        return {
            "labels": [paper.label for paper in case.dokumenter.values()],
            "ids": [paper.id for paper in case.dokumenter.values()] + [case.id, *(m.id for m in case.moeder.values())],
            "plan": things(root)["plan"].label,
            "notice": things(root)["notice"].id,
        }


@pytest.mark.parametrize("word", STRANGERS)
class TestStrangers:
    def test_guess_every_label_and_id(self, system, word, papers):
        browser, here = enter(system, word), f"/sager/{town.CASE}/dokumenter"
        for name in (*papers["labels"], *papers["ids"], f"{town.CASE}-D99"):
            for end in ("/", "/udkast", "/versioner/1", "/versioner/1.pdf", "/indkaldelse"):
                answer = browser.get(f"{here}/{name}{end}", status=404)
                nothing_said(answer, town.CASE)
        for name in ("a" * 16, "b" * 16, "c" * 16, "d" * 16):
            nothing_said(browser.get(f"/sager/{town.CASE}/bilag/{name}", status=404), town.CASE)

    def test_reach_it_through_another_case(self, system, word, papers):
        """A label of one case is no address in another, not even in one's own."""
        browser = enter(system, word)
        for number in (town.OTHER, town.CLOSED):
            for name in (*papers["labels"], *papers["ids"]):
                nothing_said(browser.get(f"/sager/{number}/dokumenter/{name}/versioner/1", status=404), town.CASE)
            nothing_said(browser.get(f"/sager/{number}/bilag/{'a' * 16}", status=404))
            nothing_said(browser.get(f"/sager/{number}/spor/goal-health", status=404))

    @pytest.mark.parametrize(
        "path",
        [
            "//sager//{case}//",
            "/sager/./{case}/",
            "/sager/{other}/../{case}/",
            "/min-dag/../sager/{case}/",
            "/static/../sager/{case}/",
            "/sager/{case}/%2e%2e/{case}/",
            "/sager/{lower}/",
            "/SAGER/{case}/",
            "/sager/{case};jsessionid=x/",
            "/sager/{case}%20/",
            "/sager/{case}\x00/",
            "/sager/{wide}/",
            "/sager/{case}\u200b/",
            "/sager/{case}/@@overblik",
            "/sager/{case}/dokumenter/{plan}/@@udkast",
            "/sager/{case}/dokumenter/{plan}/versioner/1.pdf/",
            "/sager/{case}/dokumenter/{plan}/versioner/1.PDF",
            "/sager/{case}/dokumenter/{plan}/versioner/01",
            "/sager/{case}/dokumenter/{plan}/versioner/1-1",
            "/sager/{case}/dokumenter/{plan}/versioner/1-1.pdf",
            "/sager/{case}/dokumenter/{plan}/versioner/1/sammenlign",
            "/sager/{case}/dokumenter/{plan}/versioner/1.json",
            "/sager/{case}/dokumenter/{plan}/data.json",
            "/sager/{case}/person",
            "/sager/{case}/dokumenter/{plan}/log",
            "/admin/../sager/{case}/moeder/1/",
            "/medarbejdere/jonas/../../sager/{case}/",
            "/kalender/../sager/{case}/",
        ],
    )
    def test_bend_the_path(self, system, word, papers, path):
        wide = "".join(chr(ord(letter) + 0xFEE0) for letter in town.CASE)
        told = {
            "case": town.CASE,
            "other": town.OTHER,
            "lower": town.CASE.lower(),
            "wide": wide,
            "plan": papers["plan"],
        }
        browser = enter(system, word)

        answer = ask(browser, path=path.format(**told))

        nothing_said(answer)
        assert answer.status_int in (303, 404)
        assert town.CASE not in answer.headers.get("Location", "")

    @pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "COPY"])
    def test_ask_by_another_method(self, system, word, papers, method):
        browser, before = enter(system, word), system.db.lastTransaction()
        for path in (f"/sager/{town.CASE}/", f"/sager/{town.CASE}/dokumenter/{papers['plan']}/versioner/1.pdf"):
            answer = ask(browser, method, path)
            nothing_said(answer)
            assert answer.status_int == 404
            assert "Allow" not in answer.headers
        assert system.db.lastTransaction() == before

    @pytest.mark.parametrize(
        "headers",
        [
            {"HTTP_RANGE": "bytes=0-99"},
            {"HTTP_RANGE": "bytes=-1"},
            {"HTTP_IF_NONE_MATCH": "*"},
            {"HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT"},
            {"HTTP_IF_RANGE": '"x"', "HTTP_RANGE": "bytes=0-99"},
            {"HTTP_X_HTTP_METHOD_OVERRIDE": "GET"},
            {"HTTP_X_ORIGINAL_URL": f"/sager/{town.CASE}/"},
            {"HTTP_X_REWRITE_URL": f"/sager/{town.CASE}/"},
            {"HTTP_X_FORWARDED_USER": "jonas", "REMOTE_USER": "jonas", "HTTP_REMOTE_USER": "jonas"},
            {"HTTP_AUTHORIZATION": "Basic am9uYXM6ZW4gZ29kIGxhbmcgYWRnYW5nc2tvZGU="},
            {"HTTP_ACCEPT": "application/json"},
            {"HTTP_REFERER": f"http://localhost/sager/{town.CASE}/"},
        ],
    )
    def test_send_what_a_proxy_or_a_browser_would(self, system, word, papers, headers):
        browser = enter(system, word)
        for path in (f"/sager/{town.CASE}/", f"/sager/{town.CASE}/dokumenter/{papers['plan']}/versioner/1.pdf"):
            answer = ask(browser, path=path, **headers)
            nothing_said(answer, town.CASE)
            assert answer.status_int == 404

    def test_search(self, system, word):
        browser = enter(system, word)
        for said in (*town.SECRETS, "Freja", "Lundsgaard", town.CASE, "mor*", "%", "_", "Sove natten"):
            for query in ("", "&type=document", "&type=task", "&sorter=ny", "&forsinket=1", "&ansvarlig=jonas"):
                page = browser.get(f"/soeg?q={quote(said)}{query}")
                shown = page.html.main.get_text(" ").replace(said, "")
                assert not [one for one in (*SAID, town.CASE) if one in shown and one not in said]
                assert f"/sager/{town.CASE}" not in page
                assert "<mark" not in page

    def test_lists_feeds_and_days(self, system, word, papers):
        browser = enter(system, word)
        for path in (
            "/min-dag",
            "/sager/",
            "/sager/?q=freja",
            "/arbejdsliste",
            "/kalender?maaned=2026-12",
            "/statistik",
        ):
            answer = browser.get(path, expect_errors=True)
            nothing_said(answer, town.CASE)
        browser.get(f"/indkaldelse/{papers['notice']}", status=404)
        browser.get("/kalender/" + "a" * 40 + ".ics", status=404)


def test_in_the_case_but_not_at_the_meeting_its_words_are_nowhere(system):
    """Eva is there for another meeting: neither case, meeting, tasks, search nor trace tell what these minutes say."""
    browser = enter(system, "ad-hoc-before")
    secrets = [one for one in town.SECRETS if one != "Fyraften"]  # That is on her own agenda too.
    for path in (
        "",
        "moeder/",
        "moeder/1/",
        "moeder/2/",
        "moeder/4/",
        "opgaver",
        "personer",
        "frister",
        "samtykke",
        "bilag/",
    ):
        answer = browser.get(f"/sager/{town.CASE}/{path}", expect_errors=True)
        assert not [word for word in secrets if word in answer.text], path
    for word in secrets:
        assert f"/sager/{town.CASE}/dokumenter" not in browser.get(f"/soeg?q={quote(word)}")
    for rid in ("decision-1", "goal-health", "effort-school"):
        browser.get(f"/sager/{town.CASE}/spor/{rid}", status=404)
    for path in ("moeder/1/dagsorden", "moeder/1/svar", "moeder/2/hvem-goer-hvad"):
        browser.get(f"/sager/{town.CASE}/{path}", status=403)


def test_a_department_outside_the_consent_finds_no_word_of_the_plan(system):
    browser = enter(system, "primary-not-covered")
    for path in ("", "opgaver", "moeder/1/", "overblik", "personer", "frister"):
        answer = browser.get(f"/sager/{town.CASE}/{path}", expect_errors=True)
        if path != "overblik":  # The copy for the young person is given by whoever writes in the case (R9).
            assert not [word for word in town.SECRETS if word in answer.text], path
    for word in town.SECRETS:
        assert "<mark" not in browser.get(f"/soeg?q={quote(word)}")


WHO = ("plan-coordinator", "auditor", "administrator", "primary-not-covered", "colleague", "nobody")
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def careful(answer):
    """Demand that browser and proxies keep nothing, tell nobody and run nothing."""
    headers = answer.headers
    for name, value in ALWAYS.items():
        assert headers[name] == value
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy or "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"].startswith("no-store")
    assert not {"ETag", "Last-Modified", "Expires", "Accept-Ranges", "Server", "X-Powered-By", "Via"} & set(headers)
    for cookie in headers.getall("Set-Cookie"):
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


@pytest.mark.parametrize("word", WHO)
def test_every_page_of_everybody_is_kept_in_no_cache_and_tells_nobody(system, words, word):  # noqa: F811
    browser, seen = enter(system, word), set()
    for row in READS:
        answer = browser.get(address(row, words), row.sent, expect_errors=True)
        careful(answer)
        seen.add(answer.status_int)
    assert {200, 303} <= seen


@pytest.mark.parametrize("told", [{}, {"csrf_token": "forkert"}, {"csrf_token": TOKEN}])
def test_so_is_what_a_form_answers(system, words, told):  # noqa: F811
    browser, seen = enter(system, "colleague"), set()
    for path in ("/min-konto", "/soeg", f"/sager/{town.CASE}/", "/sager/nyt", "/admin/ad-hoc"):
        answer = browser.post(path, told, expect_errors=True)
        careful(answer)
        seen.add(answer.status_int)
    assert seen & {400, 403, 404, 422}


def test_so_is_a_body_that_is_too_large_and_a_mistake_of_ours(system, monkeypatch):
    browser = enter(system, "plan-coordinator")
    large = browser.post("/sager/nyt", {"csrf_token": TOKEN, "task": "a" * 4_100_000}, expect_errors=True)
    assert large.status_int == 413
    careful(large)
    monkeypatch.setattr(system.proof, "append_now", lambda event: 1 / 0)

    broken = browser.get(f"/sager/{town.CASE}/", expect_errors=True)

    assert broken.status_int == 500
    careful(broken)
    assert "Freja" not in broken
    assert "division" not in broken


def test_after_logging_out_an_old_cookie_and_an_old_form_are_nobodys(system):
    browser = enter(system, "plan-coordinator")
    kept = browser.cookies["kuidocs"]
    browser.post("/log-ud", {"csrf_token": TOKEN})
    browser.set_cookie("kuidocs", kept)

    for path in ("/min-dag", f"/sager/{town.CASE}/", f"/sager/{town.CASE}/bilag/{'a' * 16}"):
        assert "/log-ind" in browser.get(path, status=303).location
    before = system.db.lastTransaction()
    answer = browser.post(f"/sager/{town.CASE}/fase", {"csrf_token": TOKEN, "handling": "afslut"}, expect_errors=True)
    assert answer.status_int in (303, 400, 403)
    assert system.db.lastTransaction() == before


def test_addresses_of_papers_say_nothing_of_the_person(system, words):  # noqa: F811
    browser = enter(system, "plan-coordinator")
    for row in READS:
        answer = browser.get(address(row, words), row.sent, expect_errors=True)
        if answer.content_type == "text/html":
            links = re.findall(r'(?:href|action|src)="([^"]*)"', answer.text)
            links = [link for link in links if not link.startswith("/static/")]
            assert not [link for link in links if re.search(r"freja|lundsgaard|\d{6}-?\d{4}", link, re.IGNORECASE)]
        assert "Freja" not in str(answer.headers)
