"""``/underskriv``: the citizen's way from a link to a signature, and each step at which it may fail."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from webtest import TestApp

from kuidocs.domain import signing
from kuidocs.jobs import citizens, examining
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from kuidocs.services.signing import Citizen, NotFinished, SigningServer, SigningUnavailable
from kuidocs.services.signing.simulator import Root, sign
from kuidocs.usecases import signing as asking
from kuidocs.usecases import signing_links
from tests.services.seal.conftest import keys, other_seal, seal  # noqa: F401 - fixtures
from tests.services.seal.tampering import annotation, title_replaced
from tests.views import making
from tests.views.test_underskrifter import form, plan, text
from tests.web import CASE

MOTHER, YOUNG = "Ida Holm", "Freja Lundsgaard Holm"
ROOT = Root()
SERVER = "https://signering.example/sign"


class Server(SigningServer):
    """A signing server that does what a test tells it."""

    def __init__(self, app):
        self.app, self.who, self.signer, self.change, self.down = app, Citizen(MOTHER), MOTHER, None, False
        self.pdf, self.count, self.root = b"", 0, ROOT

    def begin(self):
        self._up()
        self.count += 1
        return f"errand{self.count:04d}"

    def identify_address(self, errand, back):
        return f"{SERVER}?cid={errand}&back={back}"

    def citizen(self, errand):
        self._up()
        if self.who is None:
            raise NotFinished
        return self.who

    def sign_address(self, errand, pdf, back):
        self.address = urlsplit(pdf).path
        return f"{SERVER}?cid={errand}&uri={pdf}&back={back}"

    def fetch(self):
        """Take the file, as the server does when the browser comes to it."""
        self.pdf = TestApp(self.app).get(self.address).body

    def signed(self, errand):
        self._up()
        made = sign(self.pdf, self.root.person(self.signer))
        return self.change(self.pdf, made) if self.change else made

    def _up(self):
        if self.down:
            raise SigningUnavailable("test")


@pytest.fixture
def door(site, seal):  # noqa: F811
    """A site with a signing server, a plan, and a link for Freja's mother."""
    trust = site.system.settings.data / "trust.pem"
    trust.write_bytes(ROOT.pem())
    site.system.settings = replace(site.system.settings, signing_server=SERVER, signing_server_trust=trust)
    site.system.seal = seal
    site.system.signing = Server(site.browser.app)
    making.change(site, plan)
    site.link = link(site)
    site.browser.reset()
    return site


def sid_of(case, name):
    (document,) = case.dokumenter.values()
    found = asking.requests(document, document.versions[0])
    return document, next(one.signer.sid for one in found if one.signer.name == name)


def link(site, name=MOTHER):
    site.browser.log_in("jonas")
    with site.system.reading() as root:
        document, sid = sid_of(root.sager[making.CASE_NO], name)
        page = f"{CASE}/dokumenter/{document.label}/versioner/1/underskrifter"
    forms = [f for f in site.browser.get(page).forms.values() if f.fields.get("handling")]
    found = next(f for f in forms if f["handling"].value == "mitid" and f["hvem"].value == sid)
    shown = found.submit()
    return urlsplit(shown.html.select_one(".copy").get_text(strip=True)).path


def state(site, name=MOTHER):
    with site.system.reading() as root:
        document, sid = sid_of(root.sager[making.CASE_NO], name)
        request = asking.request_of(document, document.versions[0], sid)
        return request.state, request.data, [one.bytes() for one in document.artefacts]


def log_in(site, path=None):
    """Begin, and come back from MitID."""
    sent = form(site.browser.get(path or site.link), "log-ind").submit(status=303)
    assert sent.location.startswith(SERVER)
    return site.browser.get("/underskriv/retur", expect_errors=True)


def read(site):
    page = site.browser.get(site.link)
    return page if "Hej " in text(page) else log_in(site).follow()


def signed(site):
    form(read(site), "skriv-under").submit(status=303)
    site.system.signing.fetch()
    return site.browser.get("/underskriv/retur", expect_errors=True)


def run_job(site):
    with site.system.reading() as root:
        arguments = [dict(job.arguments) for job in root.job.values() if job.kind == "seal_citizen"]
    return [citizens.seal_citizen(site.system, one) for one in arguments]


class TestTheWay:
    def test_from_the_link_to_the_signature(self, door):
        done = signed(door)

        assert "Din underskrift er modtaget" in text(done)
        run_job(door)
        found, data, (received, sealed) = state(door)
        assert (found, data["method"], data["signer"]["text"]) == (signing.SIGNED, "mitid", MOTHER)
        assert sealed.startswith(received)
        assert received.startswith(door.system.signing.pdf)
        row = door.system.proof.ledger_find(data["artefact"]["sha256"])
        assert (row.profile, row.fields) == ("underskrift", ("mitid", "segl"))
        assert MOTHER not in str(row.facts())

    def test_what_was_sealed_is_examined_afterwards_and_the_file_from_outside_is_not(self, door):
        signed(door)
        run_job(door)
        _, data, (_, sealed) = state(door)
        with door.system.reading() as root:
            (arguments,) = [dict(job.arguments) for job in root.job.values() if job.kind == examining.KIND]

        assert arguments["sha256"] == data["artefact"]["sha256"]
        assert examining.examined(door.system, arguments) == {"sound": True}

        with door.system.reading() as root:
            received, kept = root.sager[making.CASE_NO].dokumenter[arguments["label"]].artefacts
            assert (received.upkeep, kept.upkeep["examined"]["finding"]) == ({}, "fine")
            assert [one["end"] for one in kept.upkeep["examined"]["signatures"]][-1] == len(sealed)
        assert examining.sweep(door.system) == 0

    def test_the_job_run_again_does_nothing_new(self, door):
        signed(door)

        assert run_job(door) == run_job(door)
        assert len(door.system.proof.ledger_rows()) == 1

    def test_the_first_page_tells_nothing_of_anybody(self, door):
        page = door.browser.get(door.link)

        for word in ("Ida", "Freja", "Holm", "plan", "FLK", "Uddannelse"):
            assert word not in text(page)
        # With »no-referrer« a browser posts »Origin: null«, which is refused where the server speaks https.
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert f"form-action 'self' {SERVER[:25]}" in page.headers["Content-Security-Policy"]

    def test_the_document_is_shown_after_the_right_identity_only(self, door):
        door.browser.get(f"{door.link}/dokument", expect_errors=True, status=422)
        page = read(door)

        assert "Hej Ida Holm" in text(page)
        pdf = door.browser.get(page.html.select_one("a.button")["href"])
        assert pdf.body.startswith(b"%PDF-")
        door.browser.reset()
        assert "Hej" not in text(door.browser.get(door.link))
        door.browser.get(f"{door.link}/dokument", expect_errors=True, status=422)

    def test_a_no_with_own_words(self, door):
        found = form(read(door), "nej-tak")
        assert "egne ord" in text(found.submit(status=422))
        found["ord"] = "Jeg vil vide mere."
        assert "Dine ord er skrevet ned" in text(found.submit())

        assert state(door)[:2][0] == signing.REFUSED
        assert state(door)[1]["words"] == "Jeg vil vide mere."
        assert "Dine ord er skrevet ned" in text(door.browser.get(door.link))
        door.browser.reset()
        assert "gælder ikke længere" in text(door.browser.get(door.link, status=404))

    def test_the_events_name_the_step_and_no_user(self, door):
        signed(door)
        door.system.catch_up()

        kinds = ("document.signing_link", "document.signer_identified", "document.signing_received")
        assert [event.kind for event in door.events(*kinds)] == list(kinds)
        assert {event.by for event in door.events(*kinds[1:])} == {"system:mitid"}


class TestRefused:
    @pytest.mark.parametrize(
        "who", [Citizen("Torben Vinther"), Citizen("Ida"), Citizen(""), Citizen("Ida Holm Jensen")]
    )
    def test_another_person_is_shown_nothing(self, door, who):
        door.system.signing.who = who
        page = log_in(door)

        assert page.status_int == 403
        assert "vi viser ikke dokumentet" in text(page)
        assert "Holm" not in text(page)
        door.system.catch_up()
        assert door.events("document.signer_was_another")
        door.browser.get(f"{door.link}/dokument", expect_errors=True, status=422)

    def test_the_young_person_has_a_birthday_too(self, door):
        path = link(door, YOUNG)
        door.browser.reset()
        door.system.signing.who = Citizen(YOUNG, "2001-01-01")
        assert log_in(door, path).status_int == 403
        door.system.signing.who = Citizen(" freja  lundsgaard HOLM ", "2009-03-14")
        assert log_in(door, path).status_int == 303

    @pytest.mark.parametrize("secret", ["x", "0" * 200, "%F0%9F%8E%88", "retur2", "' OR 1=1"])
    def test_a_link_that_there_is_not(self, door, secret):
        page = door.browser.get(f"/underskriv/{secret}", expect_errors=True)

        assert page.status_int == 404

    def test_links_are_not_guessed_for_ever(self, door):
        for _ in range(40):
            door.browser.get("/underskriv/gaet", status=404)

        door.browser.get("/underskriv/gaet", status=429)

    def test_a_link_is_not_begun_with_for_ever(self, door):
        found = form(door.browser.get(door.link), "log-ind")
        for _ in range(10):
            found.submit(status=303)

        found.submit(status=429)

    def test_a_link_that_is_too_old(self, door):
        door.system.clock.set(door.system.clock.now() + timedelta(days=14, seconds=1))

        assert "for gammelt" in text(door.browser.get(door.link, status=404))

    def test_a_link_that_was_taken_back_while_it_was_open(self, door):
        page = read(door)

        def back(case):
            document, sid = sid_of(case, MOTHER)
            from tests.views.test_underskrifter import _act

            signing_links.take_back(document, document.versions[0], _act(door), sid=sid)

        making.change(door, back)

        form(page, "skriv-under").submit(status=404)
        door.browser.get("/underskriv/retur", expect_errors=True, status=422)

    def test_a_new_link_ends_the_old_one(self, door):
        new = link(door)

        door.browser.get(door.link, status=404)
        door.browser.get(new, status=200)

    def test_a_link_is_used_once(self, door):
        page = read(door)
        signed(door)

        for again in (door.link, "/underskriv/retur"):
            assert "Din underskrift er modtaget" in text(door.browser.get(again))
        assert "Din underskrift er modtaget" in text(form(page, "skriv-under").submit())
        assert len(state(door)[2]) == 1
        door.browser.reset()
        door.browser.get(door.link, status=404)
        door.browser.get("/underskriv/retur", expect_errors=True, status=422)

    def test_the_file_is_offered_once(self, door):
        signed(door)

        door.browser.get(door.system.signing.address, status=404)

    def test_without_a_server_there_is_no_door(self, door):
        door.system.signing = None

        door.browser.get(door.link, status=404)

    def test_a_visit_ends_after_half_an_hour(self, door):
        page = read(door)
        door.system.clock.set(door.system.clock.now() + timedelta(minutes=31))

        form(page, "skriv-under").submit(status=422, expect_errors=True)
        assert "Log ind med MitID" in text(door.browser.get(door.link))

    def test_an_act_that_there_is_not(self, door):
        page = door.browser.get(door.link)
        token = form(page, "log-ind")["csrf_token"].value

        door.browser.post(door.link, {"csrf_token": token, "handling": "slet"}, status=404)
        door.browser.post(door.link, {"csrf_token": token, "handling": "skriv-under"}, status=422)
        door.browser.post(door.link, {"csrf_token": token, "handling": "nej-tak", "ord": "x"}, status=422)
        door.browser.post(door.link, {"handling": "log-ind"}, expect_errors=True, status=400)


class TestTheServerFails:
    @pytest.mark.parametrize("step", ["begin", "identity", "sign", "download"])
    def test_it_is_down_and_the_same_link_works_later(self, door, step):
        server = door.system.signing
        if step == "begin":
            server.down = True
            answer = form(door.browser.get(door.link), "log-ind").submit(expect_errors=True)
        elif step == "identity":
            form(door.browser.get(door.link), "log-ind").submit(status=303)
            server.down = True
            answer = door.browser.get("/underskriv/retur", expect_errors=True)
        else:
            found = form(read(door), "skriv-under")
            server.down = step == "sign"
            answer = found.submit(expect_errors=True)
            server.down = True
            if step == "download":
                answer = door.browser.get("/underskriv/retur", expect_errors=True)

        assert answer.status_int == 503
        assert "Intet er gået tabt" in text(answer)
        assert state(door)[0] == signing.WAITING
        server.down = False
        assert "modtaget" in text(signed(door))

    def test_the_citizen_comes_back_too_early(self, door):
        door.system.signing.who = None
        page = log_in(door)

        assert page.status_int == 409
        assert "Du nåede ikke" in text(page)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda pdf, made: b"%PDF-1.7 en helt anden", "er ikke det dokument"),
            (lambda pdf, made: b"", "er ikke det dokument"),
            (lambda pdf, made: pdf, "ikke skrevet rigtigt under"),
            (lambda pdf, made: made + b"\n%junk", "ikke skrevet rigtigt under"),
            (lambda pdf, made: annotation(made), "ændret på andre måder"),
            (lambda pdf, made: sign(title_replaced(pdf), ROOT.person(MOTHER)), "ændret på andre måder"),
            (lambda pdf, made: made[:-30] + b"x" + made[-29:], "ikke skrevet rigtigt under"),
            (lambda pdf, made: sign(annotation(pdf), ROOT.person(MOTHER)), "ændret på andre måder"),
            (lambda pdf, made: sign(made, ROOT.person(MOTHER), field="to"), "ikke skrevet rigtigt under"),
            (lambda pdf, made: sign(pdf, Root().person(MOTHER)), "kender ikke den"),
            (lambda pdf, made: sign(pdf, ROOT.person("Torben Vinther")), "en andens"),
        ],
    )
    def test_what_comes_back_is_not_taken(self, door, change, words):
        door.system.signing.change = change
        page = signed(door)

        assert page.status_int in (403, 422)
        assert words in text(page)
        assert "intet er ændret" in text(page)
        assert state(door)[0] == signing.WAITING
        assert state(door)[2] == []
        door.system.signing.change = None
        assert "modtaget" in text(signed(door))

    def test_a_seal_that_fails_keeps_what_was_signed(self, door, other_seal, monkeypatch):  # noqa: F811
        signed(door)

        def fails(*_, **__):
            raise OSError("full")

        with monkeypatch.context() as broken:
            broken.setattr(Pkcs12Seal, "seal", fails)
            with pytest.raises(OSError, match="full"):
                run_job(door)
        assert state(door)[0] == signing.WAITING
        assert len(state(door)[2]) == 1
        assert "bliver lige nu forseglet" in _page(door)

        run_job(door)
        assert state(door)[0] == signing.SIGNED


def _page(site):
    site.browser.become("jonas")
    with site.system.reading() as root:
        (label,) = root.sager[making.CASE_NO].dokumenter.children
    return text(site.browser.get(f"{CASE}/dokumenter/{label}/versioner/1/underskrifter"))
