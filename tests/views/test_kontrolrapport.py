"""»Send kontrolrapport«: what goes out with the page, what comes back, who gets it, and what nobody can make up."""

import base64
import json
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from kuidocs.domain import signing
from kuidocs.domain.errors import NotAllowed
from kuidocs.jobs.noticing import tell_of_report
from kuidocs.jobs.outbox import run_due
from kuidocs.resources.check_report import CheckReport
from kuidocs.services.seal import verdict as v
from kuidocs.usecases import check_reports
from kuidocs.usecases.acting import Act
from tests import factories
from tests.services.seal import tampering
from tests.services.seal.conftest import keys, other_seal, seal  # noqa: F401 - fixtures
from tests.views import making
from tests.views.test_kontrol import check, desk  # noqa: F401 - fixtures
from tests.views.test_underskrifter import text

FOLDER = "/kontrolrapporter"


@pytest.fixture
def bad(desk):  # noqa: F811
    """The page of a file of which a page was replaced; Jonas may read the whole plan."""
    desk.page = check(desk, tampering.page_replaced(desk.made[signing.FILE]), "Freja 140309-1234.pdf")
    return desk


def form(page):
    return next(f for f in page.forms.values() if "fund" in f.fields)


def reports(site):
    with site.system.reading() as root:
        return [(one.found, one.about, one.by["user_id"], one.facts) for one in root.kontrolrapporter.in_order()]


def post(site, fund, status, **more):
    told = {"csrf_token": site.browser.token(), "fund": fund} | more
    return site.browser.post(f"{FOLDER}/", told, status=status)


class TestSending:
    def test_the_page_offers_it_with_the_name_of_who_gets_it(self, bad):
        page = text(bad.page)

        assert "Skriv til databeskyttelsesrådgiver Jens Hvidtfeldt Mose, hvis filen er brugt til noget." in page
        assert "Send kontrolrapport" in page
        assert "Hent den ægte version 1 fra sagen." in page
        assert v.CANNOT_SEE_WHO in page

    def test_a_genuine_file_and_what_is_no_pdf_have_nothing_to_send(self, desk):  # noqa: F811
        for data in (desk.made["arkiv"], b"hej"):
            page = check(desk, data) if data != b"hej" else self.no_pdf(desk)
            assert "Send kontrolrapport" not in text(page)

    def no_pdf(self, site):
        page = next(f for f in site.browser.get("/kontrol").forms.values() if "fil" in f.fields)
        page["fil"] = ("x.pdf", b"hej")
        return page.submit(status=422)

    def test_it_is_kept_and_holds_nothing_of_the_file(self, bad):
        said = form(bad.page).submit().follow()

        assert "Kontrolrapporten er sendt til Jens Hvidtfeldt Mose." in text(said)
        ((found, about, by, _),) = reports(bad)
        assert set(found) == check_reports.FOUND
        assert (found["code"], by) == (v.CHANGED, "jonas")
        assert len(found["sha256"]) == 64
        assert about == {"label": "FLK-2026-0001-D01", "number": 1, "case_no": making.CASE_NO}
        kept = json.dumps(found)
        for word in ("Freja", "140309", "Ida Holm", "FLK-2026"):
            assert word not in kept

    def test_who_sent_it_sees_it_without_the_case(self, bad):
        said = form(bad.page).submit().follow()

        assert v.WORDINGS[v.CHANGED].heading in text(said)
        assert "Fra Jonas Ravnsborg Sendt 21. november 2026 kl. 10.00" in text(said)
        assert making.CASE_NO not in said
        assert "Jeg har læst rapporten" not in said

    def test_what_the_page_carries_names_no_case(self, bad):
        carried = base64.urlsafe_b64decode(form(bad.page)["fund"].value.partition(".")[0]).decode()

        assert making.CASE_NO not in carried
        assert "Freja" not in carried

    def test_the_same_page_sends_one(self, bad):
        form(bad.page).submit().follow()
        form(bad.page).submit().follow()

        assert len(reports(bad)) == 1
        assert len(bad.events("file.reported")) == 1

    def test_the_mail_names_nobody_and_is_sent_once(self, bad):
        form(bad.page).submit()
        run_due(bad.system)
        with bad.system.reading() as root:
            (job,) = [one for one in root.job.values() if one.kind == check_reports.MAIL]
            arguments = dict(job.arguments)

        assert tell_of_report(bad.system, arguments) == {"sent": False}
        (path,) = bad.system.mail.folder.rglob("*.eml")
        mail = message_from_bytes(path.read_bytes(), policy=default)
        assert mail["To"] == "jens@fjordlund.example"
        assert f"/kontrolrapporter/{arguments['report']}" in mail.get_content()
        for word in ("Jonas", "Freja", making.CASE_NO):
            assert word not in mail.as_string()
        assert [fact["kind"] for fact in reports(bad)[0][3]] == ["sent", "told"]

    def test_of_a_file_that_nobody_knows_no_paper_is_named(self, desk):  # noqa: F811
        page = check(desk, b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")

        form(page).submit()

        assert reports(desk)[0][1] == {}


class TestRefused:
    @pytest.mark.parametrize("harm", [lambda t: "", lambda t: t[:-1] + "0", lambda t: "AAAA" + t, lambda t: "x.æ"])
    def test_what_is_not_ours(self, bad, harm):
        fund = form(bad.page)["fund"].value
        changed = harm(fund)
        if changed == fund:
            changed = fund[:-1] + "1"

        assert "Kontrollér filen igen" in text(post(bad, changed, 409))
        assert reports(bad) == []

    def test_another_verdict_under_the_same_mark(self, bad):
        told, _, mark = form(bad.page)["fund"].value.partition(".")
        data = json.loads(base64.urlsafe_b64decode(told))
        data["found"]["heading"] = "Jonas er en tyv"
        forged = base64.urlsafe_b64encode(json.dumps(data).encode()).decode()

        post(bad, f"{forged}.{mark}", 409)

        assert reports(bad) == []

    def test_that_of_another_person(self, bad):
        fund = form(bad.page)["fund"].value
        bad.browser.become("mikkel")

        post(bad, fund, 409)

        assert reports(bad) == []

    def test_one_that_is_too_old(self, bad):
        fund = form(bad.page)["fund"].value
        bad.system.clock.advance(timedelta(hours=13))
        bad.browser.log_in("jonas")

        post(bad, fund, 409)

    def test_when_nobody_could_get_it(self, bad):
        def leave(root):
            root.medarbejdere["jens"].active = False

        fund = form(bad.page)["fund"].value
        bad.system.change("leave", leave)

        assert "Skriv selv til kommunens databeskyttelsesrådgiver" in text(post(bad, fund, 409))
        assert "Send kontrolrapport" not in text(check(bad, b"%PDF-1.7\n%%EOF\n"))

    def test_without_the_token_of_the_session(self, bad):
        answer = bad.browser.post(f"{FOLDER}/", {"fund": form(bad.page)["fund"].value}, expect_errors=True)

        assert answer.status_int in (400, 403)
        assert reports(bad) == []


class TestTheWatcher:
    @pytest.fixture
    def jens(self, bad):
        form(bad.page).submit()
        bad.browser.become("jens")
        return bad

    def test_finds_it_on_min_dag_and_reads_it(self, jens):
        day = jens.browser.get("/min-dag")
        assert "Jonas Ravnsborg har sendt en kontrolrapport" in text(day)
        page = day.click("Læs rapporten")
        assert "FLK-2026-0001-D01, version 1" in text(page)
        assert "Freja" not in page

        page = next(f for f in page.forms.values() if "logout" not in f.action and "rapport" in f.action).submit()

        assert "Jens Hvidtfeldt Mose, 21. november 2026" in text(page.follow())
        assert "kontrolrapport" not in text(jens.browser.get("/min-dag"))
        assert [event.by for event in jens.events("file.report_read")] == ["jens"]

    def test_finds_all_by_way_of_the_log(self, jens):
        page = jens.browser.get("/revision").click("Kontrolrapporter om filer")

        assert "Ikke endnu" in text(page)
        assert len(jens.events("file.reports_listed")) == 1

    def test_reading_twice_is_noted_once(self, jens):
        (address,) = [link["href"] for link in jens.browser.get(f"{FOLDER}/").html.select(".ktable a")]
        for _ in range(2):
            jens.browser.post(address, {"csrf_token": jens.browser.token()}, status=303)

        assert len(jens.events("file.report_read")) == 1

    @pytest.mark.parametrize("user", ["mikkel", "kirsten", "inge", "tobias"])
    def test_others_see_neither_the_list_nor_the_report(self, jens, user):
        (address,) = [link["href"] for link in jens.browser.get(f"{FOLDER}/").html.select(".ktable a")]
        jens.browser.become(user)

        for one in (f"{FOLDER}/", address):
            assert jens.browser.get(one, expect_errors=True).status_int in (403, 404)
        jens.browser.post(address, {"csrf_token": jens.browser.token()}, status=403)

    def test_two_watchers_are_not_named_one_by_one(self, bad):
        def add(root):
            root.medarbejdere["inge"].roles = ("auditor",)

        bad.system.change("two", add)

        assert "Skriv til kommunens databeskyttelsesrådgiver, hvis" in text(check(bad, b"%PDF-1.7\n%%EOF\n"))


def test_a_database_of_before_has_an_empty_folder_that_nobody_stores(desk):  # noqa: F811
    with desk.system.reading() as root:
        assert root.check_reports is None
        assert len(root["kontrolrapporter"]) == 0
        assert root.check_reports is None


def test_only_an_auditor_notes_that_it_is_read(clock):
    report = CheckReport("r" * 16, {}, {}, {})

    with pytest.raises(NotAllowed):
        check_reports.read(report, Act(factories.identity("jonas"), clock))

    assert report.last(check_reports.READ) is None
