"""What each question and row of a paper is about, and what is left when a consent covers less (D14)."""

import pytest

from kuidocs.domain import information_types as types
from kuidocs.domain.information_types import ANY_AREA, EFFORTS, EVERYTHING, NOTHING

AREAS = {"1": "health", "2": "education", "task-1": "economy", "task-2": "", "task-3": "?"}
PLAN = {
    "network": "Mormor",
    "education_goal": "FGU",
    "place": "Rådhuset",
    "goals": [
        {"rid": "g1", "goal_no": "1", "area": "health", "sub_goals": [{"rid": "s1"}]},
        {"rid": "g2", "goal_no": "2", "area": "education"},
    ],
    "agreements": [{"rid": "a1", "notes": [{"rid": "n1"}]}],
}


class TestOfRow:
    @pytest.mark.parametrize(
        ("group", "row", "about"),
        [
            ("goals", {"area": "health"}, {"health"}),
            ("goals", {"area": "rummet"}, ANY_AREA),
            ("goals", {}, ANY_AREA),
            ("efforts", {"area": "social"}, {"wellbeing", "efforts"}),
            ("decisions", {"goal_no": "1"}, {"health"}),
            ("decisions", {"goal_no": 2}, {"education"}),
            ("decisions", {"goal_no": "99"}, ANY_AREA),
            ("decisions", {"goal_no": ""}, EFFORTS),
            ("decisions", {}, EFFORTS),
            ("task_progress", {"rid": "task-1"}, {"economy"}),
            ("task_progress", {"rid": "task-2"}, EFFORTS),
            ("task_progress", {"rid": "task-3"}, ANY_AREA),
            ("task_progress", {"rid": "of nobody"}, ANY_AREA | EFFORTS),
            ("agenda_items", {"topic": "status", "preparation": "Læs planen"}, ANY_AREA | EFFORTS),
            ("agenda_items", {"topic": "status"}, NOTHING),
            ("agenda_items", {"topic": "other", "preparation": "Læs"}, NOTHING),
        ],
    )
    def test_a_row_is_about_its_area_its_goal_or_its_task(self, group, row, about):
        assert types.of_row(group, row, AREAS) == about


class TestOfField:
    def test_a_question_that_nobody_knows_is_about_everything(self):
        assert types.of_field("added_by_the_municipality") == EVERYTHING

    @pytest.mark.parametrize("name", ["meeting_date", "chair", "not_relevant_goals"])
    def test_who_meets_when_is_about_nothing(self, name):
        assert types.of_field(name) == NOTHING

    def test_no_question_is_neutral_and_about_something(self):
        assert not types.NEUTRAL & (types.FIELDS.keys() | types.BY_ROW)


class TestHidden:
    def test_a_row_takes_the_rows_inside_it_along(self):
        gone = types.hidden(PLAN, frozenset({"education", "efforts", "wellbeing", "family"}), {})

        assert gone == {"goals/g1", "goals/g1/sub_goals/s1"}

    def test_a_group_that_loses_all_its_rows_is_gone_with_them(self):
        gone = types.hidden(PLAN, frozenset({"health", "education", "family"}), {})

        assert gone == {"agreements", "agreements/a1", "agreements/a1/notes/n1"}

    def test_with_everything_covered_nothing_is(self):
        assert types.hidden(PLAN, EVERYTHING, {}) == frozenset()

    def test_with_nothing_covered_only_the_neutral_is_left(self):
        gone = types.hidden(PLAN, NOTHING, {})

        assert {"network", "education_goal", "goals/g1", "goals/g2", "agreements"} <= gone
        assert "place" not in gone


def test_an_answer_that_is_no_rows_hides_no_rows():
    content = {"goals": "", "agreements": [{"rid": "a1", "who": ["Jonas", {"name": "Mor"}]}]}

    assert types.points(content, {}) == {"agreements/a1": EFFORTS}
    assert types.hidden(content, NOTHING, {}) == {"agreements", "agreements/a1"}


def test_tasks_take_the_area_of_the_goal_that_the_same_text_names():
    content = PLAN | {
        "who_does_what": [{"rid": "t1", "goal_no": "1"}, {"rid": "t2"}, {"rid": "t3", "goal_no": "7"}, {}]
    }

    assert types.areas_of_tasks(content, {}) == {"t1": "health", "t2": "", "t3": "?"}


@pytest.mark.parametrize(
    ("named", "words"),
    [
        (frozenset(), ""),
        ({"substance_use", "education"}, "skole og uddannelse og rusmidler"),
        ({"health", "noget nyt"}, "helbred og behandling og noget nyt"),
    ],
)
def test_types_are_named_inside_a_sentence(named, words):
    assert types.in_words(frozenset(named)) == words
