"""The pages of the journal: for the clerk by number and kind, for the administrator by number."""

import pytest

from kuidocs.jobs.outbox import run_due
from kuidocs.resources.outbox import FAILED, WAITING
from kuidocs.services.archive import ArchiveError, ArchiveService, FolderArchive, Receipt
from kuidocs.usecases import filing
from kuidocs.usecases.acting import Act
from tests import factories
from tests.usecases.test_filing import finished, keep_out
from tests.views import making
from tests.views.attaching import PAGE as LIST
from tests.views.attaching import put
from tests.views.test_adgang import text
from tests.web import CASE

PAGE, CARE, PHASE = "/journal", "/admin/journal", f"{CASE}/fase"
CASE_NO, LABEL, KLE = "FLK-2026-0001", "FLK-2026-0001-D01", "27.69.40"


class Broken(ArchiveService):
    """A journal that takes nothing."""

    name, code = "https://esdh.example", "token"

    def deliver(self, delivery):
        raise ArchiveError(self.code)


@pytest.fixture
def papers(site):
    """Two finished notes in a case without a subject."""

    def add(case):
        act = Act(factories.identity("jonas"), site.system.clock)
        for number in (1, 2):
            document = finished(case, pdf=f"%PDF-1.7 notat {number}".encode())
            filing.ask_for(document, act)

    making.change(site, add)
    site.system.proof.ledger_find = lambda digest: object()
    return site


@pytest.fixture
def inge(papers):
    papers.browser.log_in("inge")
    return papers


@pytest.fixture
def failed(papers):
    """The same, when the journal would not take them."""
    papers.system.archive = Broken()
    making.change(papers, give_kle)
    run_due(papers.system)
    papers.browser.log_in("inge")
    return papers


def give_kle(case):
    filing.set_kle(case, Act(factories.identity("inge"), factories.clock()), KLE)


def post(site, address, status=303, **fields):
    told = {"csrf_token": site.browser.token(), "__token__": "t"} | fields
    return site.browser.post(address, told, status=status)


def jobs(site):
    with site.system.reading() as root:
        return [job.state for job in filing.open_jobs(root)]


def job_ids(site):
    with site.system.reading() as root:
        return [job.id for job in filing.open_jobs(root)]


def kle(site):
    with site.system.reading() as root:
        return root.sager[CASE_NO].kle


class TestTheClerk:
    def test_finds_the_case_without_a_subject_on_min_dag_by_its_number(self, inge):
        day = inge.browser.get("/min-dag")

        assert "Forløbet mangler et emne fra KLE" in text(day)
        assert "Freja" not in day
        assert day.click("Skriv emnet").request.path == PAGE

    def test_sets_the_subject_and_sees_what_was_filed(self, inge):
        page = inge.browser.get(PAGE)
        form = next(form for form in page.forms.values() if "kle" in form.fields)
        form["kle"] = KLE

        said = form.submit().follow()

        assert f"Emnet er gemt. Forløb {CASE_NO} bliver journaliseret under {KLE}." in text(said)
        assert "To dokumenter er på vej" in text(said)
        run_due(inge.system)
        done = inge.browser.get(PAGE)
        assert f"Kontaktnotat {LABEL}, version 1" in text(done)
        assert "mappe-" in done
        assert "Intet venter på dig." in done
        assert "Freja" not in done
        assert "Forløbet mangler et emne" not in inge.browser.get("/min-dag")

    def test_is_told_how_a_subject_is_written_and_keeps_what_was_typed(self, inge):
        page = inge.browser.get(PAGE)
        form = next(form for form in page.forms.values() if "kle" in form.fields)
        form["kle"] = "27-69 <b>"

        refused = form.submit(status=422)

        assert refused.html.select_one('.summary a[href="#kle-1"]')
        assert refused.html.select_one("#kle-1")["value"] == "27-69 <b>"
        assert refused.html.title.get_text().startswith("Fejl: ")
        assert kle(inge) == ""

    def test_sees_why_something_failed_and_lets_it_be_tried_again(self, failed):
        page = failed.browser.get(PAGE)

        assert "To dokumenter kunne ikke journaliseres" in text(page)
        assert "Journalsystemet godkendte ikke kuidocs' nøgle. Giv driften besked." in text(page)
        form = next(f for f in page.forms.values() if "job" in f.fields)
        assert "Dokumentet bliver prøvet igen." in text(form.submit().follow())
        assert sorted(jobs(failed)) == [FAILED, WAITING]
        assert failed.events("document.filing_retried")

    def test_is_told_on_min_dag_that_something_failed(self, failed):
        day = failed.browser.get("/min-dag")

        assert "To dokumenter kunne ikke journaliseres" in text(day)
        assert day.click("Se hvorfor").request.path == PAGE

    def test_tries_all_again(self, failed):
        page = failed.browser.get(PAGE)
        form = next(f for f in page.forms.values() if "handling" in f.fields and f["handling"].value == "alle")

        assert "To dokumenter bliver prøvet igen." in text(form.submit().follow())
        assert jobs(failed) == [WAITING, WAITING]
        assert "Der er ikke noget, der gik galt, længere." in text(post(failed, PAGE, handling="alle").follow())

    def test_sees_what_is_tried_again_by_itself(self, papers):
        papers.system.archive = Broken()
        papers.system.archive.code = "server"
        making.change(papers, give_kle)
        run_due(papers.system)
        papers.browser.log_in("inge")

        page = text(papers.browser.get(PAGE))

        assert "Journalsystemet meldte om en fejl hos sig selv. Prøves igen af sig selv" in page

    def test_sees_a_correction_as_one(self, inge):
        for subject in (KLE, "27.69.41"):
            post(inge, PAGE, handling="emne", sag=CASE_NO, kle=subject, __token__=subject)
            run_due(inge.system)

        assert text(inge.browser.get(PAGE)).count("Rettet emne") == 2

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ({"handling": "emne", "sag": "FLK-2026-9999", "kle": KLE}, 404),
            ({"handling": "emne", "sag": "", "kle": KLE}, 404),
            ({"handling": "igen", "job": "findes-ikke"}, 409),
            ({"handling": "igen"}, 409),
            ({"handling": "slet"}, 400),
            ({}, 400),
        ],
    )
    def test_forged_posts_change_nothing(self, inge, fields, status):
        post(inge, PAGE, status, **fields)

        assert (kle(inge), jobs(inge)) == ("", [])

    def test_without_the_token_of_the_session_nothing_is_done(self, inge):
        told = {"handling": "emne", "sag": CASE_NO, "kle": KLE}

        assert inge.browser.post(PAGE, told, expect_errors=True).status_int in (400, 403)
        assert kle(inge) == ""

    def test_who_is_kept_out_of_a_case_does_not_hear_of_it(self, failed):
        making.change(failed, lambda case: keep_out(case, "inge"))

        page = failed.browser.get(PAGE)

        assert CASE_NO not in page
        assert "Journalen" not in text(failed.browser.get("/min-dag"))
        post(failed, PAGE, 404, handling="emne", sag=CASE_NO, kle="27.69.41")
        post(failed, PAGE, 409, handling="igen", job=job_ids(failed)[0])
        assert jobs(failed) == [FAILED, FAILED]


@pytest.mark.parametrize("user", ["jonas", "kirsten", "mikkel", "jens", "tobias"])
def test_others_do_not_see_the_clerks_page(failed, user):
    failed.browser.become(user)

    assert failed.browser.get(PAGE, expect_errors=True).status_int in (403, 404)
    post(failed, PAGE, 403, handling="alle")
    assert jobs(failed) == [FAILED, FAILED]
    assert "Journal" not in failed.browser.get("/min-dag").html.select_one(".mainnav").get_text()


class TestAnAttachment:
    @pytest.fixture
    def put(self, failed):
        """A letter that the journal would not take."""
        made = put(failed, kind="young_work", given_by="young", title="Brev fra Freja")
        run_due(failed.system)
        return made

    def test_stands_among_what_failed_by_number_and_kind(self, failed, put):
        page = text(failed.browser.get(PAGE))

        assert "Tegning eller brev fra den unge, modtaget 20. november 2026 FLK-2026-0001, bilag 1" in page
        assert "Brev fra Freja" not in page
        failed.browser.become("tobias")
        care = text(failed.browser.get(CARE))
        assert "FLK-2026-0001, bilag 1" in care
        assert "Tegning" not in care

    def test_is_tried_again_and_then_stands_among_what_was_filed_and_at_itself(self, failed, put):
        page = failed.browser.get(PAGE)
        row = next(row for row in page.html.select("tr") if "bilag 1" in row.get_text())
        post(failed, PAGE, handling="igen", job=row.select_one("[name=job]")["value"])
        failed.system.archive = FolderArchive(failed.system.settings.data / "journal", failed.system.clock)
        run_due(failed.system)

        assert "modtaget 20. november 2026 FLK-2026-0001, bilag 1 21. november" in text(failed.browser.get(PAGE))
        failed.browser.become("jonas")
        assert "Journaliseret 21. november 2026 kl. 10.00. Kvittering mappe-" in text(failed.browser.get(LIST))

    def test_says_that_the_journal_knows_that_it_was_taken_out(self, failed, put):
        def told(case):
            receipt = Receipt("R", factories.NOW)
            one = case.bilag[put]
            filing.note_file(one, Act(factories.identity("inge"), factories.clock()), 1, KLE, receipt, withdrawn=True)

        making.change(failed, told)
        failed.browser.become("jonas")

        assert "Journalen fik besked om, at det er taget ud, 21. november" in text(failed.browser.get(LIST))

    def test_one_whose_case_is_gone_is_named_all_the_same(self, failed, put):
        def gone(case):
            root = case.__parent__.__parent__
            for job in filing.open_jobs(root):
                job.arguments = job.arguments | {"case_no": "FLK-2026-9999"}

        making.change(failed, gone)
        failed.browser.become("tobias")

        assert "FLK-2026-9999, bilag" in text(failed.browser.get(CARE))


class TestTheAdministrator:
    @pytest.fixture
    def tobias(self, failed):
        failed.browser.become("tobias")
        return failed

    def test_sees_numbers_and_failures_and_not_what_the_papers_are(self, tobias):
        page = tobias.browser.get(CARE)

        assert "Der afleveres til https://esdh.example" in text(page)
        assert "Gik galt 2" in text(page)
        assert f"{LABEL}, version 1 Journalsystemet godkendte ikke" in text(page)
        assert "Kontaktnotat" not in page
        assert "Freja" not in page
        assert "to dokumenter gik galt" in text(tobias.browser.get("/admin/"))

    def test_lets_it_be_tried_again(self, tobias):
        page = tobias.browser.get(CARE)
        form = next(f for f in page.forms.values() if "job" in f.fields)
        assert "Dokumentet bliver prøvet igen." in text(form.submit().follow())
        assert "Ét dokument bliver prøvet igen." in text(post(tobias, CARE, handling="alle").follow())

        assert jobs(tobias) == [WAITING, WAITING]

    @pytest.mark.parametrize(
        ("fields", "status"), [({"handling": "igen", "job": "x"}, 409), ({"handling": "emne"}, 400)]
    )
    def test_nothing_else_is_done(self, tobias, fields, status):
        assert "Der er ikke ændret noget" in post(tobias, CARE, status, sag=CASE_NO, kle="27.69.41", **fields)
        assert (kle(tobias), jobs(tobias)) == (KLE, [FAILED, FAILED])

    def test_sees_what_is_tried_again_by_itself(self, papers):
        papers.system.archive = Broken()
        papers.system.archive.code = "no_answer"
        making.change(papers, give_kle)
        run_due(papers.system)
        papers.browser.log_in("tobias")

        assert "Journalsystemet svarede ikke. Næste gang" in text(papers.browser.get(CARE))

    @pytest.mark.parametrize("user", ["inge", "jonas", "jens"])
    def test_others_have_no_business_there(self, failed, user):
        failed.browser.become(user)

        assert failed.browser.get(CARE, expect_errors=True).status_int in (403, 404)
        assert post(failed, CARE, 403, handling="alle")
        assert jobs(failed) == [FAILED, FAILED]


class TestThePhasePage:
    def subject(self, page):
        return next(
            form for form in page.forms.values() if "handling" in form.fields and form["handling"].value == "emne"
        )

    def test_the_coordinator_sets_the_subject_long_before_the_end(self, papers):
        papers.browser.log_in("jonas")
        form = self.subject(papers.browser.get(PHASE))
        form["kle"] = KLE

        page = form.submit().follow()

        assert "bliver journaliseret under 27.69.40" in text(page)
        assert "Emne fra KLE: 27.69.40" in text(page)
        assert self.subject(page)["kle"].value == KLE
        assert len(jobs(papers)) == 2

    def test_a_subject_is_changed_with_what_it_was(self, papers):
        papers.browser.log_in("jonas")
        for subject in (KLE, "27.69.41"):
            form = self.subject(papers.browser.get(PHASE))
            form["kle"] = subject
            page = form.submit().follow()

        assert "Før: 27.69.40" in text(page)

    def test_what_is_no_subject_comes_back_with_its_hint(self, papers):
        papers.browser.log_in("jonas")
        form = self.subject(papers.browser.get(PHASE))
        form["kle"] = "276940"

        refused = form.submit(status=422)

        assert refused.html.select_one('.summary a[href="#emne-kle"]')
        assert self.subject(refused)["kle"].value == "276940"
        assert kle(papers) == ""

    def test_a_leader_sees_the_subject_and_cannot_set_it(self, papers):
        making.change(papers, give_kle)
        papers.browser.log_in("kirsten")

        page = papers.browser.get(PHASE)

        assert "Emne fra KLE 27.69.40" in text(page)
        assert not page.html.select_one("#emne-kle")
        post(papers, PHASE, 403, handling="emne", kle="27.69.41")
        assert kle(papers) == KLE

    def test_archiving_begins_with_the_subject_that_is_there(self, papers):
        def close(case):
            give_kle(case)
            case.state = "closed"

        making.change(papers, close)
        run_due(papers.system)
        papers.browser.log_in("inge")
        form = next(
            f for f in papers.browser.get(PHASE).forms.values()
            if "handling" in f.fields and f["handling"].value == "arkiver"
        )  # fmt: skip
        assert form["kle"].value == KLE
        form["kle"], form["fate"] = "", "preserve"

        page = form.submit().follow()

        assert "Forløbet er arkiveret." in text(page)
        assert kle(papers) == KLE
        assert not page.html.select_one("#emne-kle")
        post(papers, PHASE, 409, handling="emne", kle="27.69.41")
