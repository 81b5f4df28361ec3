"""The deadlines that a case sets itself, in the browser."""

import copy
from datetime import timedelta

import pytest

from tests.usecases import plan_story
from tests.views import making
from tests.web import CASE

HERE = f"{CASE}/frister"


def text(page):
    return " ".join(page.html.main.get_text(" ", strip=True).split()).replace("\u00a0", " ")


@pytest.fixture
def jonas(site):
    making.change(site, lambda case: making.paper(case, "kui.education_plan", copy.deepcopy(plan_story.PLAN)))
    site.browser.become("jonas")
    return site


def form_of(page, act):
    return next(form for form in page.forms.values() if "handling" in form.fields and form["handling"].value == act)


def facts(site):
    with site.system.reading() as root:
        return [fact["kind"] for fact in root.sager[making.CASE_NO].facts]


def post(site, status, **fields):
    told = {"csrf_token": site.browser.token(), "handling": "not_following", "date": "2026-11-19", "note": "Kom ikke."}
    return site.browser.post(HERE, told | fields, status=status)


def test_the_whole_way(jonas):
    page = jonas.browser.get(f"{CASE}/").click("Skriv, at den unge ikke følger planen")
    assert page.html.h1.get_text() == "Frister i forløbet"
    form = form_of(page, "not_following")
    form["date"], form["note"] = "2026-11-19", "Kommer ikke i praktik."

    page = form.submit().follow()

    assert "Freja følger ikke planen siden 19. november 2026. »Kommer ikke i praktik.«" in text(page)
    assert "Tag kontakt inden fem arbejdsdage Senest 26. november" in text(page)
    assert "Find en ny aktivitet inden 30 dage Senest 19. december" in text(page)
    case = text(jonas.browser.get(f"{CASE}/"))
    assert "Frister Se fristerne, og skriv, hvad I har gjort Tag kontakt inden fem arbejdsdage" in case
    assert "Planen følges ikke Tag kontakt inden fem arbejdsdage" in text(jonas.browser.get("/arbejdsliste"))
    assert "Freja følger ikke planen siden 19. november." in text(jonas.browser.get("/min-dag"))

    form = form_of(page, "contact_made")
    form["note"] = "Talte i telefon."
    page = form.submit().follow()
    assert "Kontakt taget 21. november" in text(page)
    assert "Tag kontakt" not in text(jonas.browser.get("/arbejdsliste"))
    form = form_of(page, "new_activity")
    form["note"] = "Begynder på værkstedet."
    page = form.submit().follow()

    assert "Planen følges, så vidt det er skrevet her." in text(page)
    assert "Frister" not in [h2.get_text() for h2 in jonas.browser.get(f"{CASE}/").html.select("h2")]
    assert facts(jonas) == ["not_following", "contact_made", "new_activity"]
    kinds = ("case.not_following", "case.contact_made", "case.new_activity")
    assert [event.kind for event in jonas.events(*kinds)] == list(kinds)


def test_late_contact_is_red(jonas):
    post(jonas, 303)
    jonas.system.clock.advance(timedelta(days=7))
    jonas.browser.become("jonas")

    assert jonas.browser.get(HERE).html.select_one(".due.late").get_text(strip=True) == "2 dage over"


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"date": "2026-11-22"}, "date"), ({"date": "i går"}, "date"), ({"note": " "}, "note")],
)
def test_what_is_missing_is_pointed_at_and_nothing_typed_is_lost(jonas, fields, field):
    page = post(jonas, 422, **fields)

    assert page.html.select_one(".summary a")["href"] == f"#not_following-{field}"
    assert page.html.find(id=f"not_following-{field}")["aria-invalid"] == "true"
    assert form_of(page, "not_following")["note"].value == fields.get("note", "Kom ikke.")
    assert facts(jonas) == []


def test_without_a_plan_it_says_what_is_missing(site):
    site.browser.become("jonas")

    page = site.browser.get(HERE)

    assert "Der er ingen uddannelsesplan, der gælder." in text(page)
    assert not [form for form in page.forms.values() if "note" in form.fields]
    assert "Der er ingen uddannelsesplan" in text(post(site, 422))


class TestBirthdays:
    def near(self, site, days=85):
        site.system.clock.advance(timedelta(days=days))
        site.browser.become("jonas")
        return site.browser.get(HERE)

    def test_it_is_said_six_weeks_before(self, jonas):
        assert "Ingen lige nu." in text(jonas.browser.get(HERE))
        assert "Senere: 18 år 14. marts 2027, 25 år 14. marts 2034." in text(jonas.browser.get(HERE))

        page = self.near(jonas)

        assert "Freja fylder 18 år 14. marts Den unge er myndig." in text(page)
        assert "Indhent et nyt samtykke" in text(jonas.browser.get(f"{CASE}/"))
        assert "Freja fylder 18 år" in text(jonas.browser.get("/min-dag"))

    def test_and_until_somebody_says_that_all_is_done(self, jonas):
        page = form_of(self.near(jonas, 130), "foedselsdag").submit().follow()

        assert "Ingen lige nu." in text(page)
        assert "Det, der følger af 18 år, er gjort, 14. marts" in text(page)
        assert facts(jonas) == ["age_handled"]

    @pytest.mark.parametrize("age", ["", "17", "²", "x" * 50])
    def test_an_age_that_no_page_offers(self, jonas, age):
        page = post(jonas, 422, handling="foedselsdag", alder=age)

        assert "Vælg en fødselsdag fra listen." in text(page)


class TestForged:
    @pytest.mark.parametrize(("user", "answer"), [("kirsten", 403), ("mette", 404), ("tobias", 404)])
    def test_others_do_not_get_in(self, jonas, user, answer):
        jonas.browser.become(user)

        jonas.browser.get(HERE, status=answer)
        post(jonas, answer)
        assert facts(jonas) == []

    def test_one_with_another_task_reads_and_tells_nothing(self, jonas):
        making.change(
            jonas, lambda case: making.notice(case, making.meeting(case, "clarification"), name="Mette Lindekrone")
        )
        jonas.system.change("part", _primary)
        jonas.browser.become("mette")

        page = jonas.browser.get(HERE)

        assert "Det gør plankoordinator, dennes stedfortræder eller kontaktpersonen." in text(page)
        post(jonas, 403)
        post(jonas, 403, handling="foedselsdag", alder="18")
        assert facts(jonas) == []

    @pytest.mark.parametrize(("act", "answer"), [("contact_made", 409), ("new_activity", 409), ("", 409), ("x", 409)])
    def test_what_does_not_begin_here(self, jonas, act, answer):
        post(jonas, answer, handling=act)

        assert facts(jonas) == []

    def test_a_page_that_was_sent_comes_again_with_another_act(self, jonas):
        post(jonas, 303, __token__="t1")

        again = post(jonas, 303, __token__="t1", handling="x")

        assert "Siden var allerede sendt. Der er ikke gjort mere." in again.follow().text
        assert facts(jonas) == ["not_following"]

    def test_without_the_token_of_the_session(self, jonas):
        post(jonas, 400, csrf_token="nope")

        assert facts(jonas) == []

    def test_reading_is_logged(self, jonas):
        jonas.browser.get(HERE)

        assert [event.about for event in jonas.events("case.viewed")] == [{"case_no": making.CASE_NO, "part": "timers"}]


def _primary(root):
    row = {"user_id": "mette", "relation": "primary", "since": "2026-10-01", "until": "", "why": ""}
    root.sager[making.CASE_NO].involvements += (row,)
