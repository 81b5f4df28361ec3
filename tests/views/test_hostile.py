"""What nobody's browser sends: the answer is one of ours, below 500, and says nothing of how it came about."""

import base64
import json
import zlib
from urllib.parse import urlsplit

import pytest

from tests.forms.browser import controls
from tests.views.asking import ask, begun, calm
from tests.web import CASE, PASSWORD, Browser

LONG = b"a" * 100_000
PATHS = [
    b"/\xff",
    b"/sager/\xc3\x28",
    b"/\xed\xa0\x80",
    b"/sager/\x00",
    b"/sager/FLK-2026-0001\x00",
    b"/" + LONG,
    b"/sager/" + LONG,
    b"/a" * 20_000,
    b"//evil.example/",
    b"/../../etc/passwd",
    b"/sager/../../admin/job",
    b"/static/../setup.cfg",
    b"/static/../../setup.cfg",
    b"/static//etc/passwd",
    b"/static/..\\..\\setup.cfg",
    b"/static/%2e%2e/setup.cfg",
    b"/static/\x00",
    b"/static/\xff",
    b"/static/" + LONG,
    b"/%",
    b"/%zz/%u1234",
    b"/sager/%s%s%n",
    b"/sager/${7*7}",
    b"/sager/' OR 1=1 --",
    b"/\r\nSet-Cookie: x=y",
    b"/@@log-ind",
    b"/sager/FLK-2026-0001/@@udkast",
    b"/sager/FLK-2026-0001/__parent__",
    b"/sager/FLK-2026-0001/_p_jar",
    b"/sager/FLK-2026-0001/register",
    b"/sager/FLK-2026-0001/log",
    b"/sager/FLK-2026-0001/moeder/-1",
    b"/sager/FLK-2026-0001/moeder/99999999999999999999",
    b"/sager/FLK-2026-0001/dokumenter",
    b"/sager/FLK-2026-0001/dokumenter/x/versioner/1.pdf",
    b"/sager/flk-2026-0001/nyt-dokument",
    b"/sager/FLK-2026-0001/nyt-dokument/nyt-dokument",
    b"/skabeloner/kui.consent/1",
    b"/skabeloner/kui.consent/-1",
    b"/medarbejdere/jonas",
    b"/organisation",
    b"/settings",
    b"/admin/job/nope",
    b"/admin/job/igen",
    b"/\xf0\x9f\x92\xa3",
    "/sager/æøå\u202e".encode(),
]
QUERIES = [
    "q=%ff",
    "q=%00",
    "%00=%00",
    "q=" + "a" * 50_000,
    "q=%22%27%3C%3E*%3B--",
    "q=%25%5F%5C",
    "&".join(f"q={n}" for n in range(5_000)),
    "=&&;=%",
    "form[]=x&form=kui.consent&form=nope",
    "form=../../x&moede=ny:nope",
    "moede=%0D%0ASet-Cookie:x",
    "videre=%0D%0ALocation:https://evil.example",
    "side=-1&antal=1e99",
]
HEADERS: list[dict[str, str]] = [
    {"HTTP_HOST": "evil.example"},
    {"HTTP_HOST": "evil.example:99999999"},
    {"HTTP_HOST": "a" * 9_000},
    {"HTTP_HOST": ""},
    {"HTTP_HOST": 'x"><script>'},
    {"HTTP_HOST": "\xff\xfe"},
    {"HTTP_ACCEPT": "\xff"},
    {"HTTP_ACCEPT": "text/html;q=zz, */*;q=1e9,,,;"},
    {"HTTP_ACCEPT": "a/b," * 5_000},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_ACCEPT_LANGUAGE": "xx-" + "y" * 5_000},
    {"HTTP_ACCEPT_CHARSET": "utf-7"},
    {"HTTP_ACCEPT_ENCODING": ";;;q="},
    {"HTTP_COOKIE": "kuidocs=" + "a" * 5_000},
    {"HTTP_COOKIE": "kuidocs=\xff; kuidocs=\x00"},
    {"HTTP_COOKIE": "=;;=;" * 500},
    {"HTTP_COOKIE": 'kuidocs="\\377\\000"'},
    {"HTTP_AUTHORIZATION": "Basic " + "A" * 500},
    {"HTTP_AUTHORIZATION": "Bearer"},
    {"HTTP_RANGE": "bytes=0-,0-,-1,9-1"},
    {"HTTP_IF_MODIFIED_SINCE": "i går"},
    {"HTTP_IF_NONE_MATCH": '"' * 99},
    {"HTTP_REFERER": "\xff://"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_X_FORWARDED_FOR": "1'; drop table--"},
    {"HTTP_X_FORWARDED_PROTO": "gopher"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
    {"HTTP_USER_AGENT": "\x00" * 50},
    {"REMOTE_ADDR": "not an address"},
    {"SCRIPT_NAME": "/x"},
    {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-7"},
    {"wsgi.url_scheme": "https"},
]
SEEN = [
    "/",
    "/log-ind",
    "/min-dag",
    "/sager",
    "/soeg",
    CASE,
    f"{CASE}/nyt-dokument",
    "/admin/job",
    "/sundhed",
    "/skabeloner",
    "/ukendt",
]
"""A page of every kind, for what is the same on all of them."""
ANYBODY = ("", "jonas", "tobias", "jens")


@pytest.fixture(params=ANYBODY, ids=lambda user: user or "nobody")
def anybody(browser, request) -> Browser:
    """Nobody, a writer in the case, the administrator, the auditor."""
    if request.param:
        browser.log_in(request.param)
    return browser


@pytest.fixture
def jonas(browser) -> Browser:
    browser.log_in("jonas")
    return browser


@pytest.fixture
def draft(jonas) -> str:
    """The address of a contact card that Jonas writes."""
    return begun(jonas, "kui.contact_card")


def test_hostile_addresses(anybody):
    for path in PATHS:
        calm(ask(anybody, path=path))
        calm(ask(anybody, "POST", path, b"csrf_token=x"))


def test_hostile_queries(anybody):
    for query in QUERIES:
        for path in SEEN:
            calm(ask(anybody, path=path, QUERY_STRING=query))


def test_hostile_headers(anybody):
    for told in HEADERS:
        for path in SEEN:
            calm(ask(anybody, path=path, **told))


@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "X" * 99]
)
def test_methods_that_no_page_has(anybody, method, site):
    before = site.events()
    for path in SEEN:
        calm(ask(anybody, method, path, b"a=1"))

    assert [e.kind for e in site.events()[len(before) :] if not e.kind.endswith((".viewed", ".refused"))] == []


def test_head_says_what_get_says_without_the_page(anybody):
    for path in SEEN:
        got, head = ask(anybody, "GET", path), ask(anybody, "HEAD", path)

        assert (head.status_int, head.body) == (got.status_int, b"")


def test_an_answer_never_repeats_a_header_of_the_question(anybody):
    for path in ("/", "/min-dag", "/sager/x"):
        answer = ask(anybody, path=path, HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="evil.example")

        assert "evil.example" not in answer.text


BODIES = {
    "many": b"&".join(b"acute_help=x" for _ in range(100_000)),
    "deep": b"&".join([b"__start__=goals:sequence"] * 5_000),
    "deep-mapping": b"&".join([b"__start__=goal:mapping"] * 40 + [b"__end__=goal:mapping"] * 40),
    "ends": b"&".join([b"__end__=goals:sequence"] * 5_000),
    "unknown-kind": b"__start__=goals:nothing&__end__=goals:nothing",
    "rename": b"__start__=acute_help:rename&acute_help=x&__end__=acute_help:rename",
    "ignore": b"__start__=x:ignore&acute_help=x&__end__=x:ignore",
    "giant": b"acute_help=" + b"a" * 3_900_000,
    "too-giant": b"acute_help=" + b"a" * 4_100_000,
    "twice": b"acute_help=a&acute_help=b&acute_help=c",
    "mapping-as-text": b"contact_person=Jonas",
    "text-as-mapping": b"__start__=acute_help:mapping&a=b&__end__=acute_help:mapping",
    "text-as-rows": b"__start__=acute_help:sequence&a=b&__end__=acute_help:sequence",
    "bad-text": b"acute_help=%ff%fe",
    "nul": b"acute_help=a%00b",
    "surrogate": b"acute_help=%ED%A0%80",
    "controls": b"acute_help=%01%02%1b%7f%c2%85",
    "dunder": b"__class__=x&__init__=y&__proto__=z&__formid__=deform&_charset_=utf-7",
    "name": b"n" * 60_000 + b"=1",
    "rows": b"__rows__=add:nothing",
    "rows-crooked": b"__rows__=up:::&__rows__=del:../..&__rows__=add:",
    "rows-number": b"__rows__=del:decisions-99999999999999999999",
    "rows-bytes": b"__rows__=%00",
    "two-buttons": b"gem=1&send=1&faerdig=1&luk=1",
    "base": b"__base__=" + base64.b64encode(b"no zlib"),
    "base-list": b"__base__=" + base64.b64encode(zlib.compress(b"[1,2]")).replace(b"+", b"%2B"),
    "base-nested": b"__base__=" + base64.b64encode(zlib.compress(b"[" * 50_000)).replace(b"+", b"%2B"),
    "base-number": b"__base__="
    + base64.b64encode(zlib.compress(b'{"acute_help": ' + b"9" * 6_000 + b"}")).replace(b"+", b"%2B"),
    "token": b"__token__=" + b"t" * 90_000,
    "empty": b"",
    "junk": bytes(range(256)),
}
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("name", BODIES)
def test_hostile_forms(jonas, draft, site, name):
    before = jonas.get(draft).text
    token = f"csrf_token={jonas.token()}&".encode()

    answer = ask(jonas, "POST", draft, token + BODIES[name], CONTENT_TYPE=FORM)

    calm(answer)
    calm(ask(jonas, path=draft), 200, 303)
    if answer.status_int >= 400:
        assert controls_of(jonas.get(draft).text) == controls_of(before)


def controls_of(page: str) -> list[tuple[str, str]]:
    changing = {"csrf_token", "__token__", "__page__"}
    return [pair for pair in controls(page.partition("<main")[2]) if pair[0] not in changing]


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=nothing",
        "/",
        "\xff",
    ],
)
def test_bodies_that_are_not_what_they_say(jonas, draft, kind):
    body = b'--x\r\nContent-Disposition: form-data; name="acute_help"; filename="a"\r\n\r\n\xff\r\n--x--'
    for path in (draft, "/log-ind", f"{CASE}/nyt-dokument", draft.replace("udkast", "annuller")):
        calm(ask(jonas, "POST", path, body, CONTENT_TYPE=kind))
        calm(ask(jonas, "POST", path, b'{"a": [1]}', CONTENT_TYPE=kind))


@pytest.mark.parametrize("length", ["-1", "abc", "99999999999999999999", "", "5"])
def test_lengths_that_are_wrong(jonas, draft, length):
    calm(ask(jonas, "POST", draft, b"acute_help=aaaaaaaaaaaaaaaaa", CONTENT_TYPE=FORM, CONTENT_LENGTH=length))


def test_a_file_in_place_of_a_text(jonas, draft):
    token, here = jonas.token(), draft.removesuffix("/udkast")
    for path, field in ((draft, "acute_help"), (f"{here}/annuller", "note"), (f"{CASE}/nyt-dokument", "form")):
        answer = jonas.post(path, {"csrf_token": token}, upload_files=[(field, "a.txt", b"x")], expect_errors=True)
        calm(answer)
    answer = jonas.post("/log-ind", {"bruger": "jonas"}, upload_files=[("csrf_token", "a", b"x")], expect_errors=True)
    calm(answer)


UNSAFE = ["nyt-dokument", "dokumenter/{label}/udkast", "dokumenter/{label}/annuller", "dokumenter/{label}/ny-version"]


@pytest.mark.parametrize("address", [*UNSAFE, "dokumenter/{label}/gennemse"])
@pytest.mark.parametrize("token", [None, "", "forkert", "\xff", "a" * 5_000])
def test_nothing_is_done_without_the_token_of_the_session(jonas, draft, site, address, token):
    path = f"{CASE}/{address.format(label=draft.split('/')[-2])}"
    fields = {"form": "kui.contact_card", "note": "x", "acute_help": "Ændret"}
    before = [event.id for event in site.events() if not event.kind.endswith("viewed")]

    answer = jonas.post(path, fields | ({} if token is None else {"csrf_token": token}), expect_errors=True)

    calm(answer, 400)
    assert [event.id for event in site.events() if not event.kind.endswith(("viewed", "refused"))] == before
    assert "Ændret" not in jonas.get(draft).text


def test_a_foreign_site_is_refused_in_production(production_site):
    browser = production_site.browser
    browser.extra_environ = {"wsgi.url_scheme": "https", "HTTP_HOST": "kuidocs.example", "SERVER_PORT": "443"}
    page = browser.get("/log-ind")
    token = page.forms[0]["csrf_token"].value
    fields = {"csrf_token": token, "bruger": "jonas", "adgangskode": PASSWORD}
    assert browser.post("/log-ind", fields, headers={"Origin": "https://kuidocs.example"}).status_int == 303
    token = browser.token()

    foreign = browser.post(
        f"{CASE}/nyt-dokument",
        {"csrf_token": token, "form": "kui.contact_card"},
        headers={"Origin": "https://evil.example"},
        expect_errors=True,
    )

    calm(foreign, 400)


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    "///evil.example",
    "/..//evil.example",
    "/.//evil.example",
    " //evil.example",
    "http:evil.example",
    "@evil.example",
    "/\u2028/evil.example",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_logging_in_leads_to_no_other_place(browser, wanted):
    page = browser.get("/log-ind", {"videre": wanted})
    form = page.forms[0]
    form["bruger"], form["adgangskode"] = "jonas", PASSWORD

    answer = form.submit()

    calm(answer, 303)
    assert urlsplit(answer.location)[:2] == ("http", "localhost")
    again = browser.get("/log-ind", {"videre": wanted})
    assert urlsplit(again.location)[:2] == ("http", "localhost")


def test_a_script_that_is_refused_gets_data(browser):
    answer = browser.get("/min-dag", headers={"Accept": "application/json"}, expect_errors=True)

    assert (answer.status_int, answer.content_type) == (401, "application/json")
    assert set(json.loads(answer.text)) == {"error", "text", "do"}
