"""The work list of who coordinates."""

import copy
from datetime import timedelta

import pytest

from kuidocs.services import sql
from kuidocs.usecases import involvement, people
from kuidocs.usecases.acting import root_of
from tests.usecases import plan_story
from tests.views import making
from tests.views.test_beslutninger import minutes_in
from tests.web import CASE

HERE = "/arbejdsliste"


def text(page):
    return " ".join(page.html.main.get_text(" ", strip=True).split()).replace("\u00a0", " ")


def everything(case):
    """Let one of everything wait."""
    minutes_in(case)
    mette = people.reference(case, root_of(case).medarbejdere, "Mette Lindekrone")
    making.paper(case, "kui.consent", making.CONSENT | {"valid_until": "2026-12-01"})
    making.paper(case, "kui.education_plan", copy.deepcopy(plan_story.PLAN) | {"next_review": "2026-11-30"})
    asked = {"requested_by": mette, "requested_at": "2026-11-16", "reason": "Ny situation."}
    making.paper(case, "kui.followup_request", asked)
    making.paper(case, "kui.contact_card", {}, at="2026-11-10T09:00:00+01:00", waiting=["kirsten", "mette"])
    meeting = making.meeting(case, "followup_without_young", "2026-11-12", "held")
    making.notice(case, meeting, "minute_taker", name="Mette Lindekrone")
    making.meeting(case, "followup_with_young", "2026-12-08", start="09:30")


@pytest.fixture
def jonas(site):
    making.change(site, everything)
    site.browser.become("jonas")
    return site


def headings(page):
    return [who.get_text(strip=True) for who in page.html.select(".worklist .line .who")]


def test_everything_that_waits_is_there_with_its_reason(jonas):
    page = jonas.browser.get(HERE)

    assert sorted(headings(page)) == [
        "Anmodning venter på svar",
        "Beslutninger er ikke i planen",
        "Opgave over fristen",
        "Referat mangler",
        "Samtykket skal fornyes",
        *["Underskrifter mangler"] * 3,
        "Venter på gennemsyn",
    ]
    found = text(page)
    assert "Ét forløb skal du se på, og i det er noget over fristen." in found
    assert "Tre beslutninger er ikke skrevet i planen endnu." in found
    assert "Næste møde: tirsdag 8. december kl. 9.30, Opfølgningsmøde med Freja" in found
    assert "Ringer til banken Du har opgaven. 2 dage over" in found
    assert "Mette Lindekrone beder om et opfølgningsmøde Bedt om den 16. november. Senest 23. november" in found
    assert "Mødet var 12. november. Mette Lindekrone skriver det. 2 dage over" in found
    assert "Siden 10. november" in found


def test_each_line_leads_to_a_page(jonas):
    for link in jonas.browser.get(HERE).html.select(".worklist .line .act a"):
        answer = jonas.browser.get(link["href"].partition("#")[0])

        assert (answer.follow() if answer.status_int in (302, 303, 308) else answer).status_int == 200


def test_silence_takes_the_place_of_the_late_task(jonas):
    jonas.system.clock.advance(timedelta(days=20))
    jonas.browser.become("jonas")

    page = jonas.browser.get(HERE)

    assert headings(page).count("Har ikke givet status") == 2
    assert "Mette Lindekrone har opgaven og har ikke givet status på den endnu. Ring eller skriv." in text(page)
    assert headings(page).count("Opgave over fristen") == 1


def test_a_status_after_the_deadline_names_its_day(jonas):
    def told(case):
        minutes = case.dokumenter.in_order()[0]
        making.fact(minutes, "task_status", "2026-12-03T10:00:00+01:00")
        minutes.facts[-1]["about"]["rid"], minutes.facts[-1]["data"]["status"] = "t3aaaa", "in_progress"

    making.change(jonas, told)
    jonas.system.clock.advance(timedelta(days=20))
    jonas.browser.become("jonas")

    assert "har ikke givet status siden 3. december" in text(jonas.browser.get(HERE))


def test_a_plan_that_is_behind_is_said_once(jonas):
    def written(case):
        for minutes in case.dokumenter.of_form("kui.minutes.coordination"):
            for rid in (plan_story.D1, plan_story.D2, plan_story.D3):
                making.fact(minutes, "plan_item_ref", "2026-11-20T10:00:00+01:00")
                minutes.facts[-1]["about"]["rid"] = rid

    making.change(jonas, written)
    assert "Planen skal gennemgås" in headings(jonas.browser.get(HERE))
    jonas.system.clock.advance(timedelta(days=10))
    jonas.browser.become("jonas")

    page = jonas.browser.get(HERE)

    assert "Planen skal gennemgås" not in headings(page)
    assert "Planen skulle gennemgås senest 30. november." in text(page)


def test_a_pause_is_on_it(jonas):
    def paused(case):
        told = {"review_on": "2026-11-25", "reason": "x", "from": "coordinating"}
        fact = {"id": "p1", "kind": "paused", "by": making.JONAS, "at": "2026-11-20T10:00", "data": told}
        case.facts, case.state = (*case.facts, fact), "paused"

    making.change(jonas, paused)

    assert "Pausen skal ses på igen" in headings(jonas.browser.get(HERE))


def test_the_consent_of_an_adult_to_be_says_why(jonas):
    making.change(jonas, lambda case: making.paper(case, "kui.consent", making.CONSENT))
    jonas.system.clock.advance(timedelta(days=100))
    jonas.browser.become("jonas")

    assert "Fylder 18 år den 14. marts, og så gælder det ikke længere." in text(jonas.browser.get(HERE))


def test_a_calm_case_is_named_below(site):
    site.browser.become("jonas")

    page = site.browser.get(HERE)

    assert "Alt er ajour i de forløb, du holder sammen." in text(page)
    assert "Intet venter (1) Freja Lundsgaard Holm Ingen plan endnu" in text(page)


def test_one_case_is_chosen(demo):
    demo.browser.become("jonas")
    page = demo.browser.get(HERE)
    form = next(form for form in page.forms.values() if "forloeb" in form.fields)
    form["forloeb"] = "FLK-2026-0117"

    chosen = form.submit()

    assert len(chosen.html.select(".worklist section h2")) == 1
    assert chosen.html.find(id="forloeb").find("option", selected=True)["value"] == "FLK-2026-0117"
    other = demo.browser.get(f"{HERE}?forloeb=FLK-2026-0163")
    assert "Forløbet er ikke på din liste" in text(other)
    assert "Elias" not in text(other)


def test_what_is_most_pressing_comes_first(demo):
    demo.browser.become("jonas")

    page = demo.browser.get(HERE)

    assert page.html.select(".worklist section h2")[0].get_text(strip=True).startswith("Malthe")


def test_a_deputy_sees_it_too(jonas):
    def deputised(case):
        case.deputy = people.reference(case, root_of(case).medarbejdere, "Mikkel Aarøe")
        involvement.refresh(case)

    making.change(jonas, deputised)
    jonas.browser.become("mikkel")

    assert "Venter på Kirsten Aalund." in text(jonas.browser.get(HERE))
    assert "arbejdslisten" in text(jonas.browser.get("/min-dag"))


@pytest.mark.parametrize("user", ["kirsten", "mette", "tobias", "jens"])
def test_others_see_nothing(jonas, user):
    jonas.browser.become(user)

    page = jonas.browser.get(HERE)

    assert "Du er ikke plankoordinator eller stedfortræder i noget forløb nu." in text(page)
    assert "Freja" not in text(page)


def test_an_administrator_who_coordinates_sees_nothing(jonas):
    jonas.system.change("role", lambda root: setattr(root.medarbejdere["jonas"], "roles", ("system_administrator",)))

    assert "Freja" not in text(jonas.browser.get(HERE))


def test_the_menu_names_it_for_those_who_coordinate(jonas):
    assert (
        jonas.browser.get("/min-dag")
        .click("Arbejdsliste")
        .html.select_one("nav [aria-current=page]")["href"]
        .endswith(HERE)
    )
    jonas.browser.become("mette")
    assert "Arbejdsliste" not in jonas.browser.get("/min-dag").html.nav.get_text()


def test_min_dag_shows_a_request_that_waits_for_the_coordinator(jonas):
    page = jonas.browser.get("/min-dag")

    group = page.html.find(id="anmodninger").find_parent("section").get_text(" ", strip=True)
    assert "Mette Lindekrone" in group
    assert "Freja Lundsgaard Holm" in group
    assert page.click("^Svar").status_int in (200, 303)


def test_it_is_made_in_few_queries(jonas, monkeypatch):
    asked = []
    all_rows = sql.Session.all
    monkeypatch.setattr(sql.Session, "all", lambda self, *given: asked.append(given[0]) or all_rows(self, *given))

    jonas.browser.get(f"{HERE}")

    assert len([one for one in asked if "mine" in one]) == 4


def test_a_case_page_is_one_click_away(jonas):
    assert jonas.browser.get(HERE).click("^Freja Lundsgaard Holm").request.path.rstrip("/") == CASE
