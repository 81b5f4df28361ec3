"""»Hvem har set min sag?« as a page and as a paper."""

import pytest

from kuidocs.usecases import involvement, people
from tests.services.pdf import paper
from tests.views import making
from tests.web import CASE

PAGE = f"{CASE}/hvem-har-set"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


def contact_person(case):
    staff = case.__parent__.__parent__.medarbejdere
    case.contact_person = people.reference(case, staff, "Fatma Demirci")
    involvement.refresh(case)


def test_nobody_has_seen_a_new_case(jonas):
    page = jonas.browser.get(PAGE)

    assert page.html.h1.get_text() == "Hvem har set min sag?"
    assert "I de sidste to måneder har ingen åbnet din sag." in text(page)
    for none in ("Ingen har prøvet at åbne", "Ingen har fået et uddrag", "Ingen har printet", "Ingen ledere har brugt"):
        assert none in text(page)


def test_the_case_page_leads_to_it(jonas):
    assert jonas.browser.get(f"{CASE}/").click("Hvem har set sagen?").request.path == PAGE


def test_reads_are_counted_by_department_without_names_of_staff(jonas):
    jonas.browser.get(f"{CASE}/")
    jonas.browser.get(f"{CASE}/opgaver")

    page = jonas.browser.get(PAGE)

    assert "blevet åbnet eller skrevet i to gange fra én afdeling." in text(page)
    assert "Den Kommunale Ungeindsats har ansvaret for dit forløb." in text(page)
    assert "Den Kommunale Ungeindsats så opgaverne i dit forløb" in text(page)
    assert "lørdag den 21. november kl. 10.00 · fordi de har en opgave i dit forløb" in text(page)
    assert "Jonas" not in page.html.find(id="indhold").find(class_="days").get_text()
    assert [row.td.get_text() for row in page.html.tbody.find_all("tr")] == ["2"]


def test_the_counts_add_up(jonas):
    for path in ("", "/opgaver", "/overblik", "/frister"):
        jonas.browser.get(f"{CASE}{path or '/'}")

    page = jonas.browser.get(PAGE)

    counted = sum(int(row.td.get_text()) for row in page.html.tbody.find_all("tr"))
    assert counted == len(page.html.select(".days > li")) == 4
    assert "fire gange" in text(page)


def test_a_refused_attempt_is_told_first(site):
    site.browser.log_in("peter")
    site.browser.get(f"{CASE}/", expect_errors=True)
    site.browser.become("jonas")

    page = site.browser.get(PAGE)

    assert "Én gang har nogen prøvet noget, de ikke måtte. De kom ikke ind." in text(page)
    assert "En medarbejder i Familie og Børn prøvede at åbne noget i din sag" in text(page)
    assert "de ikke har en opgave i dit forløb" in text(page)
    assert "har ingen åbnet din sag" in text(page)


def test_making_the_page_and_the_paper_are_events(jonas):
    jonas.browser.get(PAGE)

    answer = jonas.browser.get(f"{PAGE}.pdf?fra=2026-11-01&til=2026-11-21")

    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="hvem-har-set-FLK-2026-0001.pdf"'
    assert [event.about["since"] for event in jonas.events("seen.viewed")] == ["2026-09-22"]
    assert [event.about["since"] for event in jonas.events("seen.printed")] == ["2026-11-01"]
    assert "lavede denne liste til print" in text(jonas.browser.get(PAGE))


@paper.needs_poppler
def test_the_paper_says_what_the_page_says(jonas):
    jonas.browser.get(f"{CASE}/")

    words = paper.flat(paper.raw(jonas.browser.get(f"{PAGE}.pdf").body)).replace("\u00a0", " ")

    assert "din sag blevet åbnet eller skrevet i én gang fra én afdeling" in words
    assert "Ingen har prøvet at åbne noget uden at have lov" in words
    assert "Til Freja Lundsgaard Holm" in words


@paper.needs_poppler
def test_the_paper_does_not_name_who_is_protected(jonas):
    making.change(jonas, lambda case: setattr(case.person, "name_address_protection", True))

    words = paper.flat(paper.raw(jonas.browser.get(f"{PAGE}.pdf").body))

    assert "Freja" not in words


def test_another_period_is_chosen(jonas):
    jonas.browser.get(f"{CASE}/")

    page = jonas.browser.get(f"{PAGE}?fra=2026-01-01&til=2026-03-01")

    assert "Fra 1. januar til 1. marts 2026 har ingen åbnet din sag." in text(page)
    assert page.forms["periode"]["fra"].value == "2026-01-01"


@pytest.mark.parametrize("query", ["fra=i+gaar", "fra=2026-11-02&til=2026-11-01", "til=x"])
def test_a_period_that_cannot_be_is_refused_and_kept(jonas, query):
    page = jonas.browser.get(f"{PAGE}?{query}", expect_errors=True)

    assert page.status_int == 422
    assert "Perioden kunne ikke bruges" in text(page)
    assert page.forms["periode"][query.partition("=")[0]].value == query.partition("=")[2].partition("&")[0].replace(
        "+", " "
    )
    assert jonas.browser.get(f"{PAGE}.pdf?{query}", expect_errors=True).status_int == 422


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}.pdf"])
@pytest.mark.parametrize(("user", "status"), [("kirsten", 200), ("fatma", 200), ("tobias", 404), ("peter", 404)])
def test_who_may_make_it(site, address, user, status):
    making.change(site, contact_person)
    site.browser.log_in(user)

    assert site.browser.get(address, expect_errors=True).status_int == status
    assert len(site.events("seen.viewed", "seen.printed")) == (status == 200)


def test_an_auditor_may_without_knowing_more(site):
    site.browser.log_in("jens")

    assert site.browser.get(PAGE).status_int == 200
    assert site.browser.get(f"{CASE}/", expect_errors=True).status_int == 404


def test_a_primary_professional_may_not(site):
    def primary(case):
        row = {"user_id": "nanna", "relation": "primary", "since": "2026-10-01", "until": "", "why": ""}
        case.involvements = (*case.involvements, row)

    making.change(site, primary)
    site.browser.log_in("nanna")

    assert site.browser.get(PAGE, expect_errors=True).status_int == 403
    assert "Hvem har set sagen?" not in site.browser.get(f"{CASE}/").text


def test_it_is_only_read(jonas):
    posted = jonas.browser.post(PAGE, {"csrf_token": jonas.browser.token()}, expect_errors=True)

    assert posted.status_int == 404
