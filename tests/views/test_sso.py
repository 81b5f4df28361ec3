"""Coming in by the municipality's own log-in."""

from datetime import datetime

import pytest

from kuidocs.services.clock import COPENHAGEN
from tests import web
from tests.services.sso.provided import log_in_there, provider
from tests.views.test_bekraeft import is_in

BASE = "http://localhost"


@pytest.fixture(scope="module")
def issuer():
    with provider() as address:
        yield address


def make(tmp_path, issuer, **more):
    (tmp_path / "sso.secret").write_text("hemmelig\n")
    told = {"sso_issuer": issuer, "sso_client_id": "kuidocs", "base_url": BASE}
    roles = {"sso_roles": "ledere = department_leader\nkui = caseworker"}
    system = web.make_system(tmp_path, **(told | roles | more))
    # The provider's clock runs, so ours is set by it.
    system.clock.advance(datetime.now(COPENHAGEN) - system.clock.now())
    return web.Site(system, web.serve(system))


@pytest.fixture
def signed(tmp_path, issuer):
    """A site that knows the provider."""
    site = make(tmp_path, issuer)
    yield site
    site.system.close()


def come_in(browser, subject, start="/log-ind-sso", **more):
    away = browser.get(start).location
    back = log_in_there(away, subject, **more)
    return browser.get(back.removeprefix(BASE), expect_errors=True)


def roles(site, user):
    with site.system.reading() as root:
        return set(root.medarbejdere[user].roles)


def test_a_member_of_staff_comes_in_and_on(signed):
    page = signed.browser.get("/sager/").follow()
    link = page.html.find("a", string="Log ind med kommunens log-in")["href"]

    answer = come_in(signed.browser, "jonas-hos-kommunen", link)

    assert answer.location == "http://localhost/sager/"
    assert is_in(signed.browser)
    assert [event.by for event in signed.events("login.succeeded")] == ["jonas"]


def test_groups_give_roles_and_take_them(signed):
    before = roles(signed, "jonas")
    come_in(signed.browser, "jonas-hos-kommunen")

    assert roles(signed, "jonas") == (before - {"department_leader", "caseworker"}) | {
        "department_leader",
        "caseworker",
    }
    signed.browser.reset()
    come_in(signed.browser, "jonas-hos-kommunen")
    signed.system.catch_up()
    assert len(signed.events("staff.roles_changed")) == 1


def test_a_role_that_no_group_stands_for_stays(signed):
    come_in(signed.browser, "tobias-hos-kommunen")

    assert "system_administrator" in roles(signed, "tobias")


@pytest.mark.parametrize("subject", ["fremmed", "uden-navn"])
def test_who_has_no_user_here_is_told(signed, subject):
    answer = come_in(signed.browser, subject)

    assert answer.status_int in (403, 502)
    assert answer.html.find(role="alert")
    assert not is_in(signed.browser)
    assert signed.events("login.refused")


def test_who_has_left_does_not_come_in(signed):
    signed.system.change("left", lambda root: setattr(root.medarbejdere["jonas"], "active", False))

    assert come_in(signed.browser, "jonas-hos-kommunen").status_int == 403
    assert not is_in(signed.browser)


def test_who_turns_back_is_told(signed):
    away = signed.browser.get("/log-ind-sso").location
    back = log_in_there(away, "jonas-hos-kommunen", action="deny").removeprefix(BASE)
    state = away.partition("state=")[2].partition("&")[0]

    answer = signed.browser.get(back if "state=" in back else f"{back}&state={state}", status=403)

    assert "Du blev ikke logget ind hos kommunen" in answer


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(signed):
    away = signed.browser.get("/log-ind-sso").location
    back = log_in_there(away, "jonas-hos-kommunen").removeprefix(BASE)
    victim = web.serve(signed.system)

    answer = victim.get(back, status=400)

    assert "et andet vindue" in answer
    assert not is_in(victim)


def test_an_answer_works_once(signed):
    away = signed.browser.get("/log-ind-sso").location
    back = log_in_there(away, "jonas-hos-kommunen").removeprefix(BASE)
    signed.browser.get(back, status=303)
    signed.browser.post("/log-ud", {"csrf_token": signed.browser.token()})

    assert signed.browser.get(back, expect_errors=True).status_int == 400
    assert not is_in(signed.browser)


def test_nobody_is_sent_elsewhere(signed):
    answer = come_in(signed.browser, "jonas-hos-kommunen", "/log-ind-sso?videre=//evil.example/")

    assert answer.location == "http://localhost/min-dag"


def test_the_session_gets_a_new_secret(signed):
    signed.browser.get("/log-ind-sso")
    before = signed.browser.cookies["kuidocs"]
    come_in(signed.browser, "jonas-hos-kommunen")

    assert signed.browser.cookies["kuidocs"] != before


def test_no_code_is_asked_for_on_top(signed, tmp_path, issuer):
    def enrol(root):
        root.medarbejdere["jonas"].code_secret = "x"
        root.medarbejdere["jonas"].must_renew = True

    signed.system.change("factor", enrol)

    assert come_in(signed.browser, "jonas-hos-kommunen").location.endswith("/min-dag")


def test_passwords_can_be_closed(tmp_path, issuer):
    site = make(tmp_path, issuer, password_login="false")
    page = site.browser.get("/log-ind")
    assert "Adgangskode" not in page

    token = come_in(site.browser, "fremmed").html
    assert token.find("a", string="Log ind med kommunens log-in")
    answer = site.browser.post("/log-ind", {"bruger": "jonas", "adgangskode": web.PASSWORD}, expect_errors=True)

    assert answer.status_int == 400
    assert not is_in(site.browser)
    site.system.close()


def test_a_provider_that_is_down_is_told(tmp_path):
    site = make(tmp_path, "http://127.0.0.1:9")

    answer = site.browser.get("/log-ind-sso", status=503)

    assert "Kommunens log-in svarede ikke" in answer
    site.system.close()


def test_where_there_is_no_provider_there_is_no_page(browser):
    assert browser.get("/log-ind-sso", expect_errors=True).status_int in (303, 404)
    assert browser.get("/log-ind-sso-retur", expect_errors=True).status_int in (303, 404)
    assert "kommunens log-in" not in browser.get("/log-ind")
