"""Choosing what to write."""

import pytest

from kuidocs.domain.documents import KINDS
from tests.web import CASE

PAGE = f"{CASE}/nyt-dokument"


def choose(page, form_key, meeting=""):
    form = next(form for form in page.forms.values() if "moede" in form.fields)
    form["form"] = form_key
    form["moede"] = meeting
    return form


def meeting_for(kind):
    if not kind.meeting:
        return ""
    return f"ny:{'clarification' if kind.meeting == 'any' else kind.meeting}"


@pytest.fixture
def jonas(browser):
    browser.log_in("jonas")
    return browser


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.form_key)
def test_every_form_can_be_begun_and_saved_empty(jonas, kind):
    draft = choose(jonas.get(PAGE), kind.form_key, meeting_for(kind)).submit().follow()

    saved = draft.forms["dokument"].submit("gem")

    assert draft.html.h1.text
    assert saved.status_int == 303


@pytest.mark.parametrize(
    ("form_key", "meeting", "words"),
    [
        ("kui.notice", "", "Vælg det møde"),
        ("kui.minutes.coordination", "ny:clarification", "anden slags møde"),
        ("kui.notice", "ny:cluster", "hvilken slags møde"),
        ("kui.notice", "99", "Vælg det møde"),
        ("klynge.plan", "", "Vælg, hvad du vil skrive"),
        ("", "", "Vælg, hvad du vil skrive"),
    ],
)
def test_a_choice_that_does_not_fit_is_refused_and_nothing_is_begun(jonas, site, form_key, meeting, words):
    token = jonas.token()

    refused = jonas.post(PAGE, {"csrf_token": token, "form": form_key, "moede": meeting}, status=422)

    assert words in refused
    with site.system.reading() as root:
        case = root.sager["FLK-2026-0001"]
        assert (len(case.dokumenter), len(case.moeder)) == (0, 0)


def test_a_second_plan_is_refused_and_the_page_says_so(jonas):
    choose(jonas.get(PAGE), "kui.education_plan").submit()

    page = jonas.get(PAGE)
    refused = choose(page, "kui.education_plan").submit(status=409)

    assert "Findes allerede" in page
    assert "har allerede en uddannelsesplan" in refused


def test_a_link_can_have_chosen_already(jonas):
    choose(jonas.get(PAGE), "kui.notice", "ny:coordination").submit()

    page = jonas.get(PAGE, {"form": "kui.agenda.coordination", "moede": "1"})

    form = next(form for form in page.forms.values() if "moede" in form.fields)
    assert (form["form"].value, form["moede"].value) == ("kui.agenda.coordination", "1")


def test_papers_of_one_meeting_share_it(jonas, site):
    choose(jonas.get(PAGE), "kui.notice", "ny:coordination").submit()
    choose(jonas.get(PAGE), "kui.agenda.coordination", "1").submit()

    with site.system.reading() as root:
        case = root.sager["FLK-2026-0001"]
        assert [d.meeting_number for d in case.dokumenter.values()] == [1, 1]
        assert len(case.moeder) == 1
