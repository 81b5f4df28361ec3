"""The contact card from the case page to the family's hands (R37)."""

import pytest

from tests.services.pdf import paper
from tests.usecases.test_cards import CONTACT, MINUTES
from tests.views import making
from tests.web import CASE

CARD = f"{CASE}/dokumenter/{making.CASE_NO}-D04"
CONTENT = {"contact_person": CONTACT, "plan_coordinator": CONTACT, "when_to_contact": "Altid", "acute_help": "Ring 112"}


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


def coordinated(case):
    making.paper(case, "kui.consent", making.CONSENT)
    meeting = making.meeting(case, "coordination", "2026-11-18", "closed")
    making.paper(case, "kui.minutes.coordination", MINUTES, meeting=meeting)
    making.paper(case, "kui.education_plan", {"contact_person": CONTACT})


def with_card(case):
    coordinated(case)
    making.paper(case, "kui.contact_card", CONTENT, at="2026-11-20T09:00:00+01:00")


@pytest.fixture
def jonas(site):
    making.change(site, coordinated)
    site.browser.log_in("jonas")
    return site


@pytest.fixture
def card(site):
    making.change(site, with_card)
    site.browser.log_in("jonas")
    return site


def given(site):
    with site.system.reading() as root:
        return root.sager[making.CASE_NO].dokumenter[f"{making.CASE_NO}-D04"].facts_of("card_given")


def test_it_is_offered_after_the_coordination_meeting_and_filled_in(jonas):
    page = jonas.browser.get(f"{CASE}/")
    assert "Lav et kontaktkort til Freja" in text(page)

    chosen = page.click("Lav kontaktkortet")
    draft = chosen.forms["nyt"].submit().follow() if "nyt" in chosen.forms else chosen.forms[2].submit().follow()

    assert "11 22 33 44" in draft.text
    assert "Louise Grønvang" in draft.text


@paper.needs_poppler
def test_the_card_is_one_page_with_cards_to_cut_out(jonas):
    making.change(jonas, lambda case: making.paper(case, "kui.contact_card", CONTENT, approved=False))

    pdf = jonas.browser.get(f"{CARD}/versioner/1.pdf").body

    assert paper.pages(pdf) == 1
    assert paper.raw(pdf).replace("\u00a0", " ").count("11 22 33 44") == 3
    assert "Klip ud: ét kort til dig og ét til din familie" in paper.flat(paper.raw(pdf))


def test_the_minutes_offer_it_as_soon_as_they_are_approved(jonas):
    minutes = jonas.browser.get(f"{CASE}/dokumenter/{making.CASE_NO}-D02/versioner/1")
    assert minutes.click("Lav kontaktkortet til Freja").status_int == 200

    plan = jonas.browser.get(f"{CASE}/dokumenter/{making.CASE_NO}-D03/versioner/1")
    assert "Lav kontaktkortet" not in plan.text


def test_it_is_handed_over_and_told(card):
    assert "Giv Freja kontaktkortet" in text(card.browser.get(f"{CASE}/"))
    page = card.browser.get(f"{CARD}/versioner/1")
    assert "Ingen endnu." in text(page)

    form = next(form for form in page.forms.values() if form.action.endswith("/givet"))
    form["til"], form["hvordan"], form["dag"] = "both", "letter", "2026-11-20"
    said = form.submit().follow().follow()

    assert "Det er skrevet ned" in text(said)
    assert "Den unge og familien, 20. november 2026. Brev eller Digital Post. Skrevet af Jonas Ravnsborg" in text(said)
    assert "Giv Freja kontaktkortet" not in text(card.browser.get(f"{CASE}/"))
    assert len(card.events("document.card_given")) == 1


@pytest.mark.parametrize("wrong", [{"til": "x"}, {"hvordan": "<b>"}, {"dag": "2026-11-30"}, {"dag": ""}])
def test_a_forged_post_is_refused_with_a_sentence(card, wrong):
    told = {"csrf_token": card.browser.token(), "til": "both", "hvordan": "letter", "dag": "2026-11-20"} | wrong

    said = card.browser.post(f"{CARD}/givet", told).follow().follow()

    assert "Vælg, h" in text(said) or "Skriv den dag" in text(said)
    assert given(card) == []


def test_another_paper_is_no_card(card):
    told = {"csrf_token": card.browser.token(), "til": "both", "hvordan": "letter", "dag": "2026-11-20"}

    said = card.browser.post(f"{CASE}/dokumenter/{making.CASE_NO}-D02/givet", told).follow().follow()

    assert "Det er ikke et kontaktkort" in text(said)


@pytest.mark.parametrize("user", ["tobias", "mette", "jens"])
def test_others_write_nothing(site, user):
    making.change(site, with_card)
    site.browser.log_in(user)

    answer = site.browser.post(f"{CARD}/givet", {"csrf_token": site.browser.token()}, expect_errors=True)

    assert answer.status_int == 404
    assert given(site) == []
