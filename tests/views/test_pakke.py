"""The whole case as one file, through the pages."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from kuidocs.jobs.daily import daily
from kuidocs.jobs.outbox import FAILED, run_due
from kuidocs.jobs.packaging import expire, path_of
from kuidocs.services.state.api import Progress
from tests.packages import a_seal
from tests.views import making
from tests.views.test_adgang import text
from tests.web import CASE

PAGE = f"{CASE}/pakke"
REASON = "Den nye kommune har bedt om sagen."


@pytest.fixture
def jonas(site):
    site.system.seal = a_seal("Fjordlund Kommune")
    site.browser.log_in("jonas")
    return site


def ask(site, reason=REASON, drafts="uden"):
    form = site.browser.get(PAGE).forms["lav"]
    form["grund"], form["udkast"] = reason, drafts
    return form.submit(expect_errors=True)


def made(site):
    """Ask for a package, make it, and return its address."""
    ask(site).follow()
    run_due(site.system)
    return site.browser.get(PAGE).html.find("a", href=lambda href: href and "pakke.zip" in href)["href"]


def packages(site):
    with site.system.reading() as root:
        return root.sager["FLK-2026-0001"].packages


def test_the_case_page_leads_there(jonas):
    assert "Lav en pakke af hele forløbet" in jonas.browser.get(f"{CASE}/")


def test_a_package_is_asked_for_made_and_fetched(jonas):
    said = ask(jonas).follow()

    assert "Pakken bliver lavet nu." in text(said)
    assert "Bliver lavet" in text(said)
    assert said.html.find("progress")["data-progress"] == packages(jonas)[0]["id"]
    run_due(jonas.system)
    page = jonas.browser.get(PAGE)
    assert f"Bedt om af Jonas Ravnsborg 21. november 2026 kl. 10.00: »{REASON}«" in text(page)
    assert "Kan hentes til 28. november 2026 kl. 10.00." in text(page)
    file = jonas.browser.get(page.html.find("a", href=lambda href: href and "pakke.zip" in href)["href"])
    assert file.content_type == "application/zip"
    assert file.headers["Content-Disposition"] == 'attachment; filename="FLK-2026-0001-pakke.zip"'
    assert file.headers["Cache-Control"].startswith("no-store")
    with zipfile.ZipFile(BytesIO(file.body)) as opened:
        assert "FLK-2026-0001/data/index.html" in opened.namelist()


def test_who_asked_why_and_who_fetched_it_is_written_down(jonas):
    jonas.browser.get(made(jonas))
    jonas.system.catch_up()

    [asked] = jonas.events("case.package_asked")
    [fetched] = jonas.events("case.package_fetched")
    [exported] = jonas.events("case.exported")
    assert (asked.by, asked.data) == ("jonas", {"reason": REASON, "drafts": False})
    assert (fetched.by, fetched.about["package"]) == ("jonas", asked.about["package"])
    assert (exported.by, len(exported.data["sha256"])) == ("system", 64)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_without_a_reason_there_is_none_and_what_was_typed_stays(jonas, reason):
    answer = ask(jonas, reason, "med")

    assert answer.status_int == 422
    assert "Skriv kort, hvad pakken skal bruges til." in answer
    assert answer.forms["lav"]["udkast"].value == "med"
    assert packages(jonas) == ()


def test_the_same_page_sent_twice_asks_once(jonas):
    form = jonas.browser.get(PAGE).forms["lav"]
    form["grund"] = REASON
    form.submit()
    form.submit()

    assert len(packages(jonas)) == 1


def test_a_package_expires_and_is_deleted(jonas):
    address = made(jonas)
    path = path_of(jonas.system, packages(jonas)[0]["id"])
    assert path.stat().st_mode & 0o777 == 0o600
    assert expire(jonas.system) == 0

    jonas.system.clock.advance(timedelta(days=7))
    jonas.browser.become("jonas")

    said = jonas.browser.get(address, status=303).follow()
    assert "Pakken kan ikke hentes længere. Den blev slettet her, da tiden var gået. Lav en ny." in text(said)
    assert "Slettet" in text(said)
    daily(jonas.system, {})
    assert not path.exists()


def test_what_nobody_asked_for_or_what_broke_off_is_deleted_too(jonas):
    made(jonas)
    folder, mine = jonas.system.settings.packages, packages(jonas)[0]["id"]
    for name in ("fremmed.zip", f".{mine}.zip.rest"):
        (folder / name).write_bytes(b"x")

    assert expire(jonas.system) == 2
    assert [path.name for path in folder.iterdir()] == [f"{mine}.zip"]


def test_what_is_being_written_is_left_alone(jonas):
    ask(jonas)
    part = jonas.system.settings.packages / f".{packages(jonas)[0]['id']}.zip.part"
    part.parent.mkdir()
    part.write_bytes(b"x")

    assert expire(jonas.system) == 0


@pytest.mark.parametrize("wanted", ["", "findesikke", "../../proof.sqlite", "x" * 500])
def test_what_is_no_package_of_the_case_is_not_there(jonas, wanted):
    made(jonas)

    assert jonas.browser.get(f"{PAGE}.zip", {"id": wanted}, status=404)


def test_a_package_of_another_case_is_not_there(jonas):
    address = made(jonas)

    def move(case):
        case.packages = ()

    making.change(jonas, move)

    assert jonas.browser.get(address, status=404)


@pytest.mark.parametrize("user", ["mette", "peter", "tobias", "kirsten", "inge", "jens"])
def test_others_can_neither_ask_nor_fetch(jonas, user):
    address = made(jonas)
    jonas.browser.become(user)

    for answer in (
        jonas.browser.get(PAGE, expect_errors=True),
        jonas.browser.get(address, expect_errors=True),
        jonas.browser.post(
            PAGE, {"csrf_token": jonas.browser.token(), "grund": "x", "udkast": "uden"}, expect_errors=True
        ),
    ):
        assert answer.status_int in (403, 404)
    assert len(packages(jonas)) == 1


def test_the_records_clerk_packs_what_is_over(jonas):
    def close(case):
        case.state = "closed"

    making.change(jonas, close)
    jonas.browser.become("inge")

    assert "Lav en pakke" in jonas.browser.get(f"{CASE}/fase")
    assert jonas.browser.get(made(jonas)).content_type == "application/zip"


def test_one_that_failed_says_so(jonas):
    ask(jonas)

    def fail(root):
        root.job[packages(jonas)[0]["id"]].state = FAILED

    jonas.system.change("fail", fail)

    assert "Pakken kunne ikke laves." in text(jonas.browser.get(PAGE))


def test_one_that_is_tried_again_says_when_and_shows_no_bar(jonas):
    ask(jonas)

    def trouble(root):
        job = root.job[packages(jonas)[0]["id"]]
        job.error, job.attempts, job.next_at = "OSError: disk", 1, "2026-11-21T10:05:00+01:00"

    jonas.system.change("trouble", trouble)
    page = jonas.browser.get(PAGE)

    assert "ikke laves i første omgang. Vi prøver igen af os selv 21. november 2026 kl. 10.05." in text(page)
    assert not page.html.select("progress, script[src*=progress]")
    assert "disk" not in page


@pytest.mark.parametrize("lost", [False, True])
def test_who_fetches_too_early_or_what_is_lost_is_told_so(jonas, lost):
    ask(jonas)
    wanted = packages(jonas)[0]["id"]
    if lost:
        run_due(jonas.system)
        path_of(jonas.system, wanted).unlink()

    said = text(jonas.browser.get(f"{PAGE}.zip", {"id": wanted}, status=303).follow())

    assert ("ligger ikke længere på serveren" if lost else "Pakken er ikke klar endnu.") in said


def test_two_who_ask_at_once_get_one_each(jonas):
    pages = [jonas.browser.get(PAGE).forms["lav"] for _ in range(2)]
    for form in pages:
        form["grund"] = REASON
        form.submit()
    run_due(jonas.system)

    kept = {path.stem for path in jonas.system.settings.packages.iterdir()}
    assert kept == {one["id"] for one in packages(jonas)}
    assert len(kept) == 2


def test_how_far_it_is_can_be_asked_for_by_its_id_alone(jonas):
    ask(jonas)
    job = packages(jonas)[0]["id"]
    jonas.system.state.progress.tell(job, Progress(3, 10))

    assert jonas.browser.get("/fremdrift", {"id": job}).json == {"done": 3, "total": 10, "over": False}
    assert 'value="3"' in jonas.browser.get(PAGE)
    run_due(jonas.system)
    assert jonas.browser.get("/fremdrift", {"id": job}).json == {"done": 0, "total": 0, "over": True}
    assert jonas.browser.get("/fremdrift").json["over"] is True
