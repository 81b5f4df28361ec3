"""Characters that no font of the PDF has: named when a text is saved, refused when it is submitted (D40)."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..domain.problems import Path, Problem
from ..forms.nodes import Form
from ..forms.reading import labelled
from ..services.pdf.api import missing_glyphs

MOST_NAMED = 5


def unprintable(schema: Form, content: Mapping[str, Any], *, warning: bool = False) -> list[Problem]:
    """Find the fields of a content that hold characters which would be printed as an empty box."""
    found = [_problem(path, bad, warning) for path, text in _texts(content, ()) if (bad := missing_glyphs(text))]
    return [labelled(schema, problem) for problem in found]


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        # A person is one field, whatever is kept of him or her.
        for name, inside in value.items():
            yield from _texts(inside, path if name in ("text", "actor_id") else (*path, name))
    elif isinstance(value, list):
        for number, inside in enumerate(value):
            yield from _texts(inside, (*path, number) if isinstance(inside, Mapping) else path)


def _problem(path: Path, characters: set[str], warning: bool) -> Problem:
    named = ", ".join(f"»{c}« (U+{ord(c):04X})" for c in sorted(characters)[:MOST_NAMED])
    more = " og flere" if len(characters) > MOST_NAMED else ""
    text = f"»{{felt}}« indeholder tegn, som ikke kan trykkes: {named}{more}. Skriv dem på en anden måde."
    return Problem(path, "glyphs", text, warning)
