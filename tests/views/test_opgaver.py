"""All tasks of a case, and giving status in the browser."""

from datetime import timedelta

import pytest

from kuidocs.usecases import case_reading
from tests import web
from tests.views import making
from tests.views.test_beslutninger import minutes_in
from tests.web import CASE

PAGE = f"{CASE}/opgaver"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


@pytest.fixture
def site(site):
    making.change(site, minutes_in)
    return site


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


def status(site, rid="t1aaaa"):
    with site.system.reading() as root:
        found = case_reading.case_tasks(root.sager[making.CASE_NO])
        return next(one.status for one in found if one.rid == rid)


def form_of(page, rid="t1aaaa"):
    return next(form for form in page.forms.values() if "opgave" in form.fields and form["opgave"].value == rid)


def test_late_ones_come_first(jonas):
    page = jonas.browser.get(PAGE)

    assert "Tre åbne opgaver, og én af dem er over fristen." in text(page)
    assert [h2.get_text().split(" (")[0] for h2 in page.html.select("main h2")] == [
        "Fristen er overskredet",
        "Åbne opgaver",
    ]
    assert "Ringer til banken" in page.html.select("li.task")[0].get_text()
    assert "2 dage over" in text(page)
    assert [event.by for event in jonas.events("case.viewed")] == ["jonas"]


def test_the_case_page_leads_here(jonas):
    page = jonas.browser.get(f"{CASE}/").click("Alle opgaver og status")

    assert page.html.h1.get_text() == "Hvem gør hvad"


def test_giving_status_is_seen_everywhere(jonas):
    form = form_of(jonas.browser.get(PAGE))
    form["status"], form["note"], form["besked"] = "done", "De ringer tilbage.", "Freja"

    page = form.submit().follow()

    assert "Udført. Freja har fået besked" in text(page)
    assert "De ringer tilbage." in text(page)
    assert "Udført eller bortfaldet (1)" in text(page)
    assert "Ringer til banken" not in text(jonas.browser.get("/min-dag"))
    assert "Ringer til banken" not in text(jonas.browser.get(f"{CASE}/"))
    minutes = jonas.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D01/versioner/1")
    assert "Udført" in minutes.html.find(id="t1aaaa").get_text()


def test_min_dag_offers_it_for_the_own_task(jonas):
    day = jonas.browser.get("/min-dag")
    page = day.click("Giv status", index=0)

    assert "Ringer til banken" in page.html.select_one("details[open]").find_parent("li").get_text()


def test_what_is_dropped_says_why_and_nothing_typed_is_lost(jonas):
    form = form_of(jonas.browser.get(PAGE))
    form["status"], form["besked"] = "cancelled", "Freja"

    page = form.submit(status=422)

    assert "Skriv kort, hvorfor opgaven bortfalder." in text(page)
    assert page.html.select_one(".summary a")["href"] == "#note-t1aaaa"
    assert page.html.find(id="note-t1aaaa")["aria-invalid"] == "true"
    assert (form_of(page)["status"].value, form_of(page)["besked"].value) == ("cancelled", "Freja")
    assert status(jonas) == "open"


def test_the_owner_may_and_has_no_form_for_others(site):
    site.browser.log_in("mette")
    page = site.browser.get(PAGE)
    assert [form["opgave"].value for form in page.forms.values() if "opgave" in form.fields] == ["t3aaaa"]
    assert "giv" not in form_of(page, "t3aaaa").fields

    form = form_of(page, "t3aaaa")
    form["status"] = "in_progress"
    form.submit()

    assert status(site, "t3aaaa") == "in_progress"


def test_the_coordinator_gives_it_to_somebody_else(jonas):
    form = form_of(jonas.browser.get(PAGE))
    form["til"] = "Mette Lindekrone"

    page = form.submit("giv").follow()

    assert "Givet til Mette Lindekrone" in text(page)
    assert "Mette Lindekrone · Fra 18. november" in text(page)


def test_giving_it_to_nobody_is_refused(jonas):
    page = form_of(jonas.browser.get(PAGE)).submit("giv", status=422)

    assert page.html.select_one(".summary a")["href"] == "#til-t1aaaa"


class TestForged:
    def post(self, site, answer, **fields):
        told = {"csrf_token": site.browser.token(), "opgave": "t1aaaa", "status": "done"}
        return site.browser.post(PAGE, told | fields, status=answer)

    @pytest.mark.parametrize(("user", "answer"), [("mette", 403), ("sofie", 404), ("kirsten", 403), ("tobias", 404)])
    def test_others_change_nothing(self, site, user, answer):
        site.browser.log_in(user)

        self.post(site, answer)

        assert status(site) == "open"

    def test_an_ad_hoc_professional_of_a_past_meeting_is_out(self, site):
        site.system.clock.advance(timedelta(days=2))
        site.browser.log_in("louise")

        self.post(site, 403)

        assert status(site) == "open"

    @pytest.mark.parametrize(
        ("fields", "answer"),
        [
            ({"opgave": "t9aaaa"}, 404),
            ({"opgave": ""}, 404),
            ({"status": "open"}, 409),
            ({"status": ""}, 422),
            ({"status": "lost"}, 422),
            ({"giv": "1", "til": "Sofie Bruun"}, 422),
            ({"csrf_token": "nope"}, 400),
        ],
    )
    def test_what_no_page_sends(self, jonas, fields, answer):
        self.post(jonas, answer, **fields)

        assert status(jonas) == "open"

    def test_the_others_tasks_cannot_be_given_away(self, site):
        site.browser.log_in("mette")

        self.post(site, 403, opgave="t3aaaa", giv="1", til="Jonas Ravnsborg")


def test_a_case_without_tasks_says_so(tmp_path):
    system = web.make_system(tmp_path)
    browser = web.serve(system)
    browser.log_in("jonas")

    assert "Ingen åbne opgaver." in text(browser.get(PAGE))
    system.close()


def test_the_demonstration_can_be_read(demo):
    demo.browser.log_in("jonas")

    page = demo.browser.get("/sager/FLK-2026-0117/opgaver")

    assert "39 dage over" in text(page)
    assert len(page.html.select("li.task")) > 10


@pytest.mark.parametrize(("few", "unfolded"), [(0, False), (5, True)])
def test_many_that_are_over_are_folded_up(jonas, monkeypatch, few, unfolded):
    monkeypatch.setattr("kuidocs.views.opgaver.FEW", few)
    form = form_of(jonas.browser.get(PAGE))
    form["status"] = "done"

    form.submit()

    page = jonas.browser.get(PAGE)
    fold = page.html.find(id="slut").find_parent("section").details
    assert fold.has_attr("open") is unfolded
    assert fold.find(id="t-t1aaaa") is not None
    assert page.html.find(id="aabne").find_parent("section").find("details", recursive=False) is None
