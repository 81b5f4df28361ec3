"""The address to which other calendars subscribe: public, secret, and silent about everybody."""

import logging

import pytest
import structlog
import vobject

from kuidocs.logs import configure
from kuidocs.security import addresses
from kuidocs.usecases import notices, subscriptions
from kuidocs.usecases.acting import Act
from tests.usecases.convening import ROOM, ready
from tests.views import making
from tests.views.asking import ask, calm
from tests.web import Browser


def make(site, user="jonas"):
    """Make an address for a user, without a page."""

    def act(root):
        return subscriptions.make(root, Act(root.medarbejdere[user].identity(), site.system.clock))

    secret = site.system.change("test", act)
    return f"/kalender/{secret}.ics"


def other(site) -> Browser:
    """A calendar program: it has no session."""
    return Browser(site.browser.app)


@pytest.fixture
def convened(site):
    """Freja's meeting is convened and Jonas leads it."""

    def act(case):
        who = Act(case.__parent__.__parent__.medarbejdere["jonas"].identity(), site.system.clock)
        notices.send(ready(case), who, knowledge={}, rooms=(ROOM,))

    making.change(site, act)
    return site


def test_a_calendar_program_gets_the_meetings(convened):
    answer = other(convened).get(make(convened))
    (event,) = vobject.readOne(answer.text, validate=True).vevent_list

    assert answer.content_type == "text/calendar"
    assert (event.summary.value, event.status.value) == ("Møde i kuidocs", "CONFIRMED")
    assert event.url.value.endswith("/kalender")


def test_nothing_in_it_says_whom_it_is_about(convened):
    text = other(convened).get(make(convened)).text

    for word in ("Freja", "Holm", "FLK-", "Jonas", "Louise", "jonas@", "PPR", "ATTENDEE", "Afklaring", "afklaring"):
        assert word not in text


def test_it_is_kept_nowhere_and_sets_no_cookie(convened):
    answer = other(convened).get(make(convened))

    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kuidocs.ics"'


def test_an_address_that_is_nobodys_is_not_there(convened):
    known = make(convened)
    browser = other(convened)
    wrong = [f"/kalender/{'x' * 43}.ics", known.removesuffix(".ics"), f"{known}/mere", f"{known}x", "/kalender/.ics"]
    wrong += [
        f"/kalender/{known[10:-4].swapcase()}.ics",
        "/kalender/x/y/z",
        "/kalender/%C3%B8.ics",
        f"/kalender/mere/{known.rsplit('/', 1)[1]}",
    ]

    answers = [browser.get(address, expect_errors=True) for address in wrong]

    assert {answer.status_int for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert not any("Set-Cookie" in answer.headers or "Location" in answer.headers for answer in answers)
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store, private"}


def test_an_address_that_was_taken_back_or_renewed_is_not_there(convened):
    old, new = make(convened), make(convened)
    browser = other(convened)

    assert browser.get(old, expect_errors=True).status_int == 404
    assert browser.get(new).status_int == 200
    convened.system.change(
        "test",
        lambda root: subscriptions.revoke(root, Act(root.medarbejdere["jonas"].identity(), convened.system.clock)),
    )
    assert browser.get(new, expect_errors=True).status_int == 404


def test_who_works_here_no_more_has_no_calendar(convened):
    address = make(convened)
    convened.system.change("test", lambda root: setattr(root.medarbejdere["jonas"], "active", False))

    assert other(convened).get(address, expect_errors=True).status_int == 404


def test_a_part_that_ended_takes_its_meetings_away(convened):
    address = make(convened)
    making.change(convened, lambda case: setattr(case, "involvements", ()))

    assert "VEVENT" not in other(convened).get(address).text


def test_what_others_do_at_the_address_is_refused(convened):
    address = make(convened)

    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"):
        answer = ask(other(convened), method, address)
        calm(answer, 404)
        assert "VEVENT" not in answer.text
    assert ask(other(convened), "HEAD", address).status_int == 200


def test_guessing_is_slowed_down_and_the_known_goes_on(convened):
    address, browser = make(convened), other(convened)
    answers = [
        browser.get(f"/kalender/{n:043d}.ics", expect_errors=True).status_int
        for n in range(addresses.MISSES.attempts + 1)
    ]
    last = browser.get("/kalender/x.ics", expect_errors=True)

    assert answers == [404] * addresses.MISSES.attempts + [429]
    assert int(last.headers["Retry-After"]) > 0
    assert browser.get(address).status_int == 200


def test_the_log_does_not_hold_the_secret(convened, caplog, capsys):
    address = make(convened)
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    with caplog.at_level(logging.DEBUG):
        other(convened).get(address)
        other(convened).get(f"{address}/mere", expect_errors=True)
        convened.browser.log_in("jonas")
        convened.browser.get(address)

    told = caplog.text + "".join(capsys.readouterr())
    assert secret not in told
    convened.system.catch_up()
    assert not any(secret in found.event.canonical() for found in convened.system.proof.events())


@pytest.fixture
def logs():
    """Logs as they are in use; before they are configured, a traceback shows the values of variables."""
    configure()
    yield
    structlog.reset_defaults()


@pytest.mark.usefixtures("logs")
def test_a_failure_does_not_log_the_secret(convened, monkeypatch, caplog, capsys):
    address = make(convened)
    monkeypatch.setattr(subscriptions, "entries", lambda *a, **k: 1 / 0)

    answer = other(convened).get(address, expect_errors=True)

    assert answer.status_int == 500
    assert address.rsplit("/", 1)[1] not in caplog.text + "".join(capsys.readouterr()) + answer.text
