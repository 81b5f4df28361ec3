"""Rows that can be followed through the papers of a case."""

from kuidocs.domain.tracing import CALLED, FOLLOWED, find, followed, rows
from kuidocs.forms.nodes import Rows
from kuidocs.forms.registry import shipped_editions

CONTENT = {
    "participants": [{"rid": "p1"}],
    "goals": [{"rid": "g1", "sub_goals": [{"rid": "s1", "sub_goal_text": "Én dag"}]}],
    "agenda_items": [{"rid": "i1", "heading": "Velkommen"}, {"rid": "i2", "heading": "Kørsel"}],
    "secondary_contacts": [{"rid": "c1"}],
    "voice_source": ["talk"],
    "youth_words": "Ja.",
}


def test_rows_are_found_also_inside_rows():
    assert [(one.group, one.row["rid"]) for one in rows(CONTENT)] == [
        ("participants", "p1"),
        ("goals", "g1"),
        ("sub_goals", "s1"),
        ("agenda_items", "i1"),
        ("agenda_items", "i2"),
    ]


def test_one_is_found_by_its_id():
    assert find(CONTENT, "s1").row["sub_goal_text"] == "Én dag"
    assert find(CONTENT, "c1") is None
    assert find({}, "s1") is None


def test_people_and_fixed_items_are_no_points():
    assert followed(CONTENT) == {"g1", "s1", "i1", "i2"}
    assert followed(CONTENT, {"Velkommen"}) == {"g1", "s1", "i2"}


def groups(node):
    for child in node.children:
        if isinstance(child, Rows):
            yield child.name
            yield from groups(child.row)


def test_every_group_of_the_table_is_in_a_form():
    there = {name for edition in shipped_editions().values() for name in groups(edition.schema)} | {
        name
        for edition in shipped_editions().values()
        for section in edition.schema.sections
        for name in groups(section)
    }

    assert set(CALLED) <= there
    assert not FOLLOWED.keys() & {"participants", "goal_progress", "task_progress"}
