"""Characters that cannot be printed."""

import pytest

from kuidocs.forms.registry import shipped_editions
from kuidocs.usecases import reviewing
from kuidocs.usecases.printable import unprintable
from tests.usecases.cards import card

SCHEMA = shipped_editions()["kui.education_plan"].schema
STRANGE = "\U00013080"


def test_danish_and_what_the_fonts_have_is_fine():
    content = {"wishes": "Øl på Ærø – »ja« 😀 Łódź", "education_wish": ["fgu"], "goals": [{"rid": "g1aaaa"}]}

    assert unprintable(SCHEMA, content) == []


def test_a_hieroglyph_is_named_with_its_field():
    content = {"goals": [{"rid": "g1aaaa", "goal_text": f"At {STRANGE}"}], "plan_coordinator": {"text": STRANGE}}

    found = unprintable(SCHEMA, content)

    assert [problem.where for problem in found] == ["goals.0.goal_text", "plan_coordinator"]
    assert found[0].text.startswith("»Mål« indeholder tegn, som ikke kan trykkes: »")
    assert "(U+13080)" in found[0].text


def test_in_a_draft_it_is_a_warning():
    (found,) = unprintable(SCHEMA, {"wishes": STRANGE}, warning=True)

    assert found.warning


def test_only_the_first_few_are_named():
    (found,) = unprintable(SCHEMA, {"wishes": "".join(chr(0x13080 + n) for n in range(9))})

    assert found.text.count("U+") == 5
    assert "og flere" in found.text


def test_what_is_printed_around_the_content_is_looked_at_when_it_is_submitted(world):
    """A name that no font has would keep an approved paper from ever being sealed."""
    document = card(world)
    world.case.person.preferred_name = "張偉"

    (found,) = reviewing.check_submission(document, world.drafts, world.act()).problems
    with pytest.raises(reviewing.Incomplete):
        reviewing.submit(document, world.drafts, world.act())

    assert found.text.startswith("Den unges navn eller adresse indeholder tegn, som ikke kan trykkes: »偉« (U+5049)")
    world.case.person.preferred_name = "Wei"
    assert reviewing.submit(document, world.drafts, world.act()).number == 1
