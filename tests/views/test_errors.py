"""Whatever goes wrong is answered in Danish, with a way on, and without telling what nobody may know."""

import pytest
from transaction.interfaces import TransientError
from webob import Request

from kuidocs.domain.errors import BadRequest, Conflict, KuiError, NotAllowed, NotFound, Refused
from kuidocs.services.pdf.api import RenderFailed, RenderTimeout
from kuidocs.views.uploads import MOST_BYTES
from tests import web

DRAFT = f"{web.CASE}/dokumenter/D-1/udkast"
DATA = {"Accept": "application/json"}
SECRET = "Freja har fortalt"


class Unavailable(KuiError):
    """A refusal that is the system's own fault."""

    status = 503


@pytest.fixture
def going_wrong(browser, monkeypatch):
    """Let the help page do something, and ask for it as somebody who is logged in."""
    browser.log_in("jonas")

    def get(act, **more):
        kept = _shell()
        with monkeypatch.context() as patch:
            patch.setattr("kuidocs.views.help.shell", lambda request, title: act(request) or kept(request, title))
            return browser.get("/hjaelp", expect_errors=True, **more)

    return get


def _shell():
    from kuidocs.views.layout import shell

    return shell


def raising(error):
    def act(request):
        raise error

    return act


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadRequest("x", "Det kunne ikke læses."), 400),
        (NotAllowed("x", "Det er ikke din opgave."), 403),
        (Conflict("x", "Mette var først."), 409),
        (Refused("x", "Der mangler et samtykke."), 422),
    ],
)
def test_a_refusal_is_told_in_its_own_sentence(going_wrong, error, status):
    answer = going_wrong(raising(error))

    assert answer.status_int == status
    assert error.text in answer
    assert answer.html.h1.string
    assert answer.html.find("a", class_="button-primary").get_text() == "Gå til Min dag"


def test_what_does_not_exist_is_told_in_the_words_of_every_404(going_wrong, browser):
    refused = going_wrong(raising(NotFound("x", "Sagen FLK-1 findes ikke.")))

    assert refused.status_int == 404
    assert "FLK-1" not in refused
    assert refused.text == browser.get("/findes-ikke", status=404).text


@pytest.mark.parametrize("error", [ValueError(SECRET), RenderFailed(SECRET), KeyError(SECRET)])
def test_a_mistake_of_ours_shows_a_number_and_nothing_else(going_wrong, error):
    answer = going_wrong(raising(error))

    assert answer.status_int == 500
    assert answer.headers["X-Request-Id"] in answer.html.main.get_text()
    assert SECRET not in answer
    assert "Traceback" not in answer
    assert type(error).__name__ not in answer


@pytest.mark.parametrize("error", [Unavailable("x", SECRET), RenderTimeout(SECRET)])
def test_what_took_too_long_is_answered_with_try_again(going_wrong, error):
    answer = going_wrong(raising(error))

    assert answer.status_int == 503
    assert "Vent et øjeblik, og prøv igen." in answer
    assert answer.headers["X-Request-Id"] in answer.html.main.get_text()
    assert SECRET not in answer


def test_when_even_the_error_page_fails_there_is_a_plain_one(going_wrong, monkeypatch):
    monkeypatch.setattr("kuidocs.views.errors.shell", raising_for_any(RuntimeError(SECRET)))

    answer = going_wrong(raising(ValueError(SECRET)))

    assert answer.status_int == 500
    assert answer.html.h1.string == "Der skete en fejl hos os"
    assert answer.headers["X-Request-Id"] in answer
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert SECRET not in answer


def raising_for_any(error):
    def act(*given, **more):
        raise error

    return act


def test_a_request_that_loses_the_race_is_made_again(going_wrong):
    tries = []

    def lose_four_times(request):
        tries.append(request.kui_id)
        if len(tries) < 5:
            raise TransientError

    answer = going_wrong(lose_four_times)

    assert answer.status_int == 200
    assert len(tries) == 5
    assert len(set(tries)) == 1


def test_a_request_that_always_loses_is_told_that_others_were_first(going_wrong):
    answer = going_wrong(raising(TransientError()))

    assert answer.status_int == 409
    assert answer.html.h1.string == "En anden kom først"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("error", "status"), [(TransientError(), 409), (ValueError(SECRET), 500)])
def test_a_commit_that_fails_is_answered_like_anything_else(going_wrong, error, status):
    def fail_at_commit(request):
        request.tm.get().addBeforeCommitHook(raising_for_any(error))

    answer = going_wrong(fail_at_commit)

    assert answer.status_int == status
    assert answer.html.find(class_="brand")
    assert answer.headers["Content-Security-Policy"]
    assert SECRET not in answer


def raw(browser, address):
    """Ask without WebTest, which itself reads addresses as text."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return Request.blank(address, headers={"Cookie": cookies}).get_response(browser.app)


class Broken:
    """Stands in the place of a tailer whose store has gone."""

    def __init__(self, error):
        self.error = error

    def catch_up(self):
        raise self.error


@pytest.mark.parametrize(("error", "status"), [(TransientError(), 409), (OSError(SECRET), 500)])
def test_what_fails_after_the_commit_is_answered_too(site, error, status):
    site.browser.log_in("tobias")
    token = site.browser.token()
    site.system.tailer = Broken(error)

    answer = site.browser.post("/admin/job/igen", {"csrf_token": token, "job": "x"}, status=status)

    assert answer.html.find(class_="brand")
    assert answer.headers["Content-Security-Policy"]
    assert SECRET not in answer


@pytest.mark.parametrize("address", ["/%FF", "/sager/%C3%28", "/hjaelp?q=%FF", "/hjaelp?%E6=1"])
@pytest.mark.parametrize("user", ["", "jonas"])
def test_an_address_that_is_no_text_is_a_bad_request(browser, address, user):
    if user:
        browser.log_in(user)

    answer = raw(browser, address)

    assert answer.status_int == 400
    assert "<h1>Vi kunne ikke læse det, du sendte</h1>" in answer.text


@pytest.mark.parametrize("body", [b"a=%FF", b"a=\xe6", b"%C3=1"])
def test_a_form_that_is_no_text_is_a_bad_request(browser, body):
    browser.log_in("jonas")

    answer = browser.post("/log-ud", body, status=400)

    assert answer.html.h1.string == "Vi kunne ikke læse det, du sendte"


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", "nonsense", "text/xml"])
def test_a_form_of_a_strange_kind_is_a_bad_request(browser, kind):
    browser.log_in("jonas")

    browser.post("/log-ud", b"junk", content_type=kind, status=400)


@pytest.mark.parametrize("address", ["/%zz", "/%", "/a%00b", "/sager/%2e%2e/x", "/%F0%9F%99%82"])
def test_a_strange_address_is_not_found(browser, address):
    browser.log_in("jonas")

    assert raw(browser, address).status_int == 404


def test_a_body_that_is_too_large_is_told_so(browser):
    browser.log_in("jonas")

    answer = browser.post("/log-ud", b"a=" + b"x" * MOST_BYTES, status=413)

    assert answer.html.h1.string == "Det, du sendte, er for stort"


def test_a_body_that_just_fits_is_read(browser):
    browser.log_in("jonas")

    browser.post("/log-ud", b"a=" + b"x" * (MOST_BYTES - 2), status=400)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", ["/findes-ikke", web.CASE + "/", "/sager/FLK-2026-9999/", "/admin/job/?x=1"])
def test_who_is_not_logged_in_is_asked_to_and_learns_of_no_address(browser, method, address):
    answer = browser.request(address, method=method, status=303)

    assert "/log-ind?videre=%2F" in answer.location


def test_what_was_typed_is_given_back_when_the_session_is_over(browser):
    typed = [("note", "æøå\r\n<b>"), ("note", "to"), ("csrf_token", "gammel")]

    answer = browser.post(DRAFT + "?a=1", typed, status=403)

    form = answer.forms[0]
    assert form.action == DRAFT + "?a=1"
    assert form.submit_fields() == [("note", "æøå\r\n<b>"), ("note", "to")]
    assert answer.html.find("a", target="_blank")["href"] == "/log-ind"


def test_a_post_of_nothing_without_a_session_leads_to_log_in(browser):
    assert browser.post(DRAFT, {"csrf_token": "x"}, status=303).location == "http://localhost/log-ind"


def test_a_file_is_not_given_back(browser):
    answer = browser.post(DRAFT, {"note": "x"}, upload_files=[("fil", "a.pdf", b"%PDF")], status=403)

    assert answer.forms[0].submit_fields() == [("note", "x")]


def test_a_script_without_a_session_is_told_and_not_sent_elsewhere(browser):
    answer = browser.post(DRAFT, {"note": "x"}, headers=DATA, status=401)

    assert answer.json["error"] == "Du er blevet logget ud"


@pytest.mark.parametrize(
    ("error", "status"),
    [(Conflict("x", "Mette var først."), 409), (ValueError(SECRET), 500), (NotFound("x", "y"), 404)],
)
def test_a_script_gets_data(going_wrong, error, status):
    answer = going_wrong(raising(error), headers=DATA)

    assert answer.status_int == status
    assert set(answer.json) == {"error", "text", "do"}
    assert SECRET not in answer.text


@pytest.mark.parametrize("accept", ["", "*/*", "text/html", "application/json, text/html", "nonsense"])
def test_everybody_else_gets_a_page(going_wrong, accept):
    answer = going_wrong(raising(ValueError()), headers={"Accept": accept})

    assert answer.html.h1


def test_who_has_no_task_in_a_case_cannot_tell_it_from_one_that_does_not_exist(browser):
    browser.log_in("mette")

    there, not_there = (browser.get(f"/sager/FLK-2026-{n}/", status=404) for n in ("0001", "9999"))

    assert there.text == not_there.text


def involve(site, user_id, relation, until=""):
    row = {"user_id": user_id, "relation": relation, "since": "2026-10-01", "until": until, "why": ""}

    def act(root):
        case = root.sager["FLK-2026-0001"]
        case.involvements = (*case.involvements, row)

    site.system.change("involve", act)


def test_who_had_a_task_is_told_that_it_ended_and_whom_to_ask(site):
    site.system.change("phone", lambda root: setattr(root.medarbejdere["jonas"], "phone", "00 00 10 02"))
    involve(site, "mette", "ad_hoc", until="2026-10-29")
    site.browser.log_in("mette")

    answer = site.browser.get(web.CASE + "/", status=403)

    assert "ad hoc-fagperson. Den adgang sluttede den 29. oktober 2026." in answer
    assert "plankoordinator Jonas Ravnsborg (00 00 10 02)" in answer
    assert answer.headers["X-Request-Id"] in answer.html.main.get_text()


def test_without_a_plan_coordinator_one_is_told_to_ask_who_began(site):
    site.system.change("none", lambda root: setattr(root.sager["FLK-2026-0001"], "plan_coordinator", {}))
    involve(site, "mette", "ad_hoc", until="2026-10-29")
    site.browser.log_in("mette")

    assert "den, der har startet forløbet" in site.browser.get(web.CASE + "/", status=403)


def test_a_page_of_the_administrator_is_refused_without_talk_of_cases(browser):
    browser.log_in("jonas")

    answer = browser.get("/admin/job/", status=403)

    assert "forløbet" not in answer.html.main.get_text()


def test_a_refusal_is_in_the_log_before_the_answer_leaves(site):
    site.browser.log_in("mette")

    site.browser.get(web.CASE + "/", status=404)
    site.browser.get("/admin/job/", status=403)

    first, second = site.events("access.refused")
    assert (first.by, first.case_no, first.about["place"]) == ("mette", "FLK-2026-0001", web.CASE + "/")
    assert (second.by, second.case_no, second.about["place"]) == ("mette", None, "/admin/job/")


def test_a_post_with_an_old_token_is_told_that_nothing_has_changed(browser):
    browser.log_in("tobias")

    answer = browser.post("/admin/job/igen", {"csrf_token": "gammel", "job": "x"}, status=400)

    assert answer.html.h1.string == "Siden var for gammel"
    assert "intet ændret" in answer


def test_what_was_typed_can_be_sent_again_by_who_has_logged_in_again(browser):
    """As in the middle of signing: the session is over, one logs in in another tab, and comes back."""
    typed = {"note": "æøå", "adgangskode": "hemmelig", "nuvaerende": "hemmelig", "kode2": "123456", "csrf_token": "x"}
    gone = browser.post("/min-konto", typed, status=403)
    assert "hemmelig" not in gone
    browser.log_in("tobias")

    old = gone.forms[0].submit(status=400)

    assert "Det, du skrev, er her stadig" in old
    assert "hemmelig" not in old
    form = next(one for one in old.forms.values() if "note" in one.fields)
    assert (form["note"].value, form.action) == ("æøå", "/min-konto")
    sent = form.submit(expect_errors=True)
    assert "Siden var for gammel" not in sent


def test_a_form_from_another_site_is_not_offered_to_be_sent_again(production_site):
    browser = production_site.browser
    answer = browser.post("/log-ind", {"note": "x"}, headers={"Origin": "https://ond.example"}, expect_errors=True)

    assert (answer.status_int, len(answer.html.select("form input[name=note]"))) == (400, 0)
