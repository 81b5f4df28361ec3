"""Sessions live on the server, the cookie only names one, and logging in and out begins and ends them."""

from datetime import timedelta

import pytest

from tests import web


@pytest.fixture
def cookie(site):
    """How the cookie was last set."""

    def last(answer):
        return answer.headers.getall("Set-Cookie")[-1]

    return last


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(browser, cookie):
    said = cookie(browser.get("/log-ind"))

    assert said.startswith("kuidocs=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(said.split("; "))
    assert "Domain" not in said


def test_in_production_only_this_host_can_set_the_cookie_and_only_over_tls(production_site, cookie):
    said = cookie(production_site.browser.get("/log-ind"))

    assert said.startswith("__Host-kuidocs=")
    assert {"secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(said.split("; "))


def test_logging_in_gives_a_new_session_and_a_new_token(browser):
    before = browser.get("/log-ind")
    planted, token = browser.cookies["kuidocs"], before.forms[0]["csrf_token"].value

    browser.log_in("jonas")

    assert browser.cookies["kuidocs"] != planted
    assert browser.token() != token


def test_a_planted_session_does_not_become_that_of_who_logs_in(site):
    site.browser.get("/log-ind")
    planted = site.browser.cookies["kuidocs"]
    site.browser.log_in("jonas")

    thief = web.serve(site.system)
    thief.set_cookie("kuidocs", planted)

    assert thief.get("/").location.endswith("/log-ind")
    assert site.system.state.sessions.get(planted) is None


def test_after_logging_out_the_old_cookie_opens_nothing(site):
    site.browser.log_in("jonas")
    kept = site.browser.cookies["kuidocs"]

    answer = site.browser.get("/hjaelp").forms["log-ud"].submit()

    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    site.browser.set_cookie("kuidocs", kept)
    assert site.browser.get("/").location.endswith("/log-ind")


@pytest.mark.parametrize("away", [timedelta(minutes=61), timedelta(hours=13)])
def test_a_session_that_was_not_used_is_over(site, away):
    site.browser.log_in("jonas")

    site.system.clock.advance(away)

    assert site.browser.get("/").location.endswith("/log-ind")


def test_a_session_ends_after_the_absolute_time_though_it_is_used(site):
    site.browser.log_in("jonas")
    for _ in range(12):
        site.system.clock.advance(timedelta(minutes=55))
        assert site.browser.get("/").location.endswith("/min-dag")

    site.system.clock.advance(timedelta(hours=1, minutes=1))

    assert site.browser.get("/").location.endswith("/log-ind")


def test_who_is_made_inactive_is_out_at_once(site):
    site.browser.log_in("jonas")

    site.system.change("leaves", lambda root: setattr(root.medarbejdere["jonas"], "active", False))

    assert site.browser.get("/").location.endswith("/log-ind")


@pytest.mark.parametrize("secret", ["", "x", "æøå", "a" * 5000, "../../etc/passwd", "' OR 1=1 --"])
def test_a_made_up_cookie_is_nobody(browser, secret):
    answer = browser.get("/", headers={"Cookie": f'kuidocs="{secret}"'.encode().decode("latin-1")})

    assert answer.location.endswith("/log-ind")


def test_a_cookie_that_is_no_text_is_nobody(browser):
    answer = browser.get("/", headers={"Cookie": 'kuidocs="\\377"'})

    assert answer.location.endswith("/log-ind")


def test_the_secret_is_nowhere_in_the_store(site):
    site.browser.log_in("jonas")

    stored = site.system.settings.data.joinpath("state.sqlite").read_bytes()
    wal = site.system.settings.data.joinpath("state.sqlite-wal")

    assert site.browser.cookies["kuidocs"].encode() not in stored + (wal.read_bytes() if wal.exists() else b"")


def test_old_sessions_are_swept_away_when_somebody_logs_in(site):
    site.browser.log_in("jonas")
    site.system.clock.advance(timedelta(days=2))

    site.browser.log_in("mette")

    assert site.system.state.sessions.of_user("jonas") == []


def test_a_flash_is_shown_once(site):
    site.browser.log_in("tobias")
    answer = site.browser.post("/admin/job/igen", {"csrf_token": site.browser.token(), "job": "findes-ikke"})

    assert "ikke på listen" in answer.follow()
    assert "ikke på listen" not in site.browser.get("/admin/job/")


@pytest.mark.parametrize("token", ["", "x", "æ"])
def test_a_post_without_the_token_of_the_session_is_refused(browser, token):
    browser.log_in("tobias")

    answer = browser.post("/admin/job/igen", {"csrf_token": token, "job": "x"}, status=400)

    assert "Siden var for gammel" in answer


def test_the_token_of_another_session_is_refused(site):
    site.browser.log_in("tobias")
    other = web.serve(site.system)
    other.log_in("jonas")

    site.browser.post("/admin/job/igen", {"csrf_token": other.token(), "job": "x"}, status=400)
