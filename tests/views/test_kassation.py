"""The pages of disposal: numbers only, two persons, a reason and a receipt. The files are tests/jobs/test_disposing."""

import pytest

from kuidocs.jobs.outbox import run_due
from tests.packages import a_seal
from tests.views import making
from tests.views.insight import text

PAGE = "/kassation/"


def over(case):
    ended = {"id": "e", "kind": "closed", "by": making.JONAS, "at": "2020-01-05T10:00:00+01:00", "data": {}}
    case.facts = (*case.facts, ended)
    case.state, case.preservation, case.kle = "archived", "dispose 2026-01-01", "27.69.40"


@pytest.fixture
def inge(site):
    making.change(site, over)
    site.system.seal = a_seal("Fjordlund Kommune")
    site.browser.log_in("inge")
    return site


def propose(site, reason="Kommunalbestyrelsens beslutning"):
    form = site.browser.get(PAGE).forms["ny"]
    form["sag"], form["begrundelse"] = making.CASE_NO, reason
    return form.submit(expect_errors=True)


def one(site):
    return site.browser.get(PAGE).html.select_one("li.doc a")["href"]


def test_a_case_goes_through_the_pages_by_its_number_only(inge):
    assert "Freja" not in text(inge.browser.get(PAGE))
    assert "Pakken til arkivet bliver lavet" in text(propose(inge).follow())
    run_due(inge.system)
    page = inge.browser.get(one(inge))
    assert "Freja" not in text(page)
    package = inge.browser.get(page.html.select_one("a[href$='pakke.zip']")["href"])
    assert package.content_type == "application/zip"
    assert "godkend" not in page.forms

    inge.browser.become("kirsten")
    page = inge.browser.get(one(inge))
    assert page.html.select_one("a[href$='pakke.zip']") is None
    form = page.forms["godkend"]
    form["kvittering"] = ""
    assert "Skriv arkivets kvittering" in text(form.submit(status=422))
    form["kvittering"] = "Stadsarkivet 2026-114"
    form.submit(status=303)

    kinds = {event.kind for event in inge.events() if event.kind.startswith("disposal.")}
    assert {"disposal.proposed", "disposal.packaged", "disposal.package_read", "disposal.approved"} <= kinds


def test_what_is_refused_comes_back_with_what_was_typed(inge):
    refused = propose(inge, "kort")

    assert refused.status_int == 422
    assert "Skriv, efter hvilken beslutning" in text(refused)
    assert refused.forms["ny"]["begrundelse"].value.strip() == "kort"


@pytest.mark.parametrize("number", ["FLK-9999-0001", "", "../admin"])
def test_a_number_that_is_no_case_is_refused(inge, number):
    told = {"csrf_token": inge.browser.token(), "__token__": "t", "sag": number, "begrundelse": "Lang nok grund"}

    assert inge.browser.post(PAGE, told, expect_errors=True).status_int == 404


def test_it_can_be_stopped(inge):
    propose(inge)
    form = inge.browser.get(one(inge)).forms["stop"]
    form["grund"] = "Sagen skal bevares alligevel."
    form.submit(status=303)

    assert "Skal ikke slettes" in text(inge.browser.get(PAGE))
    assert inge.browser.get(PAGE).forms["ny"] is not None


@pytest.mark.parametrize("user", ["jonas", "mette", "tobias"])
def test_others_see_nothing_of_it(inge, user):
    propose(inge)
    where = one(inge)
    inge.browser.become(user)

    for address in (PAGE, where, f"{where}pakke.zip"):
        assert inge.browser.get(address, expect_errors=True).status_int in (403, 404)


def test_a_leader_cannot_propose_and_a_clerk_cannot_approve(inge):
    propose(inge)
    run_due(inge.system)
    where = one(inge)
    told = {"csrf_token": inge.browser.token(), "__token__": "t", "handling": "godkend", "kvittering": "xxx"}
    assert inge.browser.post(where, told, expect_errors=True).status_int == 403
    inge.browser.become("kirsten")
    told |= {"csrf_token": inge.browser.token(), "sag": making.CASE_NO, "begrundelse": "Lang nok grund"}
    assert inge.browser.post(PAGE, told, expect_errors=True).status_int == 403
    assert inge.events("disposal.approved") == []


def test_an_auditor_sees_the_list_and_does_nothing(inge):
    propose(inge)
    inge.browser.become("jens")

    page = inge.browser.get(PAGE)

    assert making.CASE_NO in text(page)
    assert "ny" not in page.forms
    assert set(inge.browser.get(one(inge)).forms) & {"godkend", "stop"} == set()
