"""»Hvad blev der af det?« in the browser, and the links that lead there."""

import pytest

from kuidocs.domain.tracing import FOLLOWED
from kuidocs.resources.drafts import drafts_of
from kuidocs.usecases import plan_links
from kuidocs.usecases.acting import Act
from kuidocs.usecases.plan_links import Wanted
from tests.usecases.test_tracing import DECISION, GOAL, TASK
from tests.views.making import change, meeting, paper, version
from tests.web import CASE, serve

TRACE = f"{CASE}/spor"
DEMO = "/sager/FLK-2026-0117"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


@pytest.fixture
def jonas(site):
    """Approved minutes with a decision and a task, and a plan."""

    def lay_out(case):
        paper(case, "kui.education_plan", {"goals": [GOAL]})
        content = {"held_at": "2026-11-02", "decisions": [DECISION], "who_does_what": [TASK]}
        found = meeting(case, "coordination", "2026-11-02", "minuted")
        paper(case, "kui.minutes.coordination", content, meeting=found, at="2026-11-02T12:00:00+01:00")

    change(site, lay_out)
    site.browser.log_in("jonas")
    return site


def write(site, kind="already", place="goal-one"):
    def act(root):
        case = root.sager["FLK-2026-0001"]
        minutes = case.dokumenter.of_form("kui.minutes.coordination")[0]
        by = Act(root.medarbejdere["jonas"].identity(), site.system.clock, "write-1")
        plan_links.write(minutes, drafts_of(case), by, Wanted("dec-one", kind, place))

    site.system.change("test", act)


def test_a_task_from_its_minutes_to_its_status(jonas):
    tasks = jonas.browser.get(f"{CASE}/opgaver")
    form = next(f for f in tasks.forms.values() if "opgave" in f.fields and f["opgave"].value == "task-fgu")
    form["status"], form["note"], form["besked"] = "done", "Pladsen er klar.", "Freja"
    form.submit()

    page = jonas.browser.get(f"{CASE}/opgaver").click("Hvad blev der af det?")

    told = text(page)
    for words in ("Hvad blev der af det? Freja Lundsgaard Holm Opgave Ringer til FGU", "Status Udført",
                  "Hvem Jonas Ravnsborg", "Senest 1. december", "Det begyndte som opgave", "Udført Pladsen er klar.",
                  "Freja har fået besked"):  # fmt: skip
        assert words in told, words
    first = page.html.select(".trace-list a")[0]
    assert first["href"].endswith("/versioner/1#task-fgu")
    assert "task-fgu" in jonas.browser.get(first["href"].partition("#")[0])


def test_a_task_that_is_late_or_nobodys_says_so(jonas):
    late = TASK | {"rid": "task-late", "deadline": "2026-11-10", "responsible": {"text": ""}}

    def lay_out(case):
        found = meeting(case, "followup_without_young", "2026-11-03", "minuted")
        content = {"held_at": "2026-11-03", "who_does_what": [late]}
        paper(case, "kui.minutes.followup_without_young", content, meeting=found, at="2026-11-03T12:00:00+01:00")

    change(jonas, lay_out)

    told = text(jonas.browser.get(f"{TRACE}/task-late"))

    assert "Hvem Ingen valgt" in told
    assert "Senest 10. november, fristen er overskredet" in told


def test_a_task_that_was_given_to_somebody_else(jonas):
    tasks = jonas.browser.get(f"{CASE}/opgaver")
    form = next(f for f in tasks.forms.values() if "opgave" in f.fields and f["opgave"].value == "task-fgu")
    form["til"] = "Ida Holm"
    form.submit("giv")

    assert "Givet til Ida Holm" in text(jonas.browser.get(f"{TRACE}/task-fgu"))


def test_a_decision_leads_to_the_plan_and_back(jonas):
    write(jonas)

    page = jonas.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D02/beslutninger").click("Hvad blev der af det?")
    assert "Skrevet i uddannelsesplanen mål 1: Et værksted" in text(page)
    assert "I uddannelsesplanen Mål 1: Et værksted" in text(page)
    assert "Status i planen Ikke begyndt" in text(page)

    goal = page.click("Følg den derfra")
    assert "Beslutningen bag Freja prøver værkstedet" in text(goal)
    assert goal.click("Følg den derfra").request.path == f"{TRACE}/dec-one"


def test_a_decision_that_changes_nothing_leads_nowhere(jonas):
    write(jonas, "unchanged", "")

    page = jonas.browser.get(f"{TRACE}/dec-one")

    assert "indgår uden ændring" in text(page)
    assert "Følg den derfra" not in page


def test_of_a_later_version_only_what_is_new_is_told(jonas):
    def lay_out(case):
        plan = case.dokumenter.of_form("kui.education_plan")[0]
        later = GOAL | {"status": "on_track", "area": "education"}
        version(plan, {"goals": [GOAL | {"area": "education"}]}, number=2, at="2026-11-05T10:00:00+01:00")
        version(plan, {"goals": [later]}, number=3, at="2026-11-06T10:00:00+01:00")

    change(jonas, lay_out)

    items = [
        " ".join(one.get_text(" ").split())
        for one in jonas.browser.get(f"{TRACE}/goal-one").html.select(".trace-list li")
    ]

    assert "Område: Uddannelse" in items[1]
    assert "Status: Godt på vej" in items[2]
    assert "Område" not in items[2]
    assert "Uddannelsesplan, version 3" in items[2]
    assert "version 3, version" not in items[2]


def test_what_was_taken_out_again_is_told(jonas):
    write(jonas)
    page = jonas.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D02/beslutninger")
    next(form for form in page.forms.values() if "fortryd" in form.fields).submit("fortryd")

    assert "Taget ud af uddannelsesplanen igen" in text(jonas.browser.get(f"{TRACE}/dec-one"))


def test_what_is_no_task_and_in_no_plan_says_so(jonas):
    def lay_out(case):
        found = meeting(case, "clarification", "2026-10-05", "minuted")
        agreement = {"rid": "agree-one", "agreement_no": "1", "agreement_text": "Kun Jonas ringer."}
        content = {"held_at": "2026-10-05", "agreements": [agreement]}
        paper(case, "kui.minutes.clarification", content, meeting=found)

    change(jonas, lay_out)

    told = text(jonas.browser.get(f"{TRACE}/agree-one"))
    assert "Aftale Kun Jonas ringer." in told
    assert "Det følges ikke som opgave" in told


def test_the_reading_page_leads_there_from_every_point(jonas):
    page = jonas.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D02/versioner/1")

    assert sorted(a["href"] for a in page.html.select("a.trace")) == [f"{TRACE}/dec-one", f"{TRACE}/task-fgu"]
    plan = jonas.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D01/versioner/1")
    assert sorted(a["href"] for a in plan.html.select("a.trace")) == [f"{TRACE}/goal-one", f"{TRACE}/sub-one"]


def test_who_only_reviews_one_paper_is_shown_no_link(site):
    def lay_out(case):
        found = meeting(case, "coordination", "2026-11-02", "minuted")
        paper(case, "kui.minutes.coordination", {"who_does_what": [TASK]}, meeting=found, waiting=["mette"])

    change(site, lay_out)
    site.browser.log_in("mette")

    page = site.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D01/gennemse")

    assert not page.html.select("a.trace")
    site.browser.get(f"{TRACE}/task-fgu", status=403)


@pytest.mark.parametrize("path", ["", "/", "/findes-ikke", "/task-fgu/mere", f"/{'x' * 500}", "/%00"])
def test_what_is_no_point_is_not_there(jonas, path):
    jonas.browser.get(f"{TRACE}{path}", status=404)


def test_who_has_no_part_does_not_know_of_it(jonas):
    peter = serve(jonas.system)
    peter.log_in("peter")

    peter.get(f"{TRACE}/task-fgu", status=404)


def test_what_was_read_is_noted_by_its_papers(jonas):
    jonas.browser.get(f"{TRACE}/task-fgu")

    (event,) = jonas.events("case.viewed")
    assert (event.by, event.about["part"], event.about["rid"]) == ("jonas", "trace", "task-fgu")
    assert event.about["labels"] == ["FLK-2026-0001-D02"]


def test_every_point_of_the_demonstration_can_be_followed(demo):
    demo.browser.log_in("jonas")
    labels = {a["href"] for a in demo.browser.get(f"{DEMO}/").html.select("a[href*='/dokumenter/']")}
    points = set()
    for label in sorted(labels):
        page = demo.browser.get(label)
        page = page.follow() if page.status_int == 303 else page
        points |= {a["href"] for a in page.html.select("a.trace")}

    kinds = {
        demo.browser.get(point).html.select_one(".facts").get_text(" ").strip().split("  ")[-1] for point in points
    }

    assert len(points) > 40
    assert len(kinds & {f"Malthe Kjærbo Vinther {label}" for label in FOLLOWED.values()}) > 5
