"""The steps between the password and the first page."""

import json
import re
from datetime import timedelta

import pyotp
import pytest

from kuidocs.usecases import accounts
from kuidocs.usecases.acting import Act
from tests import web
from tests.services.factors.authenticator import Fob

HOST = "http://localhost:6543"
NEW = "fire hatte på en varm hylde"


@pytest.fixture
def strict(tmp_path):
    """A site where the administrator must have a second factor, at a name that passkeys work for."""
    system = web.make_system(tmp_path, second_factor_roles="system_administrator", base_url=HOST)
    yield web.Site(system, web.serve(system))
    system.close()


def arrange(site, user, change):
    """Change somebody's account."""

    def act(root):
        person = root.medarbejdere[user]
        return change(person, Act(person.identity(), site.system.clock))

    return site.system.change("account", act)


def with_app(site, user="jonas"):
    secret, factors = site.system.factors.codes.new_secret(), site.system.factors
    app = pyotp.TOTP(secret)
    code = app.at(site.system.clock.now())
    arrange(site, user, lambda person, act: accounts.add_codes(person, secret, code, act, factors))
    site.system.clock.advance(timedelta(minutes=1))
    return app


def with_key(site, user="jonas"):
    fob, factors = Fob(HOST), site.system.factors
    asked = factors.passkeys.invite(user.encode(), user, [])
    answer = fob.make(asked.options)
    arrange(site, user, lambda p, act: accounts.add_passkey(p, answer, asked.challenge, "Nøgle", act, factors))
    return fob


def submit(page, **fields):
    form = page.forms[len(page.forms) - 1]
    for name, value in fields.items():
        form[name] = value
    return form.submit(expect_errors=True)


def now(app, site):
    return app.at(site.system.clock.now())


def is_in(browser):
    return "Log ud" in browser.get("/hjaelp")


def test_who_has_a_second_factor_is_not_in_by_the_password_alone(site, browser):
    with_app(site)

    asked = browser.log_in("jonas")

    assert asked.location.endswith("/bekraeft")
    assert not is_in(browser)
    assert browser.get("/min-dag").location.startswith("http://localhost/log-ind")


def test_the_right_code_lets_in_and_leads_on(site, browser):
    app = with_app(site)
    page = browser.get("/sager/").follow()
    form = page.forms[0]
    form["bruger"], form["adgangskode"] = "jonas", web.PASSWORD
    page = form.submit().follow()

    answer = submit(page, kode=now(app, site))

    assert answer.location == "http://localhost/sager/"
    assert is_in(browser)
    assert [event.by for event in site.events("login.succeeded")] == ["jonas"]


def test_the_session_gets_a_new_secret_at_every_step(site, browser):
    app = with_app(site)
    browser.get("/log-ind")
    seen = [browser.cookies["kuidocs"]]
    page = browser.log_in("jonas").follow()
    seen.append(browser.cookies["kuidocs"])
    submit(page, kode=now(app, site))
    seen.append(browser.cookies["kuidocs"])

    assert len(set(seen)) == 3
    for old in seen[:2]:
        browser.set_cookie("kuidocs", old)
        assert not is_in(browser)


def test_a_wrong_code_is_refused_and_told(site, browser):
    with_app(site)
    page = browser.log_in("jonas").follow()

    answer = submit(page, kode="000000")

    assert answer.status_int == 422
    assert "Koden er forkert eller for gammel" in answer
    assert not is_in(browser)
    assert site.events("login.step_refused")


def test_a_code_that_was_used_is_no_code(site, browser):
    app = with_app(site)
    code = now(app, site)
    submit(browser.log_in("jonas").follow(), kode=code)
    browser.reset()

    answer = submit(browser.log_in("jonas").follow(), kode=code)

    assert answer.status_int == 422


def test_codes_cannot_be_tried_one_after_the_other(site, browser):
    app = with_app(site)
    page = browser.log_in("jonas").follow()
    for _ in range(5):
        submit(page, kode="000000")

    answer = submit(page, kode=now(app, site))

    assert answer.status_int == 422
    assert "Vent 15 minutter" in answer


def test_a_spare_code_lets_in(site, browser):
    with_app(site)
    spare = arrange(site, "jonas", accounts.make_spare_codes)

    submit(browser.log_in("jonas").follow(), kode=spare[3])

    assert is_in(browser)


def test_whoever_waits_too_long_begins_again(site, browser):
    app = with_app(site)
    page = browser.log_in("jonas").follow()
    site.system.clock.advance(timedelta(minutes=11))

    answer = submit(page, kode=now(app, site))

    assert answer.location.endswith("/log-ind?langsom=1")
    assert "Der gik for lang tid" in answer.follow()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_a_password_there_is_nothing_to_confirm(browser, method):
    answer = browser.request("/bekraeft", method=method, expect_errors=True)

    assert answer.status_int in (303, 400)
    assert not is_in(browser)


def test_who_was_made_inactive_on_the_way_does_not_come_in(site, browser):
    app = with_app(site)
    page = browser.log_in("jonas").follow()
    arrange(site, "jonas", lambda person, act: setattr(person, "active", False))

    submit(page, kode=now(app, site))

    assert not is_in(browser)


def test_a_passkey_lets_in(strict):
    fob = with_key(strict)
    page = strict.browser.log_in("jonas").follow()
    form = page.forms["noegle"]
    form["answer"] = fob.prove(page.html.find(id="noegle")["data-options"])

    form.submit()

    assert is_in(strict.browser)


def test_two_tabs_ask_for_the_same_proof(strict):
    fob = with_key(strict)
    first = strict.browser.log_in("jonas").follow()
    strict.browser.get("/bekraeft")
    form = first.forms["noegle"]
    form["answer"] = fob.prove(first.html.find(id="noegle")["data-options"])

    form.submit()

    assert is_in(strict.browser)


def test_a_passkey_answer_cannot_be_played_again(strict):
    fob = with_key(strict)
    page = strict.browser.log_in("jonas").follow()
    answer = fob.prove(page.html.find(id="noegle")["data-options"])
    form = page.forms["noegle"]
    form["answer"] = answer
    form.submit()
    strict.browser.reset()
    page = strict.browser.log_in("jonas").follow()
    form = page.forms["noegle"]
    form["answer"] = answer

    again = form.submit(expect_errors=True)

    assert again.status_int == 422
    assert not is_in(strict.browser)


def test_a_role_that_must_have_a_second_factor_sets_one_up_first(strict):
    page = strict.browser.log_in("tobias").follow()
    assert "Sæt ekstra sikkerhed op" in page.html.h1
    secret = page.html.find("code", class_="secret").get_text()

    wrong = submit(page, kode="000000")
    assert wrong.status_int == 422
    assert wrong.html.find("code", class_="secret").get_text() == secret
    submit(wrong, kode=pyotp.TOTP(secret).at(strict.system.clock.now()))

    assert is_in(strict.browser)
    with strict.system.reading() as root:
        assert secret not in str(vars(root.medarbejdere["tobias"]))


def test_codes_cannot_be_tried_while_an_app_is_set_up_either(strict):
    page = strict.browser.log_in("tobias").follow()
    for _ in range(6):
        page = submit(page, kode="000000")

    assert "Vent 15 minutter" in page


def test_the_secret_is_in_no_event(strict):
    page = strict.browser.log_in("tobias").follow()
    secret = page.html.find("code", class_="secret").get_text()
    submit(page, kode=pyotp.TOTP(secret).at(strict.system.clock.now()))

    assert secret not in json.dumps([event.canonical() for event in strict.events()])


def test_other_roles_come_in_as_before(strict):
    assert strict.browser.log_in("jonas").location.endswith("/min-dag")


def test_a_password_that_was_given_is_changed_before_anything_else(site, browser):
    arrange(site, "jonas", lambda person, act: setattr(person, "must_renew", True))
    page = browser.log_in("jonas").follow()

    poor = submit(page, ny="kort", igen="kort")
    assert poor.status_int == 422
    assert not is_in(browser)
    submit(poor, ny=NEW, igen=NEW)

    assert is_in(browser)
    browser.reset()
    assert browser.log_in("jonas").status_int == 400
    assert browser.log_in("jonas", NEW).location.endswith("/min-dag")


def test_a_code_comes_before_a_new_password(site, browser):
    app = with_app(site)
    arrange(site, "jonas", lambda person, act: setattr(person, "must_renew", True))
    page = browser.log_in("jonas").follow()

    page = submit(page, kode=now(app, site)).follow()

    assert "Vælg en ny adgangskode" in page.html.h1
    assert not is_in(browser)
    submit(page, ny=NEW, igen=NEW)
    assert is_in(browser)


def test_a_step_cannot_be_jumped_over_by_sending_the_form_of_the_next(site, browser):
    with_app(site)
    arrange(site, "jonas", lambda person, act: setattr(person, "must_renew", True))
    page = browser.log_in("jonas").follow()
    token = page.forms[0]["csrf_token"].value

    answer = browser.post(
        "/bekraeft", {"csrf_token": token, "ny": NEW, "igen": NEW, "step": "renew"}, expect_errors=True
    )

    assert answer.status_int == 422
    assert not is_in(browser)


def test_nobody_is_sent_elsewhere(site, browser):
    app = with_app(site)
    browser.log_in("jonas")
    page = browser.get("/bekraeft", {"videre": "//example.com/"})

    assert submit(page, kode=now(app, site)).location == "http://localhost/min-dag"


def test_the_picture_can_be_read_by_an_app(strict):
    page = strict.browser.log_in("tobias").follow()

    drawing = str(page.html.find("svg", class_="qr"))

    assert re.search(r"<title>QR-kode", drawing)
    assert "style=" not in drawing
