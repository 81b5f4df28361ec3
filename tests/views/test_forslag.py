"""Two texts for one place: kept, shown with their differences, and chosen between, without JavaScript."""

import pytest

from tests.views.test_udkast import begin, fill, value
from tests.web import CASE

HERE = f"{CASE}/dokumenter/FLK-2026-0001-D01"


@pytest.fixture
def met(browser):
    """Two tabs that wrote different words in one field; the page that the second one is led to."""
    browser.log_in("jonas")
    card = begin(browser)
    other = browser.get(card.request.path)
    fill(card, {"acute_help": "Ring til Ida."}).submit("gem")
    return fill(other, {"acute_help": "Ring til Jonas.", "when_to_contact": "Altid."}).submit("gem", status=409)


def choose(page, choice, **more):
    form = next(form for form in page.forms.values() if form.action.endswith("/forslag"))
    form["valg:acute_help"] = choice
    for name, text in more.items():
        form[name.replace("_", ":", 1)] = text
    return form


def options(page):
    return [radio["value"] for radio in page.html.select("[type=radio]")]


def test_all_texts_are_shown_mine_is_chosen_beforehand_and_the_rest_is_saved(met, browser):
    assert met.html.h1.text == "Du har skrevet i samme felt i to vinduer"
    assert "Intet er gået tabt" in met
    texts = [" ".join(place.text.split()) for place in met.html.select(".threeway > div")]
    assert len(texts) == 3
    assert texts[0].startswith("Før")
    assert [place.h3.contents[0].strip() for place in met.html.select(".threeway > div")][1:] == [
        "Din tekst i dette vindue",
        "Din tekst i et andet vindue",
    ]
    assert "Brug min tekst fra et andet vindue" in met
    assert "Jonas" in str(met.html.select("ins"))
    assert met.html.select_one("[type=radio][checked]") == met.html.select("[type=radio]")[0]
    page = browser.get(f"{HERE}/udkast")
    assert value(page, "when_to_contact") == "Altid."
    assert "To forslag" in page
    assert "Jonas Ravnsborg, i det ene vindue" in page
    assert "Ring til Jonas." in page.html.select_one("[data-field=acute_help]").text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "Ring til Jonas."), (1, "Ring til Ida."), (2, "Ring til Jonas.\nRing til Ida.")]
)
def test_one_chooses(met, browser, site, number, text):
    chosen = choose(met, options(met)[number]).submit()

    assert chosen.status_int == 303
    page = browser.get(f"{HERE}/udkast")
    assert value(page, "acute_help").replace("\r\n", "\n") == text
    assert "To forslag" not in page
    with site.system.reading() as root:
        (fact,) = root.sager["FLK-2026-0001"].dokumenter["FLK-2026-0001-D01"].facts_of("settled")
    assert {one["value"] for one in fact["data"]["texts"]} == {"Ring til Jonas.", "Ring til Ida."}


def test_one_writes_a_new_text(met, browser):
    form = choose(met, "ny")
    form["ny:acute_help"] = "Ring til dem begge."
    form.submit()

    assert value(browser.get(f"{HERE}/udkast"), "acute_help") == "Ring til dem begge."


def test_it_can_wait_but_not_be_sent_to_review(met, browser):
    later = choose(met, options(met)[0]).submit("senere")
    assert later.location.endswith("/udkast")

    page = browser.get(f"{HERE}/udkast")
    refused = page.forms["dokument"].submit("send", status=422)

    assert "Der står to forslag i" in refused
    assert "Ring til Jonas." in browser.get(f"{HERE}/forslag")


def test_a_proposal_that_came_since_is_not_settled_unseen(met, browser):
    form = choose(met, options(met)[0])
    form["set:acute_help"].force_value("enandenside") if not isinstance(form.fields["set:acute_help"], list) else [
        setattr(one, "value", "enandenside") for one in form.fields["set:acute_help"]
    ]

    still = form.submit(status=409)

    assert "Du har skrevet i samme felt" in still


def test_without_proposals_the_page_leads_to_the_form(browser):
    browser.log_in("jonas")
    begin(browser)

    assert browser.get(f"{HERE}/forslag").location.endswith("/udkast")
    nothing = browser.post(f"{HERE}/forslag", {"csrf_token": browser.token()})
    assert nothing.status_int == 303


def test_somebody_without_a_part_in_the_case_finds_nothing(met, browser):
    browser.become("anders")

    assert browser.get(f"{HERE}/forslag", status=404)
    assert browser.post(f"{HERE}/forslag", {"csrf_token": browser.token()}, status=404)


def test_markup_in_a_proposal_is_text(browser):
    browser.log_in("jonas")
    card = begin(browser)
    other = browser.get(card.request.path)
    fill(card, {"acute_help": "<script>alert(1)</script>"}).submit("gem")

    met = fill(other, {"acute_help": "<img src=x onerror=alert(2)>"}).submit("gem", status=409)

    assert "<script>alert" not in met.text
    assert "<img src=x" not in met.text


def test_a_text_is_chosen_in_the_draft_of_a_document_that_is_sent_away(met, browser):
    form = next(f for f in browser.get(f"{HERE}/udkast").forms.values() if f.action.endswith("/annuller"))
    form["note"] = "Fejl."
    form.submit()

    assert browser.get(f"{HERE}/forslag").status_int == 303
    assert choose(met, options(met)[0]).submit(status=409)


def test_a_new_text_is_kept_where_another_chose_first(met, browser):
    form = choose(met, "ny")
    form["ny:acute_help"] = "Ring til dem begge."
    choose(browser.get(f"{HERE}/forslag"), options(met)[0]).submit()

    still = form.submit(status=409)

    assert {place["value"] for place in still.html.select("[name='valg:acute_help']")} >= {"nu", "begge"}
    assert "Ring til dem begge." in still
    assert value(browser.get(f"{HERE}/udkast"), "acute_help") == "Ring til Jonas."


def test_a_new_text_for_an_earlier_draft_stands_beside_what_is_there(met, browser):
    form = choose(met, "ny")
    form["ny:acute_help"] = "Ring til dem begge."
    choose(browser.get(f"{HERE}/forslag"), options(met)[1]).submit()
    form["__begun__"] = "1/0/før"

    assert "Ring til dem begge." in form.submit(status=409)
