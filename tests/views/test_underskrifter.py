"""``/versioner/<n>/underskrifter`` through HTTP: what one does there, and what is refused."""

import pytest
from webtest import Upload

from kuidocs.domain import signing
from kuidocs.resources.base import place
from kuidocs.usecases import people
from kuidocs.usecases import signing as asking
from kuidocs.usecases.printing import at_approval
from tests import hostile_files as files
from tests.views import making
from tests.web import CASE, PASSWORD

PLAN, MINUTES = "kui.education_plan", "kui.minutes.coordination"
MOTHER = "Ida Holm"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


def plan(case, form=PLAN, sealed=True, **content):
    document = making.paper(case, form, content)
    version = document.versions[-1]
    facts = at_approval(document, version, "Jonas Ravnsborg", "2026-10-01T10:30:00+02:00")
    document.facts[-1]["data"]["render_facts"] = facts.plain()
    if sealed:
        document.files = (place(making.sealed(b"%PDF-1.7 body"), document, "1.pdf"),)
    return document


@pytest.fixture
def page(site):
    """The address of the page of a plan that is sealed, with Jonas logged in."""
    making.change(site, plan)
    site.browser.log_in("jonas")
    with site.system.reading() as root:
        (label,) = root.sager[making.CASE_NO].dokumenter.children
    return f"{CASE}/dokumenter/{label}/versioner/1/underskrifter"


def state(site, name=MOTHER):
    with site.system.reading() as root:
        (document,) = root.sager[making.CASE_NO].dokumenter.values()
        found = asking.requests(document, document.versions[0])
        return next(one.state for one in found if one.signer.name == name)


def code(site, name=MOTHER):
    with site.system.reading() as root:
        (document,) = root.sager[making.CASE_NO].dokumenter.values()
        version = document.versions[0]
        found = next(one for one in asking.requests(document, version) if one.signer.name == name)
        return signing.paper_code(asking.sealed_body(document, version), found.signer.sid)


def form(page, act):
    return next(f for f in page.forms.values() if "handling" in f.fields and f["handling"].value == act)


def together(site, page):
    """Let all sign at once, so that Jonas may."""
    return form(site.browser.get(page), "raekkefoelge").submit().follow()


class TestShown:
    def test_the_page_says_who_how_and_where_it_stands(self, site, page):
        told = text(site.browser.get(page))

        assert "Venter på tre underskrifter" in told
        assert "Mor, forældremyndighed" in told
        assert "Freja spørges selv." in told
        assert "1. Freja Lundsgaard Holm" in told
        assert "2. Jonas Ravnsborg Plankoordinator" in told
        assert site.events("document.signatures_viewed")

    def test_a_paper_that_nobody_signs_says_so(self, site):
        making.change(site, lambda case: plan(case, "kui.contact_note"))
        site.browser.log_in("jonas")

        assert "Ingen skal skrive under" in text(
            site.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D01/versioner/1/underskrifter")
        )

    def test_who_has_no_part_in_the_case_is_not_told(self, site, page):
        site.browser.become("peter")

        site.browser.get(page, status=404)
        site.browser.post(page, {"csrf_token": site.browser.token(), "handling": "nej-tak"}, status=404)

    def test_a_chair_from_another_case_comes_for_the_signature_only(self, site):
        def chaired(case):
            who = {"text": "Birgitte Ranum"}
            return plan(case, MINUTES, chair=who)

        def asked(case):
            birgitte = next(p for p in case.__parent__.__parent__.medarbejdere.values() if p.user_id == "birgitte")
            chair = people.reference(case, case.__parent__.__parent__.medarbejdere, birgitte.name)
            document = plan(case, MINUTES, chair=chair)
            asking.ask(document, document.versions[0], _act(site))
            case.involvements = tuple(one for one in case.involvements if one["user_id"] != "birgitte")

        making.change(site, asked)
        site.browser.log_in("birgitte")
        found = site.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D01/versioner/1/underskrifter")

        assert "Skriv under" in text(found)
        assert "Notér et nej tak" not in text(found)
        site.browser.get(CASE, status=403)


def _act(site):
    from kuidocs.usecases.acting import Act
    from tests import factories

    return Act(factories.identity("jonas"), site.system.clock)


class TestLogin:
    def test_jonas_signs_with_his_password(self, site, page):
        found = form(together(site, page), "login")
        found["adgangskode"] = PASSWORD
        told = text(found.submit().follow())

        assert "Du har skrevet under." in told
        assert state(site, "Jonas Ravnsborg") == signing.SIGNED

    @pytest.mark.parametrize("password", ["", "forkert", PASSWORD + " ", "å" * 4000])
    def test_a_wrong_password_signs_nothing(self, site, page, password):
        found = form(together(site, page), "login")
        found["adgangskode"] = password

        assert "adgangskode er forkert" in text(found.submit(status=422))
        assert state(site, "Jonas Ravnsborg") == signing.WAITING
        assert site.events("login.step_refused")

    def test_a_password_is_not_tried_for_ever(self, site, page):
        found = form(together(site, page), "login")
        for _ in range(5):
            found["adgangskode"] = "forkert"
            found.submit(status=422)
        found["adgangskode"] = PASSWORD

        assert "for mange forsøg" in text(found.submit(status=422))
        assert state(site, "Jonas Ravnsborg") == signing.WAITING

    def test_a_code_from_the_app_is_asked_for_too(self, site, page):
        secret = site.system.factors.codes.new_secret()

        def with_app(root):
            root.medarbejdere["jonas"].code_secret = site.system.factors.locker.lock(secret)

        site.system.change("app", with_app)
        found = form(together(site, page), "login")
        found["adgangskode"] = PASSWORD
        assert "Koden er forkert" in text(found.submit(status=422))

        import pyotp

        found["adgangskode"], found["kode2"] = PASSWORD, pyotp.TOTP(secret).at(site.system.clock.now())
        found.submit(status=303)
        assert state(site, "Jonas Ravnsborg") == signing.SIGNED

    def test_who_has_neither_password_nor_app_is_told_what_to_do(self, site, page):
        found = form(together(site, page), "login")

        def without(root):
            root.medarbejdere["jonas"].password_hash = ""

        site.system.change("sso", without)

        assert "Skriv under på papir" in text(found.submit(status=422))

    def test_an_old_page_is_refused(self, site, page):
        found = form(together(site, page), "login")
        found["adgangskode"], found["sha256"] = PASSWORD, "00" * 32

        assert "Siden er gammel" in text(found.submit(status=409))


class TestPaper:
    def put(self, site, page, **given):
        found = form(site.browser.get(page), "paper")
        told = {"kode": code(site), "dag": "2026-11-21"} | given
        data = told.pop("data", files.pdf())
        for name, value in told.items():
            found[name] = value
        if data is not None:
            found["fil"] = Upload("scan.pdf", data)
        return found.submit(expect_errors=True)

    def test_the_scan_is_matched_by_its_code_and_can_be_fetched(self, site, page):
        told = self.put(site, page).follow()

        assert "Koden hører til Ida Holm" in text(told)
        href = next(a["href"] for a in told.html.select("table a"))
        scan = site.browser.get(href)
        assert scan.body.startswith(b"%PDF-")
        assert "sandbox" in scan.headers["Content-Security-Policy"]
        assert site.events("document.artefact_read")

    @pytest.mark.parametrize(
        ("given", "words", "status"),
        [
            ({"kode": "FORKERT"}, "Koden passer ikke", 422),
            ({"dag": ""}, "hvilken dag", 422),
            ({"data": None}, "Vælg den scannede side", 422),
            ({"data": b"MZ program"}, "", 422),
            ({"data": files.action("JavaScript", JS="app.alert(1)")}, "", 422),
            ({"data": b"ren tekst"}, "", 422),
        ],
    )
    def test_what_is_wrong_is_told_and_nothing_is_kept(self, site, page, given, words, status):
        answer = self.put(site, page, **given)

        assert answer.status_int == status
        assert words in text(answer)
        assert state(site) == signing.WAITING

    def test_a_scan_that_is_too_large(self, site, page):
        answer = self.put(site, page, data=b"%PDF-" + b"0" * 50_000_000)

        assert answer.status_int == 413
        assert "for stor" in text(answer)

    def test_the_page_to_print_carries_the_code(self, site, page):
        href = next(a["href"] for a in site.browser.get(page).html.select("a") if "underskriftsside" in a["href"])
        answer = site.browser.get(href)

        assert answer.content_type == "application/pdf"
        assert site.events("document.signing_sheet_printed")
        site.browser.get(href.split("?")[0], status=404)


class TestNo:
    def test_a_refusal_with_words(self, site, page):
        found = form(site.browser.get(page), "nej-tak")
        found["hvem"], found["dag"], found["ord"] = _sid(site), "2026-11-20", "<b>Ikke</b> nu."
        told = found.submit().follow()

        assert "»<b>Ikke</b> nu.«" in text(told)
        assert "<b>Ikke</b>" not in told.text
        assert "Nej tak, noteret" in text(told)

    def test_without_words_everything_typed_stays(self, site, page):
        found = form(site.browser.get(page), "nej-tak")
        found["hvem"], found["dag"], found["ord"] = _sid(site), "2026-11-20", " "
        answer = found.submit(status=422)

        again = form(answer, "nej-tak")
        assert (again["hvem"].value, again["dag"].value) == (_sid(site), "2026-11-20")

    def test_no_answer_and_a_deputy(self, site, page):
        found = form(site.browser.get(page), "intet-svar")
        found["hvem"], found["ord"] = _sid(site), "Ringet to gange."
        assert "Har ikke svaret" in text(found.submit().follow())

        found = form(site.browser.get(page), "stedfortraeder")
        found["navn"], found["hvorfor"] = _name(site, "birgitte"), "Syg."
        assert "i stedet for Jonas Ravnsborg" in text(found.submit().follow())


def _sid(site, name=MOTHER):
    with site.system.reading() as root:
        (document,) = root.sager[making.CASE_NO].dokumenter.values()
        found = asking.requests(document, document.versions[0])
        return next(one.signer.sid for one in found if one.signer.name == name)


class TestForged:
    def test_a_reader_collects_nothing(self, site, page):
        def ad_hoc(case):
            reader = {"user_id": "fatma", "relation": "ad_hoc", "since": "2026-10-01", "until": "", "why": ""}
            case.involvements = (*case.involvements, reader)

        making.change(site, ad_hoc)
        site.browser.become("fatma")
        token = site.browser.token()

        for act in ("nej-tak", "intet-svar", "paper", "raekkefoelge", "stedfortraeder", "mitid", "traek-tilbage"):
            told = {"csrf_token": token, "handling": act, "hvem": "x", "ord": "x"}
            assert site.browser.post(page, told, expect_errors=True).status_int == 403

    @pytest.mark.parametrize("act", ["", "findes-ikke", "__class__"])
    def test_an_act_that_there_is_not(self, site, page, act):
        site.browser.post(page, {"csrf_token": site.browser.token(), "handling": act}, status=404)

    def test_without_a_token_of_the_session_nothing_is_done(self, site, page):
        site.browser.post(page, {"handling": "nej-tak", "hvem": _sid(site), "ord": "x"}, expect_errors=True)

        assert state(site) == signing.WAITING

    def test_mitid_is_not_offered_without_a_server(self, site, page):
        assert "MitID" not in text(site.browser.get(page))
        site.browser.post(
            page, {"csrf_token": site.browser.token(), "handling": "mitid", "hvem": _sid(site)}, status=404
        )


def _name(site, user_id):
    with site.system.reading() as root:
        return root.medarbejdere[user_id].name


class TestLedThere:
    def test_min_dag_and_the_reading_page_lead_to_the_signature(self, site, page):
        together(site, page)
        line = site.browser.get("/min-dag").html.select_one("#underskrift").parent

        assert "Venter på din underskrift" in line.get_text(" ", strip=True)
        assert any(a["href"] == page for a in site.browser.get("/min-dag").html.select("a"))
        reading = site.browser.get(page.removesuffix("/underskrifter"))
        button = next(a for a in reading.html.select("a.button-primary") if a["href"] == page)
        assert button.get_text(strip=True) == "Skriv under"

    def test_who_collects_is_told_when_the_days_are_over(self, site, page):
        assert "Der mangler underskrifter fra andre." in text(site.browser.get("/min-dag"))

    def test_nothing_leads_there_when_all_have_answered(self, site, page):
        def all_refuse(case):
            (document,) = case.dokumenter.values()
            version = document.versions[0]
            for one in asking.requests(document, version):
                asking.refuse(document, version, _act(site), sid=one.signer.sid, day="2026-11-20", words="Nej.")

        making.change(site, all_refuse)
        told = text(site.browser.get("/min-dag"))

        assert "underskrift" not in told
        assert "Alle har svaret." in text(site.browser.get(page.removesuffix("/underskrifter")))
        assert "bliver lavet lige nu" in text(site.browser.get(page))
