"""One's own account."""

import pyotp
import pytest

from tests import web
from tests.services.factors.authenticator import Fob
from tests.views.test_bekraeft import HOST, NEW, is_in, with_app, with_key


@pytest.fixture
def named(tmp_path):
    """A site at a name that passkeys work for, where the administrator must have a second factor."""
    system = web.make_system(tmp_path, base_url=HOST, second_factor_roles="system_administrator")
    yield web.Site(system, web.serve(system))
    system.close()


@pytest.fixture
def me(site):
    site.browser.log_in("jonas")
    return site.browser


def post(browser, handling, password=web.PASSWORD, **fields):
    told = {"csrf_token": browser.token(), "handling": handling, "nuvaerende": password} | fields
    return browser.post("/min-konto", told, expect_errors=True)


def test_the_page_says_where_one_is_logged_in(me):
    page = me.get("/min-konto", headers={"User-Agent": "x"})

    assert "Ukendt browser" in page
    assert "– her" in page


def test_the_browser_is_named(browser):
    browser.log_in("jonas", headers={"User-Agent": "Mozilla (Windows NT 10.0) Firefox/140.0"})

    assert "Firefox på Windows" in browser.get("/min-konto")


def test_the_password_is_changed_and_other_places_are_logged_out(site, me):
    other = web.serve(site.system)
    other.log_in("jonas")

    said = post(me, "adgangskode", ny=NEW, igen=NEW).follow()

    assert "Din adgangskode er ændret. Du er logget ud alle andre steder." in said
    assert is_in(me)
    assert not is_in(other)
    assert [event.data for event in site.events("account.password_changed")] == [{}]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ny": "kort", "igen": "kort"}, "for kort"),
        ({"ny": NEW, "igen": "andet"}, "ikke ens"),
        ({"ny": NEW, "igen": NEW, "password": "forkert"}, "nuværende adgangskode er forkert"),
        ({}, "ikke ens|for kort"),
    ],
)
def test_a_password_that_will_not_do_is_told_and_nothing_changes(site, me, fields, words):
    answer = post(me, "adgangskode", **fields)

    assert answer.status_int == 422
    assert any(word in answer.html.find(role="alert").get_text() for word in words.split("|"))
    assert "<title>Fejl: " in answer
    assert NEW not in answer.text
    me.reset()
    assert me.log_in("jonas").location.endswith("/min-dag")


def test_the_current_password_cannot_be_guessed_on_an_open_screen(me):
    for _ in range(8):
        post(me, "adgangskode", "forkert", ny=NEW, igen=NEW)

    assert "for mange forsøg" in post(me, "adgangskode", ny=NEW, igen=NEW)


def test_an_app_is_set_up_and_removed(site, me):
    page = me.get("/min-konto")
    secret = page.html.find("code", class_="secret").get_text()
    code = pyotp.TOTP(secret).at(site.system.clock.now())

    wrong = post(me, "app", kode="000000")
    assert wrong.status_int == 422
    assert wrong.html.find("code", class_="secret").get_text() == secret
    assert "Fra nu af spørger kuidocs om en kode" in post(me, "app", kode=code).follow()
    assert post(me, "fjern-app", "forkert").status_int == 422

    assert "spørger ikke længere" in post(me, "fjern-app").follow()


def test_the_secret_of_an_app_is_not_shown_again(site, me):
    with_app(site)

    assert me.get("/min-konto").html.find("code", class_="secret") is None


def test_a_passkey_is_made_and_removed(named):
    me, fob = named.browser, Fob(HOST)
    me.log_in("jonas")
    form = me.get("/min-konto").html.find(attrs={"data-passkey": "create"})

    said = post(me, "noegle", answer=fob.make(form["data-options"]), navn='<i>"Telefon"').follow()

    assert "Adgangsnøglen er oprettet" in said
    page = me.get("/min-konto")
    assert "<i>" not in page.text
    key = page.html.find("input", attrs={"name": "noegle"})["value"]
    assert "Adgangsnøglen er fjernet" in post(me, "fjern-noegle", noegle=key).follow()
    assert post(me, "fjern-noegle", noegle=key).status_int == 409


def test_a_passkey_that_was_not_asked_for_is_refused(named):
    named.browser.log_in("jonas")

    assert post(named.browser, "noegle", answer="{}").status_int == 422


def test_at_a_bare_address_passkeys_are_not_offered(me):
    page = me.get("/min-konto")

    assert "Adgangsnøgler kan ikke bruges på denne adresse" in page
    assert page.html.find(attrs={"data-passkey": True}) is None


def test_spare_codes_are_shown_once(site, me):
    with_app(site)

    shown = [code.get_text() for code in post(me, "reservekoder").html.select("ul.codes code")]

    assert len(set(shown)) == 8
    assert shown[0] not in me.get("/min-konto")
    assert "otte reservekoder" in me.get("/min-konto")


def test_spare_codes_need_something_to_be_spare_for(me):
    assert post(me, "reservekoder").status_int == 409


def test_the_last_factor_of_a_role_that_must_have_one_stays(named):
    fob = with_key(named, "tobias")
    page = named.browser.log_in("tobias").follow()
    form = page.forms["noegle"]
    form["answer"] = fob.prove(page.html.find(id="noegle")["data-options"])
    form.submit()
    key = named.browser.get("/min-konto").html.find("input", attrs={"name": "noegle"})["value"]

    answer = post(named.browser, "fjern-noegle", noegle=key)

    assert answer.status_int == 409
    assert "Din rolle kræver ekstra sikkerhed" in answer


def test_one_is_logged_out_in_one_place(site, me):
    other = web.serve(site.system)
    other.log_in("jonas")
    forms = me.get("/min-konto").html.find_all("input", attrs={"name": "sted"})

    said = post(me, "log-ud", sted=forms[0]["value"]).follow()

    assert "Du er logget ud der." in said
    assert not is_in(other)
    assert post(me, "log-ud", sted=forms[0]["value"]).status_int == 409


def test_one_is_logged_out_everywhere_else(site, me):
    others = [web.serve(site.system) for _ in range(2)]
    for other in others:
        other.log_in("jonas")

    assert "to andre steder" in post(me, "log-ud-andre").follow()

    assert is_in(me)
    assert not any(is_in(other) for other in others)


def test_the_session_of_somebody_else_cannot_be_ended(site, me):
    other = web.serve(site.system)
    other.log_in("mette")
    handle = site.system.state.sessions.of_user("mette")[0].handle

    assert post(me, "log-ud", sted=handle).status_int == 409
    assert is_in(other)


def test_an_act_that_nobody_knows_is_refused(me):
    assert post(me, "slet-alt").status_int == 422
    assert post(me, "").status_int == 422


def test_who_logs_in_elsewhere_has_no_password_here(site, me):
    def change(root):
        root.medarbejdere["jonas"].password_hash = ""

    site.system.change("sso", change)

    page = me.get("/min-konto")

    assert "Skift adgangskode" not in page
    assert "Her er du logget ind" in page


def test_nobody_sees_the_page_without_logging_in(browser):
    assert browser.get("/min-konto").location.startswith("http://localhost/log-ind")
