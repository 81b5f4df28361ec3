"""The administrator's list of jobs."""

import pytest

from kuidocs.resources.outbox import FAILED, Job
from tests import factories


@pytest.fixture
def failed(site):
    def add(root):
        job = root.job.add(Job("seal", "k", {"label": "FLK-2026-0001-D01"}, factories.NOW))
        job.state, job.attempts = FAILED, 5
        job.error = 'Traceback\n  File "x", line 1\nRenderTimeout: Malthes hemmelighed'
        return job.id

    return site.system.change("a failed job", add)


def test_the_administrator_sees_what_failed_and_no_content(site, browser, failed):
    browser.log_in("tobias")

    page = browser.get("/admin/job")

    assert "Gik galt" in page
    assert "RenderTimeout" in page
    assert "hemmelighed" not in page


def test_a_failed_job_is_tried_again(site, browser, failed):
    browser.log_in("tobias")
    page = browser.get("/admin/job")

    form = next(form for form in page.forms.values() if "job" in form.fields)
    again = form.submit().follow()

    assert "Jobbet bliver prøvet igen." in again
    with site.system.reading() as root:
        assert (root.job[failed].state, root.job[failed].attempts) == ("waiting", 0)


@pytest.mark.parametrize("job", ["", "findesikke"])
def test_a_job_that_is_gone_is_told(browser, job):
    browser.log_in("tobias")

    answer = browser.post("/admin/job/igen", {"csrf_token": browser.token(), "job": job}).follow()

    assert "ikke på listen" in answer


def test_an_empty_list(browser):
    browser.log_in("tobias")

    assert "Der har ikke været noget at gøre endnu." in browser.get("/admin/job")


@pytest.mark.parametrize("user", ["jonas", "kirsten", "inge", "jens"])
def test_others_have_no_business_there(browser, user):
    browser.log_in(user)

    assert browser.get("/admin/job", status=[403, 404])
