"""Through the pages: another department reads what the consent gives it, today and no more."""

import pytest

from tests.security.test_reading import MAY, PLAN
from tests.usecases import gatherings
from tests.views import attaching, making
from tests.web import CASE

LABEL = "FLK-2026-0001-D01"
PAPER = f"{CASE}/dokumenter/{LABEL}/versioner/1"
TASKS = [
    {"rid": "t1", "task_text": "Ringe til lægen", "responsible": {"text": "Jonas Ravnsborg"}, "goal_no": "1"},
    {"rid": "t2", "task_text": "Skrive til FGU", "responsible": {"text": "Jonas Ravnsborg"}, "goal_no": "2"},
]
EFFORTS = [
    {"rid": "e1", "effort_title": "Samtaler om søvn", "area": "health", "goal_nos": ["1"]},
    {"rid": "e2", "effort_title": "Brobygning", "area": "education", "goal_nos": ["2"]},
]
STATES = {
    "none": None,
    "valid": {},
    "partial": {"information_types": ["education", "efforts"]},
    "expired": {"valid_until": "2026-11-20"},
    "withdrawn": {},
    "another": {"recipients": [{"rid": "r", "department": "SSP", "may": MAY}]},
}
CLOSED = ["none", "expired", "withdrawn", "another"]


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


@pytest.fixture
def case_with(site):
    def make(state, user="louise"):
        def build(case):
            content = PLAN | {"efforts": EFFORTS, "who_does_what": TASKS, "what_works": "Ro"}
            content["goals"] = [{**goal, "goal_text": f"Mål om {goal['area']}"} for goal in PLAN["goals"]]
            making.paper(case, "kui.education_plan", content)
            held = {"held_at": "2026-11-01", "who_does_what": TASKS, "goals": content["goals"]}
            making.paper(case, "kui.minutes.coordination", held)
            part = {"user_id": "louise", "relation": "primary", "since": "2026-10-01", "until": "", "why": ""}
            if STATES[state] is not None:
                everything = {"information_types": ["education", "health", "efforts", "family", "wellbeing"]}
                paper = gatherings.consented(case, **everything | STATES[state])
                if state == "withdrawn":
                    making.fact(paper, "withdrawn_at", "2026-11-21T09:00:00+01:00", value="2026-11-21")
            case.involvements = (*case.involvements, part)

        making.change(site, build)
        site.browser.log_in(user)
        return site.browser

    return make


def test_a_valid_consent_lets_the_whole_paper_be_read(case_with):
    browser = case_with("valid")

    assert "Mormor" in text(browser.get(PAPER))
    assert "ikke med i samtykket" not in text(browser.get(PAPER))
    assert "Hent PDF" in text(browser.get(PAPER))


@pytest.mark.parametrize("state", CLOSED)
def test_without_one_nothing_is_read_and_it_is_said_why(case_with, state, site):
    browser = case_with(state)

    for address in (PAPER, f"{PAPER}.pdf"):
        refused = browser.get(address, status=403)
        assert "Tal med plankoordinatoren." in text(refused)
        assert "Mormor" not in refused
    assert "Samtaler om søvn" not in browser.get(f"{CASE}/")
    assert "Ringe til lægen" not in browser.get(f"{CASE}/opgaver")
    browser.get(f"{CASE}/spor/g1", status=404)
    assert not site.events("document.printed")


def test_a_partial_consent_leaves_the_rest_out(case_with):
    browser = case_with("partial")

    page = browser.get(PAPER)

    assert "Mål om education" in page
    assert "Mål om health" not in page
    assert "Mormor" not in page
    assert "ikke med i samtykket for din afdeling" in text(page)
    assert "Hent PDF" not in page.html.aside.get_text()
    assert "bed plankoordinatoren om et uddrag" in text(browser.get(f"{PAPER}.pdf", status=403))
    case = browser.get(f"{CASE}/")
    assert "Brobygning" in case
    assert "Samtaler om søvn" not in case
    tasks = browser.get(f"{CASE}/opgaver")
    assert "Skrive til FGU" in tasks
    assert "Ringe til lægen" not in tasks
    browser.get(f"{CASE}/spor/g1", status=404)
    browser.get(f"{CASE}/spor/g2", status=200)


@pytest.mark.parametrize("state", STATES)
def test_the_plan_coordinator_reads_everything_always(case_with, state):
    browser = case_with(state, "jonas")

    assert "Mormor" in browser.get(PAPER)
    assert "Ringe til lægen" in browser.get(f"{CASE}/opgaver")


@pytest.mark.parametrize(("state", "found"), [("valid", True), ("partial", False), ("expired", False), ("none", False)])
def test_search_finds_what_one_may_read(case_with, state, found):
    page = case_with(state).get("/soeg", {"q": "mormor"})

    assert bool(page.html.find("a", href=lambda href: href and href.startswith(PAPER))) is found


@pytest.mark.parametrize("state", CLOSED)
def test_writing_goes_on_without_a_consent(case_with, state):
    page = case_with(state).get(f"{CASE}/nyt-dokument")

    assert [form for form in page.forms.values() if "form" in form.fields]


@pytest.mark.parametrize(("state", "flagged"), [("valid", False), ("withdrawn", True), ("another", True)])
def test_a_meeting_that_is_convened_is_flagged_when_the_consent_goes(case_with, site, state, flagged):
    browser = case_with(state, "jonas")

    def convene(case):
        gatherings.planned(case, "coordination").state = "convened"

    making.change(site, convene)

    assert ("Samtykket dækker ikke længere" in text(browser.get(f"{CASE}/moeder/1"))) is flagged
    assert ("Samtykket dækker ikke længere" in text(browser.get(f"{CASE}/"))) is flagged


def test_a_pdf_that_lists_a_hidden_file_is_given_to_nobody_who_may_not_read_the_file(case_with, site):
    """Its list of attachments tells their titles."""
    browser = case_with("valid")
    here = f"{PAPER}.pdf"
    assert browser.get(here, expect_errors=True).status_int != 403

    about = {"document": LABEL, "number": 1}
    attaching.put(site, title="Om min gæld", about=about, information_type="economy")

    refused = browser.get(here, status=403)
    assert "gæld" not in refused
    assert "Læs dokumentet på siden" in refused
    browser.get(PAPER, status=200)
    browser.become("jonas")
    assert browser.get(here, expect_errors=True).status_int != 403
