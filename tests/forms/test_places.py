"""A problem's path is found on the page, in the draft, and in words."""

from kuidocs.forms.places import document_order, draft_path, node_at, numbered, page_id, place, section_of
from tests.forms.samples import EDITIONS, first

SCHEMA = EDITIONS["kui.education_plan"].schema
DEEP = ("goals", 0, "sub_goals", 1, "deadline")


def test_a_path_of_numbers_becomes_a_path_of_row_ids():
    content = first("kui.education_plan").content
    goal = content["goals"][0]
    inner = goal["sub_goals"][1]["rid"]

    assert page_id(content, DEEP) == f"goals-{goal['rid']}-sub_goals-{inner}-deadline"
    assert draft_path(content, DEEP) == f"goals/{goal['rid']}/sub_goals/{inner}/deadline"


def test_a_path_that_is_not_in_the_content_keeps_its_numbers():
    assert page_id({}, ("goals", 7, "x")) == "goals-7-x"
    assert page_id({"goals": ["skæv"]}, ("goals", 0)) == "goals-0"


def test_a_place_in_words():
    assert place(SCHEMA, DEEP) == "Mål 1, delmål 2"
    assert place(SCHEMA, ("contact_person", "email")) == SCHEMA["contact_person"].title
    assert place(SCHEMA, ("wishes",)) == section_of(SCHEMA, ("wishes",)).title
    assert place(SCHEMA, ("nope",)) == place(SCHEMA, ()) == SCHEMA.title


def test_a_node_is_found_or_not():
    assert node_at(SCHEMA, DEEP).name == "deadline"
    assert node_at(SCHEMA, ("goals", 0, "nope")) is None
    assert node_at(SCHEMA, ("nope", 0)) is None


def test_problems_stand_in_the_order_of_the_form():
    paths = [("nope",), DEEP, ("goals", 0, "nope", "x"), ("goals", 0, "sub_goals", 0), ("preferred_name",), ()]

    ordered = sorted(paths, key=lambda p: document_order(SCHEMA, p))

    assert ordered[:2] == [(), ("preferred_name",)]
    assert ordered[-1] == ("nope",)
    assert ordered.index(("goals", 0, "sub_goals", 0)) < ordered.index(DEEP)


def test_a_draft_path_leads_to_where_the_row_is_now():
    content = first("kui.education_plan").content

    assert numbered(content, draft_path(content, DEEP)) == DEEP
    assert numbered(content, "goals/nope00/goal_text") == ("goals",)
    assert numbered(content, "nope/x") == ("nope", "x")
