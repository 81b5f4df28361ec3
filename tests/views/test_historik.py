"""How a document came to be, and going back to an earlier version."""

import pytest

from kuidocs.domain import comments
from tests.views import making
from tests.views.comparing import LABEL, NEW, PLAN, REVIEW, answer, build, comment, plan_of, text

HISTORY, RESTORE = f"{PLAN}/historik", f"{PLAN}/gendan"


@pytest.fixture
def browser(site):
    making.change(site, lambda case: build(case, waiting=()))
    making.change(
        site, lambda case: making.fact(case.dokumenter[LABEL], "approved", "2026-11-02T09:30:00+01:00", making.JONAS, 2)
    )
    site.browser.log_in("jonas")
    return site.browser


def restore(browser, status=303, **given):
    told = {"csrf_token": browser.token(), "__token__": "", "version": "1", "runde": "1", "hvorfor": "Det var rigtigt."}
    return browser.post(RESTORE, told | given, status=status)


def test_it_says_who_did_what_when_and_why(site):
    making.change(site, build)
    browser = site.browser
    browser.log_in("kirsten")
    comment(browser)
    form = answer(browser.get(REVIEW))
    form["note"] = "Skriv dagene."
    form.submit("tilbage")
    browser.become("jonas")

    page = text(browser.get(HISTORY))

    for said in (
        "Kirsten Aalund sendte version 2 tilbage »Skriv dagene.«",
        "Kirsten Aalund skrev kommentar 1 til version 2 »Hvilke dage?«",
        "Jonas Ravnsborg sendte version 2 til gennemsyn",
        "Jonas Ravnsborg godkendte version 1",
        "torsdag den 1. oktober 2026 kl. 10.30",
        "Udkast til version 2",
    ):
        assert said in page
    assert page.index("sendte version 2 tilbage") < page.index("skrev kommentar 1") < page.index("godkendte version 1")
    assert [event.by for event in site.events("document.history_viewed")] == ["jonas"]


def test_it_says_who_opened_what_before_an_answer(site):
    making.change(site, build)
    browser = site.browser
    browser.log_in("kirsten")
    browser.get(f"{PLAN}/sammenlign/1..2")
    browser.get(f"{PLAN}/sammenlign/1..2")
    browser.become("jonas")

    page = text(browser.get(HISTORY))

    assert page.count("Kirsten Aalund åbnede sammenligningen af version 1 og version 2") == 1


def test_each_version_leads_to_the_comparison_with_the_one_before(browser):
    page = browser.get(HISTORY)

    compared = page.click("Sammenlign med version 1")

    assert compared.request.path.endswith("/sammenlign/1..2")
    assert len(page.html.find_all("a", string="Sammenlign med version 1")) <= 1


def test_an_earlier_version_becomes_a_draft(browser, site):
    page = browser.get(HISTORY)
    form = next(f for f in page.forms.values() if f.action.endswith("/gendan"))
    form["hvorfor"] = "Det var rigtigt."

    draft = form.submit().follow()

    assert draft.request.path.endswith("/udkast")
    assert "Teksten fra version 1 står nu i et udkast." in text(draft)
    history = text(browser.get(HISTORY))
    assert "gendannede teksten fra version 1 som udkast til version 3" in history
    assert "»Gendannet fra version 1: Det var rigtigt.«" in history
    assert browser.get(f"{PLAN}/sammenlign/1..udkast").html.h2.get_text() == "Der er ingen ændringer"


def test_while_a_draft_is_written_it_is_refused_and_the_reason_kept(browser, site):
    restore(browser)

    refused = restore(browser, 409, hvorfor="Igen")

    assert "Der skrives allerede på en ny version" in text(refused)
    assert not [f for f in browser.get(HISTORY).forms.values() if f.action.endswith("/gendan")]
    assert len(site.events("document.restored")) == 1


@pytest.mark.parametrize("given", [{"version": "9"}, {"version": "x"}, {"runde": "2"}, {"version": ""}, {"runde": "٣"}])
def test_what_is_not_there_is_not_restored(browser, given):
    restore(browser, 404, **given)


def test_what_counts_is_not_restored(browser):
    assert "Version 2 er den, der gælder" in text(restore(browser, 422, version="2"))


def test_who_does_not_write_does_not_restore(browser, site):
    browser.become("kirsten")
    page = browser.get(HISTORY)
    assert "Gendan" not in text(page)

    restore(browser, 403)

    assert site.events("document.restored") == []


def test_others_find_nothing(browser):
    browser.become("sofie")

    browser.get(HISTORY, status=404)
    restore(browser, 404)


def test_a_reader_of_another_department_is_told_no_comments(site):
    from tests.usecases import gatherings

    def built(case):
        plan = build(case, new=NEW | {"strengths": "Hemmelig styrke"}, waiting=())
        data = {"path": "strengths", "label": "Styrker", "quote": "", "text": "Hemmelig kommentar"}
        making.fact(plan, comments.COMMENT, "2026-11-03T09:00:00+01:00", making.JONAS, 2, **data)
        gatherings.consented(case, information_types=["education", "efforts"])
        part = {"user_id": "louise", "relation": "primary", "since": "2026-10-01", "until": "", "why": ""}
        case.involvements = (*case.involvements, part)

    making.change(site, built)
    site.browser.log_in("louise")

    for address in (HISTORY, f"{PLAN}/versioner/2", f"{PLAN}/sammenlign/1..2"):
        page = site.browser.get(address)
        assert "Hemmelig kommentar" not in page
        assert "Hemmelig styrke" not in page


def test_a_paper_that_was_never_submitted_has_a_history_too(site):
    browser = site.browser
    browser.log_in("jonas")
    form = browser.get(f"{PLAN.partition('/dokumenter')[0]}/nyt-dokument").forms[2]
    form["form"] = "kui.contact_card"
    form.submit()

    page = text(browser.get(HISTORY))

    assert "Jonas Ravnsborg begyndte på dokumentet" in page
    assert "Udkast til version 1" in page


def test_the_state_of_a_round_that_was_returned(site):
    making.change(site, build)
    browser = site.browser
    browser.log_in("kirsten")
    form = answer(browser.get(REVIEW))
    form["note"] = "Skriv dagene."
    form.submit("tilbage")
    with site.system.reading() as root:
        assert plan_of(root).draft["round"] == 2

    assert "Version 2" in text(browser.get(HISTORY))
