"""Asking for a follow-up meeting and answering, through HTTP; and who may convene one (R50, R51, R53)."""

import pytest

from tests.usecases import gatherings
from tests.views import making
from tests.views.test_personer import involve, log_in, text
from tests.web import CASE

ASK = f"{CASE}/bed-om-opfoelgning"
TOLD = {
    "requested_by": "Eva Thorndal",
    "reason": "Medicinen skal drøftes.",
    "wants_young_present": "followup_without_young",
}


@pytest.fixture
def coordinated(site):
    def act(case):
        gatherings.consented(case)
        gatherings.coordinated(case)
        case.state = "following_up"

    making.change(site, act)
    return site


@pytest.fixture
def asked(coordinated):
    involve(coordinated, "eva", "ad_hoc")
    log_in(coordinated, "eva")
    form = next(form for form in coordinated.browser.get(ASK).forms.values() if "reason" in form.fields)
    assert form["requested_by"].value == "Eva Thorndal"
    form["reason"], form["wants_young_present"] = TOLD["reason"], TOLD["wants_young_present"]
    form.submit()
    # A part that a test gives by hand is gone with the next count.
    involve(coordinated, "eva", "ad_hoc")
    return coordinated


def answer_page(site):
    with site.system.reading() as root:
        (paper,) = root.sager["FLK-2026-0001"].dokumenter.of_form("kui.followup_request")
        return f"{CASE}/dokumenter/{paper.label}/svar"


def post(site, address, status=303, **told):
    return site.browser.post(address, {"csrf_token": site.browser.token()} | told, status=status)


def test_the_coordinator_sees_it_everywhere_answers_and_is_led_on(asked):
    here = answer_page(asked)
    jonas = log_in(asked, "jonas").browser
    assert "Eva Thorndal vil gerne have et opfølgningsmøde" in jonas.get("/min-dag")
    case = jonas.get(f"{CASE}/")
    assert "Anmodninger om opfølgning" in case
    assert "Eva Thorndal beder om et opfølgningsmøde" in text(case)
    assert "Svar senest 27. november: »Medicinen skal drøftes.«" in text(case)
    form = next(form for form in jonas.get(here).forms.values() if "ord" in form.fields)
    form["svar"], form["ord"] = "ja", "Den 3. december."

    planning = form.submit().follow()

    assert planning.request.path == f"{CASE}/nyt-dokument"
    assert planning.html.select_one('option[selected][value="ny:followup_without_young"]')
    assert "vil gerne have et opfølgningsmøde" not in jonas.get("/min-dag")
    assert "Svar: Ja" in text(jonas.get(here))
    assert "Indkald til mødet" in jonas.get(here)


def test_min_dag_tells_of_a_request_once_and_every_group_has_an_id_of_its_own(asked):
    page = log_in(asked, "jonas").browser.get("/min-dag")
    groups = [section.h2["id"] for section in page.html.select("main section") if section.h2]

    assert page.html.main.get_text().count("Medicinen skal drøftes") <= 1
    assert len(page.html.main.select("a[href$='/svar']")) == 1
    assert len(set(groups)) == len(groups)


def test_who_asked_reads_the_answer(asked):
    here = answer_page(asked)
    log_in(asked, "jonas")
    post(asked, here, svar="nej", ord="Vi venter til januar.")

    eva = log_in(asked, "eva").browser
    assert "Jonas Ravnsborg: »Vi venter til januar.«" in eva.get("/min-dag")
    page = eva.get("/min-dag").click("Læs svaret")
    assert "Svar: Nej" in text(page)
    assert "Besvaret 21. november" in text(eva.get(f"{CASE}/"))
    assert asked.events("request.viewed")


@pytest.mark.parametrize(("told", "field"), [({"ord": "x"}, "svar"), ({"svar": "ja", "ord": ""}, "ord")])
def test_an_answer_that_is_none_is_refused_and_kept(asked, told, field):
    here = answer_page(asked)
    log_in(asked, "jonas")

    refused = post(asked, here, 422, **told)

    assert refused.html.select_one(f'.summary a[href="#{field}"]')
    assert told["ord"] in refused.html.find(id="ord").text


def test_others_answer_in_vain_and_nobody_twice(asked):
    here = answer_page(asked)
    log_in(asked, "eva")
    assert not any("ord" in form.fields for form in asked.browser.get(here).forms.values())
    assert "har ikke svaret endnu" in asked.browser.get(here)
    post(asked, here, 403, svar="ja", ord="x")
    log_in(asked, "sofie").browser.get(here, status=404)
    post(asked, here, 404, svar="ja", ord="x")
    log_in(asked, "jonas")
    post(asked, here, svar="nej", ord="x")

    assert "besvaret af en anden" in post(asked, here, 409, svar="nej", ord="x")


def test_only_a_request_has_an_answer(coordinated):
    log_in(coordinated, "jonas")
    with coordinated.system.reading() as root:
        (consent,) = root.sager["FLK-2026-0001"].dokumenter.of_form("kui.consent")

    coordinated.browser.get(f"{CASE}/dokumenter/{consent.label}/svar", status=404)
    post(coordinated, f"{CASE}/dokumenter/{consent.label}/svar", 404, svar="ja", ord="x")


def test_what_is_missing_is_pointed_at_and_nothing_is_written(coordinated):
    log_in(coordinated, "jonas")

    refused = post(
        coordinated,
        ASK,
        422,
        requested_by="Jonas Ravnsborg",
        reason="",
        wants_young_present="",
        urgency_date="2026-12-04",
    )

    assert [link["href"] for link in refused.html.select(".summary a")] == ["#reason", "#wants_young_present"]
    assert refused.html.find(id="urgency_date")["value"] == "2026-12-04"
    too_long = post(coordinated, ASK, 422, **TOLD | {"reason": "x" * 4001})
    assert "for lang" in too_long
    with coordinated.system.reading() as root:
        assert root.sager["FLK-2026-0001"].dokumenter.of_form("kui.followup_request") == []


def test_the_coordinators_leader_asks_without_seeing_the_case(coordinated):
    log_in(coordinated, "kirsten")
    coordinated.browser.get(f"{CASE}/", status=403)
    coordinated.browser.get(ASK)

    answer = post(coordinated, ASK, **TOLD | {"requested_by": "Kirsten Aalund"})

    assert answer.location.endswith("/min-dag/") or answer.location.endswith("/min-dag")
    coordinated.browser.get(f"{CASE}/", status=403)
    here = answer_page(coordinated)
    log_in(coordinated, "jonas")
    post(coordinated, here, svar="ja", ord="Den 3. december.")
    assert "Jonas Ravnsborg: »Den 3. december.«" in log_in(coordinated, "kirsten").browser.get("/min-dag")


@pytest.mark.parametrize("user", ["sofie", "inge", "tobias"])
def test_others_do_not_ask(coordinated, user):
    log_in(coordinated, user)

    coordinated.browser.get(ASK, status=404)
    post(coordinated, ASK, 404, **TOLD)


def test_only_who_keeps_the_case_plans_a_followup(coordinated):
    """The guard of R51, with a forged post: the others are led to ask for it."""
    involve(coordinated, "louise")
    log_in(coordinated, "louise")
    told = {"form": "kui.notice", "moede": "ny:followup_with_young"}

    refused = post(coordinated, f"{CASE}/nyt-dokument", 403, **told)
    assert "Bed i stedet om et opfølgningsmøde" in refused
    assert ASK in refused

    log_in(coordinated, "jonas")
    post(coordinated, f"{CASE}/nyt-dokument", **told)


def test_only_who_keeps_the_case_convenes_a_followup(coordinated):
    making.change(coordinated, lambda case: gatherings.planned(case, "followup_without_young"))
    involve(coordinated, "louise")
    with coordinated.system.reading() as root:
        (meeting,) = root.sager["FLK-2026-0001"].moeder.of_type("followup_without_young")
        address = f"{CASE}/moeder/{meeting.number}"
    log_in(coordinated, "louise")
    assert "plankoordinator eller dennes stedfortræder" in post(coordinated, address, 403, handling="indkald")

    log_in(coordinated, "jonas")
    post(coordinated, address, 303, handling="indkald")
