"""The administrator's page of the data."""

import pytest
from BTrees.OOBTree import OOBTree

from kuidocs.domain.soundness import COULD_NOT, MISSING
from kuidocs.domain.soundness import FAILED as FAILED_STANDARD
from kuidocs.jobs.outbox import run_due
from kuidocs.resources.outbox import DONE, FAILED, Job
from kuidocs.services.state.api import Progress
from kuidocs.usecases.finished_files import KIND
from kuidocs.usecases.upkeep import BACKUP, FIXITY, put
from tests import factories
from tests.views.test_adgang import text

PAGE = "/admin/data"


@pytest.fixture
def tobias(site):
    site.browser.log_in("tobias")
    return site


def ask(site, kind):
    return site.browser.post(PAGE, {"csrf_token": site.browser.token(), "handling": kind}, expect_errors=True)


def test_nothing_was_done_yet(tobias):
    page = text(tobias.browser.get(PAGE))

    assert page.count("Er ikke gjort endnu.") == 4
    assert "Der er ikke valgt en mappe til kopier (kuidocs.backups)." in page
    assert "Er ikke gennemgået endnu" in tobias.browser.get("/admin/")


def test_the_walk_is_asked_for_done_and_shown(tobias):
    said = ask(tobias, FIXITY).follow()

    assert "Gennemgangen er begyndt." in text(said)
    assert said.html.find("progress")
    run_due(tobias.system)
    page = text(tobias.browser.get(PAGE))
    assert "Sidst gjort 21. november 2026 kl. 10.00." in page
    assert "Alt er i orden." in page
    assert "Alt er helt" in tobias.browser.get("/admin/")
    assert "Gennemgang af alt, der er gemt" in tobias.browser.get("/admin/log")


def report(site, faults, state=DONE):
    def add(root):
        job = Job(FIXITY, "fixity:x", {"id": "fixity:x"}, factories.NOW)
        put(root, job)
        first = [f"FLK-2026-0001-D0{n}, version 1: PDF-filen kan ikke læses." for n in range(faults)]
        told = {"versions": 1, "files": 2, "rows": 2, "events": 3, "faults": faults, "first": first}
        root.job.finish(job, told, factories.NOW)
        job.state = state

    site.system.change("report", add)


def test_what_the_walk_has_found_is_listed(tobias):
    report(tobias, 2)

    page = text(tobias.browser.get(PAGE))

    assert "To fejl" in page
    assert "FLK-2026-0001-D01, version 1: PDF-filen kan ikke læses." in page
    assert "2 fejl ved gennemgangen" in tobias.browser.get("/admin/")


def unsound(site, **told):
    def add(root):
        about = {"case_no": "FLK-2026-0001", "label": "FLK-2026-0001-D01", "number": 1}
        none = {"own": "", "standard": "", "rules": [], "why": ""}
        root.admin.unsound = OOBTree({"ab" * 32: about | none | told})

    site.system.change("unsound", add)


def test_finished_files_are_sound(tobias):
    page = text(tobias.browser.get(PAGE))

    assert "Der er ikke fundet fejl." in page
    assert "der er ikke valgt et." in page
    assert "venter på at blive undersøgt" not in page


def test_a_file_that_breaks_the_standard_is_listed_with_what_to_do(tobias):
    unsound(tobias, standard=FAILED_STANDARD, rules=["3a 6.1.2-1"])
    object.__setattr__(tobias.system.settings, "pdf_validator", ("verapdf", "{file}"))

    page = text(tobias.browser.get(PAGE))

    assert "Én fejl FLK-2026-0001-D01, version 1: PDF-filen følger ikke standarden." in page
    assert "PDF/A-3a 6.1.2-1" in page
    assert "Lav dem ikke om." in page
    assert "Et andet program undersøger, om den følger standarden." in page
    assert "Der er ikke fundet fejl." not in page
    assert "Én fejl i færdige filer" in tobias.browser.get("/admin/")


def test_what_could_not_be_examined_is_listed_and_what_waits_is_counted(tobias):
    unsound(tobias, standard=COULD_NOT, why=MISSING)
    job = Job(KIND, f"{KIND}:x", {"label": "FLK-2026-0001-D01"}, factories.NOW)
    tobias.system.change("wait", lambda root: root.job.add_once(job))

    page = text(tobias.browser.get(PAGE))

    assert "Det kunne ikke undersøges: FLK-2026-0001-D01, version 1:" in page
    assert "Programmet i kuidocs.pdf_validator kan ikke startes på serveren. Det prøves igen." in page
    assert "Én fil venter på at blive undersøgt." in page
    assert "Undersøg færdig PDF-fil" in tobias.browser.get("/admin/job/")


def test_what_failed_leads_to_the_list_of_jobs(tobias):
    report(tobias, 0, FAILED)

    assert "Det gik galt sidst." in tobias.browser.get(PAGE)


def test_how_far_it_is(tobias):
    ask(tobias, FIXITY)
    with tobias.system.reading() as root:
        job = root.admin.latest[FIXITY][-1]
    tobias.system.state.progress.tell(job, Progress(2, 5))

    assert 'value="2"' in tobias.browser.get(PAGE)


def test_what_waits_is_not_asked_for_twice(tobias):
    ask(tobias, FIXITY)

    again = ask(tobias, FIXITY)

    assert (again.status_int, "er allerede i gang eller venter" in again) == (409, True)


@pytest.mark.parametrize("kind", ["", "seal", "slet"])
def test_nothing_else_can_be_asked_for(tobias, kind):
    assert ask(tobias, kind).status_int == 400


def test_a_copy_on_request(site):
    object.__setattr__(site.system.settings, "backups", "/findes/ikke")
    site.browser.log_in("tobias")

    assert "Gør det nu" in site.browser.get(PAGE)
    ask(site, BACKUP)

    with site.system.reading() as root:
        assert [job.kind for job in root.job.open_jobs()] == [BACKUP]


@pytest.mark.parametrize("user", ["jonas", "kirsten", "inge", "jens"])
def test_others_have_no_business_there(site, user):
    site.browser.log_in(user)

    assert site.browser.get(PAGE, expect_errors=True).status_int in (403, 404)
    assert ask(site, FIXITY).status_int in (403, 404)
