"""An id number that somebody types, wherever that is, is afterwards nowhere but in the case: in no log, mail, address,
header, file name or file beside the object database, and in no event (D25, DOMAIN 6.10)."""

import itertools
import logging
from urllib.parse import quote

import pytest

from tests.views import making
from tests.views.test_nyt_forloeb import SARA
from tests.web import CASE

TYPED = ("690510-1234", "6905101234", "690510 1234", "690510–1234")
SPELLED = [number.encode() for number in TYPED]


def everywhere(folder):
    """Go through all files that the system keeps beside the object database, which is in memory here."""
    for path in folder.rglob("*"):
        assert not any(number in str(path).encode() for number in SPELLED)
        if path.is_file():
            yield path, path.read_bytes()


def nowhere(site, *more):
    site.system.catch_up()
    found = [
        (path.name, number)
        for path, data in everywhere(site.system.settings.data)
        for number in SPELLED
        if number in data
    ]
    found += [("told", number) for text in more for number in SPELLED if number in text.encode()]
    assert found == []
    assert not [event for event in site.events() if any(number in event.canonical() for number in TYPED)]


@pytest.fixture
def story(site, caplog, capfd):
    """Somebody opens a case and uses the number in all places where one may think of it."""
    caplog.set_level(logging.DEBUG)
    browser, told = site.browser, []

    def ask(method, path, status="*", **fields):
        data = {"csrf_token": browser.token()} | fields if method == "post" else fields
        answer = getattr(browser, method)(path, data, expect_errors=True)
        told.append(str(answer.headers))
        return answer

    browser.log_in("mikkel")
    opened = ask("post", "/sager/nyt", **SARA)
    assert opened.status_int == 303
    site.system.catch_up()
    with site.system.reading() as root:
        number = next(name for name in root.sager if name != making.CASE_NO)
    for typed, path in itertools.product(TYPED, ("/soeg", "/sager/")):
        ask("get", path, q=typed)
    for typed in TYPED:
        ask("post", "/soeg", personnummer=typed)
    shown = ask("post", f"/sager/{number}/personnummer")
    assert "690510-1234" in shown
    for path in ("", "personer", "adgang", "opgaver", "overblik"):
        assert "690510-1234" not in ask("get", f"/sager/{number}/{path}"), path
    ask("post", "/sager/nyt", **SARA)
    browser.reset()
    for typed in TYPED:
        ask("get", f"/sager/{quote(typed)}/")
        ask("get", "/soeg", q=typed)
        browser.reset()
        browser.log_in(typed)
        browser.reset()
    out = capfd.readouterr()
    return site, told, caplog.text + out.out + out.err


def test_a_number_that_was_typed_is_nowhere_else(story):
    site, _, logged = story

    nowhere(site, logged)


def test_no_address_that_we_send_a_browser_to_holds_one(story):
    _, told, _ = story

    assert not [headers for headers in told if any(number in headers for number in TYPED) and "videre" not in headers]


def test_the_number_is_found_by_itself_all_the_same(story):
    site, _, _ = story
    site.browser.log_in("mikkel")

    found = site.browser.post("/soeg", {"csrf_token": site.browser.token(), "personnummer": "6905101234"})

    assert "Sara Lund" in found


def test_a_number_in_a_text_is_not_copied_into_the_read_model(site):
    """Somebody wrote it into a paper all the same: there it stays, and search does not spread it."""
    making.change(site, lambda case: making.paper(case, "kui.contact_note", {"shared": f"Hans nummer er {TYPED[0]}."}))
    site.browser.log_in("jonas")
    site.browser.get(f"{CASE}/")

    nowhere(site)
