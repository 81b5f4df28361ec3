"""The pages of care, as each of the staff meets them, and what is refused."""

import pytest

from kuidocs.domain.settings import PLAN_DAYS
from kuidocs.security.cluster_rules import is_of_the_municipality
from kuidocs.security.permissions import Permission
from kuidocs.security.rules import TABLE, is_administrator
from tests import web

PAGES = [
    "/admin/",
    "/admin/log",
    "/admin/log?side=2",
    "/admin/log?side=x",
    "/admin/medarbejdere/",
    "/admin/medarbejdere/?q=jo&afdeling=PPR&vis=alle",
    "/admin/medarbejdere/jonas/",
    "/admin/medarbejdere/tobias/",
    "/admin/afdelinger",
    "/admin/lokaler",
    "/admin/ad-hoc",
    "/admin/indstillinger",
    "/admin/data",
    "/admin/journal",
    "/admin/job/",
]
FORMS = [
    ("/admin/medarbejdere/", {"user_id": "ond", "name": "Ond"}),
    ("/admin/medarbejdere/jonas/", {"handling": "roller", "roller": "auditor", "begrundelse": "x"}),
    ("/admin/medarbejdere/jonas/", {"handling": "adgangskode"}),
    ("/admin/afdelinger", {"handling": "opret", "navn": "Ond"}),
    ("/admin/lokaler", {"liste": "Ond"}),
    ("/admin/ad-hoc", {"liste": "Ond"}),
    ("/admin/journal", {"handling": "alle"}),
    ("/admin/indstillinger", {"noegle": PLAN_DAYS, "vaerdi": "1", "fra": "2026-11-21", "begrundelse": "x"}),
]
OTHERS = ["jonas", "kirsten", "inge", "jens", "mette", "eva"]
SECRET = "Malthe Hemmelig Navnesen"


@pytest.fixture
def keeper(browser):
    browser.log_in("tobias")
    return browser


def hidden(browser, address):
    """What a page's last form sends beside what is typed."""
    form = list(browser.get(address).forms.values())[-1]
    return {name: form[name].value for name in ("csrf_token", "__token__", "base") if name in form.fields}


def send(browser, address, **fields):
    told = hidden(browser, address) | fields
    return browser.post(address, told, expect_errors=True)


def person_form(browser, user, handling):
    found = browser.get(f"/admin/medarbejdere/{user}/").forms.values()
    return next(form for form in found if "handling" in form.fields and form["handling"].value == handling)


def second(site, user="jens"):
    def give(root):
        root.medarbejdere[user].roles = ("system_administrator",)

    site.system.change("a second administrator", give)


@pytest.mark.parametrize("address", PAGES)
def test_the_administrator_sees_every_page(keeper, address):
    page = keeper.get(address)

    assert page.status_int == 200
    assert page.html.find("nav", class_="caremenu")


@pytest.mark.parametrize("user", OTHERS)
def test_nobody_else_sees_any(browser, user):
    browser.log_in(user)

    for address in PAGES:
        assert browser.get(address, expect_errors=True).status_int in (403, 404), address
    assert "Drift" not in browser.get("/hjaelp").html.nav.get_text()


@pytest.mark.parametrize("user", OTHERS)
def test_nobody_else_changes_anything_by_a_forged_post(site, browser, user):
    browser.log_in(user)
    token = browser.token()

    for address, fields in FORMS:
        answer = browser.post(address, {"csrf_token": token} | fields, expect_errors=True)
        assert answer.status_int in (403, 404), address
    with site.system.reading() as root:
        assert root.organisation.setting_facts == ()
        assert "ond" not in root.medarbejdere
    assert site.events("staff.added", "staff.standing", "organisation.rooms") == []


@pytest.mark.parametrize(("address", "fields"), FORMS)
def test_a_post_from_another_site_does_nothing(site, keeper, address, fields):
    answer = keeper.post(address, fields, expect_errors=True)

    assert answer.status_int == 400
    with site.system.reading() as root:
        assert root.organisation.setting_facts == ()
        assert "ond" not in root.medarbejdere


def test_somebody_who_is_not_logged_in_is_asked_to(browser):
    assert "/log-ind" in browser.get("/admin/", status=303).location


def test_no_page_of_care_shows_what_a_case_holds(site, keeper):
    def plant(root):
        case = root.sager["FLK-2026-0001"]
        case.person.full_name = SECRET
        case.title = SECRET

    site.system.change("a name to look for", plant)
    site.system.catch_up()

    for address in PAGES:
        page = keeper.get(address).text
        assert SECRET not in page, address
        assert "FLK-2026-0001" not in page, address
    answer = person_form(keeper, "jonas", "oplysninger").submit().follow()
    assert SECRET not in answer
    assert SECRET not in keeper.get("/admin/log")


class TestStaff:
    def test_the_list_is_searched(self, site, keeper):
        def leave(root):
            root.medarbejdere["eva"].active = False

        site.system.change("left", leave)

        page = keeper.get("/admin/medarbejdere/?q=JONAS")
        assert [link.get_text() for link in page.html.find("tbody").find_all("a")] == ["Jonas Ravnsborg"]
        assert "Eva Thorndal" not in keeper.get("/admin/medarbejdere/")
        assert "Er stoppet" in keeper.get("/admin/medarbejdere/?vis=stoppede")
        assert "Ingen passer" in keeper.get("/admin/medarbejdere/?q=zzz")

    def test_somebody_is_added_gets_a_password_and_comes_in(self, site, keeper):
        added = send(keeper, "/admin/medarbejdere/", user_id="anna", name="Anna Bech", roller="caseworker").follow()
        assert "Anna Bech er oprettet." in added

        shown = person_form(keeper, "anna", "adgangskode").submit()
        password = shown.html.find("code", class_="secret").get_text()

        assert password not in keeper.get("/admin/medarbejdere/anna/")
        assert "no-store" in shown.headers["Cache-Control"]
        assert not any(password in str(event) for event in site.events())
        keeper.reset()
        asked = keeper.log_in("anna", password).follow()
        assert "ny adgangskode" in asked.text.lower()

    def test_what_was_typed_is_kept_when_it_is_refused(self, keeper):
        answer = send(keeper, "/admin/medarbejdere/", user_id="Anna B", name="Anna <b>", roller="auditor")

        assert answer.status_int == 422
        assert answer.html.find(id="p-name")["value"] == "Anna <b>"
        assert answer.html.find(id="r-auditor").has_attr("checked")
        assert "Skriv et brugernavn" in answer.html.find(role="alert").get_text()

    def test_a_page_sent_twice_gives_no_second_password(self, keeper):
        form = person_form(keeper, "jonas", "adgangskode")
        form.submit()

        assert form.submit(expect_errors=True).status_int == 409

    def test_details_are_changed_and_a_stale_tab_is_refused(self, keeper):
        one, other = (person_form(keeper, "jonas", "oplysninger") for _ in range(2))
        one["title"] = "Teamleder"
        assert "er gemt" in one.submit().follow()
        other["title"] = "Noget andet"

        answer = other.submit(expect_errors=True)

        assert answer.status_int == 409
        assert answer.html.find(id="p-title")["value"] == "Noget andet"
        assert "til »Teamleder«" in keeper.get("/admin/log")

    def test_a_grave_role_waits_until_the_second_says_yes(self, site, keeper):
        second(site)
        form = person_form(keeper, "kirsten", "roller")
        form["begrundelse"] = "Vikar."
        for box in form.fields["roller"]:
            box.checked = box._value == "auditor"
        assert "venter på, at en anden" in form.submit().follow()
        assert "Tag det tilbage" in keeper.get("/admin/medarbejdere/kirsten/")
        assert "Kirsten Aalund" in keeper.get("/admin/")
        sent = person_form(keeper, "kirsten", "svar")
        fields = {name: sent[name].value for name in ("csrf_token", "__token__", "handling", "aendring")}
        refused = keeper.post("/admin/medarbejdere/kirsten/", fields | {"svar": "ja"}, expect_errors=True)
        assert refused.status_int == 403
        keeper.become("jens")
        answer = person_form(keeper, "kirsten", "svar").submit("svar", value="ja").follow()

        assert "Ændringen gælder nu." in answer
        with site.system.reading() as root:
            assert root.medarbejdere["kirsten"].roles == ("auditor",)

    def test_who_is_made_inactive_is_out_at_once_and_the_leader_is_named(self, site, keeper):
        site.system.catch_up()
        other = web.serve(site.system)
        other.log_in("jonas")
        form = person_form(keeper, "jonas", "roller")
        form["aktiv"].checked, form["begrundelse"] = False, "Stoppet."

        page = form.submit().follow()

        assert other.get("/min-dag", expect_errors=True).status_int == 303
        assert "gives det videre af Kirsten Aalund" in page
        assert "Freja" not in page
        assert site.system.state.sessions.of_user("jonas") == []

    def test_the_last_administrator_cannot_be_taken_out(self, keeper):
        form = person_form(keeper, "tobias", "roller")
        form["begrundelse"] = "x"
        for box in form.fields["roller"]:
            box.checked = False

        answer = form.submit(expect_errors=True)

        assert answer.status_int == 422
        assert "sidste systemadministrator" in answer

    def test_the_last_day_is_written_and_taken_back(self, site, keeper):
        form = person_form(keeper, "jonas", "stopper")
        form["dag"] = "2026-12-31"
        assert "Sidste arbejdsdag 31. december 2026" in form.submit().follow()
        form = person_form(keeper, "jonas", "stopper")
        form["dag"] = ""
        assert "er fjernet" in form.submit().follow()
        form["dag"] = "i går"
        assert form.submit(expect_errors=True).status_int == 422

    def test_a_locked_account_is_opened(self, site, keeper):
        for _ in range(9):
            site.browser.reset()
            site.browser.log_in("jonas", "forkert")
        assert "for mange forsøg" in site.browser.log_in("jonas")
        keeper.become("tobias")

        assert "låst op" in person_form(keeper, "jonas", "laas-op").submit().follow()

        keeper.reset()
        assert keeper.log_in("jonas").location.endswith("/min-dag")

    def test_sessions_are_listed_and_ended(self, site, keeper):
        other = web.serve(site.system)
        other.log_in("jonas")
        assert "Sidst brugt" in keeper.get("/admin/medarbejdere/jonas/")

        assert "logget ud ét sted" in person_form(keeper, "jonas", "log-ud").submit().follow()

        assert other.get("/min-dag", expect_errors=True).status_int == 303

    def test_second_factors_are_reset_with_a_reason(self, site, keeper):
        def give(root):
            root.medarbejdere["jonas"].code_secret = "x"

        site.system.change("a factor", give)
        form = person_form(keeper, "jonas", "ekstra")
        assert form.submit(expect_errors=True).status_int == 422
        form["begrundelse"] = "Tabt telefon."

        assert "er fjernet" in form.submit().follow()
        with site.system.reading() as root:
            assert not root.medarbejdere["jonas"].has_second

    def test_nobody_gives_himself_a_password_by_a_forged_post(self, keeper):
        answer = send(keeper, "/admin/medarbejdere/tobias/", handling="adgangskode")

        assert answer.status_int == 403
        assert answer.html.find("code", class_="secret") is None

    def test_an_act_that_is_none_is_refused(self, keeper):
        assert send(keeper, "/admin/medarbejdere/jonas/", handling="slet").status_int == 422
        assert keeper.get("/admin/medarbejdere/findes-ikke/", status=404)


def test_every_permission_of_care_is_the_administrators(site):
    for permission in Permission.Admin:
        assert TABLE[permission] == ((is_of_the_municipality, is_administrator),)
