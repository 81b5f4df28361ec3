"""The words in which forms are written describe themselves completely."""

import pytest

from kuidocs.forms.nodes import (
    SKIPPED,
    TYPES,
    Choice,
    Date,
    Form,
    Group,
    Line,
    O,
    R,
    Row,
    Rows,
    S,
    Section,
    Text,
    Vocabulary,
    call,
    vocabularies,
)
from tests.forms.samples import EDITIONS

MOOD = Vocabulary("mood", {"good": "God", "bad": "Skidt"})


class Step(Row):
    row_title = "Skridt"

    what = Text("Hvad?", R, min=5)
    mood = Choice("Hvordan?", O, of=MOOD)
    done_at = Date("Gjort", S, fact=True)


class Sample(Form):
    form_key = "sample"
    form_title = "Prøve"
    rules = ("one@1", ("two@1", {"days": 3}))

    class FirstPart(Section):
        section_title = "Først"
        section_skippable = True

        title = Line("Titel", R)
        secret = Line("Skjult", O, hidden=True)

    class Second(Section):
        section_title = "Så"

        steps = Rows("Skridt", R, Step, min=1)
        step = Group("Et skridt", O, Step)


def test_a_section_is_named_after_its_class():
    assert [s.name for s in Sample().sections] == ["first_part", "second"]


def test_a_field_may_be_called_what_colander_uses_itself():
    schema = Sample()

    assert schema.title == "Prøve"
    assert schema["title"].title == "Titel"


def test_hidden_fields_and_facts_are_described_but_not_shown():
    schema = Sample()

    described = [f["id"] for s in schema.describe()["sections"] for f in s["fields"]]
    assert described == ["title", "secret", "steps", "step"]
    assert [c.name for c in schema.children] == ["title", "not_relevant_first_part", "steps", "step"]
    assert [c.name for c in schema["steps"].row.children] == ["rid", "what", "mood"]


def test_why_a_section_is_not_relevant_is_asked_in_its_own_name():
    assert Sample()["not_relevant_first_part"].title == "Er afsnittet »Først« ikke relevant, så skriv hvorfor"
    for edition in EDITIONS.values():
        titles = [child.title for child in edition.schema.children if child.name.startswith(SKIPPED)]
        assert len(titles) == len(set(titles))


def test_a_description_leaves_no_default_to_the_code():
    field = Sample().describe()["sections"][1]["fields"][0]

    assert (field["max"], field["min"], field["row_title"]) == (200, 1, "Skridt")
    assert field["fields"][0]["max"] == 8000


def test_the_order_of_a_vocabulary_is_kept():
    assert Sample().describe()["vocabularies"] == {"mood": [["good", "God"], ["bad", "Skidt"]]}
    assert [v.name for v in vocabularies(Sample().fields)] == ["mood"]


def test_an_option_that_the_type_has_not_is_refused():
    with pytest.raises(TypeError, match="Date has no"):
        Date("Dato", R, max=3)


def test_a_rule_is_a_name_with_arguments():
    assert call("one@1") == ["one@1", {}]
    assert Sample().rule_calls[1] == ["two@1", {"days": 3}]


@pytest.mark.parametrize("name", TYPES)
def test_every_type_is_known_by_its_own_name(name):
    assert TYPES[name].type_name == name
    assert TYPES[name].__doc__
