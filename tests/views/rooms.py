"""The screen in the room as tests use it: a convened meeting, somebody before it, and what its forms did."""

import pytest

from kuidocs.resources.drafts import drafts_of
from tests.usecases.convening import ready, row
from tests.views.making import change, paper
from tests.web import CASE, serve

PAGE = f"{CASE}/moeder/1/hvem-goer-hvad"
GOAL = {"rid": "goal-one", "goal_no": "1", "goal_text": "Et værksted", "youth_words": "Mit bord.", "status": "on_track"}
PLAN = {"goals": [GOAL]}


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


@pytest.fixture
def room(site):
    """Freja's convened follow-up, with a plan, and Jonas before the screen."""

    def lay_out(case):
        paper(case, "kui.education_plan", PLAN)
        ready(case, row(case, case.person.full_name, "young_person"), kind="followup_with_young")
        case.moeder["1"].state = "convened"

    change(site, lay_out)
    past_labels(site)
    site.browser.log_in("jonas")
    return site


@pytest.fixture
def professionals(site):
    """A convened meeting of professionals."""
    change(site, ready)
    change(site, lambda case: setattr(case.moeder["1"], "state", "convened"))
    past_labels(site)
    site.browser.log_in("jonas")
    return site


def past_labels(site):
    """Papers that tests put straight into the case have taken the first labels."""
    for _ in range(9):
        site.system.labels.document("FLK-2026-0001")


def someone(site, user):
    browser = serve(site.system)
    browser.log_in(user)
    return browser


def form_of(page, handling):
    return next(f for f in page.forms.values() if "handling" in f.fields and f["handling"].value == handling)


def add(browser, hvad="Ringer til FGU", **more):
    form = form_of(browser.get(f"{PAGE}?ny=1"), "tilfoej")
    form["hvad"] = hvad
    for name, value in more.items():
        form[name] = value
    return form.submit()


def draft(site):
    """The draft of the minutes, None when there are none."""
    with site.system.reading() as root:
        case = root.sager["FLK-2026-0001"]
        own = [d for d in case.dokumenter.values() if d.form_key.startswith("kui.minutes.")]
        found = drafts_of(case).get(own[0].id) if own else None
        return found.content() if found else None


def tasks(site):
    return [task["task_text"] for task in (draft(site) or {}).get("who_does_what", ())]
