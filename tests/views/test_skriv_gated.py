"""Turns of a page on which something is hidden: nothing hidden is told, changed or lost by them (D23)."""

import pytest

from kuidocs.resources.drafts import drafts_of
from tests.views import making
from tests.views.gated import GOALS, HEALTH, SCHOOL, build
from tests.views.test_gated_acts import LABEL, PLAN, draft
from tests.views.test_skriv import Page, one, post


@pytest.fixture
def louise(site):
    build("partial", site, coordinated=False)
    site.browser.log_in("louise")
    return site


def send(site, *fields, since="", status=200, **more):
    page = Page(site.browser, f"{PLAN}/udkast")
    told = {"page": page.form["data-draft-page"], "user": "louise", "turn": 1, "since": since, "fields": list(fields)}
    return post(site.browser, told | more, site.browser.token(), status, path=f"{PLAN}/skriv")


def change(site, act):
    def done(case):
        act(drafts_of(case).get(case.dokumenter[LABEL].id))

    making.change(site, done)


def test_everything_that_is_told_holds_no_hidden_word(louise):
    answer = send(louise, state=True)

    assert HEALTH not in answer.text
    assert SCHOOL in answer.text
    assert one(answer, "goals")["rows"] == ["goal-school"]
    assert not any(found["path"].startswith("goals/goal-health") for found in answer.json["fields"])


def test_what_is_hidden_cannot_be_changed(louise):
    before = draft(louise)

    send(
        louise,
        {"path": "support_needs", "rev": 9, "value": "Forfalsket"},
        {"path": "goals/goal-health/goal_text", "rev": 9, "value": "Forfalsket"},
        choices=[{"path": "support_needs", "value": "Forfalsket", "keys": [""]}],
    )

    assert draft(louise) == before


def test_an_order_that_is_told_without_the_hidden_rows_keeps_them(louise):
    answer = send(
        louise,
        {"path": "goals", "rev": 1, "was": ["goal-school"], "value": ["goal-school", "newgoal"]},
        {"path": "goals/newgoal/goal_text", "rev": 0, "value": "Nyt mål"},
    )

    assert [goal["rid"] for goal in draft(louise)["goals"]] == ["goal-health", "goal-school", "newgoal"]
    assert draft(louise)["goals"][0] == GOALS[0]
    assert one(answer, "goals")["rows"] == ["goal-school", "newgoal"]
    send(louise, {"path": "goals", "rev": 1, "was": ["goal-school"], "value": []})
    assert draft(louise)["goals"][0] == GOALS[0]


def test_a_hidden_row_that_was_taken_out_is_neither_shown_nor_brought_back(louise):
    by = {"user_id": "jonas", "name": "Jonas Ravnsborg"}
    change(louise, lambda found: found.put("goals", {"rows": []}, by, "2026-11-21T10:00:00+01:00"))

    page = louise.browser.get(f"{PLAN}/udkast")
    assert HEALTH not in page
    assert SCHOOL in str(page.html.select("[data-removed]"))
    answer = send(louise, back=[{"path": "goals", "rid": "goal-health"}])
    assert HEALTH not in answer.text

    send(louise, back=[{"path": "goals", "rid": "goal-school"}])
    assert [goal["rid"] for goal in draft(louise)["goals"]] == ["goal-school"]


def test_proposals_in_what_is_hidden_are_shown_nowhere(louise):
    def act(found):
        by = {"user_id": "jonas", "name": "Jonas Ravnsborg"}
        told = {"key": "anden", "value": f"{HEALTH} forslag", "base": None, "by": by, "at": "2026-11-21T10:00:00+01:00"}
        found.own("support_needs").proposals = (told,)

    change(louise, act)

    assert HEALTH not in louise.browser.get(f"{PLAN}/udkast")
    assert louise.browser.get(f"{PLAN}/forslag").status_int == 303
    assert HEALTH not in send(louise).text
