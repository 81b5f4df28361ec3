"""The overview as a page and as a paper."""

import pytest

from kuidocs.usecases import people
from tests.services.pdf import paper
from tests.usecases.test_overview import PLAN
from tests.views import making
from tests.web import CASE

PAGE = f"{CASE}/overblik"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


def with_plan(case):
    making.paper(case, "kui.education_plan", PLAN)


def test_the_case_page_leads_to_it_by_one_button(jonas):
    page = jonas.browser.get(f"{CASE}/").click("Samlet overblik til Freja")

    assert page.html.h1.get_text() == "Dit overblik, Freja"


def test_it_says_everything_and_explains_short_words(jonas):
    making.change(jonas, with_plan)

    page = jonas.browser.get(PAGE)

    for said in ("Spørg Jonas Ravnsborg, tlf. 00 00 10 02", "»At tegne.«", "Værksted", "FGU Fjordlund", "To dage"):
        assert said in text(page)
    assert "forberedende grunduddannelse" in text(page)
    assert [event.data for event in jonas.events("case.viewed")] == [{}]


def test_an_empty_case_has_an_honest_page(jonas):
    page = jonas.browser.get(PAGE)

    assert "Du har ikke en plan endnu." in text(page)
    assert "Det er ikke aftalt endnu." in text(page)
    assert "Der mangler et telefonnummer til Jonas Ravnsborg" in text(page)


def test_remarks_before_it_is_handed_over(jonas):
    def strange(case):
        with_plan(case)
        case.contact_person = case.plan_coordinator = {}
        case.person.name_address_protection = True
        making.version(next(case.dokumenter.values()), PLAN | {"wishes": "At se XYZ"}, number=2)

    making.change(jonas, strange)
    # Without a coordinator only who has written in the case still has a part in it.
    page = jonas.browser.get(PAGE)

    assert "Der er ikke valgt en kontaktperson." in text(page)
    assert "Papiret kan ikke forklare XYZ." in text(page)
    assert "Navn og adresse er beskyttet" in text(page)
    assert page.html.h1.get_text() == "Dit overblik"


def test_each_paper_is_written_into_the_log(jonas):
    making.change(jonas, with_plan)

    answer = jonas.browser.get(f"{CASE}/overblik.pdf")

    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="overblik-FLK-2026-0001.pdf"'
    assert paper.pages(answer.body) == 1
    assert [(event.by, event.about["number"]) for event in jonas.events("overview.printed")] == [("jonas", 1)]


def test_without_a_plan_the_log_names_none(jonas):
    jonas.browser.get(f"{CASE}/overblik.pdf")

    assert "number" not in jonas.events("overview.printed")[0].about


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}.pdf"])
@pytest.mark.parametrize(("user", "status"), [("tobias", 404), ("jens", 404), ("kirsten", 403)])
def test_others_do_not_get_it(site, address, user, status):
    site.browser.log_in(user)

    assert site.browser.get(address, expect_errors=True).status_int == status
    assert site.events("overview.printed") == []


def test_somebody_who_is_there_for_one_meeting_does_not_hand_it_out(site):
    def ad_hoc(case):
        found = making.meeting(case, "coordination", "2026-12-08", "convened")
        who = people.reference(case, case.__parent__.__parent__.medarbejdere, "Fatma Demirci")
        row = {"rid": "c" * 12, "name": who, "relation": "ad_hoc"}
        making.paper(case, "kui.notice", {"participants": [row]}, meeting=found)

    making.change(site, ad_hoc)
    site.browser.log_in("fatma")

    assert site.browser.get(f"{CASE}/").status_int == 200
    assert site.browser.get(PAGE, expect_errors=True).status_int == 403
    assert "Samlet overblik" not in site.browser.get(f"{CASE}/").text


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}.pdf"])
def test_it_is_only_read(jonas, address):
    posted = jonas.browser.post(address, {"csrf_token": jonas.browser.token()}, expect_errors=True)

    assert posted.status_int == 404
