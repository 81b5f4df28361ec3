"""Rows are added, moved and removed by the server, and nothing that was typed is lost."""

import copy

import pytest

from kuidocs.forms import page
from kuidocs.forms.reading import keep_system, read
from kuidocs.forms.rows import edit_rows, initial, row_edit
from tests.forms.browser import controls, ids
from tests.forms.samples import EDITIONS, first

PLAN = EDITIONS["kui.education_plan"]
CONTENT = {
    "wishes": "Noget med cykler",
    "goals": [
        {"rid": "goal-a", "goal_no": "1", "goal_text": "A", "sub_goals": [{"rid": "sub-aa"}, {"rid": "sub-ab"}]},
        {"rid": "goal-a-sub_goals", "goal_no": "4", "goal_text": "B"},
    ],
}


def edited(command: str) -> dict:
    return edit_rows(PLAN, CONTENT, command)


def test_a_row_is_added_with_its_number_and_initial_values():
    new = edited("add:goals")["goals"][-1]

    assert (new["goal_no"], new["status"]) == ("5", "not_started")
    assert len(new["rid"]) == 12
    assert edit_rows(PLAN, {}, "add:goals")["goals"][0]["goal_no"] == "1"


def test_a_row_is_added_inside_a_row():
    before = edited("add:goals-goal-a-sub_goals")

    assert [len(g.get("sub_goals", ())) for g in before["goals"]] == [3, 0]


def test_row_ids_with_dashes_lead_to_the_right_row():
    assert [g["goal_text"] for g in edited("del:goals-goal-a-sub_goals")["goals"]] == ["A"]
    assert [s["rid"] for s in edited("del:goals-goal-a-sub_goals-sub-aa")["goals"][0]["sub_goals"]] == ["sub-ab"]


@pytest.mark.parametrize(
    ("command", "order"),
    [
        ("up:goals-goal-a-sub_goals", "BA"),
        ("down:goals-goal-a", "BA"),
        ("up:goals-goal-a", "AB"),
        ("down:goals-goal-a-sub_goals", "AB"),
    ],
)
def test_rows_are_moved_within_their_list(command, order):
    assert "".join(g["goal_text"] for g in edited(command)["goals"]) == order


@pytest.mark.parametrize(
    "command", ["", "add", "add:", "add:nope", "del:goals", "del:goals-nope", "eat:goals-goal-a", "add:wishes", "x:y:z"]
)
def test_a_command_that_fits_nothing_changes_nothing(command):
    after = edited(command)

    assert after == CONTENT
    assert row_edit(PLAN, CONTENT, command).said == ""


@pytest.mark.parametrize("goals", ["mål", [1, "x", {"rid": "abcdef"}], {"a": 1}])
def test_crooked_content_is_left_alone(goals):
    assert edit_rows(PLAN, {"goals": goals}, "del:goals-nope-sub_goals-x") == {"goals": goals}


def test_the_content_given_is_not_touched():
    before = copy.deepcopy(CONTENT)

    edited("del:goals-goal-a")

    assert before == CONTENT


def test_the_page_says_what_happened_and_goes_on_where_it_happened():
    added = row_edit(PLAN, CONTENT, "add:goals")
    html = page.render_form(PLAN, added.content, focus=added.focus, said=added.said)

    assert added.said == "Mål 3 er tilføjet."
    assert f'id="{added.focus}" autofocus="autofocus"' in html
    assert '<p class="sr-only" role="status" data-row-status="">Mål 3 er tilføjet.</p>' in html


@pytest.mark.parametrize(
    ("command", "focus", "said"),
    [
        ("del:goals-goal-a", "goals-goal-a-sub_goals-head", "Mål 1 er fjernet."),
        ("up:goals-goal-a-sub_goals", "goals-goal-a-sub_goals-head", "Mål 2 er flyttet op."),
        ("down:goals-goal-a", "goals-goal-a-head", "Mål 1 er flyttet ned."),
    ],
)
def test_focus_after_a_command(command, focus, said):
    after = row_edit(PLAN, CONTENT, command)

    assert (after.focus, after.said) == (focus, said)
    assert after.focus in ids(page.render_form(PLAN, after.content))


def test_after_the_last_row_focus_is_on_the_button_that_adds():
    content = {"goals": [{"rid": "goal-a", "goal_text": "A"}]}

    assert row_edit(PLAN, content, "del:goals-goal-a").focus == "goals-add"


def test_the_way_without_javascript():
    """Post the page with a row button: all text is kept, also in a row that is still empty, and system fields too."""
    sample = first("kui.minutes.coordination")
    edition, base = sample.edition, sample.content
    html = page.render_form(edition, base)

    once = _pressed(edition, base, html, "add:decisions")
    twice = _pressed(edition, base, page.render_form(edition, once), "add:decisions")
    row = twice["decisions"][-1]["rid"]
    back = _pressed(edition, base, page.render_form(edition, twice), f"del:decisions-{row}")

    assert len(twice["decisions"]) == len(base["decisions"]) + 2
    assert read(edition.schema, back).content == read(edition.schema, once).content
    kept = read(edition.schema, once).content
    assert kept.pop("decisions")[:-1] == base["decisions"]
    assert kept == {name: value for name, value in base.items() if name != "decisions"}


def _pressed(edition, base, html, command):
    post = [*controls(html), ("__rows__", command)]
    assert page.row_command(post) == command
    return keep_system(edition.schema, base, edit_rows(edition, page.posted(edition, post), page.row_command(post)))


def test_no_row_button_no_command():
    assert page.row_command([("save", "1")]) == ""


def test_initial_values_are_only_for_what_is_new():
    assert initial(EDITIONS["kui.education_plan"].schema["goals"].row)["status"] == "not_started"
