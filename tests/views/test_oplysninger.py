"""What people are told of their data, and the statement of accessibility: public pages, and their care."""

import pytest

from kuidocs.domain.information import COMPLAIN
from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.usecases import printing
from tests.views import making
from tests.views.insight import extracted

ADMIN = "/admin/oplysninger"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


@pytest.fixture
def tobias(site):
    site.browser.log_in("tobias")
    return site


def save(site, **values):
    form = site.browser.get(ADMIN).forms["tekster"]
    for name, value in values.items():
        form[name] = value
    return form.submit(expect_errors=True)


@pytest.mark.parametrize("page", ["/oplysninger", "/tilgaengelighed"])
def test_anybody_may_read_it_without_logging_in(site, page):
    answer = site.browser.get(page)

    assert "Fjordlund Kommune" in text(answer)
    assert answer.html.select_one(f".foot a[href='{page}']") is not None


def test_the_rights_and_the_way_to_complain_are_told(site):
    told = text(site.browser.get("/oplysninger"))

    for word in (
        "ansvarlig",
        "databeskyttelsesrådgiver",
        "se det, vi har skrevet",
        "rettet",
        "slette",
        "trække et samtykke",
    ):
        assert word in told
    assert "Datatilsynet" in told


def test_the_statement_says_what_is_not_tested(site):
    told = text(site.browser.get("/tilgaengelighed"))

    assert "delvist i overensstemmelse" in told
    assert "ikke prøvet af mennesker" in told
    assert "Digitaliseringsstyrelsen" in told


def test_what_is_written_stands_on_the_public_page_and_in_the_log(tobias):
    save(tobias, contact="Rådhuset 1, tlf. 00 00 10 00", dpo="dpo@fjordlund.example").follow()

    told = text(tobias.browser.get("/oplysninger"))
    assert "Rådhuset 1, tlf. 00 00 10 00" in told
    assert "dpo@fjordlund.example" in told
    assert "Rådhuset 1" in text(tobias.browser.get("/tilgaengelighed"))
    assert "Teksterne om brug af oplysninger er ændret" in text(tobias.browser.get("/admin/log"))
    assert [event.data["fields"] for event in tobias.events("information.changed")] == [["contact", "dpo"]]


def test_a_number_of_a_person_is_refused_and_kept_in_the_form(tobias):
    refused = save(tobias, contact="Ring om 200908-4991", keep="Længe.")

    assert refused.status_int == 422
    assert "ligner et personnummer" in text(refused)
    assert refused.forms["tekster"]["keep"].value.strip() == "Længe."
    assert tobias.events("information.changed") == []


def test_two_who_write_at_once_are_told(tobias):
    form = tobias.browser.get(ADMIN).forms["tekster"]
    save(tobias, dpo="a@fjordlund.example")
    form["dpo"] = "b@fjordlund.example"

    assert form.submit(expect_errors=True).status_int == 409


def test_the_same_page_sent_twice_changes_once_and_nothing_new_is_no_change(tobias):
    form = tobias.browser.get(ADMIN).forms["tekster"]
    form["dpo"] = "a@fjordlund.example"
    form.submit()
    form.submit()
    save(tobias)

    assert len(tobias.events("information.changed")) == 1


@pytest.mark.parametrize("user", ["jonas", "kirsten", "inge"])
def test_only_the_administrator_writes_it(site, user):
    site.browser.log_in(user)

    assert site.browser.get(ADMIN, expect_errors=True).status_int in (403, 404)
    token = {"csrf_token": site.browser.token(), "dpo": "x", "base": ""}
    assert site.browser.post(ADMIN, token, expect_errors=True).status_int in (403, 404)


def test_it_is_printed_once_on_a_consent_and_a_later_text_changes_no_approved_paper(tobias):
    making.change(tobias, lambda case: making.paper(case, "kui.consent", making.CONSENT, approved=False))
    pdf = InlinePdfService()
    with tobias.system.reading() as root:
        document = next(iter(root.sager[making.CASE_NO].dokumenter.values()))
        frozen = printing.at_approval(document, document.versions[0], "Jonas", "2026-10-02T12:00:00+02:00")
        told = " ".join(extracted(pdf.render(printing.job_for(document.versions[0]))).split())
    save(tobias, keep="Vi gemmer i tre uger.")

    assert told.count(COMPLAIN) == 1
    assert told.count("Dine rettigheder") == 1
    assert "Vi gemmer dine oplysninger" in frozen.privacy
    assert type(frozen).of(frozen.plain()).privacy == frozen.privacy
    with tobias.system.reading() as root:
        document = next(iter(root.sager[making.CASE_NO].dokumenter.values()))
        assert "tre uger" in printing.job_for(document.versions[0]).facts.privacy
