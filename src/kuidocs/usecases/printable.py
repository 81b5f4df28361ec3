"""Characters that no font of the PDF has: named when a text is saved, refused when it is submitted (D40)."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..domain.problems import Path, Problem
from ..forms.nodes import Form
from ..forms.reading import labelled
from ..services.pdf.api import RenderFacts, missing_glyphs

MOST_NAMED = 5
AROUND = (
    (("person",), "Den unges navn eller adresse", "Ret det under »Den unge« i forløbet."),
    (("meeting", "next_meeting"), "Mødets sted", "Ret stedet på mødet."),
    (("sender",), "Navnet eller titlen på den, der skriver", "Bed administratoren om at rette det."),
    (("note",), "Grunden til den nye version", "Annullér udkastet, og begynd en ny version med andre ord."),
)
"""What is printed around the content, and where it is put right."""


def unprintable(schema: Form, content: Mapping[str, Any], *, warning: bool = False) -> list[Problem]:
    """Find the fields of a content that hold characters which would be printed as an empty box."""
    found = [_problem(path, bad, warning) for path, text in _texts(content, ()) if (bad := missing_glyphs(text))]
    return [labelled(schema, problem) for problem in found]


def unprintable_around(facts: RenderFacts) -> list[Problem]:
    """Find what is printed around a content and holds such characters: once it is approved, it could not be sealed."""
    told = facts.plain()
    return [
        Problem((), "glyphs", f"{what} indeholder tegn, som ikke kan trykkes: {_named(bad)}. {do}")
        for names, what, do in AROUND
        if (bad := {letter for name in names for _, text in _texts(told[name], ()) for letter in missing_glyphs(text)})
    ]


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
    text = f"»{{felt}}« indeholder tegn, som ikke kan trykkes: {_named(characters)}. Skriv dem på en anden måde."
    return Problem(path, "glyphs", text, warning)


def _named(characters: set[str]) -> str:
    named = ", ".join(f"»{c}« (U+{ord(c):04X})" for c in sorted(characters)[:MOST_NAMED])
    return named + (" og flere" if len(characters) > MOST_NAMED else "")
