"""A field by itself is read as the whole form reads it, and shown as its page shows it."""

import pytest

from kuidocs.domain.fields import flatten, is_order
from kuidocs.forms.nodes import Lines
from kuidocs.forms.one_field import as_typed, read_field, writable
from kuidocs.forms.places import node_of
from kuidocs.forms.reading import read
from tests.forms.samples import EDITIONS, samples

SCHEMA = EDITIONS["kui.education_plan"].schema


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.id)
def test_every_field_of_the_demonstration_is_read_as_in_its_form(sample):
    content, schema = sample.content, sample.edition.schema
    for path, value in flatten(content).items():
        node = node_of(schema, path)
        if not is_order(value) and writable(node):
            assert read_field(node, as_typed(node, value), value) == (value, ""), path


@pytest.mark.parametrize(
    ("path", "raw", "stored"),
    [
        ("goals/g1aaaa/goal_text", "  Fod\r\nbold ", "Fod\nbold"),
        ("goals/g1aaaa/goal_text", " ", None),
        ("preferred_name", "", None),
        ("next_review", "24-12-2026", "2026-12-24"),
    ],
)
def test_what_is_typed_is_stored_in_one_spelling(path, raw, stored):
    node = node_of(SCHEMA, path)
    assert read_field(node, raw, None) == (stored, "")


def first(kind):
    if kind == "lines":
        return None, "", Lines("Punkter")
    for edition in EDITIONS.values():
        for path in _paths(edition.schema):
            node = node_of(edition.schema, path)
            if node.type_name == kind and writable(node):
                return edition, path, node
    raise AssertionError(kind)


def _paths(node, before=""):
    for child in node.children:
        if child.type_name == "rows":
            yield from _paths(child.row, f"{before}{child.name}/rid/")
        elif child.type_name == "group":
            yield from _paths(child.row, f"{before}{child.name}/")
        else:
            yield f"{before}{child.name}"


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("date", "snart"),
        ("time", "klokken ni"),
        ("choice", "findes ikke"),
        ("choices", ["findes ikke"]),
        ("number", "mange"),
        ("numbers", "1, to"),
        ("yes_no", "måske"),
    ],
)
def test_what_cannot_be_read_is_kept_and_told(kind, raw):
    edition, path, node = first(kind)

    value, wrong = read_field(node, raw, None)

    assert value == raw
    assert wrong
    if "/" not in path:
        whole = read(edition.schema, {path: raw})
        assert whole.content[path] == raw
        assert wrong in [problem.text for problem in whole.problems]


def test_the_id_behind_a_name_stays_while_the_name_does():
    _, _, node = first("person")
    old = {"text": "Jonas Ravnsborg", "actor_id": "a1b2c3"}

    assert read_field(node, "Jonas Ravnsborg", old) == (old, "")
    assert read_field(node, "Mette", old) == ({"text": "Mette"}, "")
    assert read_field(node, {"text": "Mette", "actor_id": "falsk1"}, old) == ({"text": "Mette"}, "")


@pytest.mark.parametrize(
    ("kind", "value", "typed"),
    [
        ("lines", ["a", "b"], "a\nb"),
        ("numbers", ["1", "2"], "1, 2"),
        ("choices", None, []),
        ("choices", "skæv", ["skæv"]),
        ("person", {"text": "Mette"}, "Mette"),
        ("text", None, ""),
        ("date", "snart", "snart"),
    ],
)
def test_a_value_is_shown_as_its_control_has_it(kind, value, typed):
    assert as_typed(first(kind)[2], value) == typed


def test_half_a_character_is_no_text():
    value, _ = read_field(first("text")[2], "x\ud800", None)

    assert value == "x?"


def test_what_the_system_writes_is_not_the_pages_to_write():
    assert not writable(None)
    assert not writable(node_of(SCHEMA, "goals"))
    assert not writable(node_of(SCHEMA, "goals/g1aaaa/rid"))
    assert writable(node_of(SCHEMA, "goals/g1aaaa/goal_text"))


def test_a_draft_path_leads_to_its_node_or_nowhere():
    assert node_of(SCHEMA, "goals/g1aaaa/sub_goals/s1aaaa/deadline").name == "deadline"
    assert node_of(SCHEMA, "goals/g1aaaa/sub_goals").type_name == "rows"
    assert node_of(SCHEMA, "contact_person/email").name == "email"
    for nowhere in ("", "nope", "goals/g1aaaa", "goals/g1aaaa/nope", "preferred_name/x", "goals//"):
        assert node_of(SCHEMA, nowhere) is None
