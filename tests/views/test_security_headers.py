"""Every answer tells the browser to be careful, whatever kind of answer it is."""

import pytest

from kuidocs.views.static import fingerprint

STYLE = f"/static/css/kuidocs.css?x={fingerprint()}"
ADDRESSES = ["/", "/log-ind", "/hjaelp", "/sundhed", "/findes-ikke", STYLE, "/static/findes-ikke"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("user", ["", "jonas"])
def test_every_answer_has_the_headers(browser, address, user):
    if user:
        browser.log_in(user)

    headers = browser.get(address, expect_errors=True).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    policy = headers["Content-Security-Policy"]
    for rule in ("default-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("address", [a for a in ADDRESSES if not a.startswith("/static/")])
def test_pages_are_kept_in_no_cache(browser, address):
    assert browser.get(address, expect_errors=True).headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_a_year_under_an_address_that_changes_with_them(browser):
    answer = browser.get(STYLE)

    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert STYLE in browser.get("/log-ind")
    assert "Set-Cookie" not in answer.headers


def test_in_production_browsers_are_told_to_use_tls_only(production_site, site):
    told = production_site.browser.get("/log-ind").headers["Strict-Transport-Security"]

    assert told.startswith("max-age=31536000")


def test_in_development_they_are_not(browser):
    assert "Strict-Transport-Security" not in browser.get("/log-ind").headers


def test_every_answer_names_its_request_for_the_log(browser):
    first, second = (browser.get("/hjaelp").headers["X-Request-Id"] for _ in range(2))

    assert first != second


@pytest.mark.parametrize("address", ["/../setup.cfg", "/static/../templates/layout.pt", "/static/%2e%2e/setup.cfg"])
def test_no_file_outside_static_is_served(browser, address):
    assert browser.get(address, expect_errors=True).status_int in (303, 404)


def test_the_server_does_not_say_what_it_is_made_of(browser):
    assert "X-Powered-By" not in browser.get("/log-ind").headers
